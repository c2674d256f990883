"""What of each plan is to be reported: results, scheduled evaluations, and marks, by year, with whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from keikaku.check import CleanTable
from keikaku.check.assess import is_due, target_of
from keikaku.check.rules import Grid
from keikaku.check.rules.grid import Row
from keikaku.progress.facts import Item, Kind, Named, PlanProgress, State, YearCount, state_of
from keikaku.progress.plan_rows import PlanRows, in_order, reported
from keikaku.quality import Part, catalogue
from keikaku.quality.completeness import edition_fills
from keikaku.schema import Label

_METRICS: Final = ("projectsWithDepartment", "projectsWithIndicator", "indicatorsWithTarget")
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
        editions = in_order([row for row in grid.rows("editions") if row["plan_id"] == plan["plan_id"]])
        if editions:
            found.append(_Plan(plan, PlanRows(grid, editions), current).progress(year, only, fills))
    return tuple(found)


class _Plan:
    def __init__(self, plan: Row, rows: PlanRows, current: int) -> None:
        self._plan, self._rows, self._current = plan, rows, current

    def progress(self, year: int, only: bool, fills: Mapping[str, Mapping[str, Part]]) -> PlanProgress:
        """Tell what is due."""
        years = [one for one in self._years(year) if one == year or not only]
        results = [item for one in years for item in self._results_due(one)]
        asked = {(item.project.id, item.fiscal_year) for item in results}
        evaluations = [item for one in years for item in self._evaluations(one, asked)]
        marks = [item for one in years for item in self._marks(one)]
        plan, newest = self._plan, self._rows.newest
        given = [row for by_year in self._rows.results.values() for rows in by_year.values() for row in rows]
        return PlanProgress(
            Named(plan["plan_id"], plan["title"]),
            Named(newest["edition_id"], newest["label"]),
            newest["status"],
            (plan.whole("start_fy"), plan.whole("end_fy")),
            self._state(),
            len(self._rows.indicators),
            any(map(reported, given)),
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
        named = [
            one for table in (self._rows.targets, self._rows.results) for by_year in table.values() for one in by_year
        ]
        start = self._plan.whole("start_fy") or min(named, default=last + 1)
        end = self._plan.whole("end_fy") or max(named, default=start - 1)
        return list(range(start, min(last, end) + 1))

    def _applying(self, indicator: Row, year: int) -> Row | None:
        """Give the target that applies to a year of an indicator."""
        target = target_of(year, self._rows.targets.get(indicator["indicator_id"], {}))
        return target if target is not None and is_due(target, year) else None

    def _results_of(self, indicator: Row, year: int) -> list[Row]:
        return self._rows.results.get(indicator["indicator_id"], {}).get(year, [])

    def _count(self, year: int) -> YearCount:
        due = [row for row in self._rows.indicators if self._applying(row, year)]
        known = sum(any(map(reported, self._results_of(row, year))) for row in due)
        return YearCount(year, state_of(year, self._current), len(due), known)

    def _results_due(self, year: int) -> Iterator[Item]:
        for indicator in self._rows.indicators:
            target, given = self._applying(indicator, year), self._results_of(indicator, year)
            if target is not None and not any(map(reported, given)):
                yield self._item("result", year, indicator["project_id"], indicator, target["raw"], dash=bool(given))

    def _evaluations(self, year: int, asked: Iterable[Year]) -> Iterator[Item]:
        """Give the evaluations scheduled for a year, of projects of which nothing is reported or asked in it."""
        known = set(asked)
        says: dict[str, list[str]] = {}
        for row in self._rows.own("schedule"):
            if row["kind"] == _EVALUATION and row.whole("fiscal_year") == year:
                says.setdefault(row["project_id"], []).append(row["raw"])
        for project, texts in says.items():
            own = [row for row in self._rows.indicators if row["project_id"] == project]
            silent = not any(reported(one) for row in own for one in self._results_of(row, year))
            if silent and (project, year) not in known:
                yield self._item("evaluation", year, project, None, " / ".join(dict.fromkeys(texts)))

    def _marks(self, year: int) -> Iterator[Item]:
        """Give the results without a mark in a report that marks others of the same year."""
        given = [(row, rows) for row in self._rows.indicators if (rows := self._results_of(row, year))]
        marking = {row["edition_id"] for _, rows in given for row in rows if row["status"]}
        for indicator, rows in given:
            if rows[0]["edition_id"] in marking and any(map(reported, rows)) and not any(row["status"] for row in rows):
                yield self._item("mark", year, indicator["project_id"], indicator, rows[-1]["raw"])

    def _item(
        self, kind: Kind, year: int, project_id: str, indicator: Row | None, says: str, *, dash: bool = False
    ) -> Item:
        project = self._rows.projects.get(project_id)
        below = project["policy_id"] if project else indicator["policy_id"] if indicator else ""
        return Item(
            kind,
            state_of(year, self._current),
            year,
            self._rows.departments.get(project_id, ()),
            Named(below, self._rows.policies.get(below, "")) if below else _NOBODY,
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
