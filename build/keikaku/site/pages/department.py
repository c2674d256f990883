"""The list of departments, and a department's page with the projects that it has part in."""

from __future__ import annotations

from dataclasses import dataclass

from keikaku.model import Department
from keikaku.site.fact import Fact, facts
from keikaku.site.frame import Frame, Frames
from keikaku.site.grid import Cell, Grid, Row, make_grid
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, Place, href


@dataclass(frozen=True, slots=True)
class DepartmentsPage:
    """Context of `departments.html`."""

    frame: Frame
    departments: Grid


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """Context of `department.html`."""

    frame: Frame
    name: str
    place: Place
    facts: tuple[Fact, ...]
    below: tuple[Link, ...]
    projects: Grid


def departments_page(index: CityIndex, frames: Frames) -> DepartmentsPage:
    """Make the list of departments."""
    words, name = index.words, index.city.city.name.ja
    rows = []
    for department in index.city.departments:
        row = department.row
        link = index.department(row.department_id)
        parent = row.parent_department_id
        above = index.department(parent).text if parent else ""
        count = Cell(f"{len(department.projects):,}", look="number")
        rows.append(Row((Cell(link.text, link.href), Cell(above), count), "", index.place(row)))
    titles = [words.say(f"column_{column}") for column in ("department", "parent", "projects")]
    frame = frames.plain(
        index.page("departments"),
        words.say("departments_title"),
        words.say("departments_description", name=name, count=len(rows)),
    )
    grid = make_grid(words.say("departments_caption"), titles, rows, index.csv("departments"))
    return DepartmentsPage(frame, grid)


def department_page(index: CityIndex, frames: Frames, department: Department) -> DepartmentPage:
    """Make a department's page."""
    words, row = index.words, department.row
    path = index.page("department", department_id=row.department_id)
    trail = (Link(href(index.page("departments")), words.say("departments_title")),)
    description = words.say("department_description", name=row.name, count=len(department.projects))
    parent = index.department(row.parent_department_id) if row.parent_department_id else Link("", "")
    others = index.city.departments
    return DepartmentPage(
        frame=frames.thing(path, row.name, description, trail, ("departments", "project_departments")),
        name=row.name,
        place=index.place(row),
        facts=facts(Fact(words.say("column_parent"), parent.text, parent.href)),
        below=tuple(
            index.department(other.row.department_id)
            for other in others
            if other.row.parent_department_id == row.department_id
        ),
        projects=_projects(index, department),
    )


def _projects(index: CityIndex, department: Department) -> Grid:
    words, own = index.words, department.row.department_id
    rows = []
    for project in department.projects:
        part = [one for one in project.departments if one.department_id == own][-1]
        link, plan = index.project(project), index.plan(project.plan_id)
        edition = index.edition(part.edition_id)
        cells = (
            Cell(link.text, link.href),
            Cell(words.code("role", part.role)),
            Cell(plan.text, plan.href),
            Cell(edition.text, edition.href),
        )
        rows.append(Row(cells, "", index.place(part)))
    titles = [words.say(f"column_{column}") for column in ("project", "role", "plan", "edition")]
    return make_grid(words.say("department_projects_caption", name=department.row.name), titles, rows)
