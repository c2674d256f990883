"""Fiscal years and days as people type them: 令和6年度, R6, 令和元年, H31, 2024年度, 令和6年3月28日, 45379.

A whole text must be a year or a day; "R6.3" is a month and not the year 6, and it lies in fiscal 2023.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from keikaku.text import normalise

_ERAS: Final = {"令和": 2018, "令": 2018, "R": 2018, "平成": 1988, "平": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_ERA: Final = r"(?P<era>令和|平成|昭和|令|平|[RHSrhs])\.?\s*(?P<number>元|\d{1,2})"
_WESTERN: Final = r"(?:FY|fy|西暦)?\s*(?P<western>(?:19|20)\d{2})"
_BOTH: Final = r"(?:\s*\((?:令和|平成|[RH])?\s*(?:元|\d{1,4})\s*(?:年度?)?\s*(?:年度)?\))?"
_YEAR: Final = re.compile(rf"(?:{_ERA}|{_WESTERN})\s*(?:年度|年|度)?{_BOTH}")
_DAY: Final = re.compile(
    rf"(?:{_ERA}|{_WESTERN})\s*[年./-]\s*(?P<month>\d{{1,2}})\s*(?:[月./-]\s*(?P<day>\d{{1,2}})\s*日?|月)?"
    r"(?:\s*\([月火水木金土日]\))?(?:[ T]00:00(?::00)?)?"
)
_COMPACT: Final = re.compile(r"(?P<western>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_SERIAL: Final = re.compile(r"\d{5}(?:\.0+)?")
_EPOCH: Final = date(1899, 12, 30)
"""Day 0 of spreadsheets, which count a 29 February 1900 that there was not."""
_FIRST_MONTH: Final = 4
"""A fiscal year begins in April."""


def fiscal_year(text: str) -> str | None:
    """Read a fiscal year; None where the whole text is none. A year of the calendar is read as that fiscal year."""
    plain = normalise(text).strip()
    if re.fullmatch(r"(?:19|20)\d{2}\.0", plain):
        plain = plain[:4]
    found = _YEAR.fullmatch(plain)
    return str(_year(found)) if found else None


def day(text: str) -> str | None:
    """Read a day or a month as ISO 8601 (2024-03-28, 2024-03); None where there is none."""
    plain = normalise(text).strip()
    found = _DAY.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if found:
        year, month, number = _year(found), int(found["month"]), found["day"]
        return _iso(year, month, int(number)) if number else _month(year, month)
    if _SERIAL.fullmatch(plain):
        return serial(plain)
    return None


def serial(text: str) -> str:
    """Read a day that lost its format and shows the spreadsheet's number of it."""
    return (_EPOCH + timedelta(days=int(float(text)))).isoformat()


def calendar_year(text: str) -> str | None:
    """Read a year by itself, for a date of which no more is stated; the word 年度 makes it none."""
    plain = normalise(text).strip()
    found = None if "年度" in plain else _YEAR.fullmatch(plain)
    return str(_year(found)) if found else None


def fiscal_year_of(iso: str) -> str:
    """Tell in which fiscal year a day or a month lies."""
    year, month = int(iso[:4]), int(iso[5:7])
    return str(year if month >= _FIRST_MONTH else year - 1)


def _year(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if groups.get("western"):
        return int(groups["western"])
    era, number = groups["era"], groups["number"]
    return _ERAS[era.upper() if era.isascii() else era] + (1 if number == "元" else int(number))


def _iso(year: int, month: int, number: int) -> str | None:
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None


def _month(year: int, month: int) -> str | None:
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None
