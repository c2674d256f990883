"""Generate `model/rows.py`: one frozen dataclass a table, so that the type checker knows every column."""

from __future__ import annotations

from typing import Final

from keikaku.schema import Column, Schema, Table

_TYPES: Final = {"string": "str", "date": "str", "integer": "int", "number": "Decimal", "boolean": "bool"}
_HEAD: Final = '''"""Rows of the tables, typed. Generated from `datapackage/schema/` by `scripts/generate.py`.

Text that is not stated is empty; a number or truth value that is not stated is None. Dates are ISO 8601 text,
because a plan may state no more than a year or a month.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final
'''


def rows_module(schema: Schema) -> str:
    """Give the text of the module."""
    classes = "\n\n".join(_row_class(table) for table in schema.tables)
    entries = "\n".join(f'    "{table.name}": {class_name(table)},' for table in schema.tables)
    return f"{_HEAD}\n\n{classes}\n\nROW_CLASSES: Final[dict[str, type]] = {{\n{entries}\n}}\n"


def class_name(table: Table) -> str:
    """Give the name of a table's row class (`TargetRow`)."""
    return f"{table.rdf_class}Row"


def _row_class(table: Table) -> str:
    fields = "\n".join(f"    {column.name}: {_annotation(column)}" for column in table.columns)
    docstring = f'"""{table.title.en} ({table.title.ja})."""'
    head = f"@dataclass(frozen=True, slots=True)\nclass {class_name(table)}:\n    {docstring}"
    return f"{head}\n\n{fields}\n"


def _annotation(column: Column) -> str:
    plain = _TYPES[column.type]
    return plain if plain == "str" or column.required else f"{plain} | None"
