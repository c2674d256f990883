"""The lines of lists of indicators with their statuses, grouped by policy, and what such lists can be filtered by."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Final, NamedTuple

from keikaku.model import Plan
from keikaku.site.index import CityIndex
from keikaku.site.links import Link
from keikaku.site.paging import weight
from keikaku.site.standing.yearly import STATES, Said, Standing, standings
from keikaku.site.wording.language import unquoted
from keikaku.site.wording.words import Words
from keikaku.text import shorten

_ROW: Final = 330
_GROUP: Final = 160
"""Bytes that the markup of a row and of a group's heading take."""
_LONGEST: Final = 60


class PlanStandings(NamedTuple):
    """A plan with the standings of its indicators."""

    plan: Plan
    standings: tuple[Standing, ...]


class Mark(NamedTuple):
    """A status: what it is called and its code."""

    text: str
    code: str


class Line(NamedTuple):
    """An indicator in one year; `keys` are what the script filters and sorts by."""

    link: Link
    project: str
    departments: str
    target: str
    result: str
    marks: tuple[Mark, ...]
    state: str
    keys: tuple[str, str, str]


class Group(NamedTuple):
    """The indicators directly below a policy; `keys` are the ids of the policies down to it, behind their plan's."""

    title: str
    keys: tuple[str, ...]
    lines: tuple[Line, ...]


class Choice(NamedTuple):
    """A value to filter by; `depth` tells how far below others it stands."""

    value: str
    label: str
    depth: int = 0


class Filters(NamedTuple):
    """What the list can be filtered by. `pages` are where all its parts stand, from the page itself."""

    plans: tuple[Choice, ...]
    policies: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    states: tuple[Choice, ...]
    years: tuple[Choice, ...]
    year: str
    pages: tuple[str, ...]


def plan_standings(plans: Sequence[Plan]) -> tuple[PlanStandings, ...]:
    """Give the plans that have any indicator with a year, with the standings of these."""
    made = (PlanStandings(plan, standings(plan)) for plan in plans)
    return tuple(one for one in made if one.standings)


def years_of(given: Sequence[PlanStandings]) -> tuple[int, ...]:
    """Give the years of some standings, newest first."""
    return tuple(sorted({one.year for plan in given for one in plan.standings}, reverse=True))


def status_name(words: Words, state: str) -> str:
    """Give the word for what a standing comes to."""
    known = words.labels["attainment_status"]
    return known[state] if state in known else words.say(f"state_{state}")


def said(words: Words, given: Sequence[Said]) -> str:
    """Write targets or results: numbers with their units, else what is printed, cut where it is long."""
    return shorten(words.say("list_separator").join(dict.fromkeys(_said(words, one) for one in given)), _LONGEST)


def _said(words: Words, one: Said) -> str:
    if one.value is None:
        return one.raw
    text = words.span(one.value, one.top, one.unit, one.comparator)
    return words.say("target_worked_out", value=text) if one.derived else text


def status_marks(words: Words, states: Container[str]) -> Iterator[Mark]:
    """Give the marks of some states, best known first."""
    return (Mark(status_name(words, state), state) for state in STATES if state in states)


def pieces(index: CityIndex, given: Sequence[PlanStandings]) -> Iterator[tuple[int, tuple[Group, Line]]]:
    """Give the lines one by one, each with its group and with the bytes that it takes."""
    several = sum(bool(one.standings) for one in given) > 1
    for plan, every in given:
        groups: dict[tuple[str, ...], Group] = {}
        for one in every:
            if one.policies not in groups:
                groups[one.policies] = _group(index, plan, one.policies, named=several)
            line = line_of(index, one)
            texts = (*line.link, line.project, line.departments, line.target, line.result, *line.keys)
            yield weight(*texts, more=_ROW + _GROUP * (groups[one.policies].lines == ())), (groups[one.policies], line)


def _group(index: CityIndex, plan: Plan, policies: tuple[str, ...], *, named: bool) -> Group:
    """Head a group by its policies, and by its plan where the list has several."""
    words = index.words
    titles = [
        *([index.plan_title(plan)] if named else []),
        *(index.policy(plan.policies[key]).text for key in policies),
    ]
    if not policies:
        titles.append(words.say("status_without_policy"))
    return Group(" › ".join(str(words.own(title)) for title in titles), (plan.row.plan_id, *policies), ())


def groups_of(part: Sequence[tuple[Group, Line]]) -> Iterator[Group]:
    """Put the lines of a part together again, each group with its own."""
    held: dict[tuple[str, ...], tuple[Group, list[Line]]] = {}
    for group, line in part:
        held.setdefault(group.keys, (group, []))[1].append(line)
    for group, lines in held.values():
        yield group._replace(lines=tuple(lines))


def line_of(index: CityIndex, one: Standing) -> Line:
    """Show an indicator in one year as a line."""
    words = index.words
    link = index.indicator(one.indicator)
    project = one.project.latest.title if one.project else ""
    names = index.words.join(index.department(key).text for key in one.departments)
    keys = (" ".join(one.departments), " ".join(_wider(index, one.themes)), "" if one.rate is None else str(one.rate))
    shown = "" if project == link.text else project
    return Line(
        link,
        shown,
        names,
        said(words, one.targets),
        said(words, one.results),
        tuple(marks(index, one)),
        one.state,
        keys,
    )


def _wider(index: CityIndex, themes: Sequence[str]) -> tuple[str, ...]:
    codes = index.site.schema.code_lists["theme"].by_value
    return tuple(dict.fromkeys([*themes, *(codes[theme].broader or theme for theme in themes)]))


def marks(index: CityIndex, one: Standing) -> Iterator[Mark]:
    """Give the status that is printed, and the computed one where it says something else or stands alone."""
    if one.printed:
        yield Mark(status_name(index.words, one.printed), one.printed)
    if one.computed and one.computed != one.printed:
        yield Mark(index.words.say("status_computed", status=status_name(index.words, one.computed)), one.computed)
    if not (one.printed or one.computed):
        yield Mark(status_name(index.words, one.state), one.state)


def filters(index: CityIndex, given: Sequence[PlanStandings], year: int, pages: tuple[str, ...]) -> Filters:
    """Give what a list can be filtered by: only what occurs in it, and the years."""
    every = [one for plan in given for one in plan.standings]
    charged = sorted((index.department(key).text, key) for key in {key for one in every for key in one.departments})
    held = {theme for themes in {one.themes for one in every} for theme in _wider(index, themes)}
    return Filters(
        plans=tuple(
            Choice(one.plan.row.plan_id, unquoted(index.plan_title(one.plan))) for one in given if one.standings
        ),
        policies=tuple(choice for one in given if one.standings for choice in _policies(index, one.plan)),
        departments=tuple(Choice(key, text) for text, key in charged),
        themes=tuple(_themes(index, held)),
        states=tuple(Choice(state, unquoted(status_name(index.words, state))) for state in STATES),
        years=tuple(Choice(str(one), index.words.fiscal_year(one)) for one in _all_years(index)),
        year=str(year) if year else "",
        pages=pages,
    )


def _all_years(index: CityIndex) -> tuple[int, ...]:
    found = {row.fiscal_year for plan in index.city.plans for i in plan.indicators.values() for row in i.assessments}
    return tuple(sorted(found, reverse=True))


def _policies(index: CityIndex, plan: Plan) -> Iterator[Choice]:
    def below(policy_id: str, depth: int) -> Iterator[Choice]:
        policy = plan.policies[policy_id]
        yield Choice(f"{plan.row.plan_id}/{policy_id}", index.policy(policy).text, depth)
        for child in policy.children:
            yield from below(child, depth + 1)

    for root in plan.roots:
        yield from below(root, 0)


def _themes(index: CityIndex, held: set[str]) -> Iterator[Choice]:
    below = index.site.schema.code_lists["theme"].below
    for wide in below.get("", ()):
        for code in (wide, *below.get(wide.value, ())):
            if code.value in held:
                yield Choice(code.value, unquoted(index.words.code("theme", code.value)), int(code is not wide))
