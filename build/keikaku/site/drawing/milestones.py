"""Milestones (到達点) as a line of time: each year what was to be reached, what was, and how the document judges it.

Texts are drawn as texts: a milestone has no height on a scale. Long ones are cut; the table has them whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final, NamedTuple

from keikaku.attainment import ACHIEVED, STATUSES
from keikaku.model import Indicator, current
from keikaku.site.drawing.measure import c, wrapped
from keikaku.site.drawing.shapes import Key
from keikaku.site.wording.language import unquoted
from keikaku.site.wording.words import Words

_ROOM: Final = 316.0
_SIZE: Final = 13.0
_LINES: Final = 3
_LINE_HEIGHT, _TERM_HEIGHT, _GAP = 17.0, 20.0, 10.0
_MOST: Final = 15


class Entry(NamedTuple):
    """A target or a result: its place, its shape, what it is, and its text line by line with their heights."""

    y: str
    look: str
    term: str
    title: str
    lines: tuple[tuple[str, str], ...]


class Step(NamedTuple):
    """A fiscal year."""

    y: str
    year: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Milestones:
    """All that the template draws; `foot` is where the line of time ends."""

    kind: ClassVar = "steps"

    id: str
    title: str
    description: str
    height: str
    foot: str
    steps: tuple[Step, ...]
    keys: tuple[Key, ...]
    omitted: bool


class _Said(NamedTuple):
    """What one row says in its year."""

    year: int
    look: str
    term: str
    raw: str


def make_milestones(indicator: Indicator, words: Words) -> Milestones | None:
    """Draw an indicator whose targets are texts; None where nothing is said in words."""
    said = [*_targets(indicator, words), *_results(indicator, words)]
    years = sorted({one.year for one in said})[-_MOST:]
    if not years:
        return None
    steps, height = _steps(said, years, words)
    reached = sum(one.look == ACHIEVED for one in said)
    missed = sum(one.look in STATUSES[1:] for one in said)
    goals = sum(one.look == "goal" for one in said)
    return Milestones(
        id=indicator.indicator_id,
        title=words.say("milestones_title", title=indicator.latest.title),
        description=words.say(
            "milestones_description",
            years=words.years(years[0], years[-1]),
            targets=goals,
            results=len(said) - goals,
            reached=reached,
            missed=missed,
        ),
        height=c(height),
        foot=c(height - 16),
        steps=steps,
        keys=_keys(said, words),
        omitted=len(said) < len(indicator.targets) + len(indicator.results),
    )


def _targets(indicator: Indicator, words: Words) -> Iterable[_Said]:
    for row in current(indicator.targets):
        if _is_said(row.raw):
            term = words.say(f"applies_{row.applies}", target=words.say("target"))
            yield _Said(row.fiscal_year, "goal", term, row.raw)


def _results(indicator: Indicator, words: Words) -> Iterable[_Said]:
    for row in current(indicator.results):
        if _is_said(row.raw) or row.status:
            status = words.code("attainment_status", row.status)
            term = words.dotted((words.say("result"), row.report_label, status))
            yield _Said(row.fiscal_year, row.status or "reported", term, row.raw if _is_said(row.raw) else "")


def _is_said(raw: str) -> bool:
    """Tell whether a cell says anything: a dash does not."""
    return any(char.isalnum() for char in raw.replace("ー", ""))


def _steps(said: list[_Said], years: list[int], words: Words) -> tuple[tuple[Step, ...], float]:
    """Set the years one below the other; give them and the height that they take."""
    at, steps = 18.0, []
    for year in years:
        top, entries = at, []
        at += _TERM_HEIGHT
        for one in (one for one in said if one.year == year):
            lines = wrapped(one.raw, _ROOM, _SIZE, _LINES)
            text = words.say("titled", title=one.term, text=one.raw) if one.raw else one.term
            placed = tuple((line, c(at + 5 + _LINE_HEIGHT * number)) for number, line in enumerate(lines, start=1))
            entries.append(_entry(one, at, text, placed, words))
            at += _TERM_HEIGHT + _LINE_HEIGHT * len(lines)
        steps.append(Step(c(top), words.fiscal_year(year), tuple(entries)))
        at += _GAP
    return tuple(steps), at - _GAP + 4


def _entry(one: _Said, y: float, text: str, lines: tuple[tuple[str, str], ...], words: Words) -> Entry:
    title = words.say("chart_said", year=words.fiscal_year(one.year), text=text)
    return Entry(c(y), one.look, unquoted(one.term), title, lines)


def _keys(said: list[_Said], words: Words) -> tuple[Key, ...]:
    held = {one.look for one in said}
    names = {"goal": words.say("target")}
    names |= {code: words.code("attainment_status", code) for code in STATUSES}
    names["reported"] = words.say("key_reported")
    return tuple(Key(f"node {look}", text) for look, text in names.items() if look in held)
