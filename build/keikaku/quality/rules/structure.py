"""Rules on the form of files and tables: format, headings, empty rows and columns, what stands outside, long format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from keikaku.file_names import CHECKSUMS
from keikaku.national_rules import is_nameless, years_in
from keikaku.quality.published import Block, Published, PublishedTable
from keikaku.quality.rules.finding import Finding, check
from keikaku.read import letters

_READABLE: Final = (".csv", ".gz", ".json", ".jsonld", ".nt", ".ods", ".ttl", ".xlsx", ".xml", ".zip")
_PAGES: Final = ("index.html",)
"""The page that shows the folder's files is none of the data."""
_NUMBERED: Final = re.compile(r"(.*?\D)_?(\d+)")


@check("L1-01")
def formats(published: Published) -> Iterator[Finding]:
    """Every table is a readable CSV file and every workbook opens; no file is in a format for the eye."""
    for name in published.names:
        if not name.endswith(_READABLE) and name not in (CHECKSUMS, *_PAGES):
            yield Finding(name)
    for name in published.packed:
        if not name.endswith(_READABLE):
            yield Finding(name)
    for table in published.tables:
        if table.fault in ("missing", "encoding") or not table.file.endswith(".csv"):
            yield Finding(table.file or table.name)
    for book in published.books:
        if book.book is None:
            yield Finding(book.file)
    if not published.tables or not published.books:
        yield Finding("*.csv, *.xlsx")


@check("L1-02")
def one_table(published: Published) -> Iterator[Finding]:
    """No row below the first repeats the headings of any table."""
    headers = {table.header for table in published.tables if len(table.header) > 1}
    for block in published.blocks:
        for number, record in enumerate(block.records[1:], 2):
            if record in headers or (record and record == block.records[0]):
                yield _finding(block, f"A{number}", record[0])


@check("L1-03")
def unbroken(published: Published) -> Iterator[Finding]:
    """No row is empty, and no column has neither a name nor values."""
    for block in published.blocks:
        for number, record in enumerate(block.records, 1):
            if not any(cell.strip() for cell in record):
                yield _finding(block, f"A{number}", "")
        for column in range(_width(block)):
            if not any(column < len(record) and record[column].strip() for record in block.records):
                yield _finding(block, f"{letters(column)}1", "")


@check("L1-04")
def nothing_beside(published: Published) -> Iterator[Finding]:
    """No cell lies beyond the headings, no row is only a title or note, no sheet has comments or print headers."""
    for block in published.blocks:
        width = len(block.records[0]) if block.records else 0
        for number, record in enumerate(block.records, 1):
            filled = [column for column, cell in enumerate(record) if cell.strip()]
            lone = len(filled) == 1 and _width(block) > 1
            if filled and (lone or filled[-1] >= width or not block.records[0][filled[-1]].strip()):
                yield _finding(block, f"{letters(filled[-1])}{number}", record[filled[-1]])
    for book in published.books:
        for sheet in book.book.worksheets if book.book else ():
            marks = [mark for mark in (sheet.oddHeader, sheet.oddFooter) if mark]
            if any(part.text for mark in marks for part in (mark.left, mark.center, mark.right)):
                yield Finding(book.file, "", "", sheet.title)
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.comment:
                        yield Finding(book.file, cell.coordinate, str(cell.comment.text), sheet.title)


@check("L1-05")
def named_columns(published: Published) -> Iterator[Finding]:
    """Every heading is a word, and the descriptor gives it titles in both languages."""
    for block in published.blocks:
        for column, name in enumerate(block.records[0] if block.records else ()):
            if is_nameless(name):
                yield _finding(block, f"{letters(column)}1", name)
    for table in published.tables:
        titled = {str(one.get("name")) for one in table.fields if one.get("title") and one.get("title_en")}
        for column, name in enumerate(table.header):
            if name not in titled:
                yield Finding(table.file, f"{letters(column)}1", name)


@check("L1-14")
def one_record_a_line(published: Published) -> Iterator[Finding]:
    """No cell has a line break."""
    for table in published.tables:
        for number, record in enumerate(table.records, 1):
            for column, cell in enumerate(record):
                if "\n" in cell or "\r" in cell:
                    yield Finding(table.file, f"{letters(column)}{number}", cell)


@check("L1-15")
def quoted(published: Published) -> Iterator[Finding]:
    """The file reads to its end, and all records are as long as the first."""
    for table in published.tables:
        if table.fault:
            yield Finding(table.file)
        for number, record in enumerate(table.records, 1):
            if len(record) != len(table.header):
                yield Finding(table.file, f"A{number}", str(len(record)))


@check("L2-03")
def unique_names(published: Published) -> Iterator[Finding]:
    """No two headings of a table are the same."""
    for block in published.blocks:
        header = block.records[0] if block.records else ()
        for name, count in Counter(header).items():
            if count > 1:
                yield _finding(block, f"{letters(header.index(name))}1", name)


@check("L3-01")
def headings_first(published: Published) -> Iterator[Finding]:
    """The first record is the headings that the descriptor gives, and the second is not empty."""
    headers: dict[str, tuple[str, ...]] = {}
    for table in published.tables:
        headers[table.name] = tuple(str(one.get("name")) for one in table.fields)
        if table.header != headers[table.name]:
            yield Finding(table.file, "A1", "".join(table.header[:1]))
        yield from _second_row(Block(table.file, "", table.records))
    for block in published.blocks:
        if block.sheet:
            header = block.records[0] if block.records else ()
            if not any(header) or header != headers.get(block.sheet.lstrip("_"), header):
                yield _finding(block, "A1", "".join(header[:1]))
            yield from _second_row(block)


def _second_row(block: Block) -> Iterator[Finding]:
    if len(block.records) > 1 and not any(block.records[1]):
        yield _finding(block, "A2", "")


@check("L3-09")
def long_format(published: Published) -> Iterator[Finding]:
    """No heading has a year in it, and none is repeated with a number."""
    for table in published.tables:
        for column, name in enumerate(table.header):
            if years_in(name):
                yield Finding(table.file, f"{letters(column)}1", name)
        yield from _numbered(table)


def _numbered(table: PublishedTable) -> Iterator[Finding]:
    found = [(match[1], column) for column, name in enumerate(table.header) if (match := _NUMBERED.fullmatch(name))]
    stems = Counter(stem for stem, _ in found)
    for stem, column in found:
        if stems[stem] > 1:
            yield Finding(table.file, f"{letters(column)}1", table.header[column])


def _finding(block: Block, cell: str, value: str) -> Finding:
    return Finding(block.file, cell, value, block.sheet)


def _width(block: Block) -> int:
    """Give the number of columns up to the last that holds anything."""
    return max((number for record in block.records for number, cell in enumerate(record, 1) if cell), default=0)
