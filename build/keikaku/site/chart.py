"""The chart of an indicator as plain geometry: fiscal years across, results as bars, targets as diamonds and a line.

Only numbers in the indicator's own unit are drawn; what is not drawn is named, because the table beneath has it all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from keikaku.model import Indicator, Plan
from keikaku.site.words import Words, era_year, fiscal_year

_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 352.0, 24.0, 176.0
_BAR: Final = 28.0
_DIGIT: Final = 6.5
_MYRIAD: Final = 10_000
_STEPS: Final = (1.0, 2.0, 5.0, 10.0)
_INTERVALS: Final = 4
_MOST_YEARS: Final = 16


class Bar(NamedTuple):
    """A result."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    label_y: str
    label: str
    title: str


class Mark(NamedTuple):
    """A target; `y2` is the upper end of a range, else the same as `y`."""

    x: str
    y: str
    y2: str
    title: str


class Tick(NamedTuple):
    """A line of the scale."""

    y: str
    text: str


class Year(NamedTuple):
    """A year of the axis."""

    x: str
    era: str
    year: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the template draws. `line` joins the targets of years, `level` is a target of every year."""

    id: str
    title: str
    description: str
    unit: str
    ticks: tuple[Tick, ...]
    years: tuple[Year, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    line: str
    level: str
    zero: str
    omitted: bool


class _Scale(NamedTuple):
    """From years and values to coordinates."""

    years: Sequence[int]
    low: float
    high: float
    step: float

    def x(self, year: int) -> float:
        width = (_RIGHT - _LEFT) / len(self.years)
        return _LEFT + width * (year - self.years[0] + 0.5)

    def y(self, value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (value - self.low) / (self.high - self.low)


def current(rows: Iterable[Any]) -> list[Any]:
    """Keep, for each fiscal year, the rows of the newest edition that has any; rows come oldest edition first."""
    by_year: dict[int, list[Any]] = {}
    for row in rows:
        held = by_year.setdefault(row.fiscal_year, [])
        if held and held[0].edition_id != row.edition_id:
            held.clear()
        held.append(row)
    return [row for year in sorted(by_year) for row in by_year[year]]


def make_chart(indicator: Indicator, plan: Plan, words: Words) -> Chart | None:
    """Draw an indicator; None where fewer than two numbers can be drawn."""
    all_targets, all_results = current(indicator.targets), current(indicator.results)
    unit = _unit(indicator, [*all_results, *all_targets])
    results = [row for row in all_results if row.value is not None and row.unit == unit]
    targets = [row for row in all_targets if _drawable(row, unit)]
    if len(results) + len(targets) < 2:
        return None
    years = _years([row.fiscal_year for row in (*results, *targets)], targets, plan)
    if len(years) > _MOST_YEARS:
        return None
    scale = _scale(years, [float(value) for value in _values(results, targets)])
    title = indicator.latest.title
    return Chart(
        id=indicator.indicator_id,
        title=words.say("chart_title", title=title),
        description=words.say("chart_description", targets=len(targets), results=len(results)),
        unit=unit,
        ticks=_ticks(scale),
        years=tuple(Year(_c(scale.x(year)), era_year(year), str(year)) for year in years),
        bars=_bars(results, scale, words),
        marks=tuple(_mark(row, scale, words) for row in targets),
        line=_line(targets, scale),
        level=next((_c(scale.y(float(row.value))) for row in targets if row.applies == "every_year"), ""),
        zero=_c(scale.y(0.0)),
        omitted=len(results) + len(targets) < len(indicator.results) + len(indicator.targets),
    )


def _unit(indicator: Indicator, rows: Sequence[Any]) -> str:
    return indicator.latest.unit or next((row.unit for row in rows if row.value is not None), "")


def _drawable(target: Any, unit: str) -> bool:
    return target.value is not None and target.unit == unit and target.basis in ("", "absolute")


def _values(results: Iterable[Any], targets: Iterable[Any]) -> list[Decimal]:
    values = [row.value for row in results]
    for row in targets:
        values += [row.value] if row.value_max is None else [row.value, row.value_max]
    return values


def _years(found: Sequence[int], targets: Iterable[Any], plan: Plan) -> list[int]:
    first, last = min(found), max(found)
    if any(row.applies != "year" for row in targets):
        first = min(first, plan.row.start_fy or first)
    return list(range(first, last + 1))


def _scale(years: Sequence[int], values: Sequence[float]) -> _Scale:
    low, high = min(0.0, *values), max(0.0, *values)
    if high == low:
        return _Scale(years, 0.0, 1.0, 1.0)
    rough = (high - low) / _INTERVALS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in _STEPS if power * factor >= rough * 0.999)
    return _Scale(years, math.floor(low / step) * step, math.ceil(high / step) * step, step)


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    count = round((scale.high - scale.low) / scale.step)
    values = [scale.low + scale.step * n for n in range(count + 1)]
    return tuple(Tick(_c(scale.y(value)), _tick_text(value, scale)) for value in values)


def _tick_text(value: float, scale: _Scale) -> str:
    """Write a figure of the scale short enough for the margin: from a million on in units of ten thousand."""
    large = max(scale.high, -scale.low) >= 100 * _MYRIAD
    text = f"{value / _MYRIAD:,.12g}万" if large and value else f"{value:,.12g}"
    return text.replace("-", "−")


def _bars(results: Sequence[Any], scale: _Scale, words: Words) -> tuple[Bar, ...]:
    by_year: dict[int, list[Any]] = {}
    for row in results:
        by_year.setdefault(row.fiscal_year, []).append(row)
    slot = (_RIGHT - _LEFT) / len(scale.years)
    bars = []
    for year, rows in by_year.items():
        width = min(_BAR, slot * 0.72 / len(rows))
        left = scale.x(year) - width * len(rows) / 2
        room = slot if len(rows) == 1 else width
        bars += [_bar(row, left + width * n, (width, room), scale, words) for n, row in enumerate(rows)]
    return tuple(bars)


def _bar(row: Any, x: float, sizes: tuple[float, float], scale: _Scale, words: Words) -> Bar:
    width, room = sizes
    zero, y = scale.y(0.0), scale.y(float(row.value))
    text = words.quantity(row.value, "", row.comparator)
    said = " ".join(part for part in (fiscal_year(row.fiscal_year), row.report_label) if part)
    return Bar(
        x=_c(x + 1),
        y=_c(min(zero, y)),
        width=_c(max(width - 2, 1.0)),
        height=_c(max(abs(zero - y), 1.0)),
        middle=_c(x + width / 2),
        label_y=_c(y + 13 if row.value < 0 else y - 5),
        label=text if len(text) * _DIGIT <= room else "",
        title=words.say("chart_result", year=said, value=f"{text}{row.unit}"),
    )


def _mark(row: Any, scale: _Scale, words: Words) -> Mark:
    y = scale.y(float(row.value))
    y2 = y if row.value_max is None else scale.y(float(row.value_max))
    text = words.span(row.value, row.value_max, row.unit, row.comparator)
    title = words.say("chart_target", year=fiscal_year(row.fiscal_year), value=text)
    return Mark(_c(scale.x(row.fiscal_year)), _c(y), _c(y2), title)


def _line(targets: Sequence[Any], scale: _Scale) -> str:
    own = [row for row in targets if row.applies == "year" and row.value_max is None]
    points = [f"{_c(scale.x(row.fiscal_year))},{_c(scale.y(float(row.value)))}" for row in own]
    return " ".join(points) if len(points) > 1 else ""


def _c(value: float) -> str:
    """Write a coordinate with one decimal, without a negative zero."""
    return f"{value + 0.0:.1f}".replace("-0.0", "0.0")
