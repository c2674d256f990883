"""Names of cells and ranges, as numbers: `D14` is row 14, column 4."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384


@cache
def column_number(name: str) -> int:
    """Give the number of a column by its letters: A is 1."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def split_cell(name: str) -> tuple[int, int] | None:
    """Give row and column of a cell's name; None for what is no such name."""
    found = _CELL.fullmatch(name)
    if found is None:
        return None
    row, column = int(found[2]), column_number(found[1])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def split_range(name: str) -> tuple[int, int, int, int] | None:
    """Give first row, first column, last row and last column of a range or of one cell."""
    first, _, last = name.partition(":")
    start, end = split_cell(first), split_cell(last or first)
    if start is None or end is None:
        return None
    return min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])


def corner(name: str) -> tuple[int, int] | None:
    """Give the first cell of a range, or the cell itself."""
    found = split_range(name)
    return None if found is None else found[:2]
