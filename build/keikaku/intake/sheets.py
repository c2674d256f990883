"""What a sheet or a CSV file holds, cell by cell: text as a reader sees it, and all that a plain grid cannot say.

A cell keeps what kind it was (a number, a date, a formula's result …), since the same text means different things:
45383 typed as a number into a column of dates is a day, and 0.125 shown as 12.5% is what somebody reads as 12.5%.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from keikaku.problem import Problem, Where
from keikaku.read import letters

CellKind = Literal["empty", "text", "number", "date", "truth", "error", "unknown"]
"""`unknown` is a formula without a result: the file does not hold what a reader sees."""


class Cell(NamedTuple):
    """One cell: its text as a table would write it, its kind, and the formula that gave it."""

    text: str
    kind: CellKind
    formula: str = ""


EMPTY = Cell("", "empty")


class Area(NamedTuple):
    """Merged cells: rows and columns counted from 0, both ends included, and the range as a spreadsheet names it."""

    top: int
    left: int
    bottom: int
    right: int
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; of a CSV file, `name` is empty. Row 0 is the spreadsheet's row 1.

    `hidden_rows` and `hidden_columns` count from 0. `comments` and `struck` are cells as a spreadsheet names them.
    `lgcode` is the city that its workbook was made for, where it tells.
    """

    file: str
    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    struck: tuple[str, ...] = ()
    encoding: str = ""
    lgcode: str = ""

    def at(self, row: int, column: int) -> Cell:
        """Give a cell; beyond the sheet's end it is empty."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if 0 <= column < len(cells) else EMPTY

    def where(self, row: int, column: int = 0, name: str = "") -> Where:
        """Give the place of a cell."""
        return Where(self.file, self.name, f"{letters(column)}{row + 1}", column=name)

    def whole(self) -> Where:
        """Give the place of the sheet as a whole."""
        return Where(self.file, self.name)

    @property
    def width(self) -> int:
        """How many columns have a value."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Sheets:
    """What was read of one or several files."""

    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __add__(self, other: Sheets) -> Sheets:
        return Sheets(self.sheets + other.sheets, self.problems + other.problems)


def trimmed(rows: list[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Cut empty cells at the ends of rows and empty rows at the end: spreadsheets save hundreds of them."""
    cut = []
    for row in rows:
        width = len(row)
        while width and row[width - 1].kind == "empty":
            width -= 1
        cut.append(row[:width])
    while cut and not cut[-1]:
        cut.pop()
    return tuple(cut)
