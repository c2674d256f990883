"""A project's page: what the newest edition says of it, its schedule, indicators, departments, links and money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from keikaku.model import Plan, Project
from keikaku.site.citation import Citation, cite_thing
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex, coded
from keikaku.site.links import Link, Place
from keikaku.site.lists.changes import Step, steps
from keikaku.site.lists.neighbours import RelatedProject, related_projects, theme_links
from keikaku.site.standing.project_sentence import project_sentence
from keikaku.site.standing.summary import Chip, IndicatorCard, Summaries
from keikaku.site.tables.fact import Fact, facts
from keikaku.site.tables.grid import Grid
from keikaku.site.tables.grids import (
    concerning_grid,
    departments_grid,
    finances_grid,
    links_grid,
    priorities_grid,
    statements_grid,
    themes_grid,
)

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
    sentence: str
    flags: tuple[Chip, ...]
    description: str
    purpose: str
    facts: tuple[Fact, ...]
    indicators: tuple[IndicatorCard, ...]
    schedule: Schedule | None
    timeline: Markup
    grids: tuple[tuple[str, str, Grid], ...]
    statements: Grid
    steps: tuple[Step, ...]
    corrections: Grid | None
    related: tuple[RelatedProject, ...]
    themes: tuple[Link, ...]
    citation: Citation


def project_page(index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan, project: Project) -> ProjectPage:
    """Make a project's page."""
    words, row = index.words, project.latest
    path = index.page("project", plan_id=project.plan_id, project_id=project.project_id)
    trail = (index.plan(project.plan_id), *index.policy_trail(plan, row.policy_id))
    description = row.description or words.say("project_description", plan=index.plan_title(plan), title=row.title)
    return ProjectPage(
        frame=frames.thing(path, coded(row.code, row.title), description, trail, _tables(project)),
        title=row.title,
        place=index.place(row),
        edition=index.edition(row.edition_id),
        sentence=project_sentence(index, summaries, plan, project),
        flags=tuple(Chip(words.say(flag), "new" if flag == "is_new" else "") for flag in _FLAGS if getattr(row, flag)),
        description=row.description,
        purpose=row.purpose,
        facts=_facts(index, row),
        indicators=summaries.indicators(plan, project.indicators, path),
        schedule=_schedule(index, project),
        timeline=summaries.timeline(project),
        grids=tuple(_grids(index, plan, project)),
        statements=statements_grid(index, "projects", project.statements),
        steps=steps(index, "projects", project.statements),
        corrections=concerning_grid(index, project.plan_id, "project_id", project.project_id),
        related=related_projects(index, project),
        themes=theme_links(index, project),
        citation=cite_thing(index, plan, row, "projects", path),
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
    title = partial(index.column_title, "projects")
    start = words.fiscal_year(row.start_fy)
    printed = words.say("as_printed", raw=row.start_raw) if row.start_raw else ""
    return facts(
        Fact(words.say("fact_code_raw"), row.code_raw, look="raw"),
        Fact(title("group_title"), row.group_raw or row.group_title, look="raw" if row.group_raw else ""),
        Fact(title("start_fy"), start + printed),
        Fact(title("status"), words.code("project_status", row.status)),
        Fact(title("status_raw"), row.status_raw, look="raw"),
        Fact(title("progress_managed_raw"), row.progress_managed_raw, look="raw"),
        Fact(title("superior_item"), row.superior_item),
        Fact(title("remarks"), row.remarks),
    )


def _grids(index: CityIndex, plan: Plan, project: Project) -> Iterator[tuple[str, str, Grid]]:
    """Give the tables of a project, each with the query behind it and what the project is to that query."""
    own = "any_project"
    if project.departments:
        yield "project-departments", own, departments_grid(index, project)
    if project.links:
        yield "project-links", own, links_grid(index, plan, project)
    if project.themes:
        yield "project-themes", own, themes_grid(index, project)
    if project.priorities:
        yield "project-priorities", own, priorities_grid(index, project)
    if project.finances:
        yield "costs", "cost_project", finances_grid(index, plan, project.finances, named=False)


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
            ScheduleYear(index.words.fiscal_year(year), tuple(tuple(years[year].get(kind, ())) for kind in kinds))
            for year in sorted(years)
        ),
    )
