"""Numbers at a glance: how many things a plan has, and how the documents judge them year by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from keikaku.attainment import STATUSES
from keikaku.model import Indicator, Plan, current, judged
from keikaku.site.index import CityIndex
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid
from keikaku.site.wording.words import number

_WIDTH: Final = 100.0


class Card(NamedTuple):
    """A number with its name."""

    label: str
    value: str
    unit: str


class Share(NamedTuple):
    """A part of a bar from 0 to 100."""

    code: str
    label: str
    counted: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class StatusYear:
    """How many projects (or indicators of no project) have each printed status in a fiscal year."""

    year: str
    total: str
    shares: tuple[Share, ...]


def cards(index: CityIndex, plans: Sequence[Plan]) -> tuple[Card, ...]:
    """Count the things of some plans over all their editions; what two editions state alike counts once."""
    words = index.words
    counted = {
        "policies": sum(len(plan.policies) for plan in plans),
        "projects": sum(len(plan.projects) for plan in plans),
        "indicators": sum(len(plan.indicators) for plan in plans),
        "targets": sum(len(current(i.targets)) for plan in plans for i in plan.indicators.values()),
        "results": sum(len(current(i.results)) for plan in plans for i in plan.indicators.values()),
    }
    return tuple(
        Card(words.say(f"card_{name}"), number(count), words.say(f"card_{name}_unit"))
        for name, count in counted.items()
    )


def coverage(index: CityIndex, indicators: Sequence[Indicator]) -> Grid:
    """Count, by fiscal year, the indicators that have a target and those that have a result."""
    years: dict[int, tuple[set[str], set[str]]] = {}
    for indicator in indicators:
        key = indicator.indicator_id
        for target in indicator.targets:
            years.setdefault(target.fiscal_year, (set(), set()))[0].add(key)
        for result in indicator.results:
            years.setdefault(result.fiscal_year, (set(), set()))[1].add(key)
    rows = [
        Row((Cell(index.words.fiscal_year(year)), *(Cell(number(len(found)), look="number") for found in years[year])))
        for year in sorted(years)
    ]
    titles = [index.words.say(f"column_{name}") for name in ("fiscal_year", "with_target", "with_result")]
    return make_grid(index.words.say("coverage_caption"), titles, rows)


def status_years(index: CityIndex, indicators: Iterable[Indicator]) -> tuple[StatusYear, ...]:
    """Count printed statuses by year, newest first: one for each project, or for each indicator of no project."""
    years: dict[int, Counter[str]] = {}
    for found in judged(indicators, by_project=True).values():
        for year, status in found.items():
            years.setdefault(year, Counter())[status] += 1
    return tuple(_status_year(index, year, years[year]) for year in sorted(years, reverse=True))


def _status_year(index: CityIndex, year: int, counted: Counter[str]) -> StatusYear:
    total = sum(counted.values())
    shares: list[Share] = []
    at = 0.0
    for code in STATUSES:
        if counted[code]:
            width = _WIDTH * counted[code] / total
            label = index.words.code("attainment_status", code)
            shares.append(Share(code, label, number(counted[code]), f"{at:.2f}", f"{width:.2f}"))
            at += width
    return StatusYear(index.words.fiscal_year(year), number(total), tuple(shares))
