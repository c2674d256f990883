"""The documents of a plan's policies, projects and indicators, and the flat lists of its projects and indicators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from keikaku.api.facts import Facts
from keikaku.api.rows import Values
from keikaku.api.standing import latest_standing
from keikaku.model import Indicator, Plan, Policy, Project

_POLICY_TABLES: Final = ("policies", "policy_points")
_PROJECT_TABLES: Final = (
    "projects",
    "project_departments",
    "project_links",
    "project_themes",
    "project_priorities",
    "schedule",
)
_INDICATOR_TABLES: Final = ("indicators", "targets", "results", "assessments")

Document = tuple[str, Values]
"""A document with its path below the base URL."""


def thing_documents(facts: Facts, plan: Plan) -> Iterator[Document]:
    """Give the documents of all things of a plan."""
    for policy in plan.policies.values():
        yield _policy(facts, plan, policy)
    for project in plan.projects.values():
        yield _project(facts, plan, project)
    for indicator in plan.indicators.values():
        yield _indicator(facts, plan, indicator)


def list_documents(facts: Facts, plan: Plan) -> Iterator[Document]:
    """Give the flat lists of a plan's projects and indicators: one line a thing, each like the others."""
    ids = {"plan_id": plan.row.plan_id}
    whose = {**facts.whose(), **ids, "title": plan.row.title}
    projects = [_project_line(facts, plan, project) for project in plan.projects.values()]
    indicators = [_indicator_line(facts, plan, indicator) for indicator in plan.indicators.values()]
    for kind, lines in (("projects", projects), ("indicators", indicators)):
        yield facts.names.path(kind, ids), {**facts.names.head(kind, ids), **whose, kind: lines}


def _begin(facts: Facts, plan: Plan, kind: str, thing: Any) -> tuple[str, Values]:
    """Give a thing's path, and what its document begins with."""
    own = f"{kind}_id"
    ids = {"plan_id": plan.row.plan_id, own: getattr(thing, own)}
    head = {**facts.names.head(kind, ids), **facts.whose(plan), own: ids[own], "title": thing.latest.title}
    named = {"uri": facts.names.uri(kind, ids), "html": facts.names.html(kind, ids)}
    return facts.names.path(kind, ids), {**head, **named}


def _policy(facts: Facts, plan: Plan, policy: Policy) -> Document:
    path, head = _begin(facts, plan, "policy", policy)
    parent = plan.policies.get(policy.latest.parent_policy_id)
    return path, {
        **head,
        "parent": facts.policy(parent) if parent else None,
        "statements": facts.rows.rows("policies", policy.statements),
        "points": facts.rows.rows("policy_points", policy.points),
        "policies": [facts.policy(plan.policies[child]) for child in policy.children],
        "projects": [facts.project(plan.projects[project]) for project in policy.projects],
        "indicators": [facts.indicator(indicator) for indicator in policy.indicators],
        "corrections": facts.corrections(plan, _POLICY_TABLES, policy.policy_id),
    }


def _project(facts: Facts, plan: Plan, project: Project) -> Document:
    path, head = _begin(facts, plan, "project", project)
    rows, policy = facts.rows.rows, plan.policies.get(project.latest.policy_id)
    return path, {
        **head,
        "policy": facts.policy(policy) if policy else None,
        "statements": rows("projects", project.statements),
        "departments": rows("project_departments", project.departments),
        "links": rows("project_links", project.links),
        "themes": rows("project_themes", project.themes),
        "priorities": rows("project_priorities", project.priorities),
        "schedule": rows("schedule", project.schedule),
        "finances": rows("finances", project.finances),
        "indicators": [facts.indicator(indicator) for indicator in project.indicators],
        "corrections": facts.corrections(plan, _PROJECT_TABLES, project.project_id),
    }


def _indicator(facts: Facts, plan: Plan, indicator: Indicator) -> Document:
    path, head = _begin(facts, plan, "indicator", indicator)
    rows, latest = facts.rows.rows, indicator.latest
    ids = {"plan_id": indicator.plan_id, "indicator_id": indicator.indicator_id}
    project, policy = plan.projects.get(latest.project_id), plan.policies.get(latest.policy_id)
    return path, {
        **head,
        "feed": facts.names.feed("indicator", ids),
        "project": facts.project(project) if project else None,
        "policy": facts.policy(policy) if policy else None,
        "statements": rows("indicators", indicator.statements),
        "targets": rows("targets", indicator.targets),
        "results": rows("results", indicator.results),
        "assessments": rows("assessments", indicator.assessments),
        "corrections": facts.corrections(plan, _INDICATOR_TABLES, indicator.indicator_id),
    }


def _project_line(facts: Facts, plan: Plan, project: Project) -> Values:
    row = project.latest
    policy = plan.policies.get(row.policy_id)
    departments = [part for part in project.departments if part.edition_id == row.edition_id]
    names = {one.row.department_id: one.row.name for one in facts.city.departments}
    ids = {"plan_id": plan.row.plan_id, "project_id": project.project_id}
    return {
        "lgcode": facts.names.lgcode,
        "plan_id": plan.row.plan_id,
        "edition_id": row.edition_id,
        "project_id": project.project_id,
        "code": row.code or None,
        "title": row.title,
        "policy_id": row.policy_id or None,
        "policy_title": policy.latest.title if policy else None,
        "departments": [names[part.department_id] for part in departments],
        **facts.code("status", "project_status", row.status),
        "start_fy": row.start_fy,
        "is_new": row.is_new,
        "indicators": len(project.indicators),
        **facts.place(row),
        **facts.names.both("project", ids),
    }


def _indicator_line(facts: Facts, plan: Plan, indicator: Indicator) -> Values:
    row = indicator.latest
    project = plan.projects.get(row.project_id)
    ids = {"plan_id": plan.row.plan_id, "indicator_id": indicator.indicator_id}
    return {
        "lgcode": facts.names.lgcode,
        "plan_id": plan.row.plan_id,
        "edition_id": row.edition_id,
        "indicator_id": indicator.indicator_id,
        "title": row.title,
        "project_id": row.project_id or None,
        "project_title": project.latest.title if project else None,
        "policy_id": row.policy_id or None,
        **facts.code("unit", "unit", row.unit),
        **facts.code("polarity", "polarity", row.polarity),
        **latest_standing(facts, indicator),
        **facts.place(row),
        **facts.names.both("indicator", ids),
    }
