"""What a cell means for its column: normal text, a code, a year, a day, a number and what stood beside it.

What cannot be understood is left as it was typed, so that the check of the tables says what is wrong with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from keikaku.form import TRUTH, code_of, shown
from keikaku.intake import amounts, years
from keikaku.intake.sheets import Cell
from keikaku.schema import Column, Schema, Table
from keikaku.text import normalise, shorten

Fault = tuple[str, Mapping[str, str | int]]
DITTO: Final = re.compile(r"[〃\"”″々仝]|同上|同右|同左|同じ|上に同じ|〃{2,}|同前")
"""Marks and words for "the same as above"."""
_NOTHING: Final = re.compile(
    r"[-‐‑‒–—―−ー－*＊/／]+|なし|無し|無|該当なし|該当無し|未定|未設定|N/?A|n/?a|…+|・{2,}|\.{3}"
)
_TRUE: Final = frozenset(
    {
        "true",
        "はい",
        "有",
        "あり",
        "有り",
        "○",
        "〇",
        "◯",
        "◎",
        "●",
        "✓",
        "✔",
        "レ",
        "1",
        "yes",
        "y",
        "該当",
        "する",
        "対象",
    }
)
_FALSE: Final = frozenset(
    {
        "false",
        "いいえ",
        "無",
        "なし",
        "無し",
        "×",
        "✕",
        "✖",
        "0",
        "no",
        "n",
        "非該当",
        "しない",
        "対象外",
        "-",
        "—",
        "―",
        "−",
        "ー",
    }
)
_PAGE: Final = re.compile(r"(?:p\.?|P\.?)?\s*(\d+)\s*(?:ページ|頁|p)?")
_BREAKS: Final = re.compile(r"[ \t\u3000]*[\r\n\v\f\u2028\u2029]+[ \t\u3000]*")
_SPACES: Final = re.compile(r"[ \u3000\t\u00a0]+")
_PRINTED: Final = frozenset({"value", "amount_yen"})
"""Columns whose figure, as it is printed, stands in the column `raw`."""
_MONTH_AND_DAY: Final = re.compile(r"\d{1,2}月\d{1,2}日")
"""What a spreadsheet writes of 1-1 into CSV."""
_HYPHENS: Final = re.compile("[‐‑‒–—―−ー]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell was read as. `kind` says how it differs from what was typed; `parts` are for other columns.

    `mended` is what was published of what was refused without `--mend`, in the words of a correction.
    """

    value: str
    kind: str = ""
    faults: tuple[Fault, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    mended: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What the meaning of a cell depends on: its column, what stands beside and above it, and whether to mend."""

    table: Table
    column: Column
    row: Mapping[str, str]
    above: str
    mend: bool


def meaning(cell: Cell, place: Place, schema: Schema) -> Meaning:
    """Read a cell."""
    if cell.kind == "error":
        return Meaning("", faults=(("E928", {"value": cell.text}),))
    if cell.kind == "unknown":
        return Meaning("", faults=(("E923", {"formula": shorten(cell.formula)}),))
    text, column = cell.text, place.column
    if not text:
        return Meaning("")
    plain = _SPACES.sub(" ", normalise(text)).strip()
    if not column.raw and DITTO.fullmatch(plain):
        return Meaning("", faults=(("E927", {"value": shorten(text), "above": shorten(place.above) or "…"}),))
    reader = _READERS.get(column.type, _string)
    if column.name == "page" and (page := _PAGE.fullmatch(plain)):
        return Meaning(page[1], "number" if page[1] != text else "")
    if column.ref == "fiscal_year":
        reader = _fiscal_year
    elif column.codes:
        return _code(text, column, schema)
    return reader(cell, place)


def one_line(text: str) -> str:
    """Join lines: between Japanese characters with nothing, between Latin words with a blank."""

    def join(found: re.Match[str]) -> str:
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        return " " if before.isascii() and after.isascii() and before.isalnum() and after.isalnum() else ""

    return _BREAKS.sub(join, text)


def plain_text(text: str) -> str:
    """Give the normal form of a text on one line."""
    return _SPACES.sub(" ", normalise(one_line(text))).strip()


def _string(cell: Cell, place: Place) -> Meaning:
    text, column = cell.text, place.column
    if column.raw:
        joined = one_line(_visible(text)).strip()
        return Meaning(joined, _difference(text, joined))
    plain = plain_text(_visible(text))
    if _is_number_as_date(cell, plain, column):
        return Meaning(plain, faults=(("E939", {"value": shorten(text), "example": column.example}),))
    if _holds_ids(column):
        plain = _identifier(plain, column)
    return Meaning(plain, _difference(text, plain))


def _is_number_as_date(cell: Cell, plain: str, column: Column) -> bool:
    """Tell whether a spreadsheet took an id or a number of the plan (1-1-1) for a day."""
    numbered = column.name == "code" or _holds_ids(column)
    return numbered and (cell.kind == "date" or bool(_MONTH_AND_DAY.fullmatch(plain)))


def _holds_ids(column: Column) -> bool:
    return bool(column.pattern) and column.ref != "url"


def _visible(text: str) -> str:
    """Take away what nobody sees and nobody typed: marks of direction, soft hyphens, zero-width blanks."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\r\t\v\f\u200d" or unicodedata.category(c) != "Cf")


def _identifier(plain: str, column: Column) -> str:
    """An id that was typed with wide hyphens or blanks means the plain one."""
    pattern = column.pattern or ""
    tried = _HYPHENS.sub("-", plain.replace(" ", ""))
    return tried if re.fullmatch(pattern, tried) and not re.fullmatch(pattern, plain) else plain


def _difference(text: str, value: str) -> str:
    if text == value:
        return ""
    if "\n" in text or "\r" in text:
        return "breaks"
    return "blanks" if text.strip() != text and _SPACES.sub("", text) == _SPACES.sub("", value) else "width"


def _code(text: str, column: Column, schema: Schema) -> Meaning:
    codes = schema.code_lists[column.codes or ""]
    if text in codes.by_value:
        return Meaning(text)
    plain = plain_text(text)
    by_label = {code.ja: code.value for code in codes.codes}
    value = by_label.get(plain) or code_of(codes, plain)
    if value is None:
        return Meaning(plain, _difference(text, plain))
    return Meaning(value, "" if text in {value, shown(codes, value)} else "label")


def _boolean(cell: Cell, place: Place) -> Meaning:
    plain = plain_text(cell.text).casefold()
    value = "true" if plain in _TRUE else "false" if plain in _FALSE else ""
    if not value:
        return Meaning(plain_text(cell.text))
    return Meaning(value, "" if cell.text in {value, TRUTH[value]} else "truth")


def _fiscal_year(cell: Cell, place: Place) -> Meaning:
    year = None if cell.kind == "date" else years.fiscal_year(cell.text)
    if year:
        return Meaning(year, "era" if year != cell.text else "")
    day = years.day(cell.text[:10] if cell.kind == "date" else cell.text)
    if day:
        guess = years.fiscal_year_of(day)
        return Meaning(plain_text(cell.text), faults=(("E929", {"value": shorten(cell.text), "guess": guess}),))
    return Meaning(plain_text(cell.text))


def _date(cell: Cell, place: Place) -> Meaning:
    text, column = cell.text, place.column
    day = years.day(text[:10] if cell.kind == "date" else text)
    if day and "year" in column.precision and re.fullmatch(r"(19|20)\d{2}", text):
        day = None
    if day is None and "year" in column.precision:
        day = years.calendar_year(text)
    if day is None or (len(day) == len("2024-03") and "month" not in column.precision):
        return Meaning(plain_text(text))
    kind = "serial" if text.isdigit() and len(text) == len("45379") else "date" if day != text else ""
    return Meaning(day, kind)


def _number(cell: Cell, place: Place) -> Meaning:
    text = cell.text
    if cell.kind == "number" and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return Meaning(text)
    found = amounts.amount(_BREAKS.sub("", text))
    if found is None:
        return _no_number(text, place)
    parts: dict[str, str] = {}
    value, high = found.number, found.high
    if not found.bare:
        divided, unit, published = _with_unit(found, place)
        if not place.mend or divided is None:
            return Meaning(found.number, faults=(("E924", _unit_facts(text, found, place)),))
        parts = {place.column.unit_column: unit} if place.column.unit_column and unit else {}
        if place.column.name in _PRINTED and "raw" in place.table.names:
            parts["raw"] = one_line(text).strip()
        high = _with_unit(amounts.Amount(high, "", found.scale, found.unit), place)[0] or "" if high else ""
        return _beside(Meaning(divided, "unit", (), parts, published), found.comparator, high, place, text)
    kind = "" if value == text else "text_number" if value == normalise(text).strip() else "number"
    return _beside(Meaning(value, kind, (), parts), found.comparator, high, place, text)


def _no_number(text: str, place: Place) -> Meaning:
    """A dash for "no figure": the cell is empty, and what was typed is kept as printed."""
    plain = plain_text(text)
    if _NOTHING.fullmatch(plain) and place.column.name == "value" and "raw" in place.table.names:
        return Meaning("", "nothing", parts={"raw": plain})
    return Meaning(plain, _difference(text, plain))


def _beside(read: Meaning, comparator: str, high: str, place: Place, text: str) -> Meaning:
    """Give the comparator and the upper end of a range to the columns that hold them, if the table has these."""
    parts, faults = dict(read.parts), list(read.faults)
    takes = place.column.name == "value" and "comparator" in place.table.names
    if comparator and not takes:
        faults.append(("E925", {"value": shorten(text), "number": read.value}))
    elif comparator:
        parts["comparator"] = comparator
    if high and not (place.column.name == "value" and "value_max" in place.table.names):
        faults.append(("E925", {"value": shorten(text), "number": read.value}))
    elif high:
        parts["value_max"] = high
    if (comparator or high) and place.column.name == "value" and "raw" in place.table.names:
        parts.setdefault("raw", one_line(text).strip())
    kind = read.kind if read.mended else "comparator" if (comparator or high) and not faults else read.kind
    return Meaning(read.value, kind, tuple(faults), parts, read.mended)


def fixed_unit(column: Column) -> str:
    """Give the unit that a column has in every row; empty where the row tells it, or there is none."""
    return column.unit.ja if column.unit else ""


def _with_unit(found: amounts.Amount, place: Place) -> tuple[str | None, str, str]:
    """Give value, unit and the words of a correction; no value where the unit contradicts that of the row."""
    whole, _ = found.whole()
    fixed = fixed_unit(place.column)
    wanted = fixed or place.row.get(place.column.unit_column or "", "")
    long_unit = found.scale + found.unit
    if wanted:
        value = whole if found.unit in {"", wanted} and (found.unit or found.scale) else None
        if found.unit and found.unit != wanted:
            value = amounts.converted(found.number, long_unit, wanted) if found.unit == "円" else None
        if long_unit == wanted:
            value = found.number
        return value, "", f"{value} {wanted}"
    if not place.column.unit_column:
        return (whole, "", whole) if not found.unit else (None, "", "")
    if long_unit in amounts.SCALED_UNITS:
        return found.number, long_unit, f"{found.number} {long_unit}"
    return whole, found.unit, f"{whole} {found.unit}".strip()


def _unit_facts(text: str, found: amounts.Amount, place: Place) -> dict[str, str | int]:
    value, unit, _ = _with_unit(found, place)
    # What the row calls its unit is said only where the number follows in it.
    unit = unit or (place.row.get(place.column.unit_column or "", "") if value else "")
    return {"value": shorten(text), "number": value or found.number, "unit": unit or found.scale + found.unit}


_READERS: Final[dict[str, Callable[[Cell, Place], Meaning]]] = {
    "boolean": _boolean,
    "date": _date,
    "integer": _number,
    "number": _number,
}
