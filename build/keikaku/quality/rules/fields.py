"""What the descriptor says of a column, and the published code lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from keikaku.iri import CODES
from keikaku.quality.published import Published

_YEAR_NAME: Final = re.compile(r"(.*_)?(fiscal_year|fy|year)")
_PARTIAL_DATE: Final = "[0-9]{4}("
_ORDINALS: Final = frozenset({"seq", "target_seq", "result_seq", "position", "level", "page", "line"})
"""Whole numbers that put things in order or name a place; they measure nothing."""


def is_number(field: Mapping[str, Any]) -> bool:
    """Tell whether a column holds numbers."""
    return field.get("type") in {"integer", "number"}


def is_time(field: Mapping[str, Any]) -> bool:
    """Tell whether a column holds years or dates."""
    pattern = str(field.get("constraints", {}).get("pattern", ""))
    return field.get("type") == "date" or pattern.startswith(_PARTIAL_DATE) or is_year(field)


def is_year(field: Mapping[str, Any]) -> bool:
    """Tell whether a column holds years."""
    return is_number(field) and bool(_YEAR_NAME.fullmatch(str(field.get("name"))))


def is_quantity(field: Mapping[str, Any]) -> bool:
    """Tell whether a column holds numbers that measure something and so need a unit."""
    return is_number(field) and not is_year(field) and str(field.get("name")) not in _ORDINALS


def is_code(field: Mapping[str, Any]) -> bool:
    """Tell whether a column holds ids or codes, which are no words."""
    return bool(field.get("codeList") or field.get("constraints", {}).get("pattern"))


def printed(field: Mapping[str, Any]) -> bool:
    """Tell whether a column repeats the print."""
    return bool(field.get("asPrinted"))


def code_lists(published: Published) -> dict[str, dict[str, str]]:
    """Give the published codes with their Japanese labels, by list; a code without both labels is left out."""
    found: dict[str, dict[str, str]] = {}
    for table in published.tables:
        if table.name == CODES:
            for _, row in table.rows():
                if row.get("ja") and row.get("en"):
                    found.setdefault(row.get("list", ""), {})[row.get("value", "")] = row["ja"]
    return found
