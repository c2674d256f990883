"""What all documents of a city are made from, and the short forms in which documents name things."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from keikaku.api.names import Names
from keikaku.api.rows import RowMaker, Values, coded
from keikaku.model import Indicator, Municipality, Plan, Policy, Project
from keikaku.schema import Schema


class Facts:
    """A city, its addresses, and its things in short."""

    def __init__(self, city: Municipality, schema: Schema, base_url: str) -> None:
        self.city, self.schema = city, schema
        self.names = Names(base_url, city.city.lgcode)
        self.rows = RowMaker(city, schema, self.names.iris)

    @cached_property
    def themes(self) -> dict[str, list[tuple[str, Any]]]:
        """The projects under each theme in their newest edition: the plan's id and the row that says so."""
        found: dict[str, list[tuple[str, Any]]] = {}
        for plan in self.city.plans:
            for project in plan.projects.values():
                for row in project.themes:
                    if row.edition_id == project.latest.edition_id:
                        found.setdefault(row.theme, []).append((plan.row.plan_id, row))
        return found

    @cached_property
    def titles(self) -> dict[tuple[str, str], str]:
        """The titles of indicators by edition and id."""
        return {(row.edition_id, row.indicator_id): row.title for row in self.city.rows["indicators"]}

    def code(self, name: str, code_list: str, value: str) -> Values:
        """Give a code with what it means."""
        return coded(name, self.schema.code_lists[code_list], value)

    def place(self, row: Any) -> Values:
        """Give page and source of a row."""
        return {"page": row.page, **self.rows.source(row)}

    def whose(self, plan: Plan | None = None) -> Values:
        """Name the city, and with a plan the plan."""
        found: Values = {"lgcode": self.names.lgcode, "city": self.city.city.name.ja}
        return found if plan is None else {**found, "plan": self.plan_link(plan)}

    def plan_link(self, plan: Plan) -> Values:
        """Name a plan."""
        ids = {"plan_id": plan.row.plan_id}
        return {**ids, "title": plan.row.title, **self.names.both("plan", ids)}

    def policy(self, policy: Policy) -> Values:
        """Name a policy."""
        ids = {"plan_id": policy.plan_id, "policy_id": policy.policy_id}
        row = policy.latest
        short = {"policy_id": policy.policy_id, "code": row.code or None, "title": row.title, "level": row.level}
        return {**short, **self.names.both("policy", ids)}

    def project(self, project: Project) -> Values:
        """Name a project."""
        ids = {"plan_id": project.plan_id, "project_id": project.project_id}
        short = {
            "project_id": project.project_id,
            "code": project.latest.code or None,
            "title": project.latest.title,
        }
        return {**short, **self.names.both("project", ids)}

    def indicator(self, indicator: Indicator) -> Values:
        """Name an indicator."""
        ids = {"plan_id": indicator.plan_id, "indicator_id": indicator.indicator_id}
        short = {"indicator_id": indicator.indicator_id, "title": indicator.latest.title}
        return {**short, **self.code("unit", "unit", indicator.latest.unit), **self.names.both("indicator", ids)}

    def corrections(self, plan: Plan, tables: Iterable[str], thing_id: str) -> list[Values]:
        """Give the corrections of a thing's rows: those of its tables whose row key begins with its id."""
        wanted = frozenset(tables)
        return self.rows.rows(
            "corrections",
            (
                row
                for edition in plan.editions
                for row in edition.corrections
                if row.table_name in wanted and row.row_key.partition("|")[0] == thing_id
            ),
        )
