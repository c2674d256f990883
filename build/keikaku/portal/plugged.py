"""Kinds of portals that other packages add: entry points of the group `keikaku.targets`, by the name of the kind."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Final

GROUP: Final = "keikaku.targets"


def plugged_kinds() -> dict[str, EntryPoint]:
    """Give the kinds that installed packages add, without loading them; of two of one name, the first counts."""
    found: dict[str, EntryPoint] = {}
    for one in sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value)):
        found.setdefault(one.name, one)
    return found
