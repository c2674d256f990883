"""A plan's page: its facts, its editions, and the tree of its policies with their projects."""

from __future__ import annotations

from dataclasses import dataclass

from keikaku.model import Plan
from keikaku.site.counts import Card, StatusYear, cards, status_years
from keikaku.site.fact import Fact, facts
from keikaku.site.frame import Frame, Frames
from keikaku.site.grid import Cell, Grid, Row, make_grid
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, Place
from keikaku.site.summary import IndicatorCard, ProjectLine, Summaries
from keikaku.site.words import date


@dataclass(frozen=True, slots=True)
class Branch:
    """A policy in the tree with what hangs on it."""

    link: Link
    tagline: str
    projects: tuple[ProjectLine, ...]
    indicators: tuple[Link, ...]
    children: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Context of `plan.html`."""

    frame: Frame
    title: str
    title_en: str
    vision: str
    place: Place
    facts: tuple[Fact, ...]
    cards: tuple[Card, ...]
    years: tuple[StatusYear, ...]
    editions: Grid
    tree: tuple[Branch, ...]
    loose: tuple[ProjectLine, ...]
    loose_indicators: tuple[IndicatorCard, ...]


def plan_page(index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan) -> PlanPage:
    """Make a plan's page."""
    words, row = index.words, plan.row
    period = words.years(row.start_fy, row.end_fy)
    description = words.say("plan_description", city=index.city.city.name.ja, title=row.title, period=period)
    tables = ("plans", "editions", "policies", "projects", "project_departments")
    frame = frames.thing(index.page("plan", plan_id=row.plan_id), row.title, description, tables=tables)
    free = [i for i in plan.indicators.values() if not (i.latest.project_id or i.latest.policy_id)]
    return PlanPage(
        frame=frame,
        title=row.title,
        title_en=row.title_en,
        vision=row.vision,
        place=index.place(row),
        facts=_facts(index, plan, period),
        cards=cards(index, [plan]),
        years=status_years(index, plan.indicators.values()),
        editions=_editions(index, plan),
        tree=tuple(_branch(index, summaries, plan, key) for key in plan.roots),
        loose=summaries.projects(plan.projects[key] for key in plan.loose_projects),
        loose_indicators=tuple(summaries.indicator(plan, indicator) for indicator in free),
    )


def _facts(index: CityIndex, plan: Plan, period: str) -> tuple[Fact, ...]:
    row = plan.row
    before = index.plan(row.predecessor_plan_id) if row.predecessor_plan_id else Link("", "")
    return facts(
        Fact(index.words.say("fact_period"), period),
        Fact(_title(index, "legal_basis"), row.legal_basis),
        Fact(_title(index, "superior_plan"), row.superior_plan),
        Fact(index.words.say("fact_predecessor"), before.text, before.href),
    )


def _title(index: CityIndex, column: str) -> str:
    return index.site.schema.by_name["plans"].by_name[column].title.ja


def _editions(index: CityIndex, plan: Plan) -> Grid:
    words = index.words
    rows = []
    for edition in index.edition_order(plan):
        link = index.edition(edition.row.edition_id)
        cells = (
            Cell(link.text, link.href),
            Cell(words.code("edition_status", edition.row.status)),
            Cell(date(edition.row.as_of or edition.source.issued)),
            Cell(edition.source.title),
        )
        rows.append(Row(cells, "", index.place(edition.row)))
    titles = [words.say(f"column_{name}") for name in ("edition", "edition_status", "as_of", "document")]
    return make_grid(words.say("editions_caption", title=plan.row.title), titles, rows)


def _branch(index: CityIndex, summaries: Summaries, plan: Plan, policy_id: str) -> Branch:
    policy = plan.policies[policy_id]
    return Branch(
        index.policy(policy),
        policy.latest.tagline,
        summaries.projects(plan.projects[key] for key in policy.projects),
        tuple(index.indicator(indicator) for indicator in policy.indicators),
        tuple(_branch(index, summaries, plan, child) for child in policy.children),
    )
