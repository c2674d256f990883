"""The city's page: its plans, what they promise and how far they are, at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from keikaku.attainment import STATUSES
from keikaku.model import Edition, Indicator, Plan, judged
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, Place, href, web
from keikaku.site.lists.changes import Changes, edition_changes
from keikaku.site.standing.attained import CODES
from keikaku.site.standing.counts import Card, cards, coverage
from keikaku.site.standing.glance import Figure, Matrix, figures, lead, matrix
from keikaku.site.standing.news import NewList, ShortList, Told, new_lists, short_list, told_changes
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid
from keikaku.site.tables.printed_totals import totals_checked
from keikaku.site.wording.words import number


class ChangeLine(NamedTuple):
    """How much of one kind changed between the two newest editions."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan at a glance; what it says comes from its newest edition, in `document`."""

    link: Link
    period: str
    vision: str
    edition: Link | None
    edition_status: str
    edition_date: str
    document: str
    place: Place
    lead: str
    figures: tuple[Figure, ...]
    matrix: Matrix | None
    totals: Grid | None
    short: ShortList | None
    new: tuple[NewList, ...]
    cards: tuple[Card, ...]
    coverage: Grid
    previous: Link | None
    changes: tuple[ChangeLine, ...]
    told: tuple[Told, ...]
    changes_page: Link
    policies: Grid | None


@dataclass(frozen=True, slots=True)
class CityPage:
    """Context of `city.html`."""

    frame: Frame
    name: str
    own_name: str
    kana: str
    prefecture: str
    lgcode: str
    homepage: str
    plans: tuple[PlanCard, ...]


def city_page(index: CityIndex, frames: Frames) -> CityPage:
    """Make the city's page."""
    city, words = index.city.city, index.words
    name = words.label(city.name)
    tables = ("plans", "editions", "policies", "projects", "indicators", "targets", "results")
    frame = frames.thing(
        index.path,
        words.say("city_title", name=name),
        words.say("city_description", name=name, plans=words.join(index.plan_title(plan) for plan in index.city.plans)),
        tables=tables,
    )
    plans = tuple(_plan(index, plan) for plan in _in_order(index.city.plans))
    return CityPage(
        frame, name, city.name.ja, city.kana, words.label(city.prefecture), city.lgcode, web(city.homepage), plans
    )


def _in_order(plans: Sequence[Plan]) -> list[Plan]:
    """Put a plan in force first, then one that another has followed, and drafts last."""
    adopted = [plan for plan in plans if plan.editions and plan.editions[-1].row.status != "draft"]
    followed = {plan.row.predecessor_plan_id for plan in adopted}
    return sorted(plans, key=lambda plan: (plan not in adopted, plan.row.plan_id in followed))


def _plan(index: CityIndex, plan: Plan) -> PlanCard:
    words, told = index.words, index.attained(plan)
    newest = plan.editions[-1] if plan.editions else None
    changes = _changes(index, plan)
    listed = index.page("changes", plan_id=plan.row.plan_id)
    return PlanCard(
        link=index.plan(plan.row.plan_id),
        period=words.years(plan.row.start_fy, plan.row.end_fy),
        vision=plan.row.vision,
        edition=index.edition(newest.row.edition_id) if newest else None,
        edition_status=words.code("edition_status", newest.row.status) if newest else "",
        edition_date=_dated(index, newest),
        document=newest.source.title if newest else "",
        place=index.place(newest.row if newest else plan.row),
        lead=lead(index, plan, told),
        figures=figures(index, plan, told),
        matrix=matrix(index, plan, told),
        totals=totals_checked(index, plan) if told.basis not in CODES else None,
        short=short_list(index, plan, told),
        new=new_lists(index, plan),
        cards=cards(index, [plan]),
        coverage=coverage(index, tuple(plan.indicators.values())),
        previous=index.edition(newest.row.previous_edition_id) if newest and newest.row.previous_edition_id else None,
        changes=tuple(_change_line(index, one) for one in changes),
        told=told_changes(changes),
        changes_page=Link(href(listed), words.say("changes_more")),
        policies=_policies(index, plan),
    )


def _dated(index: CityIndex, edition: Edition | None) -> str:
    """Say as of when an edition speaks, or when its document was published."""
    if edition is None or not (edition.row.as_of or edition.source.issued):
        return ""
    key = "fresh_as_of" if edition.row.as_of else "fresh_issued"
    return index.words.say(key, date=index.words.date(edition.row.as_of or edition.source.issued))


def _changes(index: CityIndex, plan: Plan) -> tuple[Changes, ...]:
    if not plan.editions or not plan.editions[-1].row.previous_edition_id:
        return ()
    newest = plan.editions[-1].row
    return edition_changes(index, plan, newest.previous_edition_id, newest.edition_id)


def _change_line(index: CityIndex, changes: Changes) -> ChangeLine:
    counted = {"added": len(changes.added), "changed": len(changes.changed), "gone": len(changes.gone)}
    parts = [index.words.say(f"count_{name}", count=count) for name, count in counted.items() if count]
    return ChangeLine(changes.kind, index.words.join(parts))


def _policies(index: CityIndex, plan: Plan) -> Grid | None:
    """The top policies: how many projects and indicators stand below each, and statuses last printed of projects."""
    words = index.words
    statuses = STATUSES if judged(plan.indicators.values(), by_project=True) else ()
    rows = []
    for policy_id in plan.roots:
        link = index.policy(plan.policies[policy_id])
        projects, indicators = _below(plan, policy_id)
        counted = Counter(years[max(years)] for years in judged(indicators, by_project=True).values())
        numbers = (projects, len(indicators), *(counted[code] for code in statuses))
        rows.append(Row((Cell(link.text, link.href), *(Cell(number(found), look="number") for found in numbers))))
    titles = [words.say(f"column_{name}") for name in ("policy", "projects", "indicators")]
    titles += [words.code("attainment_status", code) for code in statuses]
    return make_grid(words.say("policies_caption", title=index.plan_title(plan)), titles, rows) if rows else None


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
