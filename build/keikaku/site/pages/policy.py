"""A policy's page: its goal, what stands below it, its indicators, and how its editions state it."""

from __future__ import annotations

from dataclasses import dataclass

from keikaku.model import Plan, Policy
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex, coded
from keikaku.site.links import Link, Place
from keikaku.site.lists.changes import Step, steps
from keikaku.site.standing.glance import Matrix, matrix
from keikaku.site.standing.summary import MOST_PROJECTS, IndicatorCard, ProjectLine, Summaries, bytes_of_line
from keikaku.site.tables.fact import Fact, facts
from keikaku.site.tables.grid import Grid
from keikaku.site.tables.grids import concerning_grid, points_grids, statements_grid


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """Context of `policy.html`; `listed` leads to the parts that list the projects, where they are too many."""

    frame: Frame
    policy_id: str
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
    listed: Link | None = None


def policy_page(index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan, policy: Policy) -> PolicyPage:
    """Make a policy's page."""
    words, row = index.words, policy.latest
    path = index.page("policy", plan_id=policy.plan_id, policy_id=policy.policy_id)
    trail = (index.plan(policy.plan_id), *index.policy_trail(plan, row.parent_policy_id))
    title = coded(row.code, row.title)
    description = words.say(
        "policy_description", plan=index.plan_title(plan), title=title, projects=len(policy.projects)
    )
    projects = summaries.projects(plan.projects[key] for key in policy.projects)
    taken = min(MOST_PROJECTS, sum(map(bytes_of_line, projects)))
    return PolicyPage(
        frame=frames.thing(path, title, description, trail, _tables(policy)),
        policy_id=policy.policy_id,
        title=title,
        tagline=row.tagline,
        goal=row.goal,
        place=index.place(row),
        facts=facts(Fact(words.say("fact_code_raw"), row.code_raw, look="raw")),
        matrix=matrix(index, plan, index.attained(plan), policy.children, policy.policy_id),
        points=points_grids(index, policy),
        children=tuple(index.policy(plan.policies[key]) for key in policy.children),
        projects=projects,
        indicators=summaries.indicators(plan, policy.indicators, path, taken),
        statements=statements_grid(index, "policies", policy.statements),
        steps=steps(index, "policies", policy.statements),
        corrections=concerning_grid(index, policy.plan_id, "policy_id", policy.policy_id),
    )


def _tables(policy: Policy) -> tuple[str, ...]:
    return ("policies", *(["policy_points"] if policy.points else []), "projects", "indicators")
