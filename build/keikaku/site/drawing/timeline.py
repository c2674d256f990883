"""The schedule of a project as a line of time: the phases below each other, each over the years that state it.

Cells without a phase are drawn as one line a kind (活動 …), so that no year that says something looks empty; what they
say stands in the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from keikaku.model import Project
from keikaku.model.standing import current
from keikaku.site.drawing.measure import c, ems, fitted
from keikaku.site.drawing.shapes import Year
from keikaku.site.wording.words import Words

_LEFT, _RIGHT = 126.0, 356.0
_SIZE: Final = 12.0
_ROW, _BAR = 28.0, 16.0
_HEAD: Final = 40.0
_MOST_YEARS: Final = 12
_KINDS: Final = ("phase", "activity", "evaluation")
_POINTS: Final = frozenset({"launch", "goal_reached"})


class Span(NamedTuple):
    """Years in a row; `point` marks a year that is an event rather than a while."""

    x: str
    width: str
    middle: str
    look: str
    title: str


class Lane(NamedTuple):
    """A phase, or cells of a kind that state none."""

    y: str
    middle: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that the template draws."""

    id: str
    title: str
    description: str
    height: str
    years: tuple[Year, ...]
    rules: tuple[str, ...]
    lanes: tuple[Lane, ...]


def make_timeline(project: Project, words: Words) -> Timeline | None:
    """Draw a project's schedule; None where no cell names a phase, since then there is nothing to draw but a table."""
    rows = current(project.schedule)
    if not any(row.phase for row in rows):
        return None
    last = max(row.fiscal_year for row in rows)
    first = max(min(row.fiscal_year for row in rows), last - _MOST_YEARS + 1)
    years = range(first, last + 1)
    held = _held([row for row in rows if row.fiscal_year >= first], words)
    slot = (_RIGHT - _LEFT) / len(years)
    lanes = tuple(_lane(number, entry, years, slot, words) for number, entry in enumerate(held.items()))
    told = [words.say("titled", title=text, text=_said(found, words)) for (_, text), found in held.items()]
    return Timeline(
        id=project.project_id,
        title=words.say("timeline_title", title=project.latest.title),
        description=words.say("timeline_description", text=words.say("clause_separator").join(told)),
        height=c(_HEAD + _ROW * len(lanes) + 4),
        years=_names(years, slot, words),
        rules=tuple(c(_LEFT + slot * number) for number in range(len(years) + 1)),
        lanes=lanes,
    )


def _held(rows: Iterable[Any], words: Words) -> Mapping[tuple[str, str], list[int]]:
    """Give the years of each phase, in the order in which the phases begin; cells without a phase come last."""
    found: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        text = words.code("phase", row.phase) if row.phase else words.code("schedule_kind", row.kind)
        found.setdefault((row.phase or f"kind-{row.kind}", text), set()).add(row.fiscal_year)
    kinds = {f"kind-{kind}": number for number, kind in enumerate(_KINDS)}
    order = sorted(found, key=lambda key: (key[0] in kinds, kinds.get(key[0], 0), min(found[key])))
    return {key: sorted(found[key]) for key in order}


def _lane(number: int, entry: tuple[tuple[str, str], list[int]], years: range, slot: float, words: Words) -> Lane:
    (code, text), found = entry
    y = _HEAD + _ROW * number
    spans = tuple(_span(code, text, run, years, slot, words) for run in _runs(found))
    return Lane(c(y + (_ROW - _BAR) / 2), c(y + _ROW / 2), fitted(text, _LEFT - 12, _SIZE), spans)


def _span(code: str, text: str, run: tuple[int, int], years: range, slot: float, words: Words) -> Span:
    first, last = run
    x, width = _LEFT + slot * (first - years[0]), slot * (last - first + 1)
    look = "stated" if code.startswith("kind-") else "point" if code in _POINTS and first == last else "span"
    title = words.say("titled", title=text, text=_years(run, words))
    return Span(c(x + 2), c(width - 4), c(x + width / 2), look, title)


def _runs(years: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def _years(run: tuple[int, int], words: Words) -> str:
    return words.fiscal_year(run[0]) if run[0] == run[1] else words.years(*run)


def _said(years: Iterable[int], words: Words) -> str:
    return words.join(_years(run, words) for run in _runs(years))


def _names(years: range, slot: float, words: Words) -> tuple[Year, ...]:
    """Name the years; where they are many, each second or third."""
    eras = {year: words.era_year(year) for year in years}
    widest = max(max(ems(str(year)), ems(era)) for year, era in eras.items()) * 13 + 4
    each = max(1, -int(-widest // slot))
    shown = (year for year in years if (years[-1] - year) % each == 0)
    return tuple(Year(c(_LEFT + slot * (year - years[0] + 0.5)), eras[year], str(year)) for year in shown)
