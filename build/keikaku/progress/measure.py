"""Measure a checked city as of a fiscal year: how its tables are filled, and what of its plans is to be reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from keikaku.check import Checked, CleanCity, CleanTable
from keikaku.check.rules import Grid
from keikaku.problem import Severity
from keikaku.progress.due import plan_progress
from keikaku.progress.facts import CityProgress, Missing
from keikaku.quality import Part
from keikaku.quality.completeness import table_fills

_MATTERING: Final[Mapping[str, tuple[str, ...]]] = {
    "sources": ("issued", "url"),
    "plans": ("start_fy", "end_fy"),
    "editions": ("as_of",),
    "projects": ("policy_id", "description"),
    "indicators": ("unit", "polarity"),
    "targets": ("value",),
    "results": ("value",),
}
"""Columns that may be empty and without which pages, links or comparisons have nothing to say."""
_OF_NUMBERS: Final = frozenset({"unit", "polarity", "value"})
"""Columns that only indicators of numbers can have."""


def measure_city(checked: Checked, year: int, current: int, *, only: bool) -> CityProgress | None:
    """Measure a city up to a fiscal year, or in that year `only`; None where its settings cannot be read.

    `current` is the fiscal year that runs. A faulty cell counts as not stated, so that tables need not be sound.
    """
    city = checked.city
    if city is None:
        return None
    grid = Grid(city.tables, frozenset(city.tables))
    errors = sum(problem.severity is Severity.ERROR for problem in checked.problems)
    return CityProgress(
        city.slug,
        city.city.lgcode,
        city.city.name,
        errors,
        len(checked.problems) - errors,
        checked.rows,
        tuple(fill for fill in table_fills(city.tables) if not fill.derived),
        tuple(_columns(city)),
        plan_progress(grid, city.tables, year, current, only=only),
    )


def _columns(city: CleanCity) -> Iterator[Missing]:
    """Tell of each column that matters how many rows state it."""
    kinds = {(row["edition_id"], row["indicator_id"]): row["value_type"] for row in city.tables["indicators"].dicts()}
    for name, columns in _MATTERING.items():
        table = city.tables[name]
        for column in columns:
            rows = [
                (number, row)
                for number, row in enumerate(table.dicts())
                if column not in _OF_NUMBERS or _of_number(row, kinds)
            ]
            gaps = tuple(table.key(number) for number, row in rows if not row[column])
            if rows:
                yield Missing(name, column, Part(len(rows) - len(gaps), len(rows)), gaps)
    yield from _places(city.tables)


def _of_number(row: Mapping[str, str], kinds: Mapping[tuple[str, str], str]) -> bool:
    return kinds.get((row["edition_id"], row["indicator_id"])) == "number"


def _places(tables: Mapping[str, CleanTable]) -> Iterator[Missing]:
    """Tell of each table how many rows name their page, where any does not."""
    for name, table in tables.items():
        if "page" not in table.table.names or table.table.derived or not table.rows:
            continue
        gaps = tuple(table.key(number) for number, row in enumerate(table.dicts()) if not row["page"])
        if gaps:
            yield Missing(name, "page", Part(len(table.rows) - len(gaps), len(table.rows)), gaps)
