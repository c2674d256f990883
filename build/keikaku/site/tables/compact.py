"""The small table beside a chart: year by year what was promised, what came of it, and what the document judges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from keikaku.model import Indicator
from keikaku.model.standing import current
from keikaku.site.index import CityIndex
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid


def compact_grid(index: CityIndex, indicator: Indicator) -> Grid:
    """Give targets, results and statuses of an indicator as printed, one line a year."""
    words = index.words
    years: dict[int, tuple[list[Any], list[Any]]] = {}
    for at, rows in enumerate((indicator.targets, indicator.results)):
        for row in current(rows):
            years.setdefault(row.fiscal_year, ([], []))[at].append(row)
    lines = [_line(index, year, *years[year]) for year in sorted(years)]
    titles = [words.say("column_fiscal_year"), words.say("target"), words.say("result"), words.say("column_status")]
    return make_grid(words.say("values_caption", title=indicator.latest.title), titles, lines)


def _line(index: CityIndex, year: int, targets: Iterable[Any], results: Iterable[Any]) -> Row:
    words, found = index.words, tuple(results)
    told = [
        words.say("report_of", report=row.report_label, raw=row.raw) if row.report_label else row.raw for row in found
    ]
    statuses = dict.fromkeys(row.status for row in found if row.status)
    status = words.join(words.code("attainment_status", code) for code in statuses)
    look = f"status-{next(iter(statuses))}" if len(statuses) == 1 else ""
    goals = [_goal(index, row) for row in targets]
    return Row(
        (Cell(words.fiscal_year(year)), Cell(words.join(goals)), Cell(words.join(told)), Cell(status, look=look))
    )


def _goal(index: CityIndex, row: Any) -> str:
    words = index.words
    raw = row.raw if row.origin != "derived" else words.quantity(row.value, row.unit, row.comparator)
    if row.applies == "year":
        return str(raw)
    kind = words.say(f"applies_{row.applies}", target=words.say("target"))
    return words.say("titled", title=kind, text=raw)
