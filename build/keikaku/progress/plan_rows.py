"""The rows of one plan as they stand now: the newest edition, and for each year the newest edition that says anything.

Rows are read as far as they are sound: a faulty year or number counts as not stated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from keikaku.check.rules import Grid
from keikaku.check.rules.grid import Row
from keikaku.progress.facts import Named

_ROLES: Final = ("lead", "joint", "", "related")
"""Whom to ask: those who lead, else those who do it together, else who is named."""


class PlanRows:
    """What the editions of a plan, oldest first, come to.

    `policies` are titles by id, `indicators` those of the newest edition that no other one took the place of; `targets`
    and `results` are by indicator and year, `departments` those to ask about a project.
    """

    def __init__(self, grid: Grid, editions: list[Row]) -> None:
        self._grid = grid
        self.newest = editions[-1]
        self._order = {row["edition_id"]: number for number, row in enumerate(editions)}
        self.indicators = self._valid_indicators()
        self.policies = {row["policy_id"]: row["title"] for row in self.own("policies")}
        self.projects = {row["project_id"]: row for row in self.own("projects")}
        self.targets = self._by_year("targets")
        self.results = self._by_year("results")
        self.departments = self._named_departments()

    def own(self, table: str) -> Iterator[Row]:
        """Give the rows of the newest edition."""
        return (row for row in self._grid.rows(table) if row["edition_id"] == self.newest["edition_id"])

    def _of_plan(self, table: str) -> list[Row]:
        """Give the rows of all editions of the plan, oldest first."""
        rows = [row for row in self._grid.rows(table) if row["edition_id"] in self._order]
        return sorted(rows, key=lambda row: self._order[row["edition_id"]])

    def _valid_indicators(self) -> list[Row]:
        """Give the indicators that the newest edition states and that no other one has taken the place of."""
        own = list(self.own("indicators"))
        replaced = {row["replaces_indicator_id"] for row in own}
        return [row for row in own if row["indicator_id"] not in replaced]

    def _by_year(self, table: str) -> Mapping[str, Mapping[int, list[Row]]]:
        """Group rows by indicator and year; of each year those of the newest edition that has any count."""
        found: defaultdict[str, dict[int, list[Row]]] = defaultdict(dict)
        for row in self._of_plan(table):
            year = row.whole("fiscal_year")
            if year is None:
                continue
            held = found[row["indicator_id"]].setdefault(year, [])
            if held and held[0]["edition_id"] != row["edition_id"]:
                held.clear()
            held.append(row)
        return found

    def _named_departments(self) -> Mapping[str, tuple[Named, ...]]:
        """Give the departments to ask for each project: of the newest edition that names any."""
        names = {row["department_id"]: row["name"] for row in self._grid.rows("departments")}
        rows: dict[str, list[Row]] = {}
        for row in self._of_plan("project_departments"):
            held = rows.setdefault(row["project_id"], [])
            if held and held[0]["edition_id"] != row["edition_id"]:
                held.clear()
            held.append(row)
        found = {}
        for project, own in rows.items():
            best = min((_rank(row["role"]) for row in own), default=0)
            asked = [row["department_id"] for row in own if _rank(row["role"]) == best]
            found[project] = tuple(Named(one, names.get(one, one)) for one in dict.fromkeys(asked))
        return found


def in_order(editions: list[Row]) -> list[Row]:
    """Order editions oldest first by the one that each names before it; a circle ends the counting."""
    by_id = {row["edition_id"]: row for row in editions}

    def depth(row: Row) -> int:
        steps, before = 0, by_id.get(row["previous_edition_id"])
        while before and steps < len(by_id):
            steps, before = steps + 1, by_id.get(before["previous_edition_id"])
        return steps

    return sorted(editions, key=depth)


def _rank(role: str) -> int:
    return _ROLES.index(role) if role in _ROLES else len(_ROLES)


def reported(row: Row) -> bool:
    """Tell whether a row says anything: a dash in a document is the place of a result and no result."""
    return bool(row["value"]) or bool(row["status"]) or any(one.isalnum() for one in row["raw"])
