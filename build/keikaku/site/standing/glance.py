"""A plan at a glance: what was promised and how far it is, for the city's home and the plan's own page.

Input: what `attained` counts, and the totals that the plan itself prints. Printed and counted figures stand side by
side and are never mixed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from keikaku.attainment import ACHIEVED, NOT_ACHIEVED, PARTLY
from keikaku.model import Plan
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, href
from keikaku.site.standing.attained import (
    BELOW,
    CODES,
    LEVEL,
    PRINTED,
    PROMISED,
    REACHED,
    REPORTED,
    Attained,
)
from keikaku.site.standing.record import Year, streak
from keikaku.site.standing.sentence import short_year
from keikaku.site.wording.words import Words, number

_TENTH: Final = Decimal("0.1")
_LONG: Final = 2
_RATE: Final = "share_achieved"
_MEANS: Final = frozenset({"mean_of_results", "repeats"})


class Figure(NamedTuple):
    """A big number: what it is, what it is of, and where its list stands."""

    label: str
    value: str
    unit: str
    note: str
    href: str = ""
    look: str = ""


class Piece(NamedTuple):
    """A part of a bar from 0 to 100."""

    code: str
    text: str
    x: str
    width: str


class Box(NamedTuple):
    """A policy in a fiscal year: how many of how many, the bar, and what the document prints for it."""

    year: str
    part: str
    percent: str
    text: str
    pieces: tuple[Piece, ...]
    printed: str


class Line(NamedTuple):
    """A policy with its years."""

    link: Link
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Attainment by policy and year; `legend` names the colours, `printed` tells that some boxes have printed rates.

    `basis` is what is counted: statuses as printed, as computed, or levels.
    """

    caption: str
    note: str
    years: tuple[str, ...]
    lines: tuple[Line, ...]
    legend: tuple[Piece, ...]
    printed: bool
    basis: str


def lead(index: CityIndex, plan: Plan, told: Attained) -> str:
    """Say in a sentence how far the plan is."""
    words, counted = index.words, told.counted("", told.year)
    facts: dict[str, object] = {"year": short_year(told.year, words) if told.year else "", "total": counted.total()}
    if told.basis == LEVEL:
        return words.say("glance_level", **facts, reached=counted[REACHED], until=_until(plan, words))
    if told.basis in CODES:
        kinds = {"achieved": counted[ACHIEVED], "partly": counted[PARTLY], "missed": counted[NOT_ACHIEVED]}
        return words.say(f"glance_{told.basis}", **facts, **kinds)
    if told.basis == REPORTED:
        return words.say("glance_reported", **facts | {"total": _reported(told)})
    with_target = sum(bool(one.targets) for one in plan.indicators.values())
    if not with_target:
        return words.say("glance_nothing")
    return words.say("glance_promised", total=with_target, until=_until(plan, words))


def _until(plan: Plan, words: Words) -> str:
    last = max((row.fiscal_year for one in plan.indicators.values() for row in one.targets), default=0)
    return short_year(last, words) if last else ""


def _reported(told: Attained) -> int:
    return sum(any(one.year == told.year and one.results for one in found) for found in told.known.values())


def figures(index: CityIndex, plan: Plan, told: Attained) -> tuple[Figure, ...]:
    """Give the numbers that answer how far the plan is, each with what it is of."""
    words, counted = index.words, told.counted("", told.year)
    found: list[Figure] = []
    if told.basis in CODES:
        found += _shares(index, told, counted)
    else:
        found += _printed_totals(index, plan)
    with_target = sum(bool(one.targets) for one in plan.indicators.values())
    if with_target:
        found.append(_figure(words, "promised", with_target, note=_promised_note(plan, words)))
    if told.year and with_target:
        held = sum(_waits(told, key) for key in plan.indicators)
        found.append(_figure(words, "unreported", held, year=short_year(told.year, words)))
    elif told.basis == PROMISED and with_target:
        found.append(_figure(words, "no_results", 0))
    return tuple(found)


def _promised_note(plan: Plan, words: Words) -> str:
    return words.say("figure_promised_note", until=_until(plan, words))


def _waits(told: Attained, key: str) -> bool:
    """Tell whether an indicator has a target for the last reported year but no result."""
    return any(one.year == told.year and one.target is not None and not one.results for one in told.known[key])


def _figure(words: Words, name: str, count: int, note: str = "", link: str = "", **facts: object) -> Figure:
    look = name if name in ("missed", "below") and count else ""
    return Figure(
        words.say(f"figure_{name}", **facts), number(count), words.say("card_indicators_unit"), note, link, look
    )


def _shares(index: CityIndex, told: Attained, counted: Counter[str]) -> Iterator[Figure]:
    words, year = index.words, short_year(told.year, index.words)
    best, total = CODES[told.basis][0], counted.total()
    of = words.say(f"figure_of_{told.basis}", count=number(counted[best]), total=number(total))
    yield Figure(words.say(f"figure_{best}", year=year), percent(counted[best], total), "%", of)
    missed = total - counted[best]
    listed = href(index.page("missed", fiscal_year=str(told.year))) if missed and told.basis != LEVEL else ""
    unit = "card_projects_unit" if told.basis == PRINTED else "card_indicators_unit"
    name = BELOW if told.basis == LEVEL else f"missed_{told.basis}"
    yield Figure(
        words.say(f"figure_{name}", year=year), number(missed), words.say(unit), "", listed, "missed" if missed else ""
    )
    long = sum(_long_missed(found, told.reported) for found in told.known.values())
    if told.basis != LEVEL and len(told.years) > 1:
        yield _figure(words, "long_missed", long)


def _long_missed(known: Sequence[Year], reported: int) -> bool:
    """Tell whether an indicator was missed again up to the last year of which the plan has any result."""
    found = tuple(one for one in known if one.year <= reported)
    return bool(found and found[-1].state == NOT_ACHIEVED and streak(found) >= _LONG)


def _printed_totals(index: CityIndex, plan: Plan) -> Iterator[Figure]:
    """Give what the newest edition prints as totals of the whole plan."""
    for row in plan.editions[-1].totals[::-1] if plan.editions else ():
        if not row.policy_id and row.derivation in _MEANS | {_RATE, "projects_below"}:
            year = short_year(row.fiscal_year, index.words) if row.fiscal_year else ""
            label = index.words.say("figure_printed", measure=row.measure, year=year)
            yield Figure(label, number(row.value), index.words.unit(row.unit), index.words.say("figure_printed_note"))


def matrix(
    index: CityIndex, plan: Plan, told: Attained, below: Sequence[str] | None = None, whole: str = ""
) -> Matrix | None:
    """Give the attainment of policies by year, and of what holds them; None where nothing is counted.

    Without `below` these are the top policies and the whole plan.
    """
    keys = (*(plan.roots if below is None else below), whole)
    if told.basis not in CODES or not any(told.counted(whole, year) for year in told.years):
        return None
    words = index.words
    rates = _rates(index, plan)
    every = Link("", words.say("all"))
    lines = [
        Line(every if key == whole else index.policy(plan.policies[key]), _boxes(index, told, key, rates))
        for key in keys
        if any(told.counted(key, year) for year in told.years)
    ]
    return Matrix(
        words.say("matrix_caption"),
        words.say(f"matrix_{told.basis}"),
        tuple(short_year(year, words) for year in told.years),
        tuple(lines),
        tuple(Piece(code, code_name(words, code), "", "") for code in CODES[told.basis]),
        any(box.printed for line in lines for box in line.boxes),
        told.basis,
    )


def code_name(words: Words, code: str) -> str:
    """Name a status, or the level that an indicator is at."""
    return words.say(f"level_{code}") if code in (REACHED, BELOW) else words.code("attainment_status", code)


def _rates(index: CityIndex, plan: Plan) -> dict[tuple[str, int], Decimal]:
    """Give the rates that the documents print, by policy and year."""
    editions = {edition.row.edition_id for edition in plan.editions}
    return {
        (one.policy_id, one.fiscal_year or 0): one.printed
        for one in index.given.quality.totals
        if one.edition_id in editions and one.derivation == _RATE
    }


def _boxes(index: CityIndex, told: Attained, policy_id: str, rates: dict[tuple[str, int], Decimal]) -> tuple[Box, ...]:
    boxes = []
    for year in told.years:
        printed = rates.get((policy_id, year))
        boxes.append(box(index.words, told, (policy_id, year), f"{number(printed)}%" if printed is not None else ""))
    return tuple(boxes)


def box(words: Words, told: Attained, key: tuple[str, int], printed: str = "") -> Box:
    """Make the box of a policy in a year."""
    counted, total = told.counted(*key), told.counted(*key).total()
    best = counted[CODES[told.basis][0]]
    pieces, at = [], 0.0
    for code in CODES[told.basis]:
        if counted[code]:
            width = 100.0 * counted[code] / total
            pieces.append(Piece(code, f"{code_name(words, code)} {counted[code]}", f"{at:.2f}", f"{width:.2f}"))
            at += width
    return Box(
        short_year(key[1], words),
        words.say("part_of", count=number(best), total=number(total)) if total else "",
        f"{percent(best, total)}%" if total else "",
        words.dotted(piece.text for piece in pieces),
        tuple(pieces),
        printed,
    )


def percent(count: int, total: int) -> str:
    """Write a share with one decimal, half up, as the plans round theirs."""
    if not total:
        return ""
    return number((Decimal(count * 100) / total).quantize(_TENTH, ROUND_HALF_UP))
