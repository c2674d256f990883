"""The permanent archive of an edition: its rows as CSV with their descriptor, its triples, and how to cite it.

An archive holds what the edition itself states, so it stays the same when the plan gets newer editions. Rows that its
rows refer to (the plan, its document, departments, the edition before) go with them: every key leads somewhere.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from keikaku.check import CleanCity, CleanTable
from keikaku.file_names import DATA_PACKAGE
from keikaku.iri import CODES, Iris
from keikaku.names import edition_archive, edition_table
from keikaku.package import codes
from keikaku.package.archive_readme import readme
from keikaku.package.descriptor import PROFILE, keywords, named_resource, sources
from keikaku.package.edition_graph import edition_triples
from keikaku.package.files import csv_bytes, delimited
from keikaku.package.tableschema import table_schema
from keikaku.package.write import zip_entry
from keikaku.schema import Schema, Table

README: Final = "README.md"
_EDITION: Final = "edition_id"


@dataclass(frozen=True, slots=True)
class EditionArchive:
    """A written archive: whose it is, its name beside the edition's page, its size and its SHA-256."""

    edition_id: str
    name: str
    size: int
    sha256: str


def write_edition_archives(
    city: CleanCity, schema: Schema, base_url: str, root: Path, graph: Path
) -> tuple[EditionArchive, ...]:
    """Write the archive of each edition of a city beside its page; `graph` is the city's N-Triples."""
    iris = Iris(base_url, city.city.lgcode)
    editions = list(city.tables["editions"].dicts())
    held = {edition[_EDITION]: edition_tables(city, schema, edition[_EDITION]) for edition in editions}
    triples = edition_triples(graph, iris, editions, held)
    found = []
    for edition in editions:
        edition_id = edition[_EDITION]
        folder = root / iris.page("edition", edition)
        folder.mkdir(parents=True, exist_ok=True)
        files = _files(city, schema, iris, edition, held[edition_id])
        files[edition_table(city.city.lgcode, edition_id, "graph") + ".nt"] = triples[edition_id]
        path = folder / edition_archive(city.city.lgcode, edition_id)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(files):
                archive.writestr(zip_entry(name), files[name])
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found.append(EditionArchive(edition_id, path.name, path.stat().st_size, digest))
    return tuple(found)


def edition_tables(city: CleanCity, schema: Schema, edition_id: str) -> dict[str, CleanTable]:
    """Give the tables with an edition's rows, and with all rows that these refer to; tables without rows are left out.

    The pages of the documents go with the documents.
    """
    every = city.tables
    kept: dict[str, dict[tuple[str, ...], None]] = {table.name: {} for table in schema.tables}
    for table in schema.tables:
        if _EDITION in table.by_name:
            at = table.names.index(_EDITION)
            kept[table.name] = {row: None for row in every[table.name].rows if row[at] == edition_id}
    finder = _Finder(every)
    open_ = [(table, row) for table in schema.tables for row in kept[table.name]]
    while open_:
        table, row = open_.pop()
        for name, found in finder.referred(table, row):
            if found not in kept[name]:
                kept[name][found] = None
                open_.append((schema.by_name[name], found))
    known = {row[0] for row in kept["sources"]}
    kept["pages"] = {row: None for row in every["pages"].rows if row[0] in known}
    # In the order of the tables, whatever the order in which references led to them.
    tables = {
        name: replace(every[name], rows=tuple(row for row in every[name].rows if row in kept[name])) for name in kept
    }
    return {name: table for name, table in tables.items() if table.rows}


class _Finder:
    """Finds the rows that a row refers to."""

    def __init__(self, every: Mapping[str, CleanTable]) -> None:
        self._every = every
        self._found: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], tuple[str, ...]]] = {}

    def referred(self, table: Table, row: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Give the rows of other tables that a row refers to, each with its table."""
        values = dict(zip(table.names, row, strict=True))
        for key in table.foreign_keys:
            wanted = tuple([values[name] for name in key.columns])
            if all(wanted):
                yield key.table, self._rows(key.table, key.targets)[wanted]

    def _rows(self, name: str, columns: tuple[str, ...]) -> dict[tuple[str, ...], tuple[str, ...]]:
        if (name, columns) not in self._found:
            table = self._every[name]
            places = [table.table.names.index(column) for column in columns]
            self._found[name, columns] = {tuple([row[at] for at in places]): row for row in table.rows}
        return self._found[name, columns]


def _files(
    city: CleanCity, schema: Schema, iris: Iris, edition: Mapping[str, str], tables: Mapping[str, CleanTable]
) -> dict[str, bytes]:
    lgcode, edition_id = city.city.lgcode, edition[_EDITION]
    names = {name: edition_table(lgcode, edition_id, name) + ".csv" for name in (*tables, CODES)}
    files = {names[name]: csv_bytes(table) for name, table in tables.items()}
    files[names[CODES]] = delimited(codes.HEADER, codes.code_rows(schema))
    files[DATA_PACKAGE] = _descriptor(city, schema, iris, edition, tables, names, files)
    files[README] = readme(city.city, iris, edition, tables)
    return files


def _descriptor(
    city: CleanCity,
    schema: Schema,
    iris: Iris,
    edition: Mapping[str, str],
    tables: Mapping[str, CleanTable],
    names: Mapping[str, str],
    files: Mapping[str, bytes],
) -> bytes:
    plan = next(tables["plans"].dicts())["title"]
    lgcode, name = city.city.lgcode, city.city.name
    body: dict[str, Any] = {
        "$schema": PROFILE,
        "name": f"{lgcode}_{edition[_EDITION]}".lower(),
        "id": iris.thing("edition", edition),
        "title": f"{name.ja}「{plan}」{edition['label']}",
        "version": edition[_EDITION],
        "homepage": iris.url("edition", edition),
        "contributors": [{"title": name.ja, "roles": ["publisher"]}],
        "keywords": keywords(city),
    }
    licence = city.city.licence
    if licence:
        body["licenses"] = [{"name": licence.name, "path": licence.url, "title": licence.title}]
    body["sources"] = sources(tables["sources"])
    resources = []
    for table_name, table in tables.items():
        declared = _without_missing(table_schema(table.table, schema), tables)
        texts = [(one.ja, one.en) for one in (table.table.title, table.table.description)]
        form = _form(names[table_name], files, len(table.rows))
        resources.append({**named_resource(table_name, texts[0], texts[1]), **form, "schema": declared})
    form = _form(names[CODES], files, len(codes.code_rows(schema)))
    resources.append({**named_resource(CODES, codes.TITLE, codes.DESCRIPTION), **form, "schema": codes.code_schema()})
    return json.dumps({**body, "resources": resources}, ensure_ascii=False, indent=2).encode() + b"\n"


def _form(path: str, files: Mapping[str, bytes], rows: int) -> dict[str, Any]:
    data = files[path]
    told = {"path": path, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "bytes": len(data)}
    return {**told, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "rows": rows}


def _without_missing(declared: dict[str, Any], tables: Mapping[str, CleanTable]) -> dict[str, Any]:
    """Leave out keys to tables that the archive does not hold, since no row refers to them."""
    for kind in ("foreignKeys", "optionalForeignKeys"):
        keys = [key for key in declared.get(kind, ()) if key["reference"]["resource"] in {"", *tables}]
        if keys:
            declared[kind] = keys
        else:
            declared.pop(kind, None)
    return declared
