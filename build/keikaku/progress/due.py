"""What of each plan is to be reported: results, scheduled evaluations, and marks, by year, with whom to ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from keikaku.check import CleanTable
from keikaku.check.assess import is_due, target_of
from keikaku.check.rules import Grid
from keikaku.check.rules.grid import Row
from keikaku.progress.facts import Item, Kind, Named, PlanProgress, State, YearCount, state_of
from keikaku.quality import Part, catalogue
from keikaku.quality.completeness import edition_fills
from keikaku.schema import Label

_METRICS: Final = ("projectsWithDepartment", "projectsWithIndicator", "indicatorsWithTarget")
_ROLES: Final = ("lead", "joint", "", "related")
"""Whom to ask: those who lead, else those who do it together, else who is named."""
_NOBODY: Final = Named("", "")
_EVALUATION: Final = "evaluation"
Year = tuple[str, int]


def plan_progress(
    grid: Grid, tables: Mapping[str, CleanTable], year: int, current: int, *, only: bool
) -> tuple[PlanProgress, ...]:
    """Tell of each plan what is due up to a fiscal year, or in it `only`, in the order of the table of plans."""
    fills = {fill.edition_id: fill.parts for fill in edition_fills(tables)}
    found = []
    for plan in grid.rows("plans"):
        editions = _in_order([row for row in grid.rows("editions") if row["plan_id"] == plan["plan_id"]])
        if editions:
            found.append(_Plan(grid, plan, editions, current).progress(year, only, fills))
    return tuple(found)


def _in_order(editions: list[Row]) -> list[Row]:
    """Order editions oldest first by the one that each names before it; a circle ends the counting."""
    by_id = {row["edition_id"]: row for row in editions}

    def depth(row: Row) -> int:
        steps, before = 0, by_id.get(row["previous_edition_id"])
        while before and steps < len(by_id):
            steps, before = steps + 1, by_id.get(before["previous_edition_id"])
        return steps

    return sorted(editions, key=depth)


class _Plan:
    def __init__(self, grid: Grid, plan: Row, editions: list[Row], current: int) -> None:
        self._grid, self._plan, self._current = grid, plan, current
        self._newest = editions[-1]
        self._order = {row["edition_id"]: number for number, row in enumerate(editions)}
        self._indicators = self._valid_indicators()
        self._projects = {row["project_id"]: row for row in self._own("projects")}
        self._targets = self._by_year("targets")
        self._results = self._by_year("results")
        self._departments = self._named_departments()

    def progress(self, year: int, only: bool, fills: Mapping[str, Mapping[str, Part]]) -> PlanProgress:
        """Tell what is due."""
        years = [year] if only else self._years(year)
        results = [item for one in years for item in self._results_due(one)]
        asked = {(item.project.id, item.fiscal_year) for item in results}
        evaluations = [item for one in years for item in self._evaluations(one, asked)]
        marks = [item for one in years for item in self._marks(one)]
        plan, newest = self._plan, self._newest
        given = [row for by_year in self._results.values() for rows in by_year.values() for row in rows]
        return PlanProgress(
            Named(plan["plan_id"], plan["title"]),
            Named(newest["edition_id"], newest["label"]),
            newest["status"],
            (plan.whole("start_fy"), plan.whole("end_fy")),
            self._state(),
            len(self._indicators),
            any(map(_reported, given)),
            any(row["status"] for row in given),
            tuple(count for one in years if (count := self._count(one)).due),
            (*results, *evaluations, *marks),
            _parts(fills.get(newest["edition_id"], {})),
        )

    def _state(self) -> State:
        """Tell whether the plan has ended, runs, or is still to begin; one without years runs."""
        start, end = self._plan.whole("start_fy"), self._plan.whole("end_fy")
        if start is not None and start > self._current:
            return "ahead"
        return "overdue" if end is not None and end < self._current else "open"

    def _years(self, last: int) -> list[int]:
        """Give the years of the plan up to one; of a plan that does not state them, those that its tables name."""
        named = [one for table in (self._targets, self._results) for by_year in table.values() for one in by_year]
        start = self._plan.whole("start_fy") or min(named, default=last + 1)
        end = self._plan.whole("end_fy") or max(named, default=start - 1)
        return list(range(start, min(last, end) + 1))

    def _own(self, table: str) -> Iterator[Row]:
        """Give the rows of the newest edition."""
        return (row for row in self._grid.rows(table) if row["edition_id"] == self._newest["edition_id"])

    def _of_plan(self, table: str) -> list[Row]:
        """Give the rows of all editions of the plan, oldest first."""
        rows = [row for row in self._grid.rows(table) if row["edition_id"] in self._order]
        return sorted(rows, key=lambda row: self._order[row["edition_id"]])

    def _valid_indicators(self) -> list[Row]:
        """Give the indicators that the newest edition states and that no other one has taken the place of."""
        own = list(self._own("indicators"))
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

    def _applying(self, indicator: Row, year: int) -> Row | None:
        """Give the target that applies to a year of an indicator."""
        target = target_of(year, self._targets.get(indicator["indicator_id"], {}))
        return target if target is not None and is_due(target, year) else None

    def _results_of(self, indicator: Row, year: int) -> list[Row]:
        return self._results.get(indicator["indicator_id"], {}).get(year, [])

    def _count(self, year: int) -> YearCount:
        due = [row for row in self._indicators if self._applying(row, year)]
        reported = sum(any(map(_reported, self._results_of(row, year))) for row in due)
        return YearCount(year, state_of(year, self._current), len(due), reported)

    def _results_due(self, year: int) -> Iterator[Item]:
        for indicator in self._indicators:
            target, given = self._applying(indicator, year), self._results_of(indicator, year)
            if target is not None and not any(map(_reported, given)):
                yield self._item("result", year, indicator["project_id"], indicator, target["raw"], dash=bool(given))

    def _evaluations(self, year: int, asked: Iterable[Year]) -> Iterator[Item]:
        """Give the evaluations scheduled for a year, of projects of which nothing is reported or asked in it."""
        known = set(asked)
        says: dict[str, list[str]] = {}
        for row in self._own("schedule"):
            if row["kind"] == _EVALUATION and row.whole("fiscal_year") == year:
                says.setdefault(row["project_id"], []).append(row["raw"])
        for project, texts in says.items():
            own = [row for row in self._indicators if row["project_id"] == project]
            reported = any(_reported(one) for row in own for one in self._results_of(row, year))
            if not reported and (project, year) not in known:
                yield self._item("evaluation", year, project, None, " / ".join(dict.fromkeys(texts)))

    def _marks(self, year: int) -> Iterator[Item]:
        """Give the results without a mark in a report that marks others of the same year."""
        given = [(row, rows) for row in self._indicators if (rows := self._results_of(row, year))]
        marking = {row["edition_id"] for _, rows in given for row in rows if row["status"]}
        for indicator, rows in given:
            if (
                rows[0]["edition_id"] in marking
                and any(map(_reported, rows))
                and not any(row["status"] for row in rows)
            ):
                yield self._item("mark", year, indicator["project_id"], indicator, rows[-1]["raw"])

    def _item(
        self, kind: Kind, year: int, project_id: str, indicator: Row | None, says: str, *, dash: bool = False
    ) -> Item:
        project = self._projects.get(project_id)
        return Item(
            kind,
            state_of(year, self._current),
            year,
            self._departments.get(project_id, ()),
            Named(project_id, project["title"]) if project else _NOBODY,
            Named(indicator["indicator_id"], indicator["title"]) if indicator else _NOBODY,
            says,
            dash,
        )


def _parts(parts: Mapping[str, Part]) -> tuple[tuple[str, Label, Part], ...]:
    """Give what the things of an edition have, with the words of the metrics; a part of nothing is left out."""
    metrics = catalogue().metrics
    found = ((name, parts.get(name, Part(0, 0))) for name in _METRICS)
    return tuple((name, metrics[name].label, part) for name, part in found if part.of)


def _rank(role: str) -> int:
    return _ROLES.index(role) if role in _ROLES else len(_ROLES)


def _reported(row: Row) -> bool:
    """Tell whether a row says anything: a dash in a document is the place of a result and no result."""
    return bool(row["value"]) or bool(row["status"]) or any(one.isalnum() for one in row["raw"])
