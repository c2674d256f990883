"""From a cell of a checked table back to the cell of the file that it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from keikaku.intake.entries import Book, Entry
from keikaku.intake.merge import Merged, key_of
from keikaku.problem import Problem, Severity, Where
from keikaku.read import letters
from keikaku.schema import Schema

_CELL: Final = re.compile(r"([A-Z]+)(\d+)")
_HEADER: Final = 1
_SHEET_LEVEL: Final = frozenset({"E106", "E105"})


class Origins:
    """Knows for every row of the tables as they will be which row of a file it came from."""

    def __init__(self, slug: str, merged: Merged, book: Book, schema: Schema) -> None:
        self._prefix = f"{slug}/tables/"
        self._merged, self._schema, self._book = merged, schema, book
        self._former: dict[str, dict[tuple[str, ...], int]] = {}

    def where(self, table: str, row: int, column: str, key: str = "") -> Where:
        """Give the place that the cell of a row (from 0) came from: in a file, else in the table as it stands."""
        entry = self._entry(table, row)
        if entry is not None:
            return entry.where(column, key)
        names = self._schema.by_name[table].names
        letter = letters(names.index(column)) if column in names else "A"
        return Where(
            f"{self._prefix}{table}.csv", cell=f"{letter}{self._standing(table, row) + 2}", row_key=key, column=column
        )

    def moved(self, problem: Problem) -> Problem | None:
        """Move a problem to where its cell came from; a warning about a row that no file gave is left out."""
        where = problem.where
        found = _CELL.fullmatch(where.cell)
        if not where.file.startswith(self._prefix) or not found:
            return problem if problem.severity is Severity.ERROR else None
        table, row = PurePosixPath(where.file).stem, int(found[2]) - _HEADER - 1
        if row < 0 or row >= len(self._merged.rows.get(table, ())):
            return problem
        entry = self._entry(table, row)
        if entry is None and problem.severity is not Severity.ERROR:
            return None
        column = where.column or self._column(table, found[1])
        facts = dict(problem.facts)
        if problem.code == "E301" and isinstance(facts.get("first"), int):
            first = self._entry(table, int(facts["first"]) - _HEADER - 1)
            facts["first"] = first.row + 1 if first else facts["first"]
        return replace(problem, where=self.where(table, row, column, where.row_key), facts=facts)

    def _entry(self, table: str, row: int) -> Entry | None:
        origins = self._merged.origins.get(table, [])
        return origins[row] if 0 <= row < len(origins) else None

    def _column(self, table: str, letter: str) -> str:
        names = self._schema.by_name[table].names
        return next((name for index, name in enumerate(names) if letters(index) == letter), names[0])

    def _standing(self, table: str, row: int) -> int:
        """Give the number of a row in the table as it stands; of a row that import made, its number in the new one."""
        if table not in self._former:
            rows = self._book.former.get(table, [])
            self._former[table] = {key_of(self._schema.by_name[table], one): n for n, one in enumerate(rows)}
        key = key_of(self._schema.by_name[table], self._merged.rows[table][row])
        return self._former[table].get(key, row)


def unrepeated(problems: Iterable[Problem]) -> list[Problem]:
    """Leave out what was said already: checks of a cell that import refused, and cells of a column that is missing."""
    every = list(problems)
    refused = {_cell(one) for one in every if "E920" <= one.code <= "E959" and one.where.cell}
    # A figure that was mended is not printed as it is published; the correction says so.
    mended = {_cell(one) for one in every if one.code == "W972"}
    missing = {(*_sheet(one), one.where.column) for one in every if one.code == "E106"}
    kept: list[Problem] = []
    seen: set[tuple[str, Where]] = set()
    for problem in every:
        checked = problem.code < "E900" and problem.code not in _SHEET_LEVEL
        if checked and problem.code[1] in "234" and _cell(problem) in refused:
            continue
        if problem.code == "W503" and _cell(problem) in mended:
            continue
        if problem.code == "E201" and (*_sheet(problem), problem.where.column) in missing:
            continue
        place = (problem.code, problem.where)
        if place not in seen:
            seen.add(place)
            kept.append(problem)
    return kept


def _sheet(problem: Problem) -> tuple[str, str]:
    return problem.where.file, problem.where.sheet


def _cell(problem: Problem) -> tuple[str, str, str]:
    return problem.where.file, problem.where.sheet, problem.where.cell


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Put errors first, then by file, sheet, row and column."""

    def key(problem: Problem) -> tuple[bool, str, str, int, int, str, str]:
        where = problem.where
        found = _CELL.match(where.cell)
        column, row = (found[1], int(found[2])) if found else ("", 0)
        return problem.severity is not Severity.ERROR, where.file, where.sheet, row, len(column), column, problem.code

    return tuple(sorted(problems, key=key))
