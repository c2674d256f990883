"""Fiscal years and dates: as Japanese writes them, with the era, and dates as English does."""

from __future__ import annotations

from functools import cache
from typing import Final

from keikaku.problem import Lang

_REIWA: Final = 2018
_HEISEI: Final = 1988
_FIRST_WITH_ERA: Final = "1990"
_TWO_ERAS: Final = "2019"
_REIWA_STARTS: Final = "2019-05"
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@cache
def _era(year: int) -> str:
    name, first = ("令和", _REIWA) if year > _REIWA else ("平成", _HEISEI)
    return f"{name}{'元' if year - first == 1 else year - first}"


@cache
def fiscal_year(year: int) -> str:
    """Write a fiscal year in Japanese: 令和6年度（2024年度）."""
    return f"{_era(year)}年度（{year}年度）"


def era_year(year: int) -> str:
    """Write a fiscal year by its era alone, as short as a chart needs it."""
    return _era(year)


def date(text: str, lang: Lang = "ja") -> str:
    """Write an ISO 8601 date, or its month or year (2024年3月28日（令和6年）, 28 March 2024); empty stays empty."""
    if not text:
        return ""
    parts = text.split("-")
    if lang == "en":
        named = [parts[0], *(_MONTHS[int(month) - 1] for month in parts[1:2]), *(f"{int(day)}" for day in parts[2:])]
        return " ".join(reversed(named))
    shown = "".join(f"{int(part)}{mark}" for part, mark in zip(parts, "年月日", strict=False))
    return f"{shown}（{_era_of_date(text)}年）" if text >= _FIRST_WITH_ERA and text != _TWO_ERAS else shown


def _era_of_date(text: str) -> str:
    return _era(int(text[:4])) if text >= _REIWA_STARTS else f"平成{int(text[:4]) - _HEISEI}"
