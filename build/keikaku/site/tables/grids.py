"""The tables that pages show, made from rows of the model: one function a table, ids as the URIs' fragments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from keikaku.model import Indicator, Plan, Policy, Project
from keikaku.site.index import CityIndex
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid
from keikaku.site.wording.words import number

_YEN: Final = "円"


def values_grid(index: CityIndex, indicator: Indicator) -> Grid:
    """Targets, results and baselines of an indicator together, by fiscal year and edition."""
    words = index.words
    rows = [(row.fiscal_year, 0, _target(index, row)) for row in indicator.targets]
    rows += [(row.fiscal_year, 1, _result(index, row)) for row in indicator.results]
    for row in indicator.statements:
        if row.baseline_fy and row.baseline_value is not None:
            rows.append((row.baseline_fy, 2, _baseline(index, row)))
    rows.sort(key=lambda entry: entry[:2])
    headings = ["fiscal_year", "what", "printed", "value", "breakdown", "status", "difference", "as_of", "edition"]
    titles = [words.say(f"column_{heading}") for heading in headings]
    return make_grid(words.say("values_caption", title=indicator.latest.title), titles, [row for *_, row in rows])


def _target(index: CityIndex, row: Any) -> Row:
    words = index.words
    basis = words.code("target_basis", row.basis) if row.basis not in ("", "absolute") else ""
    value = words.span(row.value, row.value_max, row.unit, row.comparator)
    what = [words.say(f"applies_{row.applies}", target=words.say("target"))]
    what += [words.code("target_origin", row.origin)] if row.origin == "derived" else []
    cells = (
        Cell(words.fiscal_year(row.fiscal_year)),
        Cell(words.dotted(what)),
        Cell(row.raw, look="raw"),
        Cell(f"{basis} {value}".strip() if value else "", look="number"),
        *(Cell(""),) * 4,
        _edition(index, row),
    )
    return index.row("targets", row, cells)


def _baseline(index: CityIndex, row: Any) -> Row:
    words = index.words
    cells = (
        Cell(words.fiscal_year(row.baseline_fy)),
        Cell(index.column_title("indicators", "baseline_value")),
        Cell(""),
        Cell(words.quantity(row.baseline_value, row.unit), look="number"),
        *(Cell(""),) * 4,
        _edition(index, row),
    )
    return Row(cells, index.baseline_id(row), index.place(row))


def _result(index: CityIndex, row: Any) -> Row:
    words = index.words
    cells = (
        Cell(words.fiscal_year(row.fiscal_year)),
        Cell(words.dotted((words.say("result"), row.report_label))),
        Cell(row.raw, look="raw"),
        Cell(words.quantity(row.value, row.unit, row.comparator), look="number"),
        Cell(_breakdown(index, row)),
        _status(index, row.status),
        Cell(row.delta_raw or words.quantity(row.delta), look="raw"),
        Cell(words.date(row.as_of)),
        _edition(index, row),
    )
    return index.row("results", row, cells)


def _breakdown(index: CityIndex, row: Any) -> str:
    parts = []
    if row.rate is not None:
        parts.append(index.words.say("rate", value=number(row.rate)))
    if row.numerator is not None:
        parts.append(index.words.say("numerator", value=number(row.numerator)))
    if row.denominator is not None:
        parts.append(index.words.say("denominator", value=number(row.denominator)))
    return index.words.join(parts)


def _edition(index: CityIndex, row: Any) -> Cell:
    """Link the edition of a row; where a plan has but one, every row is of it and none says so."""
    if index.is_only_edition(row.edition_id):
        return Cell("")
    link = index.edition(row.edition_id)
    return Cell(link.text, link.href)


def _status(index: CityIndex, code: str) -> Cell:
    return Cell(index.words.code("attainment_status", code), look=f"status-{code}" if code else "")


def points_grids(index: CityIndex, policy: Policy) -> tuple[Grid, ...]:
    """The directions, actions, milestones and remarks of a policy: one table for each kind."""
    words = index.words
    titles = [words.say(f"column_{name}") for name in ("content", "fiscal_year", "edition")]
    grids = []
    for code in index.site.schema.code_lists["policy_point_kind"].codes:
        rows = [
            index.row(
                "policy_points", row, (Cell(row.text), Cell(words.fiscal_year(row.fiscal_year)), _edition(index, row))
            )
            for row in policy.points
            if row.kind == code.value
        ]
        if rows:
            grids.append(make_grid(words.code("policy_point_kind", code.value), titles, rows))
    return tuple(grids)


def statements_grid(index: CityIndex, table: str, statements: Iterable[Any]) -> Grid:
    """The editions that state a thing, with the title that each gives it, newest first."""
    words = index.words
    rows = []
    for row in reversed(tuple(statements)):
        edition = index.edition(row.edition_id)
        rows.append(index.row(table, row, (Cell(edition.text, edition.href), Cell(row.title))))
    titles = [words.say("column_edition"), words.say("column_title")]
    return make_grid(words.say("statements_caption"), titles, rows)


def departments_grid(index: CityIndex, project: Project) -> Grid:
    """The departments of a project, newest edition first."""
    words = index.words
    order = {row.edition_id: n for n, row in enumerate(reversed(project.statements))}
    rows = []
    for row in sorted(project.departments, key=lambda part: (order[part.edition_id], part.position)):
        link = index.department(row.department_id)
        name = words.say("and_others", name=link.text) if row.and_others else link.text
        cells = (Cell(name, link.href), Cell(words.code("role", row.role)), _edition(index, row))
        rows.append(index.row("project_departments", row, cells))
    titles = [words.say(f"column_{name}") for name in ("department", "role", "edition")]
    return make_grid(words.say("departments_caption"), titles, rows)


def links_grid(index: CityIndex, plan: Plan, project: Project) -> Grid:
    """Other projects that a project points to (再掲)."""
    words = index.words
    rows = []
    for row in project.links:
        link = index.project(plan.projects[row.linked_project_id])
        cells = (
            Cell(words.code("relation", row.relation)),
            Cell(link.text, link.href),
            Cell(row.raw, look="raw"),
            _edition(index, row),
        )
        rows.append(index.row("project_links", row, cells))
    titles = [words.say(f"column_{name}") for name in ("relation", "project", "printed", "edition")]
    return make_grid(words.say("links_caption"), titles, rows)


def themes_grid(index: CityIndex, project: Project) -> Grid:
    """Themes of a project with their basis."""
    words = index.words
    rows = [
        index.row(
            "project_themes",
            row,
            (Cell(words.code("theme", row.theme)), Cell(words.code("theme_basis", row.basis)), _edition(index, row)),
        )
        for row in project.themes
    ]
    titles = [words.say(f"column_{name}") for name in ("theme", "basis", "edition")]
    return make_grid(words.say("themes_caption"), titles, rows)


def priorities_grid(index: CityIndex, project: Project) -> Grid:
    """The priorities of the national plan that a project carries out."""
    words = index.words
    rows = []
    for row in project.priorities:
        cells = (
            Cell(words.code("national_priority", row.priority)),
            Cell(words.code("theme_basis", row.basis)),
            _edition(index, row),
        )
        rows.append(index.row("project_priorities", row, cells))
    titles = [words.say(f"column_{name}") for name in ("priority", "basis", "edition")]
    return make_grid(words.say("priorities_caption"), titles, rows)


def finances_grid(index: CityIndex, plan: Plan, finances: Iterable[Any], *, named: bool) -> Grid:
    """Costs and grants; `named` tells their projects and gives the rows their ids (the edition's page)."""
    words = index.words
    rows = []
    for row in finances:
        project = index.project(plan.projects[row.project_id]) if named and row.project_id else None
        cells = (
            Cell(words.code("finance_kind", row.kind)),
            Cell(words.fiscal_year(row.fiscal_year)),
            Cell(project.text, project.href) if project else Cell(""),
            Cell(row.programme),
            Cell(row.raw, look="raw"),
            Cell(words.quantity(row.amount_yen, _YEN), look="number"),
            Cell("") if named else _edition(index, row),
        )
        made = index.row("finances", row, cells)
        rows.append(made if named else made._replace(id=""))
    headings = ("kind", "fiscal_year", "project", "programme", "printed", "amount", "edition")
    titles = [words.say(f"column_{name}") for name in headings]
    csv = index.csv("finances") if named else None
    return make_grid(index.table_title("finances"), titles, rows, csv)


def corrections_grid(
    index: CityIndex, caption: str, corrections: Iterable[Any], *, named: bool, kinds: bool = True
) -> Grid:
    """Corrections; with `named` the rows have their ids (the edition's page), else they link there."""
    words = index.words
    rows = []
    for row in corrections:
        path = "" if named else index.row_link("corrections", row, "").href
        cells = (
            Cell(_subject(index, row), path),
            Cell(words.code("correction_kind", row.kind) if kinds else ""),
            Cell(row.as_printed, look="raw"),
            Cell(row.as_published, look="raw"),
            Cell(row.reason),
        )
        made = index.row("corrections", row, cells)
        rows.append(made if named else made._replace(id=""))
    headings = ("subject", "kind", "printed", "published", "reason")
    csv = index.csv("corrections") if named else None
    return make_grid(caption, [words.say(f"column_{name}") for name in headings], rows, csv)


def concerning_grid(index: CityIndex, plan_id: str, owner: str, key: str) -> Grid | None:
    """The corrections of all rows that belong to one thing; None where there are none."""
    concerning = index.concerning(plan_id, owner, key)
    caption = index.words.say("corrections_caption")
    return corrections_grid(index, caption, concerning, named=False) if concerning else None


def _subject(index: CityIndex, row: Any) -> str:
    """Say what a correction concerns: table, column and row."""
    column = index.site.schema.by_name[row.table_name].by_name.get(row.column_name)
    title = index.words.label(column.title) if column else ""
    parts = (index.table_title(row.table_name), title, row.row_key.replace("|", " "))
    return " › ".join(part for part in parts if part)
