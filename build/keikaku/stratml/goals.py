"""Policies and projects as StratML has them: top policies are goals, all that stands below them objectives.

Objectives do not nest, so they follow each other as in the plan and each names what it stands below. Only objectives
hold indicators: those of a top policy, and what belongs to no policy at all, stand in elements that say that they are
put there for StratML's sake.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from keikaku.model import Indicator, Policy, Project
from keikaku.model.rows import ResponsibilityRow
from keikaku.stratml.context import Context, lines
from keikaku.stratml.indicators import performance_indicator
from keikaku.stratml.xml import node, stated, text

_ABOVE: Final = " > "
_STAND_IN: Final = "計画に記載された項目ではなく、StratML の構造に合わせて置いたもの。"


def goals(context: Context) -> Iterable[Element]:
    """Make the goals: the top policies, and one for what belongs to none of them, where there is any or no policy."""
    plan = context.plan
    for key in plan.roots:
        policy = plan.policies[key]
        yield _goal(context, policy)
    free = [row for row in plan.indicators.values() if not (row.latest.project_id or row.latest.policy_id)]
    if plan.loose_projects or free or not plan.roots:
        yield _loose_goal(context, free)


def _goal(context: Context, policy: Policy) -> Element:
    held = [_stand_in(context, "policy", policy.policy_id, policy.latest.title, policy.indicators)]
    return node(
        "Goal",
        text("Name", policy.latest.title),
        text("Description", _purpose(policy)),
        text("Identifier", context.identifier("policy", policy.policy_id)),
        stated("SequenceIndicator", policy.latest.code),
        *_departments_below(context, policy),
        text("OtherInformation", _about_policy(context, policy, ())),
        *(held if policy.indicators else ()),
        *_below(context, policy, (_heading(policy),)),
    )


def _loose_goal(context: Context, free: list[Indicator]) -> Element:
    plan = context.plan
    held = [_stand_in(context, "plan", plan.row.plan_id, plan.row.title, free)]
    return node(
        "Goal",
        text("Name", "施策に属さない取組事業"),
        text("Description", ""),
        text("Identifier", context.identifier("rest", plan.row.plan_id)),
        text("OtherInformation", lines(("注記", _STAND_IN))),
        *(held if free else ()),
        *(_project(context, plan.projects[key], ()) for key in plan.loose_projects),
    )


def _stand_in(context: Context, kind: str, key: str, title: str, indicators: Iterable[Indicator]) -> Element:
    """Make an objective that holds the indicators of a goal."""
    return node(
        "Objective",
        text("Name", title),
        text("Identifier", context.identifier(f"{kind}-indicators", key)),
        text("OtherInformation", lines(("注記", f"{_STAND_IN}Goal は指標を持てないため、その指標を収める。"))),
        *(performance_indicator(context, indicator) for indicator in indicators),
    )


def _below(context: Context, policy: Policy, above: tuple[str, ...]) -> Iterable[Element]:
    """Give what stands below a policy, in the plan's order: its projects, then each policy with what is below it."""
    for key in policy.projects:
        yield _project(context, context.plan.projects[key], above)
    for key in policy.children:
        child = context.plan.policies[key]
        yield _policy(context, child, above)
        yield from _below(context, child, (*above, _heading(child)))


def _policy(context: Context, policy: Policy, above: tuple[str, ...]) -> Element:
    return node(
        "Objective",
        text("Name", policy.latest.title),
        stated("Description", _purpose(policy)),
        text("Identifier", context.identifier("policy", policy.policy_id)),
        stated("SequenceIndicator", policy.latest.code),
        text("OtherInformation", _about_policy(context, policy, above)),
        *(performance_indicator(context, indicator) for indicator in policy.indicators),
    )


def _project(context: Context, project: Project, above: tuple[str, ...]) -> Element:
    latest = project.latest
    about = lines(
        ("種類", "取組事業"),
        ("上位", _ABOVE.join(above)),
        ("区分", latest.group_title),
        ("目的", latest.purpose),
        ("状況", latest.status_raw or context.label("project_status", latest.status)),
        ("開始", latest.start_raw or (f"{latest.start_fy}年度" if latest.start_fy else "")),
        ("備考", latest.remarks),
        ("出典", context.place(latest)),
        ("URI", context.uri("project", project.project_id)),
    )
    return node(
        "Objective",
        text("Name", latest.title),
        stated("Description", latest.description),
        text("Identifier", context.identifier("project", project.project_id)),
        stated("SequenceIndicator", latest.code),
        *(_responsible(context, row, latest.edition_id) for row in responsibilities(project)),
        text("OtherInformation", about),
        *(performance_indicator(context, indicator) for indicator in project.indicators),
    )


def responsibilities(project: Project) -> list[ResponsibilityRow]:
    """Give the departments of a project as the newest edition that names any has them."""
    rows = project.departments
    return sorted((row for row in rows if row.edition_id == rows[-1].edition_id), key=lambda row: row.position)


def _responsible(context: Context, row: ResponsibilityRow, edition_id: str) -> Element:
    said = lines(
        ("注記", "ほかにも担当課がある" if row.and_others else ""),
        ("版", "" if row.edition_id == edition_id else context.editions[row.edition_id]),
    )
    return department(context.departments[row.department_id], "", _role(context.label("role", row.role), said))


def _departments_below(context: Context, policy: Policy) -> Iterable[Element]:
    role = "担当課"
    for name in dict.fromkeys(_names_below(context, policy)):
        yield department(name, "", _role(role, "この目標に属する取組事業の担当課をまとめたもの"))


def _names_below(context: Context, policy: Policy) -> Iterable[str]:
    for key in policy.projects:
        for row in responsibilities(context.plan.projects[key]):
            yield context.departments[row.department_id]
    for key in policy.children:
        yield from _names_below(context, context.plan.policies[key])


def department(name: str, said: str = "", role: Element | None = None) -> Element:
    """Make a department a stakeholder."""
    return node(
        "Stakeholder", text("Name", name), stated("Description", said), role, StakeholderTypeType="Organization"
    )


def _role(name: str, said: str) -> Element:
    return node("Role", text("Name", name), stated("Description", said), text("RoleType", "Performer"))


def _purpose(policy: Policy) -> str:
    return "\n".join(said for said in (policy.latest.tagline, policy.latest.goal) if said)


def _heading(policy: Policy) -> str:
    return f"{policy.latest.code_raw or policy.latest.code} {policy.latest.title}".strip()


def _about_policy(context: Context, policy: Policy, above: tuple[str, ...]) -> str:
    latest = policy.latest
    points = [
        (context.label("policy_point_kind", point.kind), point.text or point.raw)
        for point in policy.points
        if point.edition_id == latest.edition_id
    ]
    return lines(
        ("種類", f"施策(第{latest.level}階層)"),
        ("上位", _ABOVE.join(above)),
        *points,
        ("出典", context.place(latest)),
        ("URI", context.uri("policy", policy.policy_id)),
    )
