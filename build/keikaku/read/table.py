"""What reading gives: text in cells, each with its place. Nothing is judged here but the form of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from keikaku.problem import Problem

EVERY: Final = "*"


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table as a file holds it. `numbers` are the spreadsheet's row numbers, the header being row 1."""

    name: str
    file: str
    sheet: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Tables and problems of what was read.

    `damaged` names the tables that are there but could not be read to their end: that a reference finds nothing in
    them says nothing. `EVERY` stands for a file whose tables cannot even be named.
    """

    tables: tuple[RawTable, ...] = ()
    problems: tuple[Problem, ...] = ()
    damaged: frozenset[str] = frozenset()

    def __add__(self, other: Reading) -> Reading:
        return Reading(self.tables + other.tables, self.problems + other.problems, self.damaged | other.damaged)


def letters(index: int) -> str:
    """Give a spreadsheet's name for a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
