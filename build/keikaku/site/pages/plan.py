"""A plan's page: its facts, its editions, and the tree of its policies with their projects."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from keikaku.model import Plan, Policy
from keikaku.site.citation import Citation, cite_plan
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, Place
from keikaku.site.standing.counts import Card, StatusYear, cards, status_years
from keikaku.site.standing.glance import Figure, figures, lead
from keikaku.site.standing.summary import IndicatorCard, ProjectLine, Summaries
from keikaku.site.tables.fact import Fact, facts
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid
from keikaku.site.tables.printed_totals import totals_checked


@dataclass(frozen=True, slots=True)
class Branch:
    """A policy in the tree with what hangs on it; `counted` says how much that is, empty where it is nothing."""

    link: Link
    tagline: str
    counted: str
    projects: tuple[ProjectLine, ...]
    indicators: tuple[Link, ...]
    children: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Context of `plan.html`; `other_title` is the plan's own title in the other language, where it has one.

    `listed` leads to the parts that list the projects, where they are too many to stand in the tree.
    """

    frame: Frame
    title: str
    other_title: str
    vision: str
    place: Place
    lead: str
    figures: tuple[Figure, ...]
    totals: Grid | None
    facts: tuple[Fact, ...]
    cards: tuple[Card, ...]
    years: tuple[StatusYear, ...]
    editions: Grid
    tree: tuple[Branch, ...]
    loose: tuple[ProjectLine, ...]
    loose_indicators: tuple[IndicatorCard, ...]
    citation: Citation
    stacks: tuple[Markup, Grid] | None
    listed: Link | None = None


def plan_page(index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan) -> PlanPage:
    """Make a plan's page."""
    words, row = index.words, plan.row
    period = words.years(row.start_fy, row.end_fy)
    description = words.say(
        "plan_description", city=words.label(index.city.city.name), title=index.plan_title(plan), period=period
    )
    tables = ("plans", "editions", "policies", "projects", "project_departments")
    path = index.page("plan", plan_id=row.plan_id)
    frame = frames.thing(path, index.plan_title(plan), description, tables=tables)
    free = [i for i in plan.indicators.values() if not (i.latest.project_id or i.latest.policy_id)]
    return PlanPage(
        frame=frame,
        title=index.plan_title(plan),
        other_title=row.title if words.english and row.title_en else row.title_en,
        vision=row.vision,
        place=index.place(row),
        lead=lead(index, plan, index.attained(plan)),
        figures=figures(index, plan, index.attained(plan)),
        totals=totals_checked(index, plan),
        facts=_facts(index, plan, period),
        cards=cards(index, [plan]),
        years=status_years(index, plan.indicators.values()),
        editions=_editions(index, plan),
        tree=tuple(_branch(index, summaries, plan, key) for key in plan.roots),
        loose=summaries.projects(plan.projects[key] for key in plan.loose_projects),
        loose_indicators=tuple(summaries.indicator(plan, indicator) for indicator in free),
        citation=cite_plan(index, plan, path),
        stacks=summaries.stacks(plan),
    )


def _facts(index: CityIndex, plan: Plan, period: str) -> tuple[Fact, ...]:
    row = plan.row
    before = index.plan(row.predecessor_plan_id) if row.predecessor_plan_id else Link("", "")
    return facts(
        Fact(index.words.say("fact_period"), period),
        Fact(index.column_title("plans", "legal_basis"), row.legal_basis),
        Fact(index.column_title("plans", "superior_plan"), row.superior_plan),
        Fact(index.words.say("fact_predecessor"), before.text, before.href),
    )


def _editions(index: CityIndex, plan: Plan) -> Grid:
    words = index.words
    rows = []
    for edition in index.edition_order(plan):
        link = index.edition(edition.row.edition_id)
        cells = (
            Cell(link.text, link.href),
            Cell(words.code("edition_status", edition.row.status)),
            Cell(words.date(edition.row.as_of or edition.source.issued)),
            Cell(edition.source.title),
        )
        rows.append(Row(cells, "", index.place(edition.row)))
    titles = [words.say(f"column_{name}") for name in ("edition", "edition_status", "as_of", "document")]
    return make_grid(words.say("editions_caption", title=index.plan_title(plan)), titles, rows)


def _branch(index: CityIndex, summaries: Summaries, plan: Plan, policy_id: str) -> Branch:
    policy = plan.policies[policy_id]
    return Branch(
        index.policy(policy),
        policy.latest.tagline,
        _counted(index, policy),
        summaries.projects(plan.projects[key] for key in policy.projects),
        tuple(index.indicator(indicator) for indicator in policy.indicators),
        tuple(_branch(index, summaries, plan, child) for child in policy.children),
    )


def _counted(index: CityIndex, policy: Policy) -> str:
    words = index.words
    held = {"policies": policy.children, "projects": policy.projects, "indicators": policy.indicators}
    return words.dotted(
        words.say("tree_count", what=words.say(f"card_{name}"), count=len(found))
        for name, found in held.items()
        if found
    )
