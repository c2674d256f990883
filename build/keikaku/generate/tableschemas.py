"""Generate `datapackage/schema/tableschema/*.json`: Frictionless Table Schemas for those who make tables elsewhere."""

from __future__ import annotations

import json

from keikaku.package import table_schema
from keikaku.schema import Schema


def table_schema_documents(schema: Schema) -> dict[str, str]:
    """Give the documents by their paths in the repository."""
    return {
        f"datapackage/schema/tableschema/{table.name}.json": json.dumps(
            table_schema(table, schema), ensure_ascii=False, indent=2
        )
        + "\n"
        for table in schema.tables
    }
