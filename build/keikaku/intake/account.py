"""The account of every row of the files: heading, blank, note, or data that is new, changed, the same or refused."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from keikaku.intake.changes import Change
from keikaku.intake.choose import Chosen
from keikaku.intake.entries import Book
from keikaku.intake.layout import Layout
from keikaku.problem import Problem, Severity

_ROW: Final = re.compile(r"[A-Z]+(\d+)(?::[A-Z]+(\d+))?")
Place = tuple[str, str, int]
"""File, sheet and row, counted from 1."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where the rows of a sheet went; the numbers after `rows` add up to it. `table` is empty where none was read."""

    file: str
    sheet: str
    table: str
    rows: int
    heading: int = 0
    blank: int = 0
    notes: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    left: int = 0

    @property
    def data(self) -> int:
        """How many rows hold data."""
        return self.added + self.changed + self.unchanged + self.refused


def account(chosen: Chosen, book: Book, found: Sequence[Change], problems: Sequence[Problem]) -> tuple[Account, ...]:
    """Account for every row of every sheet."""
    standing = _standing(book, found)
    refused = _refused(problems)
    accounts = [_of(layout, standing, refused) for layout in chosen.layouts]
    left = [Account(sheet.file, sheet.name, "", len(sheet.rows), left=len(sheet.rows)) for sheet in chosen.left]
    return (*accounts, *left)


def _of(layout: Layout, standing: dict[Place, set[str]], refused: set[Place]) -> Account:
    sheet, counts = layout.sheet, defaultdict[str, int](int)
    for row in layout.data:
        place = (sheet.file, sheet.name, row + 1)
        kinds = standing.get(place, set())
        if place in refused:
            counts["refused"] += 1
        elif not kinds:
            counts["unchanged"] += 1
        else:
            # A row that makes several rows of tables is new where any of them was there before it is changed.
            counts["added" if kinds == {"added"} else "changed"] += 1
    name = layout.headers.table or layout.headers.name
    return Account(sheet.file, sheet.name, name, len(sheet.rows), layout.heading, layout.blank, layout.notes, **counts)


def _standing(book: Book, found: Sequence[Change]) -> dict[Place, set[str]]:
    """Tell for each row of the files what became of it; a row of which nothing differs has no entry."""
    standing: dict[Place, set[str]] = defaultdict(set)
    for change in found:
        row = _ROW.fullmatch(change.where.cell)
        if row:
            standing[change.where.file, change.where.sheet, int(row[1])].add(change.kind)
    for entries in book.entries.values():
        for entry in entries:
            place = (entry.sheet.file, entry.sheet.name, entry.row + 1)
            if place in standing and entry.former is not None:
                standing[place].add("changed")
    return standing


def _refused(problems: Sequence[Problem]) -> set[Place]:
    rows: set[Place] = set()
    for problem in problems:
        found = _ROW.fullmatch(problem.where.cell)
        if problem.severity is Severity.ERROR and found:
            last = int(found[2] or found[1])
            rows |= {(problem.where.file, problem.where.sheet, row) for row in range(int(found[1]), last + 1)}
    return rows
