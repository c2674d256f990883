"""All cities as one SQLite file, with every key in place; rows are appended as cities come.

The same input gives the same bytes with the same version of SQLite: page size and encoding are fixed, rows come in the
order of the tables, and VACUUM lays the pages out anew. Another version may lay them out otherwise.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from keikaku.bulk.sql import CITY_COLUMNS, CODE_COLUMNS, DICTIONARY, DICTIONARY_COLUMNS, definitions
from keikaku.check import CleanCity
from keikaku.iri import CITIES, CODES
from keikaku.schema import Column, Schema, Table

_APPLICATION: Final = 0x6B65696B
"""The file's application id: `keik`."""
_VERSION: Final = 1
_SETTINGS: Final = (
    "PRAGMA page_size = 4096",
    "PRAGMA encoding = 'UTF-8'",
    "PRAGMA auto_vacuum = NONE",
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_VERSION}",
)
"""The file is new and ours alone until the build takes its place, so it needs no journal."""


class Database:
    """Writes the file: `add` each city, then `finish`; closing without finishing leaves what is no database."""

    def __init__(self, path: Path, schema: Schema) -> None:
        self._schema = schema
        self._file = sqlite3.connect(path, isolation_level=None)
        for setting in _SETTINGS:
            self._file.execute(setting)
        self._file.execute("BEGIN")
        for statement in definitions(schema):
            self._file.execute(statement)
        self._readers = {table.name: [_reader(column) for column in table.columns] for table in schema.tables}
        self._append(CODES, CODE_COLUMNS, _codes(schema))
        self._append(DICTIONARY, DICTIONARY_COLUMNS, _dictionary(schema))

    def add(self, city: CleanCity) -> None:
        """Append a city's rows.

        Raises:
            sqlite3.IntegrityError: a row breaks a key or a type; the checks let none pass.
        """
        own, licence = city.city, city.city.licence
        terms = (licence.name, licence.title, licence.url) if licence else (None, None, None)
        names = (own.name.ja, own.name.en, own.prefecture.ja, own.prefecture.en)
        self._append(CITIES, CITY_COLUMNS, [(own.lgcode, *names, *terms)])
        for name, table in city.tables.items():
            readers = self._readers[name]
            rows = (
                (own.lgcode, *(read(value) if value else None for read, value in zip(readers, row, strict=True)))
                for row in table.rows
            )
            self._append(name, ("lgcode", *table.table.names), rows)

    def finish(self) -> None:
        """Look for references that lead nowhere, lay the file out for good and close it.

        Raises:
            sqlite3.IntegrityError: a reference leads nowhere; the checks let none pass.
        """
        self._file.execute("COMMIT")
        dangling = self._file.execute("PRAGMA foreign_key_check").fetchone()
        if dangling:
            raise sqlite3.IntegrityError(f"{dangling[0]}: no such row in {dangling[2]}")
        self._file.execute("VACUUM")
        self.close()

    def close(self) -> None:
        """Close the file, whatever its state."""
        self._file.close()

    def _append(self, table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
        # Names of tables and columns are the schema's own; values never stand in the statement.
        marks = ", ".join("?" * len(columns))
        self._file.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608


def _reader(column: Column) -> Callable[[str], Any]:
    """Give what turns a cell's text into the value that the column's type asks for."""
    if column.type == "integer":
        return int
    if column.type == "number":
        return float
    return (lambda value: int(value == "true")) if column.type == "boolean" else str


def _codes(schema: Schema) -> Iterable[tuple[str, ...]]:
    for name, codes in schema.code_lists.items():
        yield from ((name, code.value, code.ja, code.en) for code in codes.codes)


def _dictionary(schema: Schema) -> Iterable[tuple[str | None, ...]]:
    """Say what each table, under an empty column name, and each column is."""
    for table in schema.tables:
        yield (table.name, "", *_texts(table), None, None, None)
        for column in table.columns:
            unit = column.unit.ja if column.unit else None
            yield (table.name, column.name, *_texts(column), unit, column.unit_column, column.codes)


def _texts(told: Table | Column) -> tuple[str, str, str, str]:
    return told.title.ja, told.title.en, told.description.ja, told.description.en
