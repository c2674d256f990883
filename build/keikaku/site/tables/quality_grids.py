"""Tables of the quality page: printed and computed totals, statuses that differ, the 30 rules, all measurements."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from keikaku.quality import RuleResult, TotalCheck, catalogue, measurements
from keikaku.site.index import CityIndex
from keikaku.site.links import Link
from keikaku.site.tables.completeness_grids import column_titles
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid
from keikaku.site.wording.words import number
from keikaku.terms import rule_metric
from keikaku.text import shorten

_SHOWN: Final = 36
_EXAMPLES: Final = 3


def totals_grid(index: CityIndex) -> Grid:
    """Printed totals beside the computed ones, and why some differ."""
    rows = {(row.edition_id, row.total_id): row for row in index.city.rows["totals"]}
    found = [_total(index, total, rows[total.edition_id, total.total_id]) for total in index.given.quality.totals]
    names = ("measure", "scope", "fiscal_year", "printed_total", "computed_total", "agreement", "how_and_why")
    return make_grid(index.words.say("totals_caption"), column_titles(index, names), found, index.csv("totals"))


def _total(index: CityIndex, total: TotalCheck, row: Any) -> Row:
    words = index.words
    state = {True: "agree", False: "differ", None: "unknown"}[total.agrees]
    computed = "" if total.computed is None else words.quantity(_short(total.computed, total.printed), total.unit)
    cells = (
        Cell(total.measure, index.row_link("totals", row, "").href),
        _scope(index, row),
        Cell(words.fiscal_year(total.fiscal_year)),
        Cell(words.quantity(total.printed, total.unit), look="number"),
        Cell(computed or words.say("total_unknown"), look="number"),
        Cell(words.say(f"total_{state}"), look=f"status-{state}"),
        Cell(_why(index, total), look="long"),
    )
    return index.row("totals", row, cells)._replace(id="")


def _scope(index: CityIndex, row: Any) -> Cell:
    if not row.policy_id:
        return Cell(index.words.say("all"))
    plans = {plan.row.plan_id: plan for plan in index.city.plans}
    link = index.policy(plans[index.plan_of[row.edition_id]].policies[row.policy_id])
    return Cell(link.text, link.href)


def _short(computed: Decimal, printed: Decimal) -> Decimal:
    """Give a computed figure with one decimal more than is printed, or as few where it comes out even."""
    even = computed.quantize(printed)
    return even if even == computed else computed.quantize(printed.scaleb(-1))


def _why(index: CityIndex, total: TotalCheck) -> str:
    """Say how it was computed and why it differs, as corrections state it; what needs a reason and has none says so."""
    words = index.words
    how = words.say("total_how", how=words.code("total_derivation", total.derivation)) if total.derivation else ""
    if total.agrees and not total.corrections:
        return how
    reasons = {(row.edition_id, row.correction_id): row.reason for row in index.city.rows["corrections"]}
    told = [reasons[total.edition_id, key] for key in total.corrections]
    return how + (
        "".join(str(words.own(reason)) for reason in told)
        or words.say("total_untold" if total.agrees is False else "total_underived")
    )


def disagreements_grid(index: CityIndex) -> Grid:
    """Indicators whose printed status is not the computed one."""
    words = index.words
    rows = {(row.edition_id, row.indicator_id, row.fiscal_year): row for row in index.city.rows["assessments"]}
    found = []
    for one in index.given.quality.attainment.disagreements:
        row = rows[one.edition_id, one.indicator_id, one.fiscal_year]
        edition = index.edition(one.edition_id)
        cells = (
            Cell(
                index.title("indicators", one.edition_id, one.indicator_id),
                index.row_link("assessments", row, "").href,
            ),
            Cell(words.fiscal_year(one.fiscal_year)),
            Cell(words.code("attainment_status", one.printed), look=f"status-{one.printed}"),
            Cell(words.code("attainment_status", one.computed), look=f"status-{one.computed}"),
            Cell(edition.text, edition.href),
        )
        found.append(index.row("assessments", row, cells)._replace(id=""))
    names = ("indicator", "fiscal_year", "as_printed", "as_computed", "edition")
    return make_grid(words.say("disagreements_caption"), column_titles(index, names), found)


def reasons_grid(index: CityIndex) -> Grid:
    """Why statuses were not computed, and how often."""
    counted = index.given.quality.attainment.reasons
    rows = [
        Row((Cell(index.words.code("attainment_reason", reason)), Cell(number(count), look="number")))
        for reason, count in counted.items()
    ]
    return make_grid(index.words.say("reasons_caption"), column_titles(index, ("reason_not_computed", "count")), rows)


def rules_grid(index: CityIndex) -> Grid:
    """The 30 rules, each with its outcome, what was checked and why it is not met."""
    rows = [
        Row(
            (
                Cell(f"{rule.rule_id} {index.words.label(rule.text.name)}"),
                Cell(index.words.say(f"rule_{rule.result}"), look=f"status-{rule.result}"),
                Cell(index.words.label(rule.text.statement), look="long"),
                Cell(_reason(index, rule), look="long"),
            ),
            id=rule_metric(rule.rule_id),
        )
        for rule in index.given.quality.rules
    ]
    names = ("readability_rule", "rule_result", "checked", "reason")
    return make_grid(index.words.say("rules_caption"), column_titles(index, names), rows)


def _reason(index: CityIndex, rule: RuleResult) -> str:
    """Give the reason with some examples: file, cell and what stands there."""
    if rule.reason is None:
        return ""
    words = index.words
    shown = [
        f"{finding.sheet or _table_of(finding.file)} {finding.cell}".strip()
        + (words.say("quotation", text=shorten(finding.value, _SHOWN)) if finding.value else "")
        for finding in rule.examples[:_EXAMPLES]
    ]
    if not shown:
        return words.label(rule.reason)
    return words.label(rule.reason) + words.say("rule_examples", count=number(rule.found), examples=words.join(shown))


def _table_of(file: str) -> str:
    """Name a file as short as its page's other files allow: the part that tells it from them."""
    return file.rpartition("_plan_")[2] or file


def measurements_grid(index: CityIndex) -> Grid:
    """All measurements of the dataset, its tables and editions as the graph has them, but for the rules."""
    words, known = index.words, catalogue()
    rows = []
    for one in measurements(index.given.quality):
        metric = known.metrics[one.metric]
        if metric.unit == "result":
            continue
        cells = (
            Cell(words.label(metric.label)),
            _measured(index, one.level, one.key),
            Cell(f"{one.value}%" if metric.unit == "percent" else f"{one.value}", look="number"),
            Cell(words.label(known.dimensions[metric.dimension].label)),
        )
        rows.append(Row(cells, id=index.iris.measurement(one.metric, one.key)[1]))
    names = ("metric", "measured_on", "value", "dimension")
    return make_grid(words.say("measurements_caption"), column_titles(index, names), rows)


def _measured(index: CityIndex, level: str, key: str) -> Cell:
    link = index.csv(key) if level == "table" else index.edition(key) if level == "edition" else _dataset(index)
    return Cell(link.text, link.href)


def _dataset(index: CityIndex) -> Link:
    return Link("", index.words.say("whole_dataset"))
