"""What a file holds, as the rules look at it: sheets of cells with their places, and what stands beside the cells.

Sheets are sparse: a cell far away costs nothing. Rows and columns are numbered from 1, as a spreadsheet shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from keikaku.problem import Problem
from keikaku.read import letters

MAX_CELLS: Final = 2_000_000
"""Most cells of a sheet or file that are judged; 5,000 rows of 20 columns are 100,000."""
NUMBER: Final = "number"
TEXT: Final = "text"
DATE: Final = "date"
TRUTH: Final = "truth"
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


class Cell(NamedTuple):
    """A filled cell: its text as a programme would write it, its kind, its style, and its formula if it has one."""

    text: str
    kind: str = TEXT
    style: int = 0
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What a style of a workbook shows."""

    fill: str = ""
    font: str = ""
    strike: bool = False
    format: str = "General"
    format_id: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a sheet that is no cell, with its place."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, or a CSV file (whose `sheet` is empty)."""

    file: str
    sheet: str
    rows: Mapping[int, Mapping[int, Cell]]
    looks: Mapping[int, Look] = field(default_factory=dict)
    styled: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden_rows: tuple[tuple[int, int], ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    state: str = "visible"
    filtered: str = ""
    objects: tuple[Item, ...] = ()
    comments: tuple[Item, ...] = ()
    conditional: tuple[str, ...] = ()
    print_texts: tuple[str, ...] = ()
    shows_zeros: bool = True

    def text(self, row: int, column: int) -> str:
        """Give a cell's text; empty where there is none."""
        cell = self.rows.get(row, {}).get(column)
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class Delimited:
    """The form of a CSV file: separator, encoding, byte order mark, faults of quotation and of the number of fields."""

    separator: str = ","
    encoding: str = "UTF-8"
    bom: bool = False
    misquoted: tuple[Item, ...] = ()
    uneven: tuple[tuple[int, int], ...] = ()
    width: int = 0


@dataclass(frozen=True, slots=True)
class LintFile:
    """A file as read. `problem` says why it could not be; `disguise` what it is where its suffix tells otherwise."""

    name: str
    suffix: str
    grids: tuple[Grid, ...] = ()
    delimited: Delimited | None = None
    descriptor: Mapping[str, Any] | None = None
    problem: Problem | None = None
    disguise: str = ""
    undecodable: bool = False

    @property
    def is_csv(self) -> bool:
        """Whether it was read as CSV."""
        return self.delimited is not None


def cell_name(row: int, column: int) -> str:
    """Name a cell as a spreadsheet does."""
    return f"{letters(column - 1)}{row}"


def area_name(area: Area) -> str:
    """Name a range as a spreadsheet does."""
    first, last = cell_name(area[0], area[1]), cell_name(area[2], area[3])
    return first if first == last else f"{first}:{last}"
