"""Rules on years, dates and pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from keikaku.check.rules.grid import Grid, rule
from keikaku.problem import Problem

_WITHIN_PLAN: Final = ("targets", "results", "schedule")


@rule
def years_within_plan(grid: Grid) -> Iterator[Problem]:
    """Targets, results and schedule cells lie within the plan's years."""
    for table in _WITHIN_PLAN:
        for row in grid.rows(table):
            plan, year = grid.plan(row), row.whole("fiscal_year")
            if plan is None or year is None:
                continue
            start, end = plan.whole("start_fy"), plan.whole("end_fy")
            if (start is not None and year < start) or (end is not None and year > end):
                facts: dict[str, str | int] = {"year": year, "start": plan["start_fy"], "end": plan["end_fy"]}
                yield Problem("E403", row.where("fiscal_year"), facts)


@rule
def start_before_end(grid: Grid) -> Iterator[Problem]:
    """A plan and an event begin before they end."""
    for row in grid.rows("plans"):
        start, end = row.whole("start_fy"), row.whole("end_fy")
        if start is not None and end is not None and start > end:
            yield Problem("E404", row.where("end_fy"), {"start": start, "end": end})
    for row in grid.rows("events"):
        start_day, end_day = row["date_start"], row["date_end"]
        # Dates of different precision compare on what both state.
        shared = min(len(start_day), len(end_day))
        if shared and start_day[:shared] > end_day[:shared]:
            yield Problem("E404", row.where("date_end"), {"start": start_day, "end": end_day})


@rule
def plan_end_targets(grid: Grid) -> Iterator[Problem]:
    """A target for every year or for the plan as a whole stands at the plan's last year."""
    for row in grid.rows("targets"):
        plan = grid.plan(row)
        if plan is None or row["applies"] not in {"every_year", "plan_end"}:
            continue
        end = plan.whole("end_fy")
        if end is not None and row.whole("fiscal_year") not in {None, end}:
            yield Problem("E412", row.where("fiscal_year"), {"year": row["fiscal_year"], "end": end})


@rule
def pages_exist(grid: Grid) -> Iterator[Problem]:
    """No row names a page beyond the last page of its document."""
    pages = {row["source_id"]: row.whole("pages") for row in grid.rows("sources")}
    for name in sorted(grid.present):
        if "page" not in grid.table(name).table.names:
            continue
        for row in grid.rows(name):
            source = grid.source(row)
            last, page = pages.get(source), row.whole("page")
            if last is not None and page is not None and page > last:
                yield Problem("E414", row.where("page"), {"page": page, "last": last, "source": source})
