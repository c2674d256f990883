"""What is published for a city, read back from its data folder: descriptor, CSV files, workbook, names of all files.

The rules judge these files and nothing else, so that they see what a reader gets. Whatever is missing or damaged is
read as far as it goes; what is wrong with it is for the rules to say.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from keikaku.file_names import DATA_PACKAGE
from keikaku.national_rules import misquoted_fields
from keikaku.read import letters

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

Record = tuple[str, ...]
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class PublishedTable:
    """A resource of the descriptor and its CSV file. `fault` says why the file could not be read to its end."""

    resource: Mapping[str, Any]
    data: bytes | None
    records: tuple[Record, ...] = ()
    fault: str = ""

    @property
    def name(self) -> str:
        """The resource's name."""
        return str(self.resource.get("name", ""))

    @property
    def file(self) -> str:
        """The file's name."""
        return str(self.resource.get("path", ""))

    @property
    def has_bom(self) -> bool:
        """Whether the file begins with a byte order mark."""
        return bool(self.data and self.data.startswith(_BOM))

    @property
    def header(self) -> Record:
        """The first record."""
        return self.records[0] if self.records else ()

    @property
    def schema(self) -> Mapping[str, Any]:
        """The resource's Table Schema."""
        return _mapping(self.resource.get("schema"))

    @cached_property
    def fields(self) -> tuple[Mapping[str, Any], ...]:
        """The fields of the Table Schema."""
        found = self.schema.get("fields")
        return tuple(_mapping(one) for one in found) if isinstance(found, list) else ()

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The number of each heading's column, counted from 0."""
        return {name: number for number, name in reversed(tuple(enumerate(self.header)))}

    def cells(self, field_name: str) -> Iterator[tuple[str, str]]:
        """Give a column's cells with their names as a spreadsheet shows them; short rows have none."""
        at = self.places.get(field_name)
        if at is None:
            return
        letter = letters(at)
        for number, record in enumerate(self.records[1:], 2):
            if at < len(record):
                yield f"{letter}{number}", record[at]

    def rows(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Give the rows by column name, with the numbers that a spreadsheet shows."""
        for number, record in enumerate(self.records[1:], 2):
            yield number, dict(zip(self.header, record, strict=False))

    def cell(self, number: int, field_name: str) -> str:
        """Name a cell as a spreadsheet does."""
        return f"{letters(self.places.get(field_name, 0))}{number}"


@dataclass(frozen=True)
class PublishedBook:
    """A workbook with the names of its parts; `book` is None where it could not be opened."""

    file: str
    parts: tuple[str, ...] = ()
    book: Workbook | None = None


class Block(NamedTuple):
    """A CSV file or a sheet as rows of text; `sheet` is empty for a CSV file."""

    file: str
    sheet: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Published:
    """A data folder. `names` are all files in it, `packed` the files inside its zip archives."""

    descriptor: Mapping[str, Any]
    tables: tuple[PublishedTable, ...]
    books: tuple[PublishedBook, ...]
    names: tuple[str, ...]
    packed: tuple[str, ...]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All CSV files and all sheets."""
        files = tuple(Block(table.file, "", table.records) for table in self.tables)
        return files + tuple(block for book in self.books for block in _sheets(book))


def read_published(folder: Path) -> Published:
    """Read a data folder; nothing in it is taken on trust, and nothing wrong in it raises."""
    names = tuple(sorted(path.name for path in folder.iterdir() if path.is_file()))
    descriptor = _descriptor(folder / DATA_PACKAGE)
    resources = descriptor.get("resources")
    found = resources if isinstance(resources, list) else []
    tables = tuple(_table(_mapping(one), folder, names) for one in found)
    books = tuple(_book(folder / name) for name in names if name.endswith(".xlsx"))
    packed = tuple(inner for name in names if name.endswith(".zip") for inner in _parts(folder / name))
    return Published(descriptor, tables, books, names, packed)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _descriptor(path: Path) -> Mapping[str, Any]:
    try:
        return _mapping(json.loads(path.read_bytes()))
    except (OSError, ValueError):
        return {}


def _table(resource: Mapping[str, Any], folder: Path, names: tuple[str, ...]) -> PublishedTable:
    name = str(resource.get("path", ""))
    if name not in names:
        return PublishedTable(resource, None, fault="missing")
    data = (folder / name).read_bytes()
    try:
        text = data.removeprefix(_BOM).decode(str(resource.get("encoding", "utf-8")))
    except (UnicodeDecodeError, LookupError):
        return PublishedTable(resource, data, fault="encoding")
    records: list[Record] = []
    # The csv module lets some wrong quotation marks pass.
    fault = "quotation" if any(misquoted_fields(text)) else ""
    try:
        records.extend(tuple(record) for record in csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return PublishedTable(resource, data, tuple(records), "quotation")
    return PublishedTable(resource, data, tuple(records), fault)


def _book(path: Path) -> PublishedBook:
    from openpyxl import load_workbook

    parts = _parts(path)
    try:
        return PublishedBook(path.name, parts, load_workbook(path))
    except Exception:  # openpyxl raises whatever a damaged file makes it stumble over
        return PublishedBook(path.name, parts)


def _sheets(book: PublishedBook) -> Iterator[Block]:
    for sheet in book.book.worksheets if book.book else ():
        values = sheet.iter_rows(values_only=True)
        records = tuple(tuple("" if value is None else str(value) for value in row) for row in values)
        yield Block(book.file, sheet.title, records)


def _parts(path: Path) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return ()
