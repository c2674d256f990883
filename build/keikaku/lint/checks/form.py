"""Rules on the form of the table: one table, unbroken, nothing around it, headings, long format, CSV."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from keikaku.lint.columns import is_time, plain
from keikaku.lint.finding import Finding, Sheet, check
from keikaku.lint.grid import area_name, cell_name
from keikaku.national_rules import is_nameless, is_number, years_in
from keikaku.read import letters

_TOTAL: Final = re.compile(r"[【(（\[]?(合計|小計|総計|計|total|subtotal|grandtotal|sum)[】)）\]]?", re.IGNORECASE)
_SPACES: Final = re.compile(r"\s+")
_YEAR_NAME: Final = re.compile(r"(19|20)\d\d")
_NAME_ENOUGH: Final = re.compile(r"(19|20)\d\d|項目")
"""A year is another rule's; 項目 without a number heads a list of items."""
_MONTH: Final = re.compile(r"(1[0-2]|0?[1-9])月|第?[1-4]四半期|[1-4]Q|Q[1-4]", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(.*?[^\d.\s_(（-])[\s_(（-]?(\d{1,2})[)）]?")
_LONGEST: Final = 40


@check
def one_table(sheet: Sheet) -> Iterator[Finding]:
    """L1-02: no second table."""
    for extra in sheet.layout.extras:
        yield sheet.found("L1-02", extra.kind, cell_name(extra.row, extra.column), extra.heading)
    wide = [number for number in sheet.layout.above if len(sheet.grid.rows[number]) > 1]
    if len(wide) > 1:
        heads = "、".join(name for name in sheet.layout.names[:4] if name)
        yield sheet.found("L1-02", "below", cell_name(sheet.layout.header, sheet.layout.first), heads)


@check
def unbroken(sheet: Sheet) -> Iterator[Finding]:
    """L1-03: no empty rows or columns within the table; a gap below the headings belongs to L3-01."""
    layout = sheet.layout
    start = layout.header + layout.header_rows
    for top, bottom in layout.gaps:
        if top != start:
            yield sheet.found("L1-03", "row", area_name((top, layout.first, bottom, layout.last)))
    bottom = layout.body[-1] if layout.body else layout.header
    for column in layout.empty_columns:
        yield sheet.found("L1-03", "column", area_name((layout.header, column, bottom, column)))


@check
def nothing_around(sheet: Sheet) -> Iterator[Finding]:
    """L1-04: nothing above, below, between or beside, and no totals among the data."""
    layout = sheet.layout
    for kind, rows in (("above", layout.above), ("below", layout.below), ("between", layout.between)):
        for row in rows:
            column, cell = min(sheet.grid.rows[row].items())
            yield sheet.at("L1-04", kind, row, column, cell)
    uneven = {row for row, _ in sheet.file.delimited.uneven} if sheet.file.delimited else set()
    for row, column in layout.beside:
        if row in uneven:
            # A comma that is not quoted shifts the row; that is another rule's.
            continue
        yield sheet.at("L1-04", "beside", row, column, sheet.grid.rows[row][column])
    yield from _totals(sheet)


def _totals(sheet: Sheet) -> Iterator[Finding]:
    if len(sheet.layout.body) < 2:
        return
    numbers = {row for facts in sheet.facts if facts.numeric for row in facts.column.cells}
    for facts in [one for one in sheet.facts if not one.numeric][:3]:
        for row, cell in facts.column.cells.items():
            if row in numbers and _TOTAL.fullmatch(_SPACES.sub("", plain(cell.text))):
                yield sheet.at("L1-04", "total", row, facts.column.number, cell)


@check
def named(sheet: Sheet) -> Iterator[Finding]:
    """L1-05: headings that tell something."""
    header = sheet.layout.header
    for column in sheet.layout.columns:
        place = cell_name(header, column.number)
        if not column.name:
            yield sheet.found("L1-05", "empty", place)
        elif is_nameless(plain(column.name)) and not _NAME_ENOUGH.fullmatch(plain(column.name)):
            yield sheet.found("L1-05", "meaningless", place, column.name)


@check
def headings(sheet: Sheet) -> Iterator[Finding]:
    """L2-03: one row of headings, each of its own. L3-01: in the first row and column, data right below."""
    layout = sheet.layout
    names = Counter(plain(column.name) for column in layout.columns if column.name)
    for column in layout.columns:
        if names[plain(column.name)] > 1:
            yield sheet.found("L2-03", "same", cell_name(layout.header, column.number), column.name)
    if layout.header_rows > 1:
        area = (layout.header, layout.first, layout.header + layout.header_rows - 1, layout.last)
        yield sheet.found("L2-03", "rows", area_name(area))
    yield from _beginning(sheet)


def _beginning(sheet: Sheet) -> Iterator[Finding]:
    layout = sheet.layout
    place = cell_name(layout.header, layout.first)
    if layout.header > 1:
        yield sheet.found("L3-01", "late", place, str(layout.header))
    if layout.columns[0].number > 1:
        yield sheet.found("L3-01", "indented", place, letters(layout.columns[0].number - 1))
    start = layout.header + layout.header_rows
    for top, bottom in layout.gaps:
        if top == start:
            yield sheet.found("L3-01", "gap", area_name((top, layout.first, bottom, layout.last)))
    for facts in sheet.facts:
        name = plain(facts.column.name)
        number = facts.numeric and is_number(name) and not _YEAR_NAME.fullmatch(name)
        moment = facts.time and facts.filled > 1 and is_time(name) and len(name) > len("2024年度")
        if number or moment:
            yield sheet.found("L3-01", "no_heading", cell_name(layout.header, facts.column.number), facts.column.name)
            return


@check
def long_format(sheet: Sheet) -> Iterator[Finding]:
    """L3-09: no column for each year or month, none repeated with numbers."""
    years: dict[str, list[tuple[int, str]]] = {}
    numbered: dict[str, list[tuple[int, str]]] = {}
    for column in sheet.layout.columns:
        name = plain(column.name)
        year, month, item = years_in(name), _MONTH.search(name), _NUMBERED.fullmatch(name)
        if year:
            years.setdefault(name.replace(year, "", 1), []).append((column.number, column.name))
        elif month and len(name) - len(month[0]) <= _LONGEST:
            years.setdefault(name.replace(month[0], "", 1), []).append((column.number, column.name))
        elif item:
            numbered.setdefault(item[1], []).append((column.number, column.name))
    for kind, groups in (("years", years), ("numbered", numbered)):
        for found in groups.values():
            if len(found) > 1:
                area = (sheet.layout.header, found[0][0], sheet.layout.header, found[-1][0])
                yield sheet.found("L3-09", kind, area_name(area), "、".join(name for _, name in found[:4]))


@check
def delimited(sheet: Sheet) -> Iterator[Finding]:
    """L1-14 and L1-15: a record a line, quotation marks, and as many fields as headings."""
    form = sheet.file.delimited
    if form is None:
        return
    for row, column, cell in sheet.cells():
        if "\n" in cell.text or "\r" in cell.text:
            yield sheet.at("L1-14", "line_break", row, column, cell)
    aside = {*sheet.layout.above, *sheet.layout.below, *sheet.layout.between}
    for row, length in form.uneven:
        if row not in aside:
            yield sheet.found("L1-15", "fields", f"A{row}", str(length), str(form.width))
    for item in form.misquoted:
        yield sheet.found("L1-15", "quotation", item.place, item.text)
