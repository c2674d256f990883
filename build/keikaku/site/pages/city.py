"""The city's page: its plans, what they promise and how far they are, at a glance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from keikaku.model import Edition, Indicator, Plan
from keikaku.site.changes import Changes, edition_changes
from keikaku.site.counts import STATUSES, Card, StatusYear, cards, coverage, judged, status_years
from keikaku.site.frame import Frame, Frames
from keikaku.site.grid import Cell, Grid, Row, make_grid
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, Place, web
from keikaku.site.words import date, number


class ChangeLine(NamedTuple):
    """How much of one kind changed between the two newest editions."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan at a glance."""

    link: Link
    period: str
    vision: str
    edition: Link | None
    edition_status: str
    edition_date: str
    place: Place
    cards: tuple[Card, ...]
    coverage: Grid
    years: tuple[StatusYear, ...]
    previous: Link | None
    changes: tuple[ChangeLine, ...]
    policies: Grid | None


@dataclass(frozen=True, slots=True)
class CityPage:
    """Context of `city.html`."""

    frame: Frame
    name: str
    kana: str
    prefecture: str
    lgcode: str
    homepage: str
    plans: tuple[PlanCard, ...]


def city_page(index: CityIndex, frames: Frames) -> CityPage:
    """Make the city's page."""
    city, words = index.city.city, index.words
    name = city.name.ja
    tables = ("plans", "editions", "policies", "projects", "indicators", "targets", "results")
    frame = frames.thing(
        index.path,
        words.say("city_title", name=name),
        words.say("city_description", name=name, plans="、".join(plan.row.title for plan in index.city.plans)),
        tables=tables,
    )
    plans = tuple(_plan(index, plan) for plan in index.city.plans)
    return CityPage(frame, name, city.kana, city.prefecture.ja, city.lgcode, web(city.homepage), plans)


def _plan(index: CityIndex, plan: Plan) -> PlanCard:
    words = index.words
    newest = plan.editions[-1] if plan.editions else None
    link = index.plan(plan.row.plan_id)
    changes = _changes(index, plan)
    return PlanCard(
        link=link,
        period=words.years(plan.row.start_fy, plan.row.end_fy),
        vision=plan.row.vision,
        edition=index.edition(newest.row.edition_id) if newest else None,
        edition_status=words.code("edition_status", newest.row.status) if newest else "",
        edition_date=_dated(newest),
        place=index.place(plan.row),
        cards=cards(index, [plan]),
        coverage=coverage(index, tuple(plan.indicators.values())),
        years=status_years(index, plan.indicators.values()),
        previous=index.edition(newest.row.previous_edition_id) if newest and newest.row.previous_edition_id else None,
        changes=tuple(_change_line(index, one) for one in changes),
        policies=_policies(index, plan),
    )


def _dated(edition: Edition | None) -> str:
    return date(edition.row.as_of or edition.source.issued) if edition else ""


def _changes(index: CityIndex, plan: Plan) -> tuple[Changes, ...]:
    if not plan.editions or not plan.editions[-1].row.previous_edition_id:
        return ()
    newest = plan.editions[-1].row
    return edition_changes(index, plan, newest.previous_edition_id, newest.edition_id)


def _change_line(index: CityIndex, changes: Changes) -> ChangeLine:
    counted = {"added": len(changes.added), "changed": len(changes.changed), "gone": len(changes.gone)}
    parts = [index.words.say(f"count_{name}", count=count) for name, count in counted.items() if count]
    return ChangeLine(changes.kind, "、".join(parts))


def _policies(index: CityIndex, plan: Plan) -> Grid | None:
    """The top policies: how many projects and indicators stand below each, and statuses last printed of projects."""
    words = index.words
    statuses = STATUSES if judged(plan.indicators.values()) else ()
    rows = []
    for policy_id in plan.roots:
        link = index.policy(plan.policies[policy_id])
        projects, indicators = _below(plan, policy_id)
        counted = Counter(years[max(years)] for years in judged(indicators).values())
        numbers = (projects, len(indicators), *(counted[code] for code in statuses))
        rows.append(Row((Cell(link.text, link.href), *(Cell(number(found), look="number") for found in numbers))))
    titles = [words.say(f"column_{name}") for name in ("policy", "projects", "indicators")]
    titles += [words.code("attainment_status", code) for code in statuses]
    return make_grid(words.say("policies_caption", title=plan.row.title), titles, rows) if rows else None


def _below(plan: Plan, policy_id: str) -> tuple[int, list[Indicator]]:
    """Count the projects and gather the indicators below a policy, at any depth."""
    policy = plan.policies[policy_id]
    projects = len(policy.projects)
    indicators = list(policy.indicators)
    for key in policy.projects:
        indicators += plan.projects[key].indicators
    for child in policy.children:
        more, found = _below(plan, child)
        projects += more
        indicators += found
    return projects, indicators
