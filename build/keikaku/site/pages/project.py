"""A project's page: what the newest edition says of it, its schedule, indicators, departments, links and money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from keikaku.model import Plan, Project
from keikaku.site.changes import Difference, steps
from keikaku.site.fact import Fact, facts
from keikaku.site.frame import Frame, Frames
from keikaku.site.grid import Grid
from keikaku.site.grids import (
    concerning_grid,
    departments_grid,
    finances_grid,
    links_grid,
    priorities_grid,
    statements_grid,
    themes_grid,
)
from keikaku.site.index import CityIndex, coded
from keikaku.site.links import Link, Place
from keikaku.site.summary import Chip, IndicatorCard, Summaries
from keikaku.site.words import fiscal_year

_KINDS: Final = ("phase", "activity", "evaluation")
_FLAGS: Final = ("is_new", "is_revised", "progress_managed", "national_priority")


class Entry(NamedTuple):
    """One cell of the schedule as the document prints it."""

    id: str
    raw: str
    phase: str
    edition: Link | None
    place: Place
    notes: tuple[Link, ...]


class ScheduleYear(NamedTuple):
    """The cells of one fiscal year, kind by kind."""

    year: str
    cells: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The schedule: headings of the kinds that occur, and the years."""

    headings: tuple[str, ...]
    years: tuple[ScheduleYear, ...]


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Context of `project.html`."""

    frame: Frame
    title: str
    place: Place
    edition: Link
    flags: tuple[Chip, ...]
    description: str
    purpose: str
    facts: tuple[Fact, ...]
    indicators: tuple[IndicatorCard, ...]
    schedule: Schedule | None
    grids: tuple[Grid, ...]
    statements: Grid
    steps: tuple[tuple[Link, tuple[Difference, ...]], ...]
    corrections: Grid | None


def project_page(index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan, project: Project) -> ProjectPage:
    """Make a project's page."""
    words, row = index.words, project.latest
    path = index.page("project", plan_id=project.plan_id, project_id=project.project_id)
    trail = (index.plan(project.plan_id), *index.policy_trail(plan, row.policy_id))
    description = row.description or words.say("project_description", plan=plan.row.title, title=row.title)
    grids = tuple(grid for grid in _grids(index, plan, project) if grid.rows)
    return ProjectPage(
        frame=frames.thing(path, coded(row.code, row.title), description, trail, _tables(project)),
        title=row.title,
        place=index.place(row),
        edition=index.edition(row.edition_id),
        flags=tuple(Chip(words.say(flag), "new" if flag == "is_new" else "") for flag in _FLAGS if getattr(row, flag)),
        description=row.description,
        purpose=row.purpose,
        facts=_facts(index, row),
        indicators=tuple(summaries.indicator(plan, indicator) for indicator in project.indicators),
        schedule=_schedule(index, project),
        grids=grids,
        statements=statements_grid(index, "projects", project.statements),
        steps=steps(index, "projects", project.statements),
        corrections=concerning_grid(index, project.plan_id, "project_id", project.project_id),
    )


def _tables(project: Project) -> tuple[str, ...]:
    held = {
        "project_departments": project.departments,
        "project_links": project.links,
        "project_themes": project.themes,
        "project_priorities": project.priorities,
        "indicators": project.indicators,
        "schedule": project.schedule,
        "finances": project.finances,
    }
    return ("projects", *(table for table, rows in held.items() if rows))


def _facts(index: CityIndex, row: Any) -> tuple[Fact, ...]:
    words = index.words
    columns = index.site.schema.by_name["projects"].by_name
    start = fiscal_year(row.start_fy) if row.start_fy else ""
    printed = words.say("as_printed", raw=row.start_raw) if row.start_raw else ""
    return facts(
        Fact(words.say("fact_code_raw"), row.code_raw, look="raw"),
        Fact(columns["group_title"].title.ja, row.group_raw or row.group_title, look="raw" if row.group_raw else ""),
        Fact(columns["start_fy"].title.ja, start + printed),
        Fact(columns["status"].title.ja, words.code("project_status", row.status)),
        Fact(columns["status_raw"].title.ja, row.status_raw, look="raw"),
        Fact(columns["progress_managed_raw"].title.ja, row.progress_managed_raw, look="raw"),
        Fact(columns["superior_item"].title.ja, row.superior_item),
        Fact(columns["remarks"].title.ja, row.remarks),
    )


def _grids(index: CityIndex, plan: Plan, project: Project) -> tuple[Grid, ...]:
    return (
        departments_grid(index, project),
        links_grid(index, plan, project),
        themes_grid(index, project),
        priorities_grid(index, project),
        finances_grid(index, plan, project.finances, named=False),
    )


def _schedule(index: CityIndex, project: Project) -> Schedule | None:
    """Order the schedule by year and kind; editions are told where there is more than one."""
    if not project.schedule:
        return None
    kinds = [kind for kind in _KINDS if any(row.kind == kind for row in project.schedule)]
    several = len({row.edition_id for row in project.schedule}) > 1
    years: dict[int, dict[str, list[Entry]]] = {}
    for row in project.schedule:
        entry = Entry(
            index.fragment("schedule", row),
            row.raw,
            index.words.code("phase", row.phase),
            index.edition(row.edition_id) if several else None,
            index.place(row),
            index.notes("schedule", row),
        )
        years.setdefault(row.fiscal_year, {}).setdefault(row.kind, []).append(entry)
    return Schedule(
        tuple(index.words.code("schedule_kind", kind) for kind in kinds),
        tuple(
            ScheduleYear(fiscal_year(year), tuple(tuple(years[year].get(kind, ())) for kind in kinds))
            for year in sorted(years)
        ),
    )
