"""What a citizen should hear first of a plan: what fell short, what is new, what changed since the edition before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from keikaku.model import Plan
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, href
from keikaku.site.lists.changes import Changes, Difference
from keikaku.site.standing.attained import LEVEL, Attained, short_of
from keikaku.site.standing.record import Year, streak
from keikaku.site.standing.sentence import plain, result_text, target_text

_SHOWN: Final = 5
_CHANGES: Final = 3
_MARKS: Final = re.compile(r"[①-⑳※()（）・\s]")


class Short(NamedTuple):
    """An indicator that fell short: its owner, target and result, the rate and since how many years."""

    link: Link
    owner: str
    text: str
    rate: str
    again: str


class ShortList(NamedTuple):
    """Those that fell short the farthest, how many there are, and the page that lists them all."""

    title: str
    note: str
    lines: tuple[Short, ...]
    all: Link


class NewList(NamedTuple):
    """What is new of one kind: the first of them, and how many there are."""

    title: str
    links: tuple[Link, ...]
    more: str


class Told(NamedTuple):
    """A difference between two editions, with the thing that it concerns."""

    kind: str
    link: Link
    difference: Difference


def short_list(index: CityIndex, plan: Plan, told: Attained) -> ShortList | None:
    """List what fell short in the last reported year; None where nothing did."""
    found = short_of(told, plan.indicators.values())
    if not found:
        return None
    words, level = index.words, told.basis == LEVEL
    year = words.fiscal_year(told.year)
    kind = "status_year" if level else "missed"
    every = sum(any(one.year == told.year for one in known) for known in told.known.values())
    said = words.say("short_all", year=year, count=every) if level else words.say("short_all_missed", count=len(found))
    return ShortList(
        words.say("short_title_level" if level else "short_title", year=year),
        words.say("short_note_level" if level else "short_note"),
        tuple(_short(index, plan, told, indicator, one) for indicator, one in found[:_SHOWN]),
        Link(href(index.page(kind, fiscal_year=str(told.year))), said),
    )


def _short(index: CityIndex, plan: Plan, told: Attained, indicator: Any, year: Year) -> Short:
    words, project = index.words, plan.projects.get(indicator.latest.project_id)
    result, rate = result_text(year.result, words), year.assessment.attainment_rate if year.assessment else None
    text = result
    if year.target is not None:
        goal = target_text(year.target, year.statement, year.assessment, words)
        text = words.say("short_text", target=goal, result=result)
    count = streak(tuple(one for one in told.known[indicator.indicator_id] if one.year <= told.year))
    return Short(
        index.indicator(indicator),
        project.latest.title if project and project.latest.title != indicator.latest.title else "",
        text,
        words.say("short_rate", rate=words.quantity(plain(rate), "%")) if rate is not None else "",
        words.say("short_again", count=count) if count > 1 and told.basis != LEVEL else "",
    )


def new_lists(index: CityIndex, plan: Plan) -> tuple[NewList, ...]:
    """List the projects and indicators that are new: marked so, or first stated by the newest edition."""
    if not plan.editions:
        return ()
    newest, several = plan.editions[-1].row.edition_id, len(plan.editions) > 1
    projects = [one for one in plan.projects.values() if _is_new(one, newest, several=several)]
    indicators = [one for one in plan.indicators.values() if several and one.statements[0].edition_id == newest]
    made = (
        _new(index, "projects", [index.project(one) for one in projects]),
        _new(index, "indicators", [index.indicator(one) for one in indicators]),
    )
    return tuple(one for one in made if one.links)


def _is_new(project: Any, newest: str, *, several: bool) -> bool:
    marked = project.latest.is_new and project.latest.edition_id == newest
    return bool(marked or (several and project.statements[0].edition_id == newest))


def _new(index: CityIndex, kind: str, links: Sequence[Link]) -> NewList:
    more = len(links) - _SHOWN
    title = index.words.say(f"new_{kind}", count=len(links))
    return NewList(title, tuple(links[:_SHOWN]), index.words.say("new_more", count=more) if more > 0 else "")


def told_changes(changes: Sequence[Changes]) -> tuple[Told, ...]:
    """Give some of the differences between two editions: first what was promised and what came of it."""
    return tuple(_differences(changes))[:_CHANGES]


def _differences(changes: Sequence[Changes]) -> Iterator[Told]:
    for one in reversed(changes):
        for changed in one.changed:
            told = next((found for found in changed.differences if _bare(found.before) != _bare(found.after)), None)
            if told:
                yield Told(one.kind, changed.link, told)


def _bare(text: str) -> str:
    """Give a text without what only numbers or brackets it: that an edition added ① is no news."""
    return _MARKS.sub("", text)
