"""Rules on what cells hold: spaces, one value each, characters, zero and nothing, numbers, choices, times.

Each check goes through the columns as the descriptor declares them. A value that recurs in a column is judged once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from keikaku.national_rules import dependent, is_date, is_ditto, is_era, is_number, is_two_values, other_details
from keikaku.quality.published import Published, PublishedTable
from keikaku.quality.rules.fields import code_lists, is_code, is_time, printed
from keikaku.quality.rules.fields import is_number as holds_numbers
from keikaku.quality.rules.finding import Finding, Unused, check
from keikaku.text import normalise

_SPACED: Final = re.compile(r"^\s|\s$|[ \u3000\t]{2,}|[\r\n]|^[ぁ-ヿ一-鿿](?:[ \u3000][ぁ-ヿ一-鿿])+$")
_SAYS_ZERO: Final = re.compile(r"(?<![\d.,])0+(\.0+)?(?!\.?\d)|〇|零|ゼロ|無|な[しい]|未")
_ZERO: Final = re.compile(r"[約-]?0+(\.0+)?\s*\D{0,4}")


@check("L1-06")
def no_layout_spaces(published: Published) -> Iterator[Finding]:
    """No cell has spaces or line breaks for looks."""
    return _every_cell(published, lambda field: lambda text: bool(_SPACED.search(text)))


@check("L1-07")
def one_value(published: Published) -> Iterator[Finding]:
    """No cell lists values, and no cell of a choice column lists codes."""
    return _every_cell(published, lambda field: _two_codes if field.get("codeList") else is_two_values)


def _two_codes(text: str) -> bool:
    return bool(re.search(r"[,、;；|/]", text))


@check("L1-08")
def plain_characters(published: Published) -> Iterator[Finding]:
    """No cell has a platform-dependent character."""
    return _every_cell(published, lambda field: lambda text: not text.isascii() and any(map(dependent, text)))


@check("L1-09")
def zero_and_nothing(published: Published) -> Iterator[Finding]:
    """Nothing but an empty cell stands for no value, and a zero is a zero in the print."""
    for table in published.tables:
        for field in filter(holds_numbers, table.fields):
            missing = set(table.schema.get("missingValues", [])) - {""}
            for cell, text in table.cells(str(field["name"])):
                if text in missing or (text and not is_number(text)):
                    yield Finding(table.file, cell, text)
        if {"raw", "value"} <= set(table.header):
            yield from _zeros(table)


def _zeros(table: PublishedTable) -> Iterator[Finding]:
    for number, row in table.rows():
        raw, value = normalise(row.get("raw", "")), row.get("value", "")
        zero = is_number(value) and float(value) == 0 and row.get("origin") != "derived"
        if (zero and not _SAYS_ZERO.search(raw)) or (not value and _ZERO.fullmatch(raw)):
            yield Finding(table.file, table.cell(number, "value"), value or raw)


@check("L2-01")
def numbers_are_numbers(published: Published) -> Iterator[Finding]:
    """Number columns hold numbers, as text in CSV and as numbers in the workbook."""
    for table in published.tables:
        for field in filter(holds_numbers, table.fields):
            for cell, text in table.cells(str(field["name"])):
                if text and not is_number(text):
                    yield Finding(table.file, cell, text)
    numeric = {table.name: {str(f["name"]) for f in table.fields if holds_numbers(f)} for table in published.tables}
    for book in published.books:
        for sheet in book.book.worksheets if book.book else ():
            wanted = numeric.get(sheet.title, set())
            for column in sheet.iter_cols():
                if column[0].value in wanted:
                    wrong = (c for c in column[1:] if c.value is not None and c.data_type not in {"n", "f"})
                    yield from (Finding(book.file, c.coordinate, str(c.value), sheet.title) for c in wrong)


@check("L2-02")
def nothing_left_out(published: Published) -> Iterator[Finding]:
    """No cell says ditto; keys and required columns are filled."""
    yield from _every_cell(published, lambda field: is_ditto)
    for table in published.tables:
        keys = table.schema.get("primaryKey", [])
        for field in table.fields:
            name = str(field.get("name"))
            if name in keys or field.get("constraints", {}).get("required"):
                yield from (Finding(table.file, cell) for cell, text in table.cells(name) if not text.strip())


@check("L2-04")
def choices_are_listed(published: Published) -> Iterator[Finding]:
    """Every value of a choice column is in its published list."""
    lists = code_lists(published)
    for table, field in _choices(published):
        known = lists.get(str(field["codeList"]), {})
        for cell, text in table.cells(str(field["name"])):
            if text and text not in known:
                yield Finding(table.file, cell, text)


@check("L2-05")
def other_has_its_column(published: Published) -> Iterator[Finding]:
    """No choice holds the details of "other"; a list that offers "other" is used with a column for the details."""
    lists, used = code_lists(published), False
    for table, field in _choices(published):
        name = str(field["name"])
        for cell, text in table.cells(name):
            if other_details(text):
                used = True
                yield Finding(table.file, cell, text)
        others = {code for code, label in lists.get(str(field["codeList"]), {}).items() if other_details(label) == ""}
        if any(text in others for _, text in table.cells(name)):
            used = True
            if not {f"{name}_raw", f"{name}_other", "raw"} & set(table.header):
                yield Finding(table.file, table.cell(1, name), name)
    if not used:
        raise Unused


@check("L3-05")
def western_years(published: Published) -> Iterator[Finding]:
    """Columns of times are Western; a row with an era year has a Western time as well."""
    for table in published.tables:
        times = [str(field["name"]) for field in table.fields if is_time(field)]
        for name in times:
            yield from (
                Finding(table.file, cell, text) for cell, text in table.cells(name) if text and not is_date(text)
            )
        marks = {str(field.get("name")): printed(field) for field in table.fields if not is_code(field)}
        for number, row in table.rows():
            if any(row.get(name) for name in times):
                continue
            for name, mark in marks.items():
                if is_era(row.get(name, ""), short=mark):
                    yield Finding(table.file, table.cell(number, name), row[name], printed=mark)


def _choices(published: Published) -> Iterator[tuple[PublishedTable, Mapping[str, Any]]]:
    for table in published.tables:
        yield from ((table, field) for field in table.fields if field.get("codeList"))


def _every_cell(published: Published, make: Callable[[Mapping[str, Any]], Callable[[str], bool]]) -> Iterator[Finding]:
    """Give the cells of all columns whose text breaks a rule; `make` gives a column's test."""
    for table in published.tables:
        declared = {str(field.get("name")): field for field in table.fields}
        for name in table.places:
            field = declared.get(name, {})
            breaks = cache(make(field))
            for cell, text in table.cells(name):
                if text and breaks(text):
                    yield Finding(table.file, cell, text, printed=printed(field))
