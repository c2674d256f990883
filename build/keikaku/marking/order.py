"""The order of importance of problems, and which of them are one problem in many places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from keikaku.problem import Problem, Severity

Command = Literal["check", "import"]
_RANKS: Final = ("1", "9", "3", "2", "4")
"""First digits of codes: what hides other problems comes first (files, headings, what import cannot take), then keys,
cells and rules, which may be broken only because of it.
"""
_CELL: Final = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of problems and of rows looked at."""

    errors: int
    warnings: int
    rows: int


@dataclass(frozen=True, slots=True)
class Group:
    """One problem in one or many places: the same code in the same column of the same sheet."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        """The problem that stands for all."""
        return self.problems[0]

    @property
    def code(self) -> str:
        """The code that all have."""
        return self.first.code

    @property
    def severity(self) -> Severity:
        """Error or warning."""
        return self.first.severity


@dataclass(frozen=True, slots=True)
class Report:
    """All problems of a call in groups, the most important first; `command` is what found them."""

    groups: tuple[Group, ...]
    counts: Counts
    command: Command

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, in the order of the groups."""
        return tuple(problem for group in self.groups for problem in group.problems)


def report(problems: Sequence[Problem], rows: int, *, command: Command = "check") -> Report:
    """Order and group problems; `rows` is how many rows were looked at."""
    grouped: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        grouped.setdefault(_kind(problem), []).append(problem)
    groups = [Group(tuple(sorted(found, key=place_key))) for found in grouped.values()]
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return Report(tuple(sorted(groups, key=_importance)), Counts(errors, len(problems) - errors, rows), command)


def _kind(problem: Problem) -> tuple[str, ...]:
    where = problem.where
    found = _CELL.match(where.cell)
    # What has no cell (a missing column, a file) is a problem by itself each time.
    place = found[1] if found else f"{where.cell}|{where.column}|{sorted(problem.facts.items())}"
    return problem.code, where.file, where.sheet, place


def _importance(group: Group) -> tuple[int, int, int, int, tuple[str, str, int, int, str]]:
    code = group.code
    rank = _RANKS.index(code[1]) if code[1] in _RANKS else len(_RANKS)
    without_cell = 0 if not _CELL.match(group.first.where.cell) else 1
    return (
        0 if group.severity is Severity.ERROR else 1,
        rank,
        without_cell,
        -len(group.problems),
        place_key(group.first),
    )


def place_key(problem: Problem) -> tuple[str, str, int, int, str]:
    """Order places as a reader goes through a file: by file, sheet, row and column."""
    where = problem.where
    found = _CELL.match(where.cell)
    row = int(found[2]) if found else 0
    width = len(found[1]) if found else 0
    return where.file, where.sheet, row, width, f"{found[1] if found else where.cell}|{problem.code}"
