"""What of an indicator can be drawn: numbers in its own unit, each year as the newest edition that has any states it.

Targets that are a change (前年度比, 基準値比) are drawn where the computation of attainment found what they come to;
what is not drawn is counted, because the table has it all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from keikaku.model import Indicator, Plan
from keikaku.model.standing import current

MOST_YEARS: Final = 16
_FARTHEST_BASELINE: Final = 6


class Goal(NamedTuple):
    """A target at its value; `low` and `high` differ where it is a range, `relative` tells that it is a change."""

    row: Any
    low: Decimal
    high: Decimal
    relative: bool


class Baseline(NamedTuple):
    """The baseline; its year is None where the plan states none."""

    value: Decimal
    year: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn. `hints` are changes whose value nobody can tell, `missing` years that should have a number."""

    unit: str
    years: tuple[int, ...]
    results: tuple[Any, ...]
    goals: tuple[Goal, ...]
    hints: tuple[Any, ...]
    baseline: Baseline | None
    missing: tuple[int, ...]
    omitted: bool

    @property
    def values(self) -> list[Decimal]:
        """All values that the scale must hold."""
        found = [row.value for row in self.results]
        for goal in self.goals:
            found += [goal.low, goal.high]
        return [*found, self.baseline.value] if self.baseline else found


def make_series(indicator: Indicator, plan: Plan) -> Series | None:
    """Choose what is drawn of an indicator; None where it has no number."""
    targets, results = current(indicator.targets), current(indicator.results)
    unit = _unit(indicator, [*results, *targets])
    drawn = [row for row in results if row.value is not None and row.unit == unit]
    goals = [goal for row in targets if (goal := _goal(row, unit, indicator))]
    if not drawn and not goals:
        return None
    held = {id(goal.row) for goal in goals}
    hints = [row for row in targets if row.value is not None and id(row) not in held and _is_change(row)]
    found = [row.fiscal_year for row in (*results, *targets)]
    baseline = _baseline(indicator, unit, found)
    years = _years(found, targets, baseline, plan)
    shown = frozenset(years)
    counted = len(drawn) + len(goals) + len(hints)
    return Series(
        unit=unit,
        years=years,
        results=tuple(row for row in drawn if row.fiscal_year in shown),
        goals=tuple(goal for goal in goals if goal.row.fiscal_year in shown),
        hints=tuple(row for row in hints if row.fiscal_year in shown),
        baseline=baseline,
        missing=_missing(drawn, results, years),
        omitted=counted < len(indicator.results) + len(indicator.targets) or min(found) < years[0],
    )


def _unit(indicator: Indicator, rows: Sequence[Any]) -> str:
    return indicator.latest.unit or next((row.unit for row in rows if row.value is not None), "")


def _is_change(row: Any) -> bool:
    return row.basis not in ("", "absolute")


def _goal(row: Any, unit: str, indicator: Indicator) -> Goal | None:
    """Give a target at its value; of one that is a change, at the value that the assessment of its year tells."""
    if row.value is None:
        return None
    if not _is_change(row):
        high = row.value if row.value_max is None else row.value_max
        return Goal(row, min(row.value, high), max(row.value, high), relative=False) if row.unit == unit else None
    for one in current(indicator.assessments):
        told = (one.fiscal_year, one.target_fiscal_year, one.target_seq)
        if one.target_value is not None and one.unit == unit and told == (row.fiscal_year, row.fiscal_year, row.seq):
            high = one.target_value if one.target_max is None else one.target_max
            return Goal(row, min(one.target_value, high), max(one.target_value, high), relative=True)
    return None


def _baseline(indicator: Indicator, unit: str, years: Sequence[int]) -> Baseline | None:
    """Give the baseline of the newest edition that has one, unless it lies years away from all else."""
    for row in reversed(indicator.statements):
        if row.baseline_value is not None and row.unit == unit:
            near = not row.baseline_fy or min(years) - _FARTHEST_BASELINE <= row.baseline_fy <= max(years)
            return Baseline(row.baseline_value, row.baseline_fy) if near else None
    return None


def _years(found: Sequence[int], targets: Iterable[Any], baseline: Baseline | None, plan: Plan) -> tuple[int, ...]:
    """Give the years from first to last, at most so many as a picture holds; those of the plan where a target is."""
    first, last = min(found), max(found)
    if any(row.applies != "year" for row in targets):
        first = min(first, plan.row.start_fy or first)
    if baseline and baseline.year:
        first = min(first, baseline.year)
    return tuple(range(max(first, last - MOST_YEARS + 1), last + 1))


def _missing(drawn: Sequence[Any], results: Sequence[Any], years: Sequence[int]) -> tuple[int, ...]:
    """Give the years without a number although a document reports on them, or on years before and after them."""
    if not results:
        return ()
    have = {row.fiscal_year for row in drawn}
    reported = {row.fiscal_year for row in results}
    return tuple(year for year in years if year not in have and min(reported) <= year <= max(reported))
