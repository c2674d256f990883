"""Rules on cities that have just begun: what is still missing before anything can be shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from keikaku.check.rules.grid import Grid, rule
from keikaku.problem import Problem

_CONTENT: Final = ("policies", "projects", "indicators")


@rule
def editions_have_content(grid: Grid) -> Iterator[Problem]:
    """An edition states a policy, a project or an indicator at least."""
    if "editions" not in grid.present or not grid.present >= set(_CONTENT):
        return
    filled = {row["edition_id"] for name in _CONTENT for row in grid.rows(name)}
    for row in grid.rows("editions"):
        if row["edition_id"] and row["edition_id"] not in filled:
            yield Problem("W509", row.where("edition_id"), {"edition": row["edition_id"]})
