"""Write the catalogs, VoID and the Table Schemas that they name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from keikaku.catalog.dcat import catalog, city_catalog
from keikaku.catalog.facts import CatalogCity
from keikaku.catalog.statements import Statements
from keikaku.catalog.together import Together, together_dataset
from keikaku.catalog.void import void
from keikaku.file_names import CATALOG_FILES
from keikaku.iri import ALL, CATALOG_JSONLD, CATALOG_TURTLE, VOID_PATH, Iris, table_schema_path
from keikaku.schema import Schema, data_folder


def write_catalog(
    cities: Sequence[CatalogCity], base_url: str, root: Path, schema: Schema, package: Together | None = None
) -> None:
    """Write what is said of all cities below the root of the site, with their package where there is one."""
    stated = catalog(cities, base_url, schema, package)
    _put(root / CATALOG_TURTLE, stated.turtle().encode())
    _put(root / CATALOG_JSONLD, stated.jsonld().encode())
    for city in cities:
        folder, own = root / city.iris.page("data", {}), city_catalog(city, schema)
        for name, text in zip(CATALOG_FILES, (own.turtle(), own.jsonld()), strict=True):
            _put(folder / name, text.encode())
    _put(root / VOID_PATH, void(cities, base_url, package).turtle().encode())
    if package:
        _write_documents(cities, package, base_url, root, schema)
    for table in schema.tables:
        path = data_folder("schema") / "tableschema" / f"{table.name}.json"
        _put(root / table_schema_path(table.name), path.read_bytes())


def _write_documents(
    cities: Sequence[CatalogCity], package: Together, base_url: str, root: Path, schema: Schema
) -> None:
    """Write `index.ttl` and `index.jsonld` beside the page of the package of all cities."""
    found = Statements()
    together_dataset(found, cities, package, base_url, schema)
    folder = root / Iris(base_url, ALL).page("data", {})
    _put(folder / "index.ttl", found.turtle().encode())
    _put(folder / "index.jsonld", found.jsonld().encode())


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
