"""Pages of plans and policies that their projects would make heavy: these stand on parts of their own.

Input: a page with all that it could show. Output: the page as readers can load it, and the parts. The tree of a plan
keeps its policies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from keikaku.iri import part_of
from keikaku.model import Plan, Policy, Project
from keikaku.site.frame import Frame, Frames
from keikaku.site.heavy import ListPart, Whole, list_parts
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, href
from keikaku.site.pages.plan import Branch, PlanPage
from keikaku.site.pages.policy import PolicyPage
from keikaku.site.standing.summary import MOST_PROJECTS, Summaries, bytes_of_line
from keikaku.site.tables.grid import Cell, Row, make_grid
from keikaku.site.wording.words import number

_MOST: Final = 99_000
"""Bytes that the page may take in any language."""
_MARKED: Final = 23
"""Bytes by which a text of the tree is longer where it is marked as Japanese."""
_ALL_LEVELS: Final = 99


def light_plan(
    index: CityIndex,
    frames: Frames,
    summaries: Summaries,
    plan: Plan,
    page: PlanPage,
    size: Callable[[PlanPage], int],
) -> tuple[PlanPage, tuple[ListPart, ...]]:
    """Take the projects out of the tree where they would make the page heavy, and then the lowest policies too.

    `size` gives the bytes of a page.
    """
    path = page.frame.path
    levels = index.division.moved(path, lambda: _levels(page, size))
    if not levels:
        return page, ()
    listed, parts = _listed(index, frames, page.frame, _projects(index, summaries, plan))
    return replace(page, tree=_bare(page.tree, levels[0]), loose=(), listed=listed), parts


def light_policy(
    index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan, page: PolicyPage
) -> tuple[PolicyPage, tuple[ListPart, ...]]:
    """Take the projects out of a policy's page where they would make it heavy."""
    size = sum(map(bytes_of_line, page.projects))
    if not index.division.moved(page.frame.path, lambda: [0] if size > MOST_PROJECTS else []):
        return page, ()
    policy = plan.policies[page.policy_id]
    rows = [_row(index, summaries, plan.projects[key], None) for key in policy.projects]
    listed, parts = _listed(index, frames, page.frame, rows)
    return replace(page, projects=(), listed=listed), parts


def _listed(
    index: CityIndex, frames: Frames, frame: Frame, rows: Sequence[Row]
) -> tuple[Link | None, tuple[ListPart, ...]]:
    """List projects on parts of a page; also give the way to these."""
    if not rows:
        return None, ()
    title = index.words.say("plan_projects", count=number(len(rows)))
    titles = [index.words.say(f"column_{name}") for name in ("project", "policy", "department", "status")]
    whole = Whole(Link(href(frame.path), frame.title), frame.path, title, frame.description)
    parts, _ = list_parts(frames, index.division, whole, [make_grid(title, titles, rows)])
    return Link(href(part_of(frame.path, 2)), title), parts


def _levels(page: PlanPage, size: Callable[[PlanPage], int]) -> Iterator[int]:
    """Give how many levels of policies the tree keeps without projects; nothing where the page is light as it is."""

    def fits(one: PlanPage) -> bool:
        return size(one) + _MARKED * (sum(map(_texts, one.tree)) + 2 * len(one.loose)) <= _MOST

    if not fits(page):
        light = replace(page, loose=())
        kept = (depth for depth in (_ALL_LEVELS, 2) if fits(replace(light, tree=_bare(page.tree, depth))))
        yield next(kept, 1)


def _texts(branch: Branch) -> int:
    """Count the texts of a branch that the plan writes: names, and of each project also the departments."""
    return 1 + 2 * len(branch.projects) + len(branch.indicators) + sum(map(_texts, branch.children))


def _bare(tree: tuple[Branch, ...], levels: int) -> tuple[Branch, ...]:
    """Keep of the tree its policies, down to a level."""
    return tuple(
        replace(branch, projects=(), indicators=(), children=_bare(branch.children, levels - 1) if levels > 1 else ())
        for branch in tree
    )


def _projects(index: CityIndex, summaries: Summaries, plan: Plan) -> list[Row]:
    """List all projects of a plan in its order, each with its policy, its departments and its statuses."""
    return [
        _row(index, summaries, plan.projects[key], policy)
        for policy in _in_order(plan)
        for key in (policy.projects if policy else plan.loose_projects)
    ]


def _row(index: CityIndex, summaries: Summaries, project: Project, policy: Policy | None) -> Row:
    (line,) = summaries.projects([project])
    above = index.policy(policy) if policy else Link("", "")
    chips = index.words.join(chip.text for chip in line.chips)
    cells = (Cell(line.link.text, line.link.href), Cell(above.text, above.href), Cell(line.departments), Cell(chips))
    return Row(cells, "", index.place(project.latest))


def _in_order(plan: Plan) -> Iterator[Policy | None]:
    """Give the policies from the top down, and None for the projects that stand below none."""

    def below(policy_id: str) -> Iterator[Policy]:
        policy = plan.policies[policy_id]
        yield policy
        for child in policy.children:
            yield from below(child)

    for root in plan.roots:
        yield from below(root)
    yield None
