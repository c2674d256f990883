"""One plain sentence that says how an indicator stands: printed texts and statuses only, nothing computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keikaku.model import Indicator
from keikaku.site.chart import current
from keikaku.site.words import Words, fiscal_year


def state(indicator: Indicator, words: Words) -> str:
    """Sum up an indicator: its newest result, the target that belongs to it, and the status that is printed."""
    targets, results = current(indicator.targets), current(indicator.results)
    if not results:
        return _promise(targets, words)
    result = results[-1]
    target = _target_for(result.fiscal_year, targets)
    return _result(result, words) + _against(result, target, words) + _verdict(result, words)


def latest_status(indicator: Indicator) -> str:
    """Give the status that the document prints for the newest result; empty where it prints none."""
    results = current(indicator.results)
    return results[-1].status if results else ""


def disagrees(indicator: Indicator) -> bool:
    """Tell whether any printed status of the newest edition differs from what its figures give."""
    return any(row.agrees is False for row in current(indicator.assessments))


def target_text(target: Any, words: Words) -> str:
    """Say a target as printed, with the period that it is for (毎年度の目標は「年10社以上」)."""
    return words.say(f"target_of_{target.applies}", raw=_raw(target, words), year=fiscal_year(target.fiscal_year))


def _raw(target: Any, words: Words) -> str:
    """Give what is printed; of a derived target only a difference is, so its value is said instead."""
    if target.origin != "derived":
        return str(target.raw)
    return words.say("target_derived", value=words.quantity(target.value, target.unit, target.comparator))


def _promise(targets: Sequence[Any], words: Words) -> str:
    if not targets:
        return words.say("state_nothing")
    return words.say("state_target_only", target=target_text(targets[-1], words))


def _result(result: Any, words: Words) -> str:
    report = words.say("state_report", report=result.report_label) if result.report_label else ""
    return words.say("state_result", year=fiscal_year(result.fiscal_year), raw=result.raw, report=report)


def _against(result: Any, target: Any, words: Words) -> str:
    if target is None:
        return words.say("state_no_target")
    if target.applies == "year" and target.fiscal_year == result.fiscal_year:
        return words.say("state_same_year", raw=_raw(target, words))
    return words.say("state_other_target", target=target_text(target, words))


def _verdict(result: Any, words: Words) -> str:
    if not result.status:
        return words.say("state_no_status")
    return words.say("state_status", status=words.code("attainment_status", result.status))


def _target_for(year: int, targets: Sequence[Any]) -> Any:
    """Find the target to see a result beside: of its year, of every year, else the next or the last one."""
    own = [row for row in targets if row.applies == "year" and row.fiscal_year == year]
    every = [row for row in targets if row.applies == "every_year"]
    later = [row for row in targets if row.fiscal_year >= year]
    return next(iter([*own, *every, *later, *targets[::-1]]), None)
