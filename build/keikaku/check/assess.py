"""Fill the derived table `assessments`: for each indicator and year, which target and result meet, and what follows.

A year is judged where it has a target or a result. Its target is the one stated for that year, else derived for it,
else one that holds every year, else one for the plan as a whole, which is due only in its own year. Of several results
of a year the last one with a value counts. A year that is later than all years reported in the edition is not yet due.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from keikaku.attainment import ACHIEVED, NOT_ACHIEVED, Case, Result, Target, Verdict, judge
from keikaku.check.clean import CleanTable
from keikaku.check.rules.grid import Grid, Row
from keikaku.problem import Problem
from keikaku.schema import Table

Key = tuple[str, str]
_DECIDED: Final = frozenset({ACHIEVED, NOT_ACHIEVED})


@dataclass(frozen=True, slots=True)
class _Year:
    """One year of an indicator: its target, its result and the verdict; `place` is the row whose page it names."""

    year: int
    place: Row
    target: Row | None
    result: Row | None
    verdict: Verdict

    @property
    def printed(self) -> str:
        """The printed status."""
        return self.result["status"] if self.result else ""

    @property
    def agrees(self) -> str:
        """Whether printed and computed status agree; empty where either is missing or is no status of one indicator."""
        if self.printed not in _DECIDED or not self.verdict.status:
            return ""
        return "true" if self.printed == self.verdict.status else "false"


def assess(grid: Grid, table: Table) -> tuple[CleanTable, list[Problem]]:
    """Compute the table and report where a document prints another status than its figures give."""
    targets, results = _by_indicator(grid, "targets"), _by_indicator(grid, "results")
    reported = _last_years(grid)
    rows: list[tuple[str, ...]] = []
    problems: list[Problem] = []
    for indicator in grid.rows("indicators"):
        key = _key(indicator)
        for year in _years(indicator, targets[key], results[key], reported.get(key[0], 0)):
            values = {"edition_id": key[0], "indicator_id": key[1], **_values(indicator, year)}
            rows.append(tuple(values.get(name, "") for name in table.names))
            if year.agrees == "false" and year.result:
                problems.append(_disagreement(year.result, year))
    return CleanTable(table, tuple(rows), numbers=tuple(range(2, len(rows) + 2))), problems


def _key(row: Row) -> Key:
    return row["edition_id"], row["indicator_id"]


def _by_indicator(grid: Grid, table: str) -> defaultdict[Key, dict[int, list[Row]]]:
    """Group rows by indicator and year, in order of seq."""
    grouped: defaultdict[Key, dict[int, list[Row]]] = defaultdict(dict)
    for row in sorted(grid.rows(table), key=lambda row: row.whole("seq") or 0):
        year = row.whole("fiscal_year")
        if year is not None:
            grouped[_key(row)].setdefault(year, []).append(row)
    return grouped


def _last_years(grid: Grid) -> dict[str, int]:
    """Give the last year of which each edition reports any result."""
    last: dict[str, int] = {}
    for row in grid.rows("results"):
        last[row["edition_id"]] = max(last.get(row["edition_id"], 0), row.whole("fiscal_year") or 0)
    return last


def _years(
    indicator: Row, targets: Mapping[int, Sequence[Row]], results: Mapping[int, Sequence[Row]], reported: int
) -> Iterator[_Year]:
    for year in sorted({*targets, *results}):
        target = target_of(year, targets)
        result = _result_of(results.get(year, ()))
        due = is_due(target, year) and (result is not None or year <= reported)
        previous = _result_of(results.get(year - 1, ()))
        place = result or targets[year][0]
        yield _Year(year, place, target, result, judge(_case(indicator, target, result, previous, due=due)))


def target_of(year: int, targets: Mapping[int, Sequence[Row]]) -> Row | None:
    """Choose the target that a year is measured by."""
    own = sorted(targets.get(year, ()), key=lambda row: (row["origin"] == "derived", not row["value"]))
    if own:
        return own[0]
    later = [row for at in sorted(targets) if at > year for row in targets[at] if row["applies"] != "year"]
    return min(later, key=lambda row: row["applies"] == "plan_end", default=None)


def _result_of(rows: Sequence[Row]) -> Row | None:
    """Choose the last result with a value, else the last one."""
    chosen = [row for row in rows if row["value"]] or rows
    return chosen[-1] if chosen else None


def is_due(target: Row | None, year: int) -> bool:
    """Tell whether a year has to meet the target that it is measured by; one for the whole plan waits for its year."""
    return target is None or target["applies"] != "plan_end" or year >= (target.whole("fiscal_year") or 0)


def _case(indicator: Row, target: Row | None, result: Row | None, previous: Row | None, *, due: bool) -> Case:
    unit = indicator["unit"]
    return Case(
        value_type=indicator["value_type"],
        polarity=indicator["polarity"],
        time_basis=indicator["time_basis"],
        unit=unit,
        target=_target(target, unit) if target else None,
        result=_result(result, unit) if result else None,
        previous=previous.number("value") if previous and previous["unit"] in ("", unit) else None,
        baseline=indicator.number("baseline_value"),
        due=due,
    )


def _target(row: Row, unit: str) -> Target:
    value, top = row.number("value"), row.number("value_max")
    return Target(value, row["unit"] or unit, row["comparator"], top, row["basis"])


def _result(row: Row, unit: str) -> Result:
    return Result(row.number("value"), row["unit"] or unit, row["comparator"], row.number("rate"))


def _values(indicator: Row, year: _Year) -> dict[str, str]:
    verdict, target, result = year.verdict, year.target, year.result
    return {
        "fiscal_year": str(year.year),
        "rule": verdict.rule,
        "computed_status": verdict.status,
        "formula": verdict.formula,
        "attainment_rate": _plain(verdict.rate),
        "not_computed": verdict.reason,
        "target_fiscal_year": target["fiscal_year"] if target else "",
        "target_seq": target["seq"] if target else "",
        "target_value": _plain(verdict.target),
        "target_max": _plain(verdict.target_max),
        "target_origin": target["origin"] if target else "",
        "result_seq": result["seq"] if result else "",
        "result_value": _plain(verdict.result),
        "unit": _unit(indicator, year),
        "printed_status": year.printed,
        "agrees": year.agrees,
        "page": year.place["page"],
        "line": year.place["line"],
    }


def _unit(indicator: Row, year: _Year) -> str:
    """Give the unit of the figures that were compared: the target's, unless it is a change of something else."""
    if year.target and year.target["basis"] in ("", "absolute") and year.target["unit"]:
        return year.target["unit"]
    return indicator["unit"]


def _plain(number: Decimal | None) -> str:
    """Write a number without an exponent."""
    return "" if number is None else f"{number:f}"


def _disagreement(row: Row, year: _Year) -> Problem:
    facts = {
        "printed": row["status"],
        "computed": year.verdict.status,
        "result": _plain(year.verdict.result),
        "target": _plain(year.verdict.target),
        "rule": year.verdict.rule,
    }
    return Problem("W506", row.where("status"), facts)
