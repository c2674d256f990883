"""Write the catalog, VoID and the Table Schemas that they name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from keikaku.catalog.dcat import catalog
from keikaku.catalog.facts import CatalogCity
from keikaku.catalog.void import void
from keikaku.iri import CATALOG_JSONLD, CATALOG_TURTLE, VOID_PATH, table_schema_path
from keikaku.schema import Schema, data_folder


def write_catalog(cities: Sequence[CatalogCity], base_url: str, root: Path, schema: Schema) -> None:
    """Write what is said of all cities below the root of the site."""
    stated = catalog(cities, base_url, schema)
    _put(root / CATALOG_TURTLE, stated.turtle().encode())
    _put(root / CATALOG_JSONLD, stated.jsonld().encode())
    _put(root / VOID_PATH, void(cities, base_url).turtle().encode())
    for table in schema.tables:
        path = data_folder("schema") / "tableschema" / f"{table.name}.json"
        _put(root / table_schema_path(table.name), path.read_bytes())


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
