"""Each table of all cities as a Parquet file: typed columns, codes as dictionaries, titles and units in the metadata.

Rows are held until a row group is full, so memory does not grow with the number of cities. The same input gives the
same bytes with the same version of pyarrow, which writes its own name into the files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from keikaku.bulk.sql import CITY_COLUMNS, CODE_COLUMNS
from keikaku.check import CleanCity
from keikaku.file_names import table_file
from keikaku.iri import ALL, CITIES, CODES
from keikaku.names import parquet_file
from keikaku.schema import Column, Schema, Table

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_GROUP: Final = 4_000
"""Rows of a row group: enough for good compression, few enough to be held, for each table at once."""
_WHOLE_DAY: Final = ("day",)
_LGCODE: Final = {
    "title": "全国地方公共団体コード",
    "title_en": "Municipality code",
    "description": "6桁の全国地方公共団体コード。",
    "description_en": "Municipality code of six digits.",
}


class ParquetFiles:
    """Writes the files: `add` each city, then `finish`."""

    def __init__(self, folder: Path, schema: Schema) -> None:
        self._schema = schema
        self._files = {
            table.name: _File(folder / parquet_file(table_file(ALL, table.name)), *_declared(table))
            for table in schema.tables
        }
        self._cities = _File(folder / parquet_file(table_file(ALL, CITIES)), _texts_only(CITY_COLUMNS), [])
        self._codes = _File(folder / parquet_file(table_file(ALL, CODES)), _texts_only(CODE_COLUMNS), [])

    def add(self, city: CleanCity) -> None:
        """Append a city's rows."""
        own, licence = city.city, city.city.licence
        terms = (licence.name, licence.title, licence.url) if licence else (None, None, None)
        names = (own.name.ja, own.name.en, own.prefecture.ja, own.prefecture.en)
        self._cities.append([(own.lgcode, *names, *terms)])
        for name, table in city.tables.items():
            self._files[name].append([(own.lgcode, *row) for row in table.rows])

    def finish(self) -> None:
        """Write what is still held, and the codes, and close all files."""
        for name, codes in self._schema.code_lists.items():
            self._codes.append([(name, code.value, code.ja, code.en) for code in codes.codes])
        self._write_all()
        self.close()

    def close(self) -> None:
        """Close all files, whatever their state."""
        for file in self._every():
            file.close()

    def _write_all(self) -> None:
        for file in self._every():
            file.flush()

    def _every(self) -> list[_File]:
        return [self._cities, *self._files.values(), self._codes]


class _File:
    """A Parquet file that is being written; `readers` turn text into values, and what has none stays text."""

    def __init__(self, path: Path, declared: pa.Schema, readers: list[Callable[[str], Any]]) -> None:
        import pyarrow.parquet as pq

        self._declared, self._readers = declared, readers
        self._held: list[tuple[str | None, ...]] = []
        self._written = False
        self._writer: pq.ParquetWriter = pq.ParquetWriter(path, declared, compression="zstd", compression_level=3)

    def append(self, rows: list[tuple[str | None, ...]]) -> None:
        """Take rows, and write a group when there are enough."""
        self._held += rows
        if len(self._held) >= _GROUP:
            self.flush()

    def flush(self) -> None:
        """Write the held rows as one group; a table without rows gets an empty one."""
        import pyarrow as pa

        if not self._held and self._written:
            return
        columns = list(zip(*self._held, strict=True)) or [()] * len(self._declared.names)
        arrays = [
            pa.array(self._values(place, column), type=field.type)
            for place, (field, column) in enumerate(zip(self._declared, columns, strict=True))
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._declared))
        self._held, self._written = [], True

    def close(self) -> None:
        """Close the file."""
        self._writer.close()

    def _values(self, place: int, column: tuple[str | None, ...]) -> list[Any]:
        read = self._readers[place] if self._readers else str
        return [read(text) if text else None for text in column]


def _declared(table: Table) -> tuple[pa.Schema, list[Callable[[str], Any]]]:
    """Give a table's columns with the municipality's code in front, and what reads their text."""
    import pyarrow as pa

    fields = [pa.field("lgcode", pa.string(), False, metadata=_LGCODE)]
    fields += [pa.field(one.name, _type(one), not one.required, metadata=_told(one)) for one in table.columns]
    told = {**_texts(table), "primaryKey": ",".join(("lgcode", *table.primary_key))}
    readers: list[Callable[[str], Any]] = [str, *(_reader(column) for column in table.columns)]
    return pa.schema(fields, metadata=told), readers


def _texts_only(names: tuple[str, ...]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([pa.field(name, pa.string()) for name in names])


def _type(column: Column) -> pa.DataType:
    import pyarrow as pa

    if column.codes:
        return pa.dictionary(pa.int32(), pa.string())
    if column.type == "date":
        return pa.date32() if column.precision == _WHOLE_DAY else pa.string()
    plain = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    return plain[column.type]


def _reader(column: Column) -> Callable[[str], Any]:
    if column.type == "date" and column.precision == _WHOLE_DAY:
        return dt.date.fromisoformat
    readers: Mapping[str, Callable[[str], Any]] = {
        "integer": int,
        "number": float,
        "boolean": lambda text: text == "true",
    }
    return readers.get(column.type, str)


def _told(column: Column) -> dict[str, str]:
    """Give what the metadata of a column say."""
    told = _texts(column)
    more = {"unit": column.unit.ja if column.unit else "", "unitColumn": column.unit_column or ""}
    more |= {"codeList": column.codes or "", "rdfProperty": column.property}
    return {**told, **{name: text for name, text in more.items() if text}}


def _texts(told: Table | Column) -> dict[str, str]:
    return {
        "title": told.title.ja,
        "title_en": told.title.en,
        "description": told.description.ja,
        "description_en": told.description.en,
    }
