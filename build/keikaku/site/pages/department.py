"""The list of departments, and a department's page: the projects that it has part in, and how they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from keikaku.iri import part_of
from keikaku.model import Department
from keikaku.site.frame import Frame, Frames
from keikaku.site.heavy import ListPart, Whole, bytes_of, lightened
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, Place, href
from keikaku.site.lists.status_lines import Line
from keikaku.site.paging import weight
from keikaku.site.tables.duties import Duties, departments_grid, missed_lines, projects_grid, years_grid
from keikaku.site.tables.fact import Fact, facts
from keikaku.site.tables.grid import Grid
from keikaku.site.wording.words import number

_DEPARTMENTS, _PROJECTS, _MISSED, _LINE = 84_000, 50_000, 24_000, 420
"""Bytes that departments, the projects of one, what it missed, and the markup of a line of that may take."""


@dataclass(frozen=True, slots=True)
class DepartmentsPage:
    """Context of `departments.html`; `listed` leads to the parts, where the table is too long to stand whole."""

    frame: Frame
    departments: Grid
    listed: Link | None = None


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """Context of `department.html`.

    `listed` leads to the parts of a long table of projects; `missed_more` says how many missed ones do not stand here.
    """

    frame: Frame
    name: str
    place: Place
    facts: tuple[Fact, ...]
    below: tuple[tuple[Link, str], ...]
    projects: Grid
    years: Grid | None
    missed_title: str
    missed: tuple[Line, ...]
    missed_page: str
    missed_year: str
    missed_more: str = ""
    listed: Link | None = None


def departments_page(index: CityIndex, frames: Frames, given: Mapping[str, Duties]) -> DepartmentsPage:
    """Make the list of departments."""
    words, name = index.words, index.words.label(index.city.city.name)
    grid = departments_grid(index, [(one, given[one.row.department_id]) for one in index.city.departments])
    frame = frames.plain(
        index.page("departments"),
        words.say("departments_title"),
        words.say("departments_description", name=name, count=len(grid.rows)),
    )
    return DepartmentsPage(frame, grid)


def department_page(index: CityIndex, frames: Frames, department: Department, own: Duties) -> DepartmentPage:
    """Make a department's page."""
    words, row = index.words, department.row
    path = index.page("department", department_id=row.department_id)
    trail = (Link(href(index.page("departments")), words.say("departments_title")),)
    description = words.say("department_description", name=row.name, count=len(department.projects))
    parent = index.department(row.parent_department_id) if row.parent_department_id else Link("", "")
    year = own.last_year
    return DepartmentPage(
        frame=frames.thing(path, row.name, description, trail, ("departments", "project_departments")),
        name=row.name,
        place=index.place(row),
        facts=facts(Fact(words.say("column_parent"), parent.text, parent.href)),
        below=tuple(_below(index, department)),
        projects=projects_grid(index, department, own),
        years=years_grid(index, department, own),
        missed_title=words.say("department_missed", year=words.fiscal_year(year)) if year else "",
        missed=missed_lines(index, own),
        missed_page=href(index.page("missed", fiscal_year=str(year))) if own.missed else "",
        missed_year=str(year or ""),
    )


def light_departments(
    index: CityIndex, frames: Frames, page: DepartmentsPage
) -> tuple[DepartmentsPage, tuple[ListPart, ...]]:
    """Put the rows of a long list of departments on parts of their own; their names stay."""
    whole = _whole(page.frame)
    (grid,), parts = lightened(frames, index.division, whole, [page.departments], _DEPARTMENTS)
    return replace(page, departments=grid, listed=_listed(whole, parts)), parts


def light_department(
    index: CityIndex, frames: Frames, page: DepartmentPage
) -> tuple[DepartmentPage, tuple[ListPart, ...]]:
    """Put the rows of many projects on parts of their own; their names stay, unless these alone are too many.

    Of what was missed the first stay.
    """
    whole, path = _whole(page.frame), page.frame.path
    kept = index.division.moved(f"{path}#missed", lambda: [_fitting(page.missed)])[0]
    (grid,), parts = lightened(frames, index.division, whole, [page.projects], _PROJECTS)
    more = len(page.missed) - kept
    told = index.words.say("department_missed_more", count=number(more)) if more else ""
    listed = _listed(whole, parts)
    if parts and index.division.moved(f"{path}#names", lambda: [0] if bytes_of(grid) > _PROJECTS else []):
        grid = replace(grid, rows=())
    return replace(page, projects=grid, missed=page.missed[:kept], missed_more=told, listed=listed), parts


def _whole(frame: Frame) -> Whole:
    return Whole(Link(href(frame.path), frame.title), frame.path, frame.title, frame.description)


def _listed(whole: Whole, parts: Sequence[ListPart]) -> Link | None:
    return Link(href(part_of(whole.path, 2)), whole.title) if parts else None


def _fitting(missed: Sequence[Line]) -> int:
    """Count the lines that find room on the page."""
    sizes = accumulate(weight(*line.link, line.project, line.departments, more=_LINE) for line in missed)
    return sum(size <= _MISSED for size in sizes)


def _below(index: CityIndex, department: Department) -> Iterator[tuple[Link, str]]:
    """Give the departments directly below one, each with the number of its projects."""
    for other in index.city.departments:
        if other.row.parent_department_id == department.row.department_id:
            yield index.department(other.row.department_id), number(len(other.projects))
