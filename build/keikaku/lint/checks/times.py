"""The rule on times: Western years, one form, no serial numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from keikaku.lint.columns import Facts, is_western, is_yearless, plain, time_form
from keikaku.lint.finding import Finding, Sheet, check
from keikaku.lint.grid import DATE, NUMBER, Cell, Look, cell_name
from keikaku.national_rules import is_era

_WESTERN_YEAR: Final = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
_ERA_YEAR: Final = re.compile(
    r"(令和|平成|昭和|大正|明治)\s*(元|\d{1,2})|(?<![A-Za-z])[RHS]\.?(元|\d{1,2})(?![\dA-Za-z])"
)
_ERA_FORMAT: Final = re.compile(r"g{1,3}|(?<!d)e(?!n)", re.IGNORECASE)
_ERA_FORMAT_IDS: Final = frozenset({27, 28, 29, 36, 50, 51, 54, 57, 58})
_LITERAL: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DAY_NAME: Final = re.compile(r"(日|日付|年月日|期日|日時)$|date", re.IGNORECASE)
_NOT_DAY: Final = re.compile(r"日数|曜日|休日|平日|祝日|平均|1日|一日|延べ?日")
_SERIALS: Final = range(20_000, 60_000)


@check
def western_times(sheet: Sheet) -> Iterator[Finding]:
    """L3-05: times are in Western years, or have them beside."""
    yield from _headings(sheet)
    western = [facts for facts in sheet.facts if facts.time]
    dated = {row for facts in western for row, cell in facts.column.cells.items() if _is_western(cell)}
    for facts in sheet.facts:
        if facts.column.number in sheet.as_printed:
            continue
        short = facts.time or _mostly_eras(facts)
        for row, cell in facts.column.cells.items():
            if kind := _fault(sheet, facts, cell, row in dated, short=short):
                yield sheet.at("L3-05", kind, row, facts.column.number, cell)
        yield from _mixed(sheet, facts)


def _headings(sheet: Sheet) -> Iterator[Finding]:
    for column in sheet.layout.columns:
        name = plain(column.name)
        if _ERA_YEAR.search(name) and not _WESTERN_YEAR.search(name):
            yield sheet.found("L3-05", "era", cell_name(sheet.layout.header, column.number), column.name)


def _is_western(cell: Cell) -> bool:
    return cell.kind == DATE or is_western(plain(cell.text))


def _mostly_eras(facts: Facts) -> bool:
    eras = sum(count for value, count in facts.values.items() if is_era(value, short=True))
    return eras > 1 and eras * 2 > facts.filled and not facts.code


def _fault(sheet: Sheet, facts: Facts, cell: Cell, dated: bool, *, short: bool) -> str:
    if cell.kind == DATE:
        look = sheet.grid.looks.get(cell.style)
        return "era_format" if look and _is_era_format(look) else ""
    text = plain(cell.text)
    if is_era(text, short=short):
        return "" if dated or _WESTERN_YEAR.search(text) else "era"
    name = plain(facts.column.name)
    if cell.kind == NUMBER and text.isdigit() and int(text) in _SERIALS:
        return "serial" if _DAY_NAME.search(name) and not _NOT_DAY.search(name) and not facts.code else ""
    yearless = facts.time and not facts.numeric and cell.kind != NUMBER and is_yearless(text)
    return "no_year" if yearless and not dated else ""


def _is_era_format(look: Look) -> bool:
    if not look.format:
        return look.format_id in _ERA_FORMAT_IDS
    return bool(_ERA_FORMAT.search(_LITERAL.sub("", look.format)))


def _mixed(sheet: Sheet, facts: Facts) -> Iterator[Finding]:
    """Days of one column are written in one way; real dates of a workbook are shown as 2024-04-01 here."""
    forms = Counter[str]()
    rows: dict[str, list[tuple[int, Cell]]] = {}
    for row, cell in facts.column.cells.items():
        form = time_form(cell.text) if cell.kind != DATE else ""
        if form and not (form == "20240401" and not facts.time):
            forms[form] += 1
            rows.setdefault(form, []).append((row, cell))
    if len(forms) < 2:
        return
    usual = forms.most_common(1)[0][0]
    for form, found in rows.items():
        if form != usual:
            for row, cell in found:
                place = cell_name(row, facts.column.number)
                yield sheet.found("L3-05", "mixed", place, cell.text, usual)
