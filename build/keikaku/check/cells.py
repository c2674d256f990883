"""Checks of one cell, derived from the schema: form, type, pattern, range and code list.

A cell is first judged by its form (length, line breaks, spaces, normal form, formula characters) and then, in its
normal form, by its type, so that one run reports both a full-width digit and a value out of range.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from keikaku.schema import MAX_TEXT, CodeList, Column
from keikaku.text import normalise, shorten, western_date, western_year

Fault = tuple[str, dict[str, str | int]]
CellCheck = Callable[[str], list[Fault]]

_INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Control and format characters (some turn the direction of text), and characters of one machine's own (外字)."""
_JOINER: Final = "\u200d"
"""Joins emoji and some scripts' letters."""
LARGEST: Final = 10**15
"""Beyond 15 digits spreadsheets and JSON readers lose figures; no plan states so large a number."""
_LONGEST_NUMBER: Final = 34
_FIND_NUMBER: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_DATE_PARTS: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_PRECISIONS: Final = {
    "year": re.compile(r"\d{4}"),
    "month": re.compile(r"\d{4}-(0[1-9]|1[0-2])"),
    "day": re.compile(r"\d{4}-\d{2}-\d{2}"),
}
# A spreadsheet runs a cell that begins with one of these; a plain number or a dash before words is harmless.
_FORMULA: Final = re.compile(r"[=@]|[+-](?!\d[\d.,]*[^-+*/=()|!]*$)(?![^-+*/=()|!\d]*$)")
_SPACES: Final = re.compile(r"[ \u3000]{2,}")


def cell_check(column: Column, codes: CodeList | None) -> CellCheck:
    """Give the check of a column's cells: the faults of a value, none for a sound one."""
    by_type = _TYPE_CHECKS[column.type]
    pattern = re.compile(column.pattern) if column.pattern else None

    def check(value: str) -> list[Fault]:
        if not value:
            return [("E201", {})] if column.required else []
        if len(value) > MAX_TEXT:
            return [("E209", {"length": len(value), "limit": MAX_TEXT, "value": shorten(value, 20)})]
        faults = list(_form(value, column))
        plain = value if column.raw else normalise(value).strip()
        faults += by_type(plain, column)
        if pattern and not pattern.fullmatch(plain):
            faults.append(("E207", {"value": shorten(value), "example": column.example}))
        if codes:
            faults += _code(plain, codes)
        if column.path:
            faults += _path(plain)
        return faults

    return check


def _form(value: str, column: Column) -> Iterator[Fault]:
    if "\n" in value or "\r" in value:
        yield "E210", {"value": shorten(value)}
    elif not value.isprintable() and any(unicodedata.category(c) in _INVISIBLE and c != _JOINER for c in value):
        yield "E213", {"value": shorten(value)}
    if value != value.strip() or (not column.raw and _SPACES.search(value)):
        yield "E211", {"value": shorten(value)}
    if not column.raw and (plain := normalise(value)) != value:
        yield "E212", {"value": shorten(value), "plain": shorten(plain)}
    if column.type == "string" and _FORMULA.match(value):
        yield "E217", {"value": shorten(value)}


def _integer(value: str, column: Column) -> Iterator[Fault]:
    if not _INTEGER.fullmatch(value):
        year = western_year(value) if column.ref == "fiscal_year" else None
        if year is not None:
            yield "E214", {"value": shorten(value), "western": str(year)}
        else:
            yield "E202", {"value": shorten(value), "guess": _guess(value, column.example)}
        return
    yield from _range(value, column)


def _number(value: str, column: Column) -> Iterator[Fault]:
    if not _NUMBER.fullmatch(value):
        yield "E203", {"value": shorten(value), "guess": _guess(value, column.example)}
        return
    yield from _range(value, column)


def _range(value: str, column: Column) -> Iterator[Fault]:
    low = -LARGEST if column.minimum is None else column.minimum
    high = LARGEST if column.maximum is None else column.maximum
    # A number of thousands of digits is not even converted.
    if len(value) > _LONGEST_NUMBER or not low <= Decimal(value) <= high:
        yield "E208", {"value": shorten(value), "low": low, "high": high}


def _guess(value: str, example: str) -> str:
    """Propose the number that somebody may have meant, else the example of the column; ▲ and △ are minus signs."""
    found = _FIND_NUMBER.search(value.replace("▲", "-").replace("△", "-").replace("−", "-"))
    return found.group().replace(",", "") if found else example


def _boolean(value: str, column: Column) -> Iterator[Fault]:
    if value not in {"true", "false"}:
        yield "E205", {"value": shorten(value)}


def _date(value: str, column: Column) -> Iterator[Fault]:
    fitting = next((name for name in column.precision if _PRECISIONS[name].fullmatch(value)), None)
    if fitting and (fitting != "day" or _is_day(value)):
        return
    western = western_date(value)
    if western and _is_day(western):
        yield "E214", {"value": shorten(value), "western": western}
        return
    parts = _DATE_PARTS.search(value)
    guess = "{}-{:0>2}-{:0>2}".format(*parts.groups()) if parts else ""
    # A day that no calendar has (31 February) is not proposed.
    yield "E204", {"value": shorten(value), "guess": guess if _is_day(guess) else column.example}


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _string(value: str, column: Column) -> Iterator[Fault]:
    yield from ()


_TYPE_CHECKS: Final[dict[str, Callable[[str, Column], Iterator[Fault]]]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
}


def _code(value: str, codes: CodeList) -> Iterator[Fault]:
    if value in codes.by_value:
        return
    labels = {code.ja: code.value for code in codes.codes} | {code.en: code.value for code in codes.codes}
    near = labels.get(value) or next(iter(get_close_matches(value, codes.by_value, 1)), "")
    listed = ", ".join(f"{code.value}({code.ja})" if code.value != code.ja else code.value for code in codes.codes)
    facts: dict[str, str | int] = {
        "value": shorten(value),
        "codes": shorten(listed, 400),
        "near": near or "—",
    }
    yield ("W216" if codes.open else "E206"), facts


def _path(value: str) -> Iterator[Fault]:
    """A file is named, never a way to it: `..`, folders and drives lead out of the workspace."""
    if "/" in value or "\\" in value or ":" in value or value in {".", ".."}:
        yield "E109", {"path": shorten(value)}
