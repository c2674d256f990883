"""Printed statuses below each of a plan's top policies, year by year, as bars in three parts, and the same as a table.

Bars have one scale, so that their lengths tell how many things were judged. Parts differ in fill as well as in colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from keikaku.attainment import STATUSES
from keikaku.model import Indicator, Plan, judged
from keikaku.site.drawing.measure import c, ems, fitted
from keikaku.site.drawing.shapes import Key
from keikaku.site.index import CityIndex
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid
from keikaku.site.wording.words import number

_LEFT, _RIGHT = 46.0, 328.0
_SIZE: Final = 13.0
_HEAD, _ROW, _BAR, _GAP = 24.0, 21.0, 16.0, 8.0
_LOOKS: Final = dict(zip(STATUSES, ("achieved", "partly", "missed"), strict=True))
_MOST_YEARS: Final = 5


class Part(NamedTuple):
    """A part of a bar; `shown` is its count, empty where there is no room for it."""

    look: str
    x: str
    width: str
    middle: str
    shown: str
    title: str


class Stack(NamedTuple):
    """A bar: a policy in a year."""

    y: str
    middle: str
    year: str
    parts: tuple[Part, ...]
    end: str
    total: str


class Group(NamedTuple):
    """A policy with its bars."""

    y: str
    text: str
    stacks: tuple[Stack, ...]


@dataclass(frozen=True, slots=True)
class Stacks:
    """All that the template draws, and the table beside it."""

    id: str
    title: str
    description: str
    height: str
    groups: tuple[Group, ...]
    keys: tuple[Key, ...]
    table: Grid


Counts = Mapping[str, Mapping[int, Counter[str]]]


def make_stacks(index: CityIndex, plan: Plan) -> Stacks | None:
    """Draw a plan; None where its documents print no status below any policy."""
    words = index.words
    counts = {key: found for key in plan.roots if (found := _counted(plan, key))}
    if not counts:
        return None
    most = max(sum(counter.values()) for years in counts.values() for counter in years.values())
    groups, y = [], 0.0
    for key, years in counts.items():
        groups.append(_group(index, (index.policy(plan.policies[key]).text, y, most), years))
        y += _HEAD + _ROW * len(years) + _GAP
    held = {status for years in counts.values() for counter in years.values() for status in counter}
    keys = [Key(f"share {_LOOKS[code]}", words.code("attainment_status", code)) for code in STATUSES if code in held]
    title = index.plan_title(plan)
    return Stacks(
        id=plan.row.plan_id,
        title=words.say("stacks_title", title=title),
        description=words.say("stacks_description", policies=len(counts)),
        height=c(y),
        groups=tuple(groups),
        keys=tuple(keys),
        table=_table(index, plan, counts),
    )


def _counted(plan: Plan, policy_id: str) -> Mapping[int, Counter[str]]:
    """Count the statuses below a policy by year, the newest years first."""
    found: dict[int, Counter[str]] = {}
    for years in judged(_below(plan, policy_id), by_project=True).values():
        for year, status in years.items():
            found.setdefault(year, Counter())[status] += 1
    return {year: found[year] for year in sorted(found, reverse=True)[:_MOST_YEARS]}


def _below(plan: Plan, policy_id: str) -> Iterator[Indicator]:
    policy = plan.policies[policy_id]
    yield from policy.indicators
    for key in policy.projects:
        yield from plan.projects[key].indicators
    for child in policy.children:
        yield from _below(plan, child)


def _group(index: CityIndex, head: tuple[str, float, int], years: Mapping[int, Counter[str]]) -> Group:
    text, top, most = head
    stacks = []
    for row, (year, counter) in enumerate(years.items()):
        y = top + _HEAD + _ROW * row
        said = index.words.say("titled", title=text, text=index.words.fiscal_year(year))
        parts, end = _parts(index, said, counter, most)
        total = number(sum(counter.values()))
        stacks.append(Stack(c(y), c(y + _BAR / 2), str(year), parts, c(end + 6), total))
    return Group(c(top + 15), fitted(text, 356, _SIZE), tuple(stacks))


def _parts(index: CityIndex, said: str, counter: Counter[str], most: int) -> tuple[tuple[Part, ...], float]:
    """Give the parts of a bar, and where it ends."""
    words, x, parts = index.words, _LEFT, []
    for code in STATUSES:
        if not counter[code]:
            continue
        width = (_RIGHT - _LEFT) * counter[code] / most
        count = number(counter[code])
        shown = count if ems(count) * _SIZE + 6 <= width else ""
        title = words.say("stack_part", name=said, status=words.code("attainment_status", code), count=count)
        parts.append(Part(_LOOKS[code], c(x + 0.75), c(max(width - 1.5, 1.0)), c(x + width / 2), shown, title))
        x += width
    return tuple(parts), x


def _table(index: CityIndex, plan: Plan, counts: Counts) -> Grid:
    words, rows = index.words, []
    for key, years in counts.items():
        link = index.policy(plan.policies[key])
        for year, counter in years.items():
            cells = (Cell(number(counter[code]), look="number") for code in STATUSES)
            rows.append(Row((Cell(link.text, link.href), Cell(words.fiscal_year(year)), *cells)))
    titles = [words.say("column_policy"), words.say("column_fiscal_year")]
    titles += [words.code("attainment_status", code) for code in STATUSES]
    return make_grid(words.say("stacks_title", title=index.plan_title(plan)), titles, rows)
