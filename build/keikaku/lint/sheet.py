"""Read one sheet's part for the rules, in one pass and without keeping its XML."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from lxml import etree

from keikaku.lint.grid import DATE, MAX_CELLS, NUMBER, TEXT, TRUTH, Area, Cell, Look
from keikaku.ooxml import child, children, column_number, local, split_range
from keikaku.ooxml.places import LAST_ROW

_DATE_IDS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_DATE_FORMAT: Final = re.compile(r"[ymdhsge]", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_FIELDS: Final = re.compile(r'&[LCRPNDTAFGZ]|&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+|&[BIUESXY]', re.IGNORECASE)
_PAGE_WORDS: Final = re.compile(r"(ページ|頁|page|of|[-/\s.()\d]|第)*", re.IGNORECASE)
_TRUTH_FORMULAS: Final = frozenset({"TRUE()", "FALSE()"})
"""How LibreOffice saves a truth value."""
_DAY_ZERO: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no time zones
_LAST_SERIAL: Final = 2_958_465


class TooManyCellsError(Exception):
    """The sheet has more cells than are judged."""


class SheetReader:
    """Gathers what a sheet's part says; the fields are what `Grid` has."""

    def __init__(self, shared: Sequence[str], looks: Mapping[int, Look]) -> None:
        self._shared = shared
        self._dates = {number for number, look in looks.items() if _is_date_format(look)}
        self._row = self._column = self._count = 0
        self.rows: dict[int, dict[int, Cell]] = {}
        self.styled: dict[int, dict[int, int]] = {}
        self.merged: list[Area] = []
        self.hidden_rows: list[tuple[int, int]] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.conditional: list[str] = []
        self.print_texts: list[str] = []
        self.shows_zeros = True
        self.filtered = ""
        self._handlers: dict[str, Callable[[Any], None]] = {
            "c": self._cell,
            "row": self._end_of_row,
            "mergeCell": self._merge,
            "col": self._col,
            "conditionalFormatting": self._conditional,
            "headerFooter": self._print_header,
            "sheetView": self._view,
            "autoFilter": self._filter,
        }

    def read(self, data: bytes) -> None:
        """Read the part; `etree.XMLSyntaxError` and `TooManyCellsError` where it is broken or too large."""
        events = etree.iterparse(
            io.BytesIO(data),
            events=("start", "end"),
            tag=[f"{{*}}{name}" for name in self._handlers],
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in events:
            name = local(element)
            if event == "end":
                self._handlers[name](element)
            elif name == "row":
                self._start_of_row(element)

    def _start_of_row(self, row: Any) -> None:
        self._row = int(row.get("r") or self._row + 1)
        if not 0 < self._row <= LAST_ROW:
            raise ValueError("row")
        self._column = 0
        if _on(row, "hidden") or _on(row, "collapsed") or row.get("ht") == "0":
            _extend(self.hidden_rows, self._row, self._row)

    def _end_of_row(self, row: Any) -> None:
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]

    def _cell(self, cell: Any) -> None:
        name = (cell.get("r") or "").rstrip("0123456789")
        self._column = column_number(name) if name else self._column + 1
        self._count += 1
        if self._count > MAX_CELLS:
            raise TooManyCellsError
        style = int(cell.get("s") or 0)
        if style:
            self.styled.setdefault(self._row, {})[self._column] = style
        found = self._value(cell, style)
        if found is not None:
            self.rows.setdefault(self._row, {})[self._column] = found

    def _value(self, cell: Any, style: int) -> Cell | None:
        text, formula = "", ""
        for one in cell:
            tag = one.tag
            if tag.endswith("}v"):
                text = one.text or ""
            elif tag.endswith("}is"):
                text = _rich(one)
            elif tag.endswith("}f"):
                formula = one.text or "…"
        formula = "" if formula in _TRUTH_FORMULAS else formula
        text, kind = self._typed(text, cell.get("t") or "n", style)
        return Cell(text, kind, style, formula) if text or formula else None

    def _typed(self, text: str, kind: str, style: int) -> tuple[str, str]:
        if kind == "s":
            number = int(text) if text.isdigit() else -1
            return (self._shared[number] if 0 <= number < len(self._shared) else ""), TEXT
        if kind in ("str", "inlineStr", "e"):
            return text, TEXT
        if kind == "b":
            return ("true" if text == "1" else "false"), TRUTH
        if kind == "d":
            return text, DATE
        if style in self._dates and text:
            return _day(text), DATE
        return _plain(text), NUMBER

    def _merge(self, element: Any) -> None:
        if area := split_range(element.get("ref") or ""):
            self.merged.append(area)

    def _col(self, element: Any) -> None:
        if _on(element, "hidden") or _on(element, "collapsed") or element.get("width") == "0":
            _extend(self.hidden_columns, int(element.get("min") or 1), int(element.get("max") or 1))

    def _conditional(self, element: Any) -> None:
        self.conditional.append(element.get("sqref") or "")

    def _print_header(self, element: Any) -> None:
        for one in element:
            text = _FIELDS.sub("", one.text or "").strip()
            if text and not _PAGE_WORDS.fullmatch(text):
                self.print_texts.append(text)

    def _view(self, element: Any) -> None:
        self.shows_zeros = self.shows_zeros and (element.get("showZeros") or "1") not in ("0", "false")

    def _filter(self, element: Any) -> None:
        if child(element, "filterColumn") is not None:
            self.filtered = element.get("ref") or ""


def _extend(ranges: list[tuple[int, int]], first: int, last: int) -> None:
    if ranges and ranges[-1][1] + 1 == first:
        ranges[-1] = (ranges[-1][0], last)
    else:
        ranges.append((first, last))


def _on(element: Any, name: str) -> bool:
    return (element.get(name) or "0") in ("1", "true")


def _rich(element: Any) -> str:
    """Give a text's runs, without the readings that may go with them."""
    parts = []
    for one in element:
        if local(one) == "t":
            parts.append(one.text or "")
        elif local(one) == "r":
            parts += [part.text or "" for part in children(one, "t")]
    return "".join(parts)


def shared_strings(data: bytes) -> list[str]:
    """Read the shared strings."""
    found = []
    events = etree.iterparse(
        io.BytesIO(data), tag="{*}si", resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
    )
    for _, element in events:
        found.append(_rich(element))
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return found


def _is_date_format(look: Look) -> bool:
    if look.format_id in _DATE_IDS and not look.format:
        return True
    plain = _LITERAL.sub("", look.format.partition(";")[0])
    return bool(_DATE_FORMAT.search(plain)) and "general" not in plain.lower() and "0" not in plain.partition("s")[0]


def _day(text: str) -> str:
    """Write a serial number as a date; what is none stays as it is."""
    try:
        serial = float(text)
    except ValueError:
        return text
    if not 0 <= serial <= _LAST_SERIAL:
        return text
    moment = _DAY_ZERO + dt.timedelta(days=serial)
    return moment.date().isoformat() if serial == int(serial) else moment.isoformat(" ", "minutes")


def _plain(text: str) -> str:
    """Write a number without the tail that binary fractions leave."""
    try:
        number = float(text)
    except ValueError:
        return text
    if number.is_integer() and abs(number) < 10**15:
        return str(int(number))
    return f"{number:.15g}"
