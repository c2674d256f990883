"""The working behind a computed status, with the figures put in: 28.7 < 80, and 28.7 ÷ 80 = 35.9%.

Input: a row of the derived table `assessments`, and the baseline that the indicator's edition states. The working says
again what `keikaku.attainment` has computed, and computes nothing itself.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from keikaku.attainment import ACHIEVED
from keikaku.site.wording.words import number

_SIGNS: Final = {
    "at_least": ("≥", "<"),
    "above": (">", "≤"),
    "at_most": ("≤", ">"),
    "below": ("<", "≥"),
    "held": ("=", "≠"),
}
"""For each rule the sign between result and target where it holds, and where it does not."""
_DOWNWARD: Final = frozenset({"at_most", "below"})


def comparison(row: Any) -> str:
    """Write how result and target compare (28.7 < 80); empty where no status was computed."""
    if not row.computed_status or row.result_value is None or row.target_value is None:
        return ""
    result, holds = _figure(row.result_value), row.computed_status == ACHIEVED
    if row.rule in _SIGNS:
        return f"{result} {_SIGNS[row.rule][not holds]} {_figure(_bound(row))}"
    low, high = row.target_value, row.target_value if row.target_max is None else row.target_max
    if holds:
        return f"{_figure(low)} ≤ {result} ≤ {_figure(high)}"
    return f"{result} < {_figure(low)}" if row.result_value < low else f"{result} > {_figure(high)}"


def rate_sum(row: Any, baseline: Decimal | None) -> str:
    """Write the sum of the rate (28.7 ÷ 80 = 35.9%); empty where there is none."""
    if row.attainment_rate is None or row.result_value is None:
        return ""
    goal, reached, rate = _figure(_bound(row)), _figure(row.result_value), f"{_figure(row.attainment_rate)}%"
    if row.formula == "ratio":
        return f"{reached} ÷ {goal} = {rate}"
    if row.formula == "inverse_ratio":
        return f"{goal} ÷ {reached} = {rate}"
    if baseline is None:
        return ""
    start = _figure(baseline)
    return f"({reached} − {start}) ÷ ({goal} − {start}) = {rate}"


def _bound(row: Any) -> Decimal:
    """Give the end of the target that counts: of a span, a falling value must reach the upper one."""
    bound: Decimal = row.target_max if row.target_max is not None and row.rule in _DOWNWARD else row.target_value
    return bound


def _figure(value: Decimal) -> str:
    """Write a figure as the tables do; one below zero stands in brackets, so that its sign is not taken for a minus."""
    return f"({number(value)})" if value < 0 else number(value)
