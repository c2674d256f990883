"""Rules on ids: each becomes a folder of the site, on every system."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from keikaku.check.rules.grid import Grid, Row, rule
from keikaku.iri import RESERVED_PLAN_IDS
from keikaku.problem import Problem

_FOLDERS: Final = {
    "sources": "source_id",
    "plans": "plan_id",
    "editions": "edition_id",
    "departments": "department_id",
    "policies": "policy_id",
    "projects": "project_id",
    "indicators": "indicator_id",
}
_WINDOWS: Final = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""Names that Windows keeps for devices, with or without an ending."""


@rule
def ids_make_folders(grid: Grid) -> Iterator[Problem]:
    """An id is no reserved name, and no two ids of a table differ in upper and lower case alone."""
    for table, column in _FOLDERS.items():
        spelt: dict[str, str] = {}
        for row in grid.rows(table):
            value = row[column]
            first = spelt.setdefault(value.lower(), value)
            if value.partition(".")[0].lower() in _WINDOWS:
                yield _unusable(row, column, "Windows の予約名", "Windows reserves the name")
            elif table == "plans" and value in RESERVED_PLAN_IDS:
                yield _unusable(row, column, "市のページの名前", "a page of the city has this name")
            elif first != value:
                reasons = (f"大文字・小文字だけが違う {first} がある", f"{first} differs in case alone")
                yield _unusable(row, column, *reasons)


def _unusable(row: Row, column: str, reason_ja: str, reason_en: str) -> Problem:
    return Problem("E419", row.where(column), {"value": row[column], "reason_ja": reason_ja, "reason_en": reason_en})
