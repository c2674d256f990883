"""Join the rows of clean tables into a `Municipality`. Only error-free tables come here: every reference resolves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, TypeVar

from keikaku.check import CleanCity, CleanTable
from keikaku.model.plan import Department, Edition, Indicator, Municipality, Plan, Policy, Project
from keikaku.model.rows import ROW_CLASSES, PlanEditionRow, PlanRow
from keikaku.schema import Column

R = TypeVar("R")
Grouped = Mapping[Any, list[Any]]
_EDITION_TABLES: Final = ("finances", "statistics", "totals", "events", "terms", "corrections")


def build_municipality(clean: CleanCity) -> Municipality:
    """Build the model of a city."""
    rows = {name: typed_rows(table) for name, table in clean.tables.items()}
    sources = {source.source_id: source for source in rows["sources"]}
    plans = tuple(_plan(plan, rows) for plan in rows["plans"])
    departments = tuple(_department(row, plans) for row in rows["departments"])
    return Municipality(clean.slug, clean.city, sources, plans, departments, rows)


def typed_rows(table: CleanTable) -> tuple[Any, ...]:
    """Turn a table's canonical text into its row class."""
    make = ROW_CLASSES[table.table.name]
    readers = [_reader(column) for column in table.table.columns]
    return tuple(make(*[read(value) for read, value in zip(readers, row, strict=True)]) for row in table.rows)


def _reader(column: Column) -> Callable[[str], Any]:
    if column.type == "integer":
        return lambda value: int(value) if value else None
    if column.type == "number":
        return lambda value: Decimal(value) if value else None
    if column.type == "boolean":
        return lambda value: value == "true" if value else None
    return lambda value: value


def editions_in_order(editions: Iterable[PlanEditionRow]) -> list[PlanEditionRow]:
    """Order editions oldest first by their `previous_edition_id`; what is not linked keeps its place in the table."""
    by_id = {edition.edition_id: edition for edition in editions}

    def depth(edition: PlanEditionRow) -> int:
        steps = 0
        previous = by_id.get(edition.previous_edition_id)
        while previous and steps < len(by_id):
            steps += 1
            previous = by_id.get(previous.previous_edition_id)
        return steps

    return sorted(by_id.values(), key=depth)


def _group(rows: Iterable[R], key: Callable[[R], Any]) -> dict[Any, list[R]]:
    grouped: dict[Any, list[R]] = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    return grouped


class _Rows:
    """The rows of one plan in edition order, grouped by the thing that they belong to."""

    def __init__(self, rows: Mapping[str, tuple[Any, ...]], order: Mapping[str, int]) -> None:
        self.rows = rows
        self.order = order

    def by(self, table: str, key: str) -> Grouped:
        """Group a table's rows by one column, oldest edition first and otherwise in the table's order."""
        own = [row for row in self.rows[table] if row.edition_id in self.order]
        own.sort(key=lambda row: self.order[row.edition_id])
        return _group(own, lambda row: getattr(row, key))


def _plan(plan: PlanRow, rows: Mapping[str, tuple[Any, ...]]) -> Plan:
    editions = editions_in_order(row for row in rows["editions"] if row.plan_id == plan.plan_id)
    own = _Rows(rows, {edition.edition_id: number for number, edition in enumerate(editions)})
    indicators = _indicators(plan.plan_id, own)
    projects = _projects(plan.plan_id, own, indicators)
    policies = _policies(plan.plan_id, own, projects, indicators)
    sources = {source.source_id: source for source in rows["sources"]}
    return Plan(
        row=plan,
        editions=_editions(editions, sources, own),
        policies=policies,
        projects=projects,
        indicators=indicators,
        roots=tuple(key for key, policy in policies.items() if not policy.latest.parent_policy_id),
        loose_projects=tuple(key for key, project in projects.items() if not project.latest.policy_id),
    )


def _editions(editions: list[PlanEditionRow], sources: Mapping[str, Any], own: _Rows) -> tuple[Edition, ...]:
    grouped = {name: own.by(name, "edition_id") for name in _EDITION_TABLES}
    return tuple(
        Edition(
            edition,
            sources[edition.source_id],
            **{name: tuple(grouped[name].get(edition.edition_id, ())) for name in _EDITION_TABLES},
        )
        for edition in editions
    )


def _indicators(plan_id: str, own: _Rows) -> dict[str, Indicator]:
    tables = [own.by(name, "indicator_id") for name in ("targets", "results", "assessments")]
    return {
        key: Indicator(plan_id, key, tuple(rows), *(tuple(table.get(key, ())) for table in tables))
        for key, rows in own.by("indicators", "indicator_id").items()
    }


def _owned(indicators: Mapping[str, Indicator], owner: str) -> Grouped:
    """Group indicators by the project or policy that their newest statement names."""
    named = [indicator for indicator in indicators.values() if getattr(indicator.latest, owner)]
    named.sort(key=lambda indicator: indicator.latest.position)
    return _group(named, lambda indicator: getattr(indicator.latest, owner))


def _projects(plan_id: str, own: _Rows, indicators: Mapping[str, Indicator]) -> dict[str, Project]:
    names = {
        "departments": "project_departments",
        "links": "project_links",
        "themes": "project_themes",
        "priorities": "project_priorities",
        "schedule": "schedule",
        "finances": "finances",
    }
    grouped = {name: own.by(table, "project_id") for name, table in names.items()}
    owned = _owned(indicators, "project_id")
    return {
        key: Project(
            plan_id,
            key,
            tuple(rows),
            indicators=tuple(owned.get(key, ())),
            **{name: tuple(grouped[name].get(key, ())) for name in names},
        )
        for key, rows in own.by("projects", "project_id").items()
    }


def _policies(
    plan_id: str, own: _Rows, projects: Mapping[str, Project], indicators: Mapping[str, Indicator]
) -> dict[str, Policy]:
    statements, points = own.by("policies", "policy_id"), own.by("policy_points", "policy_id")
    children = _group(statements, lambda key: statements[key][-1].parent_policy_id)
    held = _group(projects.values(), lambda project: project.latest.policy_id)
    owned = _owned(indicators, "policy_id")
    return {
        key: Policy(
            plan_id,
            key,
            tuple(rows),
            tuple(points.get(key, ())),
            tuple(sorted(children.get(key, ()), key=lambda child: statements[child][-1].position)),
            tuple(project.project_id for project in sorted(held.get(key, ()), key=_position)),
            tuple(owned.get(key, ())),
        )
        for key, rows in statements.items()
    }


def _position(project: Project) -> int:
    return project.latest.position


def _department(row: Any, plans: Iterable[Plan]) -> Department:
    projects = tuple(
        project
        for plan in plans
        for project in plan.projects.values()
        if any(part.department_id == row.department_id for part in project.departments)
    )
    return Department(row, projects)
