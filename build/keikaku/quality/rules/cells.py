"""Rules on what cells hold: spaces, one value each, characters, zero and nothing, numbers, choices, times.

Each check goes through the columns as the descriptor declares them. A value that recurs in a column is judged once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from keikaku.quality.published import Published, PublishedTable
from keikaku.quality.rules.fields import code_lists, is_code, is_number, is_time, printed
from keikaku.quality.rules.finding import Finding, Unused, check
from keikaku.text import normalise

_SPACED: Final = re.compile(r"^\s|\s$|[ \u3000\t]{2,}|[\r\n]|^[ぁ-ヿ一-鿿](?:[ \u3000][ぁ-ヿ一-鿿])+$")
_AMOUNT: Final = r"[約▲△-]?\d++(?:,\d{3})*+(?:\.\d+)?[^\d()\[\]、,;/・ぁ-おき-ん]{0,6}"
_TWO_VALUES: Final = re.compile(rf"(?:\(?\d\))?{_AMOUNT}(?:[(\[]{_AMOUNT}[)\]]|(?:[,、;/]{_AMOUNT})+)")
_DAY: Final = re.compile(r"\d{4}/\d{1,2}(/\d{1,2})?")
_MARKED: Final = re.compile(r"[①-⑳][^①-⑳]+[②-⑳]")
_SPACES: Final = re.compile(r"\s+")
_BLOCKS: Final = (
    (0x2150, 0x218F), (0x2460, 0x24FF), (0x2776, 0x2793), (0x2E80, 0x2FDF), (0x3200, 0x33FF), (0xE000, 0xF8FF),
    (0xFF61, 0xFF9F), (0x1F100, 0x1F2FF), (0xF0000, 0x10FFFF),
)  # fmt: skip
"""Number forms, enclosed letters and numbers, radicals, squared abbreviations, private use, half-width kana."""
_CP932_ONLY: Final = range(0x87, 0x88), range(0xED, 0xEF), range(0xFA, 0xFD)
"""First bytes of the characters that NEC and IBM added to Shift_JIS."""
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_SAYS_ZERO: Final = re.compile(r"(?<![\d.,])0+(\.0+)?(?!\.?\d)|〇|零|ゼロ|無|な[しい]|未")
_ZERO: Final = re.compile(r"[約-]?0+(\.0+)?\s*\D{0,4}")
_DITTO: Final = re.compile(
    r"[(「]?\s*(〃|々|仝|[\"”″]|同[上左右前]|上に同じ|左に同じ|ditto|same as above)\s*[)」]?", re.IGNORECASE
)
_OTHER: Final = re.compile(r"(その他|other)s?", re.IGNORECASE)
_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ERA: Final = re.compile(
    r"((令和|平成|昭和)(元|\d{1,2})|[RHS]\.?(元|\d{1,2})(?=[年./-]))(年度?|[./-]\d{1,2}){0,2}(\d{1,2}月)?(\d{1,2}日)?(末|現在|時点)?"
)
_SHORT_ERA: Final = re.compile(r"[RHS]\.?(元|\d{1,2})")
"""An era's letter with a number: a time where it is printed so, elsewhere perhaps somebody's code."""


@check("L1-06")
def no_layout_spaces(published: Published) -> Iterator[Finding]:
    """No cell has spaces or line breaks for looks."""
    return _every_cell(published, lambda field: lambda text: bool(_SPACED.search(text)))


@check("L1-07")
def one_value(published: Published) -> Iterator[Finding]:
    """No cell lists values, and no cell of a choice column lists codes."""
    return _every_cell(published, lambda field: _two_codes if field.get("codeList") else _two_values)


def _two_values(text: str) -> bool:
    plain = _SPACES.sub("", normalise(text))
    listed = bool(_TWO_VALUES.fullmatch(plain)) and not _DAY.fullmatch(plain)
    return listed or bool(_MARKED.match(text))


def _two_codes(text: str) -> bool:
    return bool(re.search(r"[,、;；|/]", text))


@check("L1-08")
def plain_characters(published: Published) -> Iterator[Finding]:
    """No cell has a platform-dependent character."""
    return _every_cell(published, lambda field: lambda text: not text.isascii() and any(map(_dependent, text)))


@cache
def _dependent(char: str) -> bool:
    if any(first <= ord(char) <= last for first, last in _BLOCKS):
        return True
    try:
        return any(char.encode("cp932")[0] in added for added in _CP932_ONLY)
    except UnicodeEncodeError:
        # What Shift_JIS never had (rare kanji of names) is no matter of the machine, but of its age.
        return unicodedata.category(char) in {"Cn", "Co", "Cs"}


@check("L1-09")
def zero_and_nothing(published: Published) -> Iterator[Finding]:
    """Nothing but an empty cell stands for no value, and a zero is a zero in the print."""
    for table in published.tables:
        for field in filter(is_number, table.fields):
            missing = set(table.schema.get("missingValues", [])) - {""}
            for cell, text in table.cells(str(field["name"])):
                if text in missing or (text and not _NUMBER.fullmatch(text)):
                    yield Finding(table.file, cell, text)
        if {"raw", "value"} <= set(table.header):
            yield from _zeros(table)


def _zeros(table: PublishedTable) -> Iterator[Finding]:
    for number, row in table.rows():
        raw, value = normalise(row.get("raw", "")), row.get("value", "")
        zero = bool(_NUMBER.fullmatch(value)) and float(value) == 0 and row.get("origin") != "derived"
        if (zero and not _SAYS_ZERO.search(raw)) or (not value and _ZERO.fullmatch(raw)):
            yield Finding(table.file, table.cell(number, "value"), value or raw)


@check("L2-01")
def numbers_are_numbers(published: Published) -> Iterator[Finding]:
    """Number columns hold numbers, as text in CSV and as numbers in the workbook."""
    for table in published.tables:
        for field in filter(is_number, table.fields):
            for cell, text in table.cells(str(field["name"])):
                if text and not _NUMBER.fullmatch(text):
                    yield Finding(table.file, cell, text)
    numeric = {table.name: {str(f["name"]) for f in table.fields if is_number(f)} for table in published.tables}
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
    yield from _every_cell(published, lambda field: lambda text: bool(_DITTO.fullmatch(text.strip())))
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
            if (found := _OTHER.match(text)) and found.end() < len(text):
                used = True
                yield Finding(table.file, cell, text)
        others = {code for code, label in lists.get(str(field["codeList"]), {}).items() if _OTHER.fullmatch(label)}
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
            yield from (Finding(table.file, cell, text) for cell, text in table.cells(name) if text and not _date(text))
        marks = {str(field.get("name")): printed(field) for field in table.fields if not is_code(field)}
        for number, row in table.rows():
            if any(row.get(name) for name in times):
                continue
            for name, mark in marks.items():
                if _is_era(row.get(name, ""), mark):
                    yield Finding(table.file, table.cell(number, name), row[name], printed=mark)


def _is_era(text: str, as_printed: bool) -> bool:
    plain = _SPACES.sub("", normalise(text))
    return bool(_ERA.fullmatch(plain) or (as_printed and _SHORT_ERA.fullmatch(plain)))


def _date(text: str) -> bool:
    return bool(_DATE.fullmatch(text))


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
