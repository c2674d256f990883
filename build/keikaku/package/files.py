"""The tables as files: CSV for programmes, one workbook for people, both without anything a spreadsheet would run."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from keikaku.check import CleanCity, CleanTable
from keikaku.iri import CODES
from keikaku.package import codes
from keikaku.read import NOTE_PREFIX
from keikaku.schema import Column, Schema

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_EPOCH: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook has no time zone; this is its fixed date
_WIDTHS: Final = {"string": 24, "date": 12, "integer": 10, "number": 12, "boolean": 8}
_README: Final = f"{NOTE_PREFIX}readme"
_CODES: Final = f"{NOTE_PREFIX}{CODES}"


def csv_bytes(table: CleanTable) -> bytes:
    """Give a table as CSV: UTF-8 without byte order mark, LF, RFC 4180."""
    return delimited(table.table.names, table.rows)


def delimited(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Give rows as CSV bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def write_workbook(city: CleanCity, schema: Schema, path: Path) -> None:
    """Write all tables as one XLSX: a sheet a table, the header in row 1, numbers as numbers, text always as text.

    Two sheets of notes go with them: what the tables are, and what the codes mean.
    """
    from xlsxwriter.workbook import Workbook

    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": city.city.name.ja, "created": _EPOCH})
    formats = {0: book.add_format({"num_format": "0"})}
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    _readme(book, city, head)
    for table in city.tables.values():
        _sheet(book, table, head, formats)
    _texts(book.add_worksheet(_CODES), [codes.HEADER, *codes.code_rows(schema)], (18, 18, 40, 40), head)
    book.close()


def _readme(book: Workbook, city: CleanCity, head: Any) -> None:
    lines: list[tuple[str, ...]] = [("シート", "表", "内容", "行数")]
    for table in city.tables.values():
        lines.append((table.table.name, table.table.title.ja, table.table.description.ja, str(len(table.rows))))
    _texts(book.add_worksheet(_README), lines, (20, 20, 60, 8), head)


def _texts(sheet: Any, lines: Sequence[tuple[str, ...]], widths: tuple[int, ...], head: Any) -> None:
    """Write lines of text, the first as headings."""
    for number, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.write_string(number, column, text, head if number == 0 else None)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def _sheet(book: Workbook, table: CleanTable, head: Any, formats: dict[int, Any]) -> None:
    sheet = book.add_worksheet(table.table.name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.table.columns):
        sheet.set_column(place, place, _WIDTHS[column.type])
        sheet.write_string(0, place, column.name, head)
    for number, row in enumerate(table.rows, 1):
        for place, (column, value) in enumerate(zip(table.table.columns, row, strict=True)):
            if value:
                _cell(book, sheet, (number, place), column, value, formats)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.table.columns) - 1)


def _cell(
    book: Workbook, sheet: Any, place: tuple[int, int], column: Column, value: str, formats: dict[int, Any]
) -> None:
    if column.type == "boolean":
        sheet.write_boolean(*place, value == "true")
    elif column.type in {"integer", "number"}:
        # The printed number of decimals is kept by the format: 70.0 is not shown as 70.
        decimals = len(value.partition(".")[2])
        if decimals not in formats:
            formats[decimals] = book.add_format({"num_format": f"0.{'0' * decimals}"})
        sheet.write_number(*place, float(value), formats[decimals])
    else:
        sheet.write_string(*place, value)
