"""Rules on workbooks: objects, formats that mean something, merged cells, hidden parts, comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from keikaku.lint.finding import Finding, Sheet, check
from keikaku.lint.grid import Look, area_name, cell_name
from keikaku.read import letters

_LINK: Final = "('theme', '10')"
"""The colour of hyperlinks, which means nothing but that."""


@check
def objects(sheet: Sheet) -> Iterator[Finding]:
    """L1-10 and L1-04: nothing floats above the cells, no comments, no headers for printing."""
    for item in sheet.grid.objects:
        yield sheet.found("L1-10", "object", item.place, item.text)
    for item in sheet.grid.comments:
        yield sheet.found("L1-04", "comment", item.place, item.text)
    for text in sheet.grid.print_texts:
        yield sheet.found("L1-04", "header", "", text)


@check
def merged(sheet: Sheet) -> Iterator[Finding]:
    """L1-12: no merged cells."""
    for area in sheet.grid.merged:
        yield sheet.found("L1-12", "merged", area_name(area))


@check
def hidden(sheet: Sheet) -> Iterator[Finding]:
    """L1-13: no hidden rows, columns or filters."""
    for first, last in sheet.grid.hidden_rows:
        yield sheet.found("L1-13", "row", f"{first}:{last}")
    for first, last in sheet.grid.hidden_columns:
        yield sheet.found("L1-13", "column", f"{letters(first - 1)}:{letters(last - 1)}")
    if sheet.grid.filtered:
        yield sheet.found("L1-13", "filter", sheet.grid.filtered)


@check
def formats(sheet: Sheet) -> Iterator[Finding]:
    """L1-11: cells of a column look alike; bands of every second row mean nothing."""
    for place in sheet.grid.conditional:
        yield sheet.found("L1-11", "conditional", place)
    if not sheet.grid.looks:
        return
    odd: dict[str, set[tuple[int, int]]] = {"fill": set(), "font": set()}
    for column in sheet.layout.columns:
        looks = _looks(sheet, column.number)
        for row, look in looks.items():
            if look.strike and row in column.cells:
                yield sheet.at("L1-11", "strike", row, column.number, column.cells[row])
        odd["fill"] |= {(row, column.number) for row in _odd({row: look.fill for row, look in looks.items()})}
        fonts = {row: look.font for row, look in looks.items() if row in column.cells and _LINK not in look.font}
        odd["font"] |= {(row, column.number) for row in _odd(fonts)}
    for kind, cells in odd.items():
        for place in _runs(cells):
            yield sheet.found("L1-11", kind, place)


def _looks(sheet: Sheet, column: int) -> dict[int, Look]:
    plain = Look()
    styled = sheet.grid.styled
    return {row: sheet.grid.looks.get(styled.get(row, {}).get(column, 0), plain) for row in sheet.layout.body}


def _odd(looks: Mapping[int, str]) -> list[int]:
    """Give the rows that look unlike the rest of their column."""
    counts = Counter(looks.values())
    if len(counts) < 2:
        return []
    usual, number = counts.most_common(1)[0]
    if len(counts) == 2 and _is_banded(looks):
        return []
    # Where plain cells are as many as others, the plain ones are the usual.
    usual = "" if counts[""] == number else usual
    return [row for row, look in looks.items() if look != usual]


def _is_banded(looks: Mapping[int, str]) -> bool:
    values = list(looks.values())
    return len(values) > 2 and len(set(values[::2])) == 1 and len(set(values[1::2])) == 1


def _runs(cells: set[tuple[int, int]]) -> Iterator[str]:
    """Name cells that stand side by side as one range."""
    ordered = sorted(cells)
    at = 0
    while at < len(ordered):
        row, first = ordered[at]
        last = first
        while at + 1 < len(ordered) and ordered[at + 1] == (row, last + 1):
            at += 1
            last += 1
        at += 1
        yield area_name((row, first, row, last)) if last > first else cell_name(row, first)
