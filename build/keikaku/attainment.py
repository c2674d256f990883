"""Attainment: whether a target was reached and how far, computed from a target and a result.

What a document prints as 達成 is one thing, what follows from its figures another; this module is the second. The rules
are described in docs/attainment.md, and the public test vectors in vocab/attainment/vectors.csv hold each of them to
its word. Figures are decimal and are never rounded before they are compared; only the rate is rounded, half up, to one
decimal.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

ACHIEVED: Final = "achieved"
PARTLY: Final = "partly_achieved"
NOT_ACHIEVED: Final = "not_achieved"
STATUSES: Final = (ACHIEVED, PARTLY, NOT_ACHIEVED)
"""What documents print and figures come to, best first."""
NOT_YET: Final = "not_yet_due"
"""Why there is no status where a target's time has not come."""

_TENTH: Final = Decimal("0.1")
_HUNDRED: Final = Decimal(100)
_POINTS: Final = "ポイント"
_BY_COMPARATOR: Final = {"ge": "at_least", "gt": "above", "le": "at_most", "lt": "below"}
_BY_POLARITY: Final = {"up": "at_least", "down": "at_most", "hold": "held", "range": "within_range"}
_UPWARD: Final = frozenset({"at_least", "above"})
_DOWNWARD: Final = frozenset({"at_most", "below"})


@dataclass(frozen=True, slots=True)
class Target:
    """A target (目標値). `basis` tells whether `value` is the value itself or a signed change from another one."""

    value: Decimal | None
    unit: str = ""
    comparator: str = ""
    value_max: Decimal | None = None
    basis: str = "absolute"


@dataclass(frozen=True, slots=True)
class Result:
    """A result (実績). `rate` is the percentage printed beside the value."""

    value: Decimal | None
    unit: str = ""
    comparator: str = ""
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """All that the judgement of one indicator in one year rests on.

    `previous` is the result of the year before and `baseline` the starting value, both in `unit`, which is the
    indicator's; `due` tells whether the target's time has come. Cumulative results are cumulated as printed.
    """

    value_type: str = "number"
    polarity: str = "up"
    time_basis: str = "point"
    unit: str = ""
    target: Target | None = None
    result: Result | None = None
    previous: Decimal | None = None
    baseline: Decimal | None = None
    due: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement. Without a status, `reason` says why; a rate may stand beside `not_yet_due`."""

    rule: str = ""
    status: str = ""
    formula: str = ""
    rate: Decimal | None = None
    reason: str = ""
    target: Decimal | None = None
    target_max: Decimal | None = None
    result: Decimal | None = None


def judge(case: Case) -> Verdict:
    """Judge one indicator in one year."""
    target, result = case.target, case.result
    if case.value_type != "number":
        return Verdict(reason="not_number")
    if target is None:
        return Verdict(reason="no_target")
    if target.value is None:
        return Verdict(reason="text_target")
    goal, top, reason = _goal(case, target)
    if reason:
        return Verdict(reason=reason)
    rule = _rule(case.polarity, target)
    if not rule:
        return Verdict(reason="no_direction", target=goal, target_max=top)
    if result is None or result.value is None:
        waiting = NOT_YET if not case.due else "no_result" if result is None else "text_result"
        return Verdict(rule=rule, reason=waiting, target=goal, target_max=top)
    by_rate = _absolute(target) and target.unit != result.unit
    reached = result.rate if by_rate and target.unit == "%" else result.value
    if reached is None or (by_rate and target.unit != "%") or not (_absolute(target) or result.unit == case.unit):
        return Verdict(rule=rule, reason="unit_differs", target=goal, target_max=top)
    # Of a span, a rising value must reach the lower end and a falling one the upper.
    bound = top if top is not None and rule in _DOWNWARD else goal
    formula, rate = _rate(rule, bound, reached, None if by_rate else case.baseline)
    status = _status(rule, bound, top, reached, result.comparator)
    reason = "" if status else "uncertain_result"
    if not case.due and not (case.time_basis == "cumulative" and rule in _UPWARD and status == ACHIEVED):
        # Only what accumulates cannot fall back below a target that it has reached ahead of time.
        status, reason = "", NOT_YET
    return Verdict(rule, status, formula, rate, reason, goal, top, reached)


def _absolute(target: Target) -> bool:
    return target.basis in ("", "absolute")


def _goal(case: Case, target: Target) -> tuple[Decimal, Decimal | None, str]:
    """Give the target as a value, its upper end, and why there is none.

    A change in per cent multiplies, unless the indicator itself is a percentage: then, as with a change in points or in
    the indicator's own unit, it is added.
    """
    value = target.value or Decimal(0)
    if _absolute(target):
        return value, target.value_max, ""
    start = case.previous if target.basis == "previous_year" else case.baseline
    if start is None:
        return value, None, "no_previous_result" if target.basis == "previous_year" else "no_baseline"
    if target.unit == "%" and case.unit != "%":
        return start * (1 + value / _HUNDRED), _scaled(start, target.value_max), ""
    if target.unit not in (case.unit, _POINTS):
        return value, None, "unit_differs"
    return start + value, None if target.value_max is None else start + target.value_max, ""


def _scaled(start: Decimal, change: Decimal | None) -> Decimal | None:
    return None if change is None else start * (1 + change / _HUNDRED)


def _rule(polarity: str, target: Target) -> str:
    """Choose the rule: 以上 and the like say it themselves, else the direction in which the value should move."""
    if polarity == "range" and target.value_max is None:
        return _BY_COMPARATOR.get(target.comparator, "")
    return _BY_COMPARATOR.get(target.comparator) or _BY_POLARITY.get(polarity, "")


def _status(rule: str, goal: Decimal, top: Decimal | None, reached: Decimal, comparator: str) -> str:
    """Compare; a result that is given as 以上 or 以下 decides only where every value that it may be agrees."""
    low = None if comparator in ("le", "lt") else reached
    high = None if comparator in ("ge", "gt") else reached
    holds = _holds(rule, goal, top, low, high, strictly=comparator in ("gt", "lt"))
    return "" if holds is None else ACHIEVED if holds else NOT_ACHIEVED


def _holds(
    rule: str, goal: Decimal, top: Decimal | None, low: Decimal | None, high: Decimal | None, *, strictly: bool
) -> bool | None:
    """Tell whether the rule holds for all values from low to high (True), for none (False), or for some (None).

    An end that is None is open; `strictly` tells that the other end is not itself meant.
    """
    if rule in _UPWARD:
        return _beyond(goal, low, high, strict=rule == "above", strictly=strictly)
    if rule in _DOWNWARD:
        low, high = (None if end is None else -end for end in (high, low))
        return _beyond(-goal, low, high, strict=rule == "below", strictly=strictly)
    if low is None or high is None:
        return None
    return goal <= low <= (goal if top is None else top) if rule == "within_range" else low == goal


def _beyond(goal: Decimal, low: Decimal | None, high: Decimal | None, *, strict: bool, strictly: bool) -> bool | None:
    if low is not None and (low > goal or (low == goal and (not strict or (strictly and high is None)))):
        return True
    if high is not None and (high < goal or (high == goal and (strict or (strictly and low is None)))):
        return False
    return None


def _rate(rule: str, goal: Decimal, reached: Decimal, baseline: Decimal | None) -> tuple[str, Decimal | None]:
    """Give the formula and the rate in per cent; both empty where the formula would divide by zero or mislead.

    With a baseline the way from it to the target counts. Without one, the ratio is meaningful between figures that
    are not negative; a target of zero has none, nor has a range or a value to be held.
    """
    if rule not in _UPWARD | _DOWNWARD:
        return "", None
    if baseline is not None:
        way = goal - baseline
        # A way of nothing, or one that leads away from what the rule wants, has no share that could be covered.
        forward = way > 0 if rule in _UPWARD else way < 0
        return ("from_baseline", _percent(reached - baseline, way)) if forward else ("", None)
    if rule in _UPWARD:
        return ("ratio", _percent(reached, goal)) if goal > 0 and reached >= 0 else ("", None)
    return ("inverse_ratio", _percent(goal, reached)) if goal > 0 and reached > 0 else ("", None)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part * _HUNDRED / whole).quantize(_TENTH, ROUND_HALF_UP)
