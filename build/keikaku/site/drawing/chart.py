"""The chart of an indicator as plain geometry: fiscal years across, results as bars, targets as marks.

Shapes and patterns tell kinds apart, not colours alone. Each value stands beside its bar or mark where it fits; labels
never overlap, and the table has those that do not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from keikaku.attainment import NOT_ACHIEVED, PARTLY
from keikaku.model import Indicator, Plan, current
from keikaku.site.drawing.labels import Box, Placer, Spot
from keikaku.site.drawing.measure import c, ems, fitted
from keikaku.site.drawing.scale import Range, Scale, make_range
from keikaku.site.drawing.series import Goal, Series, make_series
from keikaku.site.drawing.shapes import WIDTH, Bar, Chart, Key, Label, Level, Mark, Tick, Year
from keikaku.site.wording.language import unquoted
from keikaku.site.wording.words import Words

__all__ = ["Chart", "current", "make_chart"]

_RIGHT: Final = 354.0
_PLOT: Final = 148.0
_TOP: Final = 38.0
_STRIP: Final = 18.0
_UNDER: Final = 14.0
_NAMES: Final = 38.0
_MARGIN: Final = 118.0
_BAR: Final = 30.0
_LABEL, _SMALL = 13.0, 12.0
_MARK: Final = 7.0
_MISSED: Final = frozenset({NOT_ACHIEVED, PARTLY})
_DECIMAL_STEPS: Final = {"ja": ((12, "兆"), (8, "億"), (4, "万")), "en": ((12, "T"), (9, "B"), (6, "M"))}
_LARGE: Final = 6


def make_chart(indicator: Indicator, plan: Plan, words: Words) -> Chart | None:
    """Draw an indicator; None where it has no number."""
    series = make_series(indicator, plan)
    if series is None:
        return None
    return _Drawing(series, words).chart(indicator)


class _Drawing:
    """Turns a series into shapes."""

    def __init__(self, series: Series, words: Words) -> None:
        self._series, self._words = series, words
        values = make_range(series.values, series.unit)
        self._figures = _figures(values, words)
        left = min(_MARGIN, max(map(ems, self._figures)) * _SMALL + 8)
        top = _TOP + _STRIP * min(len(series.hints), 2)
        self._scale = Scale(series.years, values, left, _RIGHT, top, top + _PLOT)
        below = _UNDER if values.low < 0 else 0
        self._names = self._scale.bottom + below + 18
        self._height = self._scale.bottom + below + _NAMES
        self._placer = Placer(Box(left - 2, 15, WIDTH + 2, self._names - 13))
        self._keys: dict[str, str] = {}

    def chart(self, indicator: Indicator) -> Chart:
        series, words, scale = self._series, self._words, self._scale
        bars, places = self._bars()
        marks = [*(self._goal(goal) for goal in series.goals if goal.row.applies != "every_year"), *self._others()]
        levels = self._levels()
        for mark in marks:
            self._placer.take(_around(mark))
        labels = [*self._value_labels(places), *self._goal_labels(), *self._hint_labels()]
        title = indicator.latest.title
        return Chart(
            id=indicator.indicator_id,
            title=words.say("chart_title", title=title),
            description=_description(indicator, series, words),
            unit=fitted(words.unit(series.unit), WIDTH - 8, _SMALL),
            left=c(scale.left),
            height=c(self._height),
            names_y=c(self._names),
            ticks=tuple(
                Tick(c(scale.y(value)), text) for value, text in zip(scale.values.ticks, self._figures, strict=True)
            ),
            years=self._year_names(),
            bars=tuple(bars),
            marks=tuple(marks),
            levels=tuple(levels),
            labels=tuple(labels),
            line=self._line(),
            zero=c(scale.y(Decimal(0))),
            keys=tuple(Key(look, text) for look, text in self._keys.items()),
            omitted=series.omitted,
        )

    def _year_names(self) -> tuple[Year, ...]:
        words = self._words
        names = {year: (words.era_year(year), str(year)) for year in self._series.years}
        widest = max(max(map(ems, pair)) for pair in names.values()) * _LABEL
        return tuple(Year(c(self._scale.x(year)), *names[year]) for year in self._scale.named(widest))

    def _bars(self) -> tuple[list[Bar], list[tuple[Any, float]]]:
        """Give the bars, and for labels each row with the middle of its bar."""
        by_year: dict[int, list[Any]] = {}
        for row in self._series.results:
            by_year.setdefault(row.fiscal_year, []).append(row)
        bars, places = [], []
        for year, rows in by_year.items():
            width = min(_BAR, self._scale.slot * 0.72 / len(rows))
            left = self._scale.x(year) - width * len(rows) / 2
            for number, row in enumerate(rows):
                bars.append(self._bar(row, left + width * number, width))
                places.append((row, left + width * (number + 0.5)))
        return bars, places

    def _bar(self, row: Any, x: float, width: float) -> Bar:
        words, zero, y = self._words, self._scale.y(Decimal(0)), self._scale.y(row.value)
        said = " ".join(part for part in (words.fiscal_year(row.fiscal_year), row.report_label) if part)
        title = words.say("chart_result", year=said, value=words.quantity(row.value, row.unit, row.comparator))
        look = "missed" if row.status in _MISSED else "bar"
        if row.status:
            title += words.say("chart_status", status=words.code("attainment_status", row.status))
        self._keys.setdefault(look, words.say("key_missed" if look == "missed" else "result"))
        gap = min(1.0, width / 6)
        # A result of nothing is drawn as a line, or it could not be seen.
        height = max(abs(zero - y), 1.0)
        return Bar(c(x + gap), c(min(zero, y) if y != zero else zero - 1), c(width - 2 * gap), c(height), look, title)

    def _goal(self, goal: Goal) -> Mark:
        words, scale, row = self._words, self._scale, goal.row
        text = words.span(row.value, row.value_max, row.unit, row.comparator)
        if goal.relative or row.basis not in ("", "absolute"):
            change = f"{words.code('target_basis', row.basis)} {text}"
            text = words.say("chart_change", change=change, value=words.quantity(goal.low, self._series.unit))
        title = words.say("chart_target", year=words.fiscal_year(row.fiscal_year), value=text)
        look = self._look(goal)
        return Mark(c(scale.x(row.fiscal_year)), c(scale.y(goal.low)), c(scale.y(goal.high)), look, title)

    def _look(self, goal: Goal) -> str:
        row = goal.row
        kind = "relative" if goal.relative else "whole" if row.applies == "plan_end" else "goal"
        if goal.low != goal.high:
            self._keys.setdefault("band", self._words.say("key_band"))
            return "band"
        self._keys.setdefault(kind, self._words.say(f"key_{kind}"))
        edge = {"ge": "least", "gt": "least", "le": "most", "lt": "most", "approx": "about"}.get(row.comparator, "")
        if edge:
            self._keys.setdefault(f"{kind} {edge}", self._words.say(f"key_{edge}"))
        return f"{kind} {edge}".strip()

    def _others(self) -> list[Mark]:
        """Give baseline and gaps."""
        words, scale, marks = self._words, self._scale, []
        base, zero = self._series.baseline, c(scale.y(Decimal(0)) - 7)
        if base and base.year in self._series.years:
            value = words.quantity(base.value, self._series.unit)
            title = words.say("chart_baseline", year=words.fiscal_year(base.year), value=value)
            y = c(scale.y(base.value))
            marks.append(Mark(c(scale.x(base.year)), y, y, "base", title))
            self._keys.setdefault("base", words.say("key_base"))
        for year in self._series.missing:
            title = words.say("chart_gap", year=words.fiscal_year(year))
            marks.append(Mark(c(scale.x(year)), zero, zero, "gap", title))
            self._keys.setdefault("gap", words.say("key_gap"))
        return marks

    def _levels(self) -> list[Level]:
        words, scale, found = self._words, self._scale, []
        x1, x2 = c(scale.left), c(scale.right)
        for goal in self._series.goals:
            if goal.row.applies == "every_year":
                text = words.span(goal.row.value, goal.row.value_max, goal.row.unit, goal.row.comparator)
                title = words.say("chart_every_year", value=text)
                found += [
                    Level(x1, x2, c(scale.y(value)), "level", title) for value in dict.fromkeys((goal.low, goal.high))
                ]
                self._keys.setdefault("level", words.say("key_level"))
        base = self._series.baseline
        if base and base.year is None:
            title = words.say("chart_baseline", year="", value=words.quantity(base.value, self._series.unit))
            found.append(Level(x1, x2, c(scale.y(base.value)), "base-level", title))
            self._keys.setdefault("base-level", words.say("key_base"))
        return found

    def _value_labels(self, places: Sequence[tuple[Any, float]]) -> list[Label]:
        """Label the results, the newest first, so that it is the one that surely has its label."""
        found = []
        for row, x in reversed(places):
            y = self._scale.y(row.value)
            outside, inside = (y + 15, y - 5) if row.value < 0 else (y - 5, y + 16)
            spots = [Spot(x, outside), Spot(x, outside - 9), Spot(x, outside - 18), Spot(x, inside)]
            found += self._label(self._words.quantity(row.value, "", row.comparator), spots, "value")
        return found

    def _goal_labels(self) -> list[Label]:
        found = []
        for goal in reversed(self._series.goals):
            row, high, low = goal.row, self._scale.y(goal.high), self._scale.y(goal.low)
            text = self._words.span(goal.low, goal.high if goal.high != goal.low else None, "", row.comparator)
            if row.applies == "every_year":
                right, left = self._scale.right, self._scale.left + 2
                spots = [Spot(right, high - 4, "end"), Spot(right, low + 14, "end"), Spot(left, high - 4, "start")]
            else:
                x, reach = self._scale.x(row.fiscal_year), _reach(row)
                spots = [Spot(x, high - reach - 4), Spot(x, low + reach + 12), Spot(x - 11, low + 4, "end")]
                spots += [Spot(x + 11, low + 4, "start"), Spot(x, high - reach - 16)]
            found += self._label(text, spots, "target")
        base = self._series.baseline
        if base and base.year in self._series.years:
            x, y = self._scale.x(base.year), self._scale.y(base.value)
            spots = [Spot(x, y - 10), Spot(x, y + 20), Spot(x + 9, y + 4, "start")]
            found += self._label(self._words.quantity(base.value), spots, "note")
        return found

    def _hint_labels(self) -> list[Label]:
        """Label changes whose value nobody can tell, above the plot."""
        words, found = self._words, []
        for row in self._series.hints:
            sign = "" if row.value < 0 else "+"
            value = sign + words.quantity(row.value, row.unit, row.comparator)
            x = self._scale.x(row.fiscal_year)
            text = words.say(f"chart_hint_{row.basis}", value=value)
            found += self._label(text, [Spot(x, _TOP), Spot(x, _TOP + _STRIP)], "note")
        return found

    def _label(self, text: str, spots: Sequence[Spot], look: str) -> list[Label]:
        text = unquoted(text)
        spot = self._placer.place(text, _LABEL, spots)
        return [Label(c(spot.x), c(spot.y), spot.anchor, look, text)] if spot else []

    def _line(self) -> str:
        own = {
            goal.row.fiscal_year: goal.low
            for goal in reversed(self._series.goals)
            if goal.row.applies == "year" and goal.low == goal.high and not goal.relative
        }
        points = [f"{c(self._scale.x(year))},{c(self._scale.y(own[year]))}" for year in sorted(own)]
        return " ".join(points) if len(points) > 1 else ""


def _reach(row: Any) -> float:
    """Give how far a mark reaches from its value: an arrow stands beyond it."""
    return _MARK + (7 if row.comparator in ("ge", "gt", "le", "lt") else 0)


def _around(mark: Mark) -> Box:
    x, y, y2 = float(mark.x), float(mark.y), float(mark.y2)
    up = 7.0 if "least" in mark.look else 0.0
    down = 7.0 if "most" in mark.look else 0.0
    return Box(x - _MARK, min(y, y2) - _MARK - up, x + _MARK, max(y, y2) + _MARK + down)


def _figures(values: Range, words: Words) -> list[str]:
    """Write the figures of a scale short enough for its margin: large ones in 万, 億, 兆, or in M, B, T."""
    most = max(abs(values.low), abs(values.high)).adjusted()
    power, mark = 0, ""
    if most >= _LARGE:
        power, mark = next((power, mark) for power, mark in _DECIMAL_STEPS[words.lang] if most >= power)
    return [_figure(value.scaleb(-power), mark) for value in values.ticks]


def _figure(value: Decimal, mark: str) -> str:
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    shown = f"{text}{mark if value else ''}"
    if ems(shown) * _SMALL > _MARGIN - 8:
        shown = f"{value:.2E}"
    return shown.replace("-", "−")


def _description(indicator: Indicator, series: Series, words: Words) -> str:
    """Say in words what is drawn: which way is good, the years, how many values, and where a number is missing."""
    polarity = words.code("polarity", indicator.latest.polarity)
    parts = [words.say("chart_direction", polarity=polarity)] if polarity else []
    parts.append(words.say("chart_years", years=words.years(series.years[0], series.years[-1])))
    parts.append(words.say("chart_description", targets=len(series.goals), results=len(series.results)))
    if series.missing:
        parts.append(words.say("chart_missing", years=words.join(words.fiscal_year(year) for year in series.missing)))
    return words.say("sentences").join(parts)
