"""Fiscal years as staff say them, and those of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

_REIWA: Final = 2018
_HEISEI: Final = 1988
_LONGEST: Final = 20
"""No plan runs longer; a mistyped year must not make a sheet of a thousand columns."""
DEFAULT_YEARS: Final = tuple(range(2024, 2029))
"""Where no plan says its years: a sample of five, the usual length of a plan."""


def said(year: int) -> str:
    """Say a fiscal year as staff write it: 2024 is 令和6年度. That in which an era begins is said with the new era."""
    era, start = ("令和", _REIWA) if year > _REIWA else ("平成", _HEISEI)
    number = year - start
    return f"{era}{'元' if number == 1 else number}年度"


def years_of(rows: Mapping[str, Sequence[Mapping[str, str]]]) -> tuple[int, ...]:
    """Give the fiscal years from the first to the last of the plans in the rows; a usual span where none says so."""
    plans = rows.get("plans", ())
    stated = [int(row[name]) for row in plans for name in ("start_fy", "end_fy") if row.get(name, "").isdigit()]
    if not stated or max(stated) - min(stated) >= _LONGEST:
        return DEFAULT_YEARS
    return tuple(range(min(stated), max(stated) + 1))
