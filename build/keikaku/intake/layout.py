"""Where the table stands in a sheet: its header, which column is which, which rows are data and which are not.

Every row of the sheet gets a place in the account: heading, blank, note or data. What is not data is told, never
dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from keikaku.intake.headers import Headers, Target
from keikaku.intake.sheets import Sheet
from keikaku.intake.words import folded
from keikaku.problem import Problem
from keikaku.schema import Schema
from keikaku.text import normalise, shorten

_SEARCHED: Final = 20
"""The header is looked for in so many rows."""
_NOTE: Final = re.compile(
    r"\s*(※|＊|\*|注[)）:：意記\d\s]|[（(]注|（※|備考[:：]|出典[:：]|資料[:：]|更新日|作成日|作成者|以上$|◆|●注)"
)
_TOTAL: Final = re.compile(r"(合計|小計|総計|総合計|計|合計値|平均)")
_FEW: Final = 2
_TRIED: Final = 3
_SHORT: Final = 40
_ID: Final = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
_SHARE: Final = 0.5
"""So much of a header row must be known."""


@dataclass(frozen=True)
class Layout:
    """A sheet understood: `columns` gives each column's number, `data` the numbers of the rows (from 0) with data."""

    sheet: Sheet
    headers: Headers
    header_row: int
    columns: dict[Target, int]
    data: tuple[int, ...]
    heading: int
    blank: int
    notes: int
    problems: tuple[Problem, ...]


def header_at(sheet: Sheet, headers: Headers) -> tuple[int, int]:
    """Find the row that is most of all a header, and in how many cells it is one; (-1, 0) where there is none."""
    best, score = -1, 0
    for row in range(min(_SEARCHED, len(sheet.rows))):
        titles = _titles(sheet, row, headers)
        known = len({target for title in titles if (target := _find(headers, title))})
        filled = sum(any(title) for title in titles)
        if known > score and known >= filled * _SHARE:
            best, score = row, known
    return best, score


def _titles(sheet: Sheet, row: int, headers: Headers) -> list[tuple[str, str]]:
    """Give each column's title of a row, with the title above that it may stand under."""
    pairs = [(sheet.at(row, column).text, _shown(sheet, row - 1, column)) for column in range(sheet.width)]
    # 目標 above R6 and R7 makes a header of two rows, in which other titles may stand in the upper row alone.
    joined = any(own and above and not headers.find(own) and _find(headers, (own, above)) for own, above in pairs)
    return [
        (own or (above if joined or _merged_down(sheet, row, column) else ""), above)
        for column, (own, above) in enumerate(pairs)
    ]


def _shown(sheet: Sheet, row: int, column: int) -> str:
    if row < 0:
        return ""
    for area in sheet.merged:
        if area.top <= row <= area.bottom and area.left <= column <= area.right:
            return sheet.at(area.top, area.left).text
    return sheet.at(row, column).text


def _merged_down(sheet: Sheet, row: int, column: int) -> bool:
    return any(area.top < row <= area.bottom and area.left <= column <= area.right for area in sheet.merged)


def _find(headers: Headers, title: tuple[str, str]) -> Target | None:
    own, above = title
    return headers.find(own) or (headers.find(f"{above} {own}") if own and above else None)


def lay_out(sheet: Sheet, headers: Headers, row: int, schema: Schema) -> Layout:
    """Understand a sheet whose header stands in a row."""
    columns, problems = _columns(sheet, headers, row, schema)
    data, heading, blank, notes = [], row + 1, 0, 0
    for number in range(row + 1, len(sheet.rows)):
        cells = sheet.rows[number]
        if not any(cell.text or cell.kind == "unknown" for cell in cells):
            blank += 1
        elif _repeats_header(headers, sheet, number, columns):
            heading += 1
        elif note := _note(sheet, number, columns):
            notes += 1
            problems.append(note)
        else:
            data.append(number)
    layout = Layout(sheet, headers, row, columns, tuple(data), heading, blank, notes, ())
    trailing, rest = _trailing(layout)
    problems += [_told(sheet, number, "W962") for number in trailing]
    return replace(layout, data=rest, notes=notes + len(trailing), problems=tuple(problems))


def _columns(sheet: Sheet, headers: Headers, row: int, schema: Schema) -> tuple[dict[Target, int], list[Problem]]:
    columns: dict[Target, int] = {}
    unknown: list[tuple[int, str]] = []
    problems: list[Problem] = []
    for column, title in enumerate(_titles(sheet, row, headers)):
        target = _find(headers, title)
        filled = sum(bool(sheet.at(number, column).text) for number in range(row + 1, len(sheet.rows)))
        if target is None and title[0]:
            unknown.append((column, title[0]))
        elif target is None and filled:
            problems.append(Problem("E117", sheet.where(row, column)))
        elif target is not None and target not in columns:
            columns[target] = column
        elif target is not None and filled:
            problems.append(Problem("E107", sheet.where(row, column), {"column": shorten(title[0])}))
    problems += _unknown(sheet, headers, row, unknown, columns, schema)
    return columns, problems


def _unknown(
    sheet: Sheet,
    headers: Headers,
    row: int,
    unknown: list[tuple[int, str]],
    columns: dict[Target, int],
    schema: Schema,
) -> Iterator[Problem]:
    """A header that is nearly that of a column which is missing is a fault; any other is told and not taken."""
    missing = {name: target for name, target in headers.titles.items() if target not in columns}
    for column, title in unknown:
        where = sheet.where(row, column)
        near = get_close_matches(folded(title), missing, 1, 0.75)
        filled = sum(bool(sheet.at(number, column).text) for number in range(row + 1, len(sheet.rows)))
        if near:
            target = missing[near[0]]
            name = schema.by_name[target.table].by_name[target.column].title.ja
            form = headers.form(target)
            yield Problem("E105", where, {"column": shorten(title), "near": form.title if form else name})
        else:
            yield Problem("W964", where, {"column": shorten(title), "count": filled})
    if row + 1 >= len(sheet.rows):
        return
    present = {(target.table, target.column) for target in columns}
    for target, form in headers.forms.items():
        if form.required and (target.table, target.column) not in present and not _near_of(target, headers, unknown):
            facts = {"column": form.title, "title_ja": form.title, "title_en": form.title_en}
            yield Problem("E106", sheet.where(row, 0, target.column), facts)


def _near_of(target: Target, headers: Headers, unknown: list[tuple[int, str]]) -> bool:
    """Tell whether an unknown header is nearly that of a column: its absence has been reported already."""
    names = [name for name, found in headers.titles.items() if found == target]
    return any(get_close_matches(folded(title), names, 1, 0.75) for _, title in unknown)


def _repeats_header(headers: Headers, sheet: Sheet, number: int, columns: dict[Target, int]) -> bool:
    """A second line of the header (the physical names, the English titles) or the header once more on a new page."""
    cells = sheet.rows[number]
    first = [cell for cell in cells if cell.kind == "text"][:_TRIED]
    # Rows of data are thousands, so their first words are looked at before all of them are.
    if not any(folded(cell.text) in headers.titles for cell in first):
        return False
    found = sum(headers.find(sheet.at(number, column).text) == target for target, column in columns.items())
    return found > 1 and found >= sum(bool(cell.text) for cell in cells) * _SHARE


def _note(sheet: Sheet, number: int, columns: dict[Target, int]) -> Problem | None:
    filled = [(column, cell) for column, cell in enumerate(sheet.rows[number]) if cell.text]
    if not filled:
        return None
    first = filled[0][1]
    if first.kind == "text" and _TOTAL.fullmatch("".join(normalise(first.text).split())) and len(filled) < len(columns):
        return _told(sheet, number, "W963")
    if len(filled) == 1 and first.kind == "text" and _NOTE.match(normalise(first.text)):
        return _told(sheet, number, "W962")
    return None


def _told(sheet: Sheet, number: int, code: str) -> Problem:
    column, cell = next((column, cell) for column, cell in enumerate(sheet.rows[number]) if cell.text)
    return Problem(code, sheet.where(number, column), {"text": shorten(cell.text)})


def _trailing(layout: Layout) -> tuple[list[int], tuple[int, ...]]:
    """Words below the table: after a blank row, to the end, rows that hold one text and are no row of the table."""
    data, trailing = list(layout.data), list[int]()
    if len(layout.columns) < _FEW:
        return [], layout.data
    while data and _is_remark(layout, data[-1]):
        trailing.insert(0, data.pop())
    if trailing and data and not _apart(layout.sheet, trailing[0] - 1):
        return [], layout.data
    return (trailing, tuple(data)) if data else ([], layout.data)


def _is_remark(layout: Layout, row: int) -> bool:
    """Tell whether a row holds one text that can be no row: not a short text in a column that must be filled."""
    filled = [(column, cell) for column, cell in enumerate(layout.sheet.rows[row]) if cell.text]
    if len(filled) != 1 or filled[0][1].kind != "text":
        return False
    column, cell = filled[0]
    target = next((target for target, place in layout.columns.items() if place == column), None)
    form = layout.headers.form(target) if target else None
    if form is None or len(cell.text) > _SHORT or "。" in cell.text:
        return True
    return not form.required and not _ID.fullmatch(normalise(cell.text).strip())


def _apart(sheet: Sheet, row: int) -> bool:
    """Tell whether a row is blank or a note, so that what comes after it stands apart from the table."""
    return sum(bool(cell.text) for cell in sheet.rows[row]) <= 1
