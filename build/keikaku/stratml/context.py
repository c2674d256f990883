"""What every part of a plan's document asks for: names of things, labels of codes, editions, places in the sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from keikaku.iri import Iris
from keikaku.model import Municipality, Plan
from keikaku.schema import Schema


@dataclass(frozen=True, slots=True)
class Context:
    """One plan on its way to StratML. `editions` are the editions' labels, `departments` the names, by their ids."""

    city: Municipality
    plan: Plan
    iris: Iris
    schema: Schema
    editions: Mapping[str, str]
    departments: Mapping[str, str]

    def label(self, code_list: str, value: str) -> str:
        """Give the Japanese label of a code; a value beyond an open list is its own label."""
        code = self.schema.code_lists[code_list].by_value.get(value)
        return code.ja if code else value

    def identifier(self, kind: str, key: str) -> str:
        """Give the XML identifier of a thing of this plan."""
        return self.iris.xml_id(self.plan.row.plan_id, kind, key)

    def uri(self, kind: str, key: str) -> str:
        """Give the lasting URI of a thing of this plan."""
        return self.iris.thing(kind, {"plan_id": self.plan.row.plan_id, f"{kind}_id": key})

    def place(self, row: Any) -> str:
        """Say which page a row stands on; which edition's, where the plan has more than one."""
        page = f"{row.page}ページ"
        return page if len(self.editions) == 1 else f"{self.editions[row.edition_id]} {page}"


def make_context(city: Municipality, plan: Plan, schema: Schema, iris: Iris) -> Context:
    """Gather what the document of a plan asks for."""
    editions = {edition.row.edition_id: edition.row.label for edition in plan.editions}
    departments = {department.row.department_id: department.row.name for department in city.departments}
    return Context(city, plan, iris, schema, editions, departments)


def lines(*said: tuple[str, str]) -> str:
    """Write labelled facts one a line; those without text are left out."""
    return "\n".join(f"{label}: {fact}" for label, fact in said if fact)
