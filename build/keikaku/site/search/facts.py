"""What search can filter pages by: plan, departments, themes, and how the indicators of a page stand in each year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from keikaku.model import Indicator, Plan, Project, current
from keikaku.site.index import CityIndex

KINDS: Final = ("city", "plan", "policy", "project", "indicator", "department", "edition", "source", "other")
"""Kinds of pages, in the order in which a reader wants them; what no kind is named after is `other`."""


class State(NamedTuple):
    """A status in a fiscal year; `printed` tells that a document prints it, else it is computed from figures."""

    year: int
    status: str
    printed: bool


class Facts(NamedTuple):
    """What is known of a page; all is empty for pages that are about something else."""

    plan: str = ""
    departments: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    states: tuple[State, ...] = ()


def facts_by_path(index: CityIndex) -> Mapping[str, Facts]:
    """Give the facts of all pages of a city that have any, by the paths that all languages share."""
    found: dict[str, Facts] = {}
    for department in index.city.departments:
        own = department.row.department_id
        found[index.page("department", department_id=own)] = Facts(departments=(own,))
    for plan in index.city.plans:
        found |= _of_plan(index, plan)
    return found


def _of_plan(index: CityIndex, plan: Plan) -> dict[str, Facts]:
    plan_id = plan.row.plan_id
    found = {index.page("plan", plan_id=plan_id): Facts(plan_id)}
    for edition in plan.editions:
        found[index.page("edition", plan_id=plan_id, edition_id=edition.row.edition_id)] = Facts(plan_id)
    for policy in plan.policies.values():
        states = _states(policy.indicators)
        found[index.page("policy", plan_id=plan_id, policy_id=policy.policy_id)] = Facts(plan_id, states=states)
    for indicator in plan.indicators.values():
        path = index.page("indicator", plan_id=plan_id, indicator_id=indicator.indicator_id)
        found[path] = Facts(plan_id, states=_states([indicator]))
    for project in plan.projects.values():
        departments, themes = _departments(project), _themes(index, project)
        path = index.page("project", plan_id=plan_id, project_id=project.project_id)
        found[path] = Facts(plan_id, departments, themes, _states(project.indicators))
        for indicator in project.indicators:
            path = index.page("indicator", plan_id=plan_id, indicator_id=indicator.indicator_id)
            found[path] = Facts(plan_id, departments, themes, _states([indicator]))
    return found


def _departments(project: Project) -> tuple[str, ...]:
    newest = project.latest.edition_id
    parts = sorted((one.position, one.department_id) for one in project.departments if one.edition_id == newest)
    return tuple(department for _, department in parts)


def _themes(index: CityIndex, project: Project) -> tuple[str, ...]:
    """Give the themes that the newest edition has for a project, with the wider themes of these."""
    codes = index.site.schema.code_lists["theme"].by_value
    own = [row.theme for row in project.themes if row.edition_id == project.latest.edition_id]
    wider = [codes[theme].broader or theme for theme in own]
    return tuple(dict.fromkeys([*own, *wider]))


def _states(indicators: Iterable[Indicator]) -> tuple[State, ...]:
    """Give each status of each year once, newest first; what is computed counts where the year has none printed."""
    found: dict[State, None] = {}
    for indicator in indicators:
        printed = [State(row.fiscal_year, row.status, printed=True) for row in current(indicator.results) if row.status]
        years = {state.year for state in printed}
        computed = [
            State(row.fiscal_year, row.computed_status, printed=False)
            for row in current(indicator.assessments)
            if row.computed_status and row.fiscal_year not in years
        ]
        found |= dict.fromkeys([*printed, *computed])
    return tuple(sorted(found, key=lambda state: (-state.year, state.status, not state.printed)))
