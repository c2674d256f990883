"""The table of an indicator by fiscal year: target, result, printed and computed status, and the working."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keikaku.model import Indicator
from keikaku.site.index import CityIndex
from keikaku.site.tables.grid import Cell, Grid, make_grid
from keikaku.site.tables.working import comparison, rate_sum


def years_grid(index: CityIndex, indicator: Indicator) -> Grid:
    """Give what was promised, what came of it and how it is judged, one line for each year of each edition."""
    words = index.words
    rows = [index.row("assessments", row, _cells(index, indicator, row)) for row in indicator.assessments]
    titles = [words.say(f"column_{name}") for name in ("fiscal_year", "target", "result")]
    titles += [words.say(f"column_{name}") for name in ("printed_status", "computed_status", "working", "edition")]
    return make_grid(words.say("years_caption", title=indicator.latest.title), titles, rows, index.csv("assessments"))


def _cells(index: CityIndex, indicator: Indicator, row: Any) -> tuple[Cell, ...]:
    words = index.words
    results = [
        one for one in indicator.results if (one.edition_id, one.fiscal_year) == (row.edition_id, row.fiscal_year)
    ]
    printed = dict.fromkeys(one.status for one in results if one.status)
    differs = row.agrees is False
    edition = None if index.is_only_edition(row.edition_id) else index.edition(row.edition_id)
    return (
        Cell(words.fiscal_year(row.fiscal_year)),
        Cell(_target(index, indicator, row)),
        Cell(words.join(_result(index, one, named=len(results) > 1) for one in results)),
        _printed(index, tuple(printed)),
        Cell(words.code("attainment_status", row.computed_status), look=_look(row.computed_status)),
        Cell(_working(index, indicator, row, differs=differs)),
        Cell(edition.text, edition.href) if edition else Cell(""),
    )


def _look(status: str) -> str:
    return f"status-{status}" if status else ""


def _printed(index: CityIndex, statuses: Sequence[str]) -> Cell:
    text = index.words.join(index.words.code("attainment_status", status) for status in statuses)
    return Cell(text, look=_look(statuses[0]) if len(statuses) == 1 else "")


def _target(index: CityIndex, indicator: Indicator, row: Any) -> str:
    """Say the target that the year was measured by: of what period it is, and whether it was worked out."""
    words, key = index.words, (row.edition_id, row.target_fiscal_year, row.target_seq)
    for one in indicator.targets:
        if (one.edition_id, one.fiscal_year, one.seq) == key:
            value = words.span(one.value, one.value_max, one.unit, one.comparator)
            change = one.basis not in ("", "absolute")
            text = one.raw if change or not value else value
            if change and row.target_value is not None:
                shown = words.span(row.target_value, row.target_max, row.unit, one.comparator)
                text = words.say("said_change", raw=text, value=shown)
            if one.origin == "derived":
                text = words.say("target_derived_short", value=text)
            until = words.fiscal_year(one.fiscal_year) if one.applies == "plan_end" else ""
            return words.say(f"target_for_{one.applies}", target=text, year=until)
    return ""


def _result(index: CityIndex, row: Any, *, named: bool) -> str:
    words = index.words
    value = words.quantity(row.value, row.unit, row.comparator) or row.raw
    if row.rate is not None:
        value = words.say("said_with_rate", value=value, rate=words.quantity(row.rate, "%"))
    return words.say("report_of", report=row.report_label, raw=value) if named and row.report_label else str(value)


def _working(index: CityIndex, indicator: Indicator, row: Any, *, differs: bool) -> str:
    """Say the rule and how the figures compare, the sum of the rate, or why there is no status."""
    words = index.words
    statement = next((one for one in indicator.statements if one.edition_id == row.edition_id), None)
    said = []
    if row.computed_status:
        rule = words.code("attainment_rule", row.rule)
        said.append(words.say("titled", title=rule, text=comparison(row)))
    if differs:
        said.append(words.say("disagrees"))
    if row.attainment_rate is not None:
        rate = rate_sum(row, statement.baseline_value if statement else None)
        formula = words.code("attainment_formula", row.formula)
        said.append(words.say("working_rate", formula=formula, sum=rate or words.quantity(row.attainment_rate, "%")))
    if row.not_computed:
        said.append(words.code("attainment_reason", row.not_computed))
    return words.say("working_separator").join(said)
