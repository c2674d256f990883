"""A policy's page: its goal, what stands below it, its indicators, and how its editions state it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from keikaku.model import Plan, Policy, Project
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex, coded
from keikaku.site.links import Link, Place
from keikaku.site.lists.changes import Step, steps
from keikaku.site.paging import weight
from keikaku.site.standing.glance import Matrix, matrix
from keikaku.site.standing.summary import IndicatorCard, ProjectLine, Summaries
from keikaku.site.tables.fact import Fact, facts
from keikaku.site.tables.grid import Grid
from keikaku.site.tables.grids import concerning_grid, points_grids, statements_grid

_MOST: Final = 50_000
"""Bytes that a list of projects may take with departments and statuses."""
_LINE, _CHIP = 170, 40
"""Bytes that the markup of a project and of a status take."""


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """Context of `policy.html`."""

    frame: Frame
    title: str
    tagline: str
    goal: str
    place: Place
    facts: tuple[Fact, ...]
    matrix: Matrix | None
    points: tuple[Grid, ...]
    children: tuple[Link, ...]
    projects: tuple[ProjectLine, ...]
    indicators: tuple[IndicatorCard, ...]
    statements: Grid
    steps: tuple[Step, ...]
    corrections: Grid | None


def policy_page(index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan, policy: Policy) -> PolicyPage:
    """Make a policy's page."""
    words, row = index.words, policy.latest
    path = index.page("policy", plan_id=policy.plan_id, policy_id=policy.policy_id)
    trail = (index.plan(policy.plan_id), *index.policy_trail(plan, row.parent_policy_id))
    title = coded(row.code, row.title)
    description = words.say(
        "policy_description", plan=index.plan_title(plan), title=title, projects=len(policy.projects)
    )
    projects = _projects(index, summaries, path, [plan.projects[key] for key in policy.projects])
    taken = sum(map(_bytes, projects))
    return PolicyPage(
        frame=frames.thing(path, title, description, trail, _tables(policy)),
        title=title,
        tagline=row.tagline,
        goal=row.goal,
        place=index.place(row),
        facts=facts(Fact(words.say("fact_code_raw"), row.code_raw, look="raw")),
        matrix=matrix(index, plan, summaries.attained(plan), policy.children, policy.policy_id),
        points=points_grids(index, policy),
        children=tuple(index.policy(plan.policies[key]) for key in policy.children),
        projects=projects,
        indicators=summaries.indicators(plan, policy.indicators, path, taken),
        statements=statements_grid(index, "policies", policy.statements),
        steps=steps(index, "policies", policy.statements),
        corrections=concerning_grid(index, policy.plan_id, "policy_id", policy.policy_id),
    )


def _projects(
    index: CityIndex, summaries: Summaries, path: str, projects: Sequence[Project]
) -> tuple[ProjectLine, ...]:
    """List projects; where they are very many, by their names alone."""
    lines = summaries.projects(projects)
    if not index.division.moved(f"{path}#projects", lambda: [0] if sum(map(_bytes, lines)) > _MOST else []):
        return lines
    return tuple(line._replace(departments="", chips=()) for line in lines)


def _bytes(line: ProjectLine) -> int:
    texts = (text for chip in line.chips for text in chip)
    return weight(*line.link, line.departments, *texts, more=_LINE + _CHIP * len(line.chips))


def _tables(policy: Policy) -> tuple[str, ...]:
    return ("policies", *(["policy_points"] if policy.points else []), "projects", "indicators")
