"""What a department has to do and how it stands: its projects with status and schedule, and what it missed.

Input: a department of the model, and the standings of the city's indicators. The year of the schedule follows from what
the plan's editions state: pages know no today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from keikaku.model import Department, Plan, Project, judged
from keikaku.site.index import CityIndex
from keikaku.site.lists.status_lines import Line, PlanStandings, line_of, status_name
from keikaku.site.standing.yearly import FALLEN_SHORT, STATES, Standing
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid
from keikaku.site.wording.words import number

_JUDGED: Final = STATES[:3]
_APRIL: Final = "04"


class Judged(NamedTuple):
    """A project's printed statuses by year."""

    project: Project
    years: Mapping[int, str]


class Duties(NamedTuple):
    """A department's projects, judged, and the standings of their indicators.

    `last_year` is the newest year in which anything of it is judged, 0 where nothing is; `missed` is what fell short of
    its target in it.
    """

    projects: tuple[Judged, ...]
    standings: tuple[Standing, ...]
    last_year: int
    missed: tuple[Standing, ...]


def duties(department: Department, given: Sequence[PlanStandings]) -> Duties:
    """Gather what a department has part in."""
    held = {(project.plan_id, project.project_id) for project in department.projects}
    projects = tuple(
        Judged(project, judged(project.indicators, by_project=True).get(project.project_id, {}))
        for project in department.projects
    )
    own = tuple(
        one for plan in given for one in plan.standings if one.project and (one.plan_id, one.project.project_id) in held
    )
    years = [year for one in projects for year in one.years]
    last = max([*years, *(one.year for one in own if one.state in _JUDGED)], default=0)
    missed = tuple(one for one in own if one.year == last and one.state in FALLEN_SHORT)
    return Duties(projects, own, last, missed)


def schedule_year(plan: Plan, projects: Sequence[Project]) -> int:
    """Give the year whose schedule is shown: the newest edition's, the one behind the last results, else the last.

    It is 0 where the projects have no schedule.
    """
    years = sorted({row.fiscal_year for project in projects for row in project.schedule})
    if not years:
        return 0
    reported = max((row.fiscal_year for one in plan.indicators.values() for row in one.results), default=years[-1] - 1)
    year = _fiscal_year(plan.editions[-1].row.as_of) or reported + 1
    return min(years, key=lambda one: (abs(one - year), one))


def _fiscal_year(date: str) -> int:
    """Give the fiscal year of a date that states its month; else 0."""
    year, _, rest = date.partition("-")
    return int(year) - (rest[:2] < _APRIL) if rest else 0


def projects_grid(index: CityIndex, department: Department, own: Duties) -> Grid:
    """A department's projects: status, role, what the schedule has for the year; plan and edition where several."""
    words, name = index.words, department.row.department_id
    year = max((schedule_year(plan, _of(plan, own)) for plan in index.city.plans if _of(plan, own)), default=0)
    rows, several = [], len(index.city.plans) > 1
    for project, years in own.projects:
        part = [one for one in project.departments if one.department_id == name][-1]
        link, edition = index.project(project), index.edition(part.edition_id)
        plan = index.plan(project.plan_id)
        cells = (
            Cell(link.text, link.href),
            _status(index, years),
            Cell(words.code("role", part.role)),
            Cell(_schedule(index, project, year)),
            Cell(plan.text, plan.href) if several else Cell(""),
            Cell("") if index.is_only_edition(part.edition_id) else Cell(edition.text, edition.href),
        )
        rows.append(Row(cells, "", index.place(part)))
    titles = [words.say(f"column_{column}") for column in ("project", "newest_status", "role")]
    titles += [words.say("department_schedule", year=words.fiscal_year(year)) if year else words.say("column_schedule")]
    titles += [words.say(f"column_{column}") for column in ("plan", "edition")]
    return make_grid(words.say("department_projects_caption", name=department.row.name), titles, rows)


def _of(plan: Plan, own: Duties) -> list[Project]:
    return [one.project for one in own.projects if one.project.plan_id == plan.row.plan_id]


def _status(index: CityIndex, years: Mapping[int, str]) -> Cell:
    """Give the last judged status of a project, with its year."""
    if not years:
        return Cell("")
    year = max(years)
    text = index.words.say("in_year", status=status_name(index.words, years[year]), year=year)
    return Cell(text, look=f"status-{years[year]}")


def _schedule(index: CityIndex, project: Project, year: int) -> str:
    newest = project.latest.edition_id
    rows: list[Any] = [row for row in project.schedule if row.fiscal_year == year and row.edition_id == newest]
    return index.words.join(dict.fromkeys(row.raw for row in rows))


def years_grid(index: CityIndex, department: Department, own: Duties) -> Grid | None:
    """Count a department's judged projects and indicators by year, newest first; None where none is judged."""
    words, rows = index.words, []
    for year in sorted({year for one in own.projects for year in one.years}, reverse=True):
        projects = Counter(one.years[year] for one in own.projects if year in one.years)
        kpis = Counter(one.state for one in own.standings if one.year == year)
        counts = [*(projects[state] for state in _JUDGED), *(kpis[state] for state in _JUDGED)]
        rows.append(Row((Cell(words.fiscal_year(year)), *(Cell(number(one), look="number") for one in counts))))
    names = [status_name(words, state) for state in _JUDGED]
    titles = [words.say("column_fiscal_year")]
    titles += [words.say(f"status_of_{kind}", status=name) for kind in ("projects", "indicators") for name in names]
    return make_grid(words.say("department_status", name=department.row.name), titles, rows) if rows else None


def missed_lines(index: CityIndex, own: Duties) -> tuple[Line, ...]:
    """List what a department missed in the newest judged year."""
    return tuple(line_of(index, one) for one in own.missed)


def departments_grid(index: CityIndex, every: Sequence[tuple[Department, Duties]]) -> Grid:
    """List departments with the number of their projects, the last judged statuses of these, and what was missed."""
    words, rows = index.words, []
    for department, own in every:
        row = department.row
        link, parent = index.department(row.department_id), row.parent_department_id
        last = Counter(one.years[max(one.years)] for one in own.projects if one.years)
        counts = [len(own.projects), *(last[state] for state in _JUDGED), len(own.missed)]
        cells = (Cell(number(count) if count or turn == 0 else "", look="number") for turn, count in enumerate(counts))
        above = index.department(parent).text if parent else ""
        rows.append(Row((Cell(link.text, link.href), Cell(above), *cells), "", index.place(row)))
    titles = [words.say(f"column_{column}") for column in ("department", "parent", "projects")]
    titles += [words.say("status_of_projects", status=status_name(words, state)) for state in _JUDGED]
    titles += [words.say("column_missed")]
    return make_grid(words.say("departments_caption"), titles, rows, index.csv("departments"))
