"""Indicators as StratML has them: what is measured, in which unit, and a measurement a fiscal year.

StratML's NumberOfUnits is a count of the indicator's own unit. A target or result goes there only where it is such a
number; a text, a change from another value, a range or a figure in another unit stays in the document's own words.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element

from keikaku.model import Indicator
from keikaku.model.rows import AssessmentRow, ResultRow, TargetRow
from keikaku.stratml.context import Context, lines
from keikaku.stratml.xml import node, stated, text

_STAGES: Final = {"output": "Output", "outcome": "Outcome"}
"""StratML has no stage for an activity; the level is then said in words alone."""
_NOT_PRINTED: Final = "文書の記載ではない"


def performance_indicator(context: Context, indicator: Indicator) -> Element:
    """Make the element of an indicator, with all its targets and results of all editions."""
    latest = indicator.latest
    attributes = {"PerformanceIndicatorType": "Quantitative" if latest.value_type == "number" else "Qualitative"}
    if latest.level in _STAGES:
        attributes["ValueChainStage"] = _STAGES[latest.level]
    return node(
        "PerformanceIndicator",
        text("SequenceIndicator", str(latest.position)),
        text("MeasurementDimension", latest.title),
        text("UnitOfMeasurement", latest.unit),
        text("Identifier", context.identifier("indicator", indicator.indicator_id)),
        _replaced(context, latest.replaces_indicator_id),
        *_instances(context, indicator),
        text("OtherInformation", _about(context, indicator)),
        **attributes,
    )


def _about(context: Context, indicator: Indicator) -> str:
    latest = indicator.latest
    year = f"{latest.baseline_fy}年度" if latest.baseline_fy else ""
    baseline = "" if latest.baseline_value is None else f"{year} {_number(latest.baseline_value)}{latest.unit}".strip()
    return lines(
        ("定義", latest.definition),
        ("指標の段階", context.label("indicator_level", latest.level)),
        ("値の型", context.label("value_type", latest.value_type)),
        ("望ましい方向", context.label("polarity", latest.polarity)),
        ("時間のとり方", context.label("time_basis", latest.time_basis)),
        ("基準値", baseline),
        ("出典", context.place(latest)),
        ("URI", context.uri("indicator", indicator.indicator_id)),
    )


def _replaced(context: Context, indicator_id: str) -> Element | None:
    if not indicator_id:
        return None
    referent = text("ReferentIdentifier", context.identifier("indicator", indicator_id))
    return node("Relationship", referent, text("Name", "置き換えた指標"))


def _instances(context: Context, indicator: Indicator) -> Iterable[Element]:
    """Give a measurement for each fiscal year that has a target or a result."""
    judged = {(row.edition_id, row.fiscal_year, row.result_seq): row for row in indicator.assessments}
    years = {row.fiscal_year for row in indicator.targets} | {row.fiscal_year for row in indicator.results}
    for year in sorted(years):
        targets = [_target(context, indicator, row) for row in indicator.targets if row.fiscal_year == year]
        results = [
            _result(context, indicator, row, judged.get((row.edition_id, year, row.seq)))
            for row in indicator.results
            if row.fiscal_year == year
        ]
        yield node("MeasurementInstance", *targets, *results)


def _target(context: Context, indicator: Indicator, row: TargetRow) -> Element:
    absolute = row.basis in ("", "absolute")
    plain = absolute and row.value_max is None and row.unit == indicator.latest.unit
    units = _number(row.value) if plain else ""
    said = lines(
        ("記載", row.raw),
        ("比較", context.label("comparator", row.comparator)),
        ("基準", "" if absolute else context.label("target_basis", row.basis)),
        ("対象期間", context.label("target_applies", row.applies)),
        ("目標の出所", _derived(context, row.origin)),
        ("出典", context.place(row)),
    )
    descriptor = None if units else _descriptor("目標の記載", row.raw)
    return node("TargetResult", *_year(row.fiscal_year), stated("NumberOfUnits", units), descriptor, _said(said))


def _result(context: Context, indicator: Indicator, row: ResultRow, judged: AssessmentRow | None) -> Element:
    units = _number(row.value) if row.unit == indicator.latest.unit else ""
    status = context.label("attainment_status", row.status)
    said = lines(
        ("報告", row.report_label),
        ("時点", row.as_of),
        ("記載", row.raw),
        ("比較", context.label("comparator", row.comparator)),
        ("記載された率", f"{_number(row.rate)}%" if row.rate is not None else ""),
        ("記載された差", row.delta_raw),
        ("記載された達成状況", row.status_raw or status),
        (f"計算した達成状況({_NOT_PRINTED})", _judged(context, judged)),
        ("出典", context.place(row)),
    )
    # A result has one descriptor: the words themselves where there is no number, else the printed status.
    descriptor = _descriptor("達成状況の記載", status) if units else _descriptor("実績の記載", row.raw)
    return node("ActualResult", *_year(row.fiscal_year), stated("NumberOfUnits", units), descriptor, _said(said))


def _derived(context: Context, origin: str) -> str:
    return f"{context.label('target_origin', origin)}({_NOT_PRINTED})" if origin == "derived" else ""


def _judged(context: Context, row: AssessmentRow | None) -> str:
    """Say what was computed and by which rule, or why nothing was."""
    if row is None:
        return ""
    if not row.computed_status:
        return f"なし({context.label('attainment_reason', row.not_computed)})" if row.not_computed else ""
    rule = context.label("attainment_rule", row.rule)
    rate = f"、達成率 {_number(row.attainment_rate)}%" if row.attainment_rate is not None else ""
    formula = f"({context.label('attainment_formula', row.formula)})" if rate and row.formula else ""
    return f"{context.label('attainment_status', row.computed_status)}({rule}){rate}{formula}"


def _descriptor(name: str, value: str) -> Element | None:
    return node("Descriptor", text("DescriptorName", name), text("DescriptorValue", value)) if value else None


def _said(said: str) -> Element:
    return text("Description", said)


def _year(fiscal_year: int) -> tuple[Element, Element]:
    """Give the first and the last day of a fiscal year."""
    return text("StartDate", first_day(fiscal_year)), text("EndDate", last_day(fiscal_year))


def first_day(fiscal_year: int) -> str:
    """Give the day on which a fiscal year begins."""
    return f"{fiscal_year:04d}-04-01"


def last_day(fiscal_year: int) -> str:
    """Give the day on which a fiscal year ends."""
    return f"{fiscal_year + 1:04d}-03-31"


def _number(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
