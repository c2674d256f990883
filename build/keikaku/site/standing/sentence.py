"""One plain sentence that says how an indicator stands: target, result and status of the last year that is reported.

Input: an indicator and the last year of which its plan has any result. Every figure in the sentence stands in the
indicator's table too. A status says where it comes from unless print and computation agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from keikaku.model import Indicator
from keikaku.model.standing import current
from keikaku.site.standing.record import Year, newest, streak, years
from keikaku.site.wording.words import Words
from keikaku.text import shorten

_LONGEST: Final = 44
_TOLD_REASONS: Final = frozenset(
    {
        "text_target",
        "text_result",
        "no_previous_result",
        "no_baseline",
        "unit_differs",
        "uncertain_result",
        "no_direction",
    }
)
_DERIVED: Final = "derived"


def state(indicator: Indicator, words: Words, reported: int = 0) -> str:
    """Sum up an indicator; `reported` is the last fiscal year of which its plan has any result."""
    return summed_up(indicator, years(indicator), words, reported)


def summed_up(indicator: Indicator, found: tuple[Year, ...], words: Words, reported: int = 0) -> str:
    """Sum up an indicator whose years are known already."""
    last = newest(found)
    if last is None:
        return _promise(indicator, words, reported)
    parts = [_year(last, words), _several(last, words), _again(found, last, words), _about_target(last, words)]
    if last.year < reported:
        parts.append(words.say("said_not_reported", year=short_year(reported, words)))
    return _joined(parts, words)


def _joined(parts: Iterable[str], words: Words) -> str:
    return words.say("sentences").join(part for part in parts if part)


def short_year(year: int, words: Words) -> str:
    """Write a fiscal year as short as a sentence needs it (令和6年度, FY2024)."""
    return words.say("said_year", year=words.era_year(year) or year)


def plain(value: Decimal | None) -> Decimal | None:
    """Drop zeros at the end of a figure's decimals, which a sentence does not need."""
    return value.quantize(Decimal(1)) if value is not None and value == value.to_integral_value() else value


def target_text(row: Any, statement: Any, judged: Any, words: Words) -> str:
    """Say a target: its value, with the way it should move where that is not up; else what is printed.

    A change (前年度比) is said as printed, with the value that the assessment found it to come to.
    """
    if row.value is None:
        return quotation(row.raw, words)
    if row.basis not in ("", "absolute"):
        if judged is None or judged.target_value is None:
            return quotation(row.raw, words)
        value = words.span(plain(judged.target_value), plain(judged.target_max), judged.unit, row.comparator)
        return words.say("said_change", raw=quotation(row.raw, words), value=value)
    value = words.span(plain(row.value), plain(row.value_max), row.unit, row.comparator)
    way = statement.polarity
    return words.say(f"said_{way}", value=value) if way in ("down", "hold") and not row.comparator else value


def result_text(row: Any, words: Words) -> str:
    """Say a result: its value, with the percentage that is printed beside it, else what is printed."""
    if row.value is None:
        return quotation(row.raw, words)
    value = words.quantity(plain(row.value), row.unit, row.comparator)
    said_already = row.unit == "%" and row.rate == row.value
    return (
        value
        if row.rate is None or said_already
        else words.say("said_with_rate", value=value, rate=_percent(row.rate, words))
    )


def quotation(text: str, words: Words) -> str:
    """Quote what is printed, cut where it is long."""
    return words.say("quotation", text=shorten(text, _LONGEST)).strip()


def _percent(value: Decimal | None, words: Words) -> str:
    return words.quantity(plain(value), "%")


def _year(last: Year, words: Words) -> str:
    """Say the last year that has a result: against its target, on the way to it, or without one."""
    year, report, verdict = short_year(last.year, words), _report(last, words), _verdict(last, words)
    if last.target is None:
        return words.say(
            "said_alone", year=year, report=report, result=result_text(last.result, words), verdict=verdict
        )
    target = target_text(last.target, last.statement, last.assessment, words)
    if last.target.applies == "plan_end" and last.target.fiscal_year > last.year:
        until, result = short_year(last.target.fiscal_year, words), _progress(last, words)
        return words.say(
            "said_on_the_way", until=until, target=target, year=year, report=report, result=result, verdict=verdict
        )
    kind = "said_every_year" if last.target.applies == "every_year" else "said_against"
    result = result_text(last.result, words)
    return words.say(kind, year=year, report=report, target=target, result=result, verdict=verdict)


def _report(last: Year, words: Words) -> str:
    """Name the report where the year has several."""
    return words.say("said_report", report=last.result.report_label) if last.reports > 1 else ""


def _progress(last: Year, words: Words) -> str:
    """Say a result on its way to a target, with the rate that is printed and the computed one where that differs."""
    row, rate = last.result, last.assessment.attainment_rate if last.assessment else None
    if rate is None or (row.rate is not None and plain(row.rate) == plain(rate)):
        return result_text(row, words)
    value, shown = words.quantity(plain(row.value), row.unit, row.comparator), _percent(rate, words)
    if row.rate is not None:
        return words.say("said_with_both", value=value, printed=_percent(row.rate, words), rate=shown)
    plainly = row.unit != "%" and last.assessment.formula == "ratio"
    return words.say("said_with_rate" if plainly else "said_with_attainment", value=value, rate=shown)


def _verdict(last: Year, words: Words) -> str:
    """Say the status, where it comes from, or why there is none."""
    if last.disagrees:
        told = {"printed": _status(last.printed, words), "computed": _status(last.computed, words)}
        return words.say("said_disagrees", **told)
    if last.printed or last.computed:
        basis = "" if last.printed == last.computed else "_printed" if last.printed else "_computed"
        return words.say(f"said_status{basis}", status=_status(last.printed or last.computed, words))
    if last.target is None:
        return words.say("said_no_target")
    if last.reason in _TOLD_REASONS:
        reason = words.code("attainment_reason", last.reason)
        return words.say("said_reason", reason=reason[:1].lower() + reason[1:])
    return words.say("said_comes_to")


def _status(status: str, words: Words) -> str:
    label = words.code("attainment_status", status)
    return label.lower() if words.english else label


def _several(last: Year, words: Words) -> str:
    """Say how many items the last report of the year has, where it has several."""
    count = len(last.results)
    if count < 2:
        return ""
    statuses = [row.status for row in last.results if row.status]
    told = [
        words.say("said_items_with", status=_status(status, words), count=statuses.count(status))
        for status in dict.fromkeys(statuses)
    ]
    return words.say("said_items", count=count, told=words.join(told)) if told else words.say("said_more", count=count)


def _again(found: tuple[Year, ...], last: Year, words: Words) -> str:
    count = streak(found)
    if count < 2:
        return ""
    label = words.code("attainment_status", last.printed or last.computed)
    return words.say("said_again", count=count, status=label)


def _about_target(last: Year, words: Words) -> str:
    """Say that a target was worked out, or that a status is printed although there is no target."""
    if last.target is None:
        return words.say("said_no_target_either") if last.printed or last.computed else ""
    return words.say("said_derived") if last.target.origin == _DERIVED else ""


def _promise(indicator: Indicator, words: Words, reported: int) -> str:
    """Say what is promised of an indicator that has no result: for every year, else for the next year that has one."""
    targets = current(indicator.targets)
    if not targets:
        return _joined((words.say("said_nothing"), _start(indicator, words)), words)
    ahead = [one for one in targets if one.applies == "every_year" or one.fiscal_year > reported]
    row = ahead[0] if ahead else targets[-1]
    judged = next((one for one in indicator.assessments if _judges(one, row)), None)
    statement = next((one for one in indicator.statements if one.edition_id == row.edition_id), indicator.latest)
    target = target_text(row, statement, judged, words)
    promised = words.say(f"said_promise_{row.applies}", year=short_year(row.fiscal_year, words), target=target)
    return _joined((promised, words.say("said_no_result"), _start(indicator, words)), words)


def _judges(assessment: Any, target: Any) -> bool:
    """Tell whether an assessment is that of the year that a target is for."""
    own = (assessment.edition_id, assessment.fiscal_year, assessment.target_fiscal_year, assessment.target_seq)
    return own == (target.edition_id, target.fiscal_year, target.fiscal_year, target.seq)


def _start(indicator: Indicator, words: Words) -> str:
    """Say the baseline of an indicator that has no result yet."""
    row = indicator.latest
    if row.baseline_value is None:
        return ""
    year = words.say("said_report", report=short_year(row.baseline_fy, words)) if row.baseline_fy else ""
    return words.say("said_baseline", year=year, value=words.quantity(plain(row.baseline_value), row.unit))
