"""Rules on indicators, their targets and their results."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from keikaku.check.rules.grid import Grid, Row, rule
from keikaku.problem import Problem
from keikaku.text import normalise, shorten

_NUMBERS: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TENTHS: Final = re.compile(r"(\d+)割")
_MYRIADS: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)万(?:(\d)千)?")
"""136万7千 is 1,367,000."""
_BROKEN_DECIMAL: Final = re.compile(r"(?<=\d)\.\s+(?=\d)")
"""Text taken from a PDF may tear a number apart: 66. 7%."""
_ITEM_NUMBERS: Final = re.compile("[①-⑳㉑-㉟㊱-㊿]")


@rule
def one_owner(grid: Grid) -> Iterator[Problem]:
    """An indicator belongs to a project or to a policy, and not to both."""
    for row in grid.rows("indicators"):
        if bool(row["project_id"]) == bool(row["policy_id"]):
            yield Problem("E405", row.where("project_id"), {"indicator": row["indicator_id"]})


@rule
def units_agree(grid: Grid) -> Iterator[Problem]:
    """Targets and results of an indicator have its unit.

    A target in per cent may stand beside results of another unit when each prints its rate as well.
    """
    units = {(row["edition_id"], row["indicator_id"]): row["unit"] for row in grid.rows("indicators")}
    rated: dict[tuple[str, str], bool] = defaultdict(lambda: True)
    for row in grid.rows("results"):
        if row["value"]:
            rated[row["edition_id"], row["indicator_id"]] &= bool(row["rate"])
    for table in ("targets", "results"):
        for row in grid.rows(table):
            key = (row["edition_id"], row["indicator_id"])
            expected = units.get(key, "")
            if not (row["value"] and expected) or row["unit"] == expected:
                continue
            if not (table == "targets" and row["unit"] == "%" and rated[key]):
                yield Problem("E408", row.where("unit"), {"unit": row["unit"] or "—", "expected": expected})


@rule
def ranges(grid: Grid) -> Iterator[Problem]:
    """The upper end of a range is not below its lower end, and does not stand alone."""
    for row in grid.rows("targets"):
        low, high = row.number("value"), row.number("value_max")
        if high is not None and (low is None or high < low):
            yield Problem("E416", row.where("value_max"), {"low": row["value"] or "—", "high": row["value_max"]})


@rule
def derived_targets(grid: Grid) -> Iterator[Problem]:
    """A derived target rests on a result of the same year that prints a difference."""
    deltas = {
        (row["edition_id"], row["indicator_id"], row["fiscal_year"]) for row in grid.rows("results") if row["delta"]
    }
    for row in grid.rows("targets"):
        key = (row["edition_id"], row["indicator_id"], row["fiscal_year"])
        if row["origin"] == "derived" and key not in deltas:
            yield Problem("E411", row.where("origin"), {"indicator": row["indicator_id"]})


@rule
def text_has_no_number(grid: Grid) -> Iterator[Problem]:
    """An indicator of text or of a milestone has no numeric values."""
    kinds = {(row["edition_id"], row["indicator_id"]): row["value_type"] for row in grid.rows("indicators")}
    for table in ("targets", "results"):
        for row in grid.rows(table):
            kind = kinds.get((row["edition_id"], row["indicator_id"]), "number")
            if kind != "number" and row["value"]:
                yield Problem("E417", row.where("value"), {"value": row["value"], "kind": kind})


@rule
def value_is_printed(grid: Grid) -> Iterator[Problem]:
    """What we read stands in what the plan prints: the value of a stated target or result is in its raw text."""
    for table in ("targets", "results", "statistics", "totals"):
        for row in grid.rows(table):
            value = row.number("value")
            stated = table != "targets" or row["origin"] == "stated"
            if value is not None and row["raw"] and stated and abs(value) not in _printed(row):
                yield Problem("W503", row.where("value"), {"value": row["value"], "raw": shorten(row["raw"])})


def _printed(row: Row) -> set[Decimal]:
    """Give the numbers that a raw text prints; 7割 prints 70 per cent as well, 28万 prints 280,000."""
    text = _BROKEN_DECIMAL.sub(".", normalise(_ITEM_NUMBERS.sub(" ", row["raw"])))
    numbers = {Decimal(found.replace(",", "")) for found in _NUMBERS.findall(text)}
    numbers |= {
        Decimal(found.replace(",", "")) * 10_000 + Decimal(thousands or 0) * 1000
        for found, thousands in _MYRIADS.findall(text)
    }
    return numbers | {Decimal(found) * 10 for found in _TENTHS.findall(text)}
