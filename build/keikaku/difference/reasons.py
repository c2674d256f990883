"""Why something differs, as far as the tables tell: corrections that speak of it, and the plan's own reasons.

A correction explains the cell that it names. One that speaks of a row as a whole, and the reason that a plan gives for
revising an indicator, explain a difference only if they are new themselves: what both sides say is no reason for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from keikaku.difference.facts import CellKind
from keikaku.difference.sides import City
from keikaku.schema import Schema

_REVISED: Final = frozenset({"indicators", "targets"})
_EDITION: Final = "edition_id"
_REASON: Final = "revision_reason"
RowKey = tuple[str, str, str]
"""Edition, table and the row's key as corrections write it."""


class Reasons:
    """The reasons that the two versions of a city's tables give."""

    def __init__(self, before: City, after: City, schema: Schema) -> None:
        self._schema = schema
        self._corrections = _corrections(before), _corrections(after)
        self._revisions = _revisions(before), _revisions(after)

    def of_cell(self, table: str, row: Mapping[str, str], column: str, kind: CellKind) -> str:
        """Give the reason of one cell of the newer version: that of the correction which names it."""
        if kind not in {"value", "spelling"}:
            return ""
        return self._corrections[True].get(self._key(table, row), {}).get(column, "")

    def of_row(self, table: str, row: Mapping[str, str], kind: str) -> tuple[str, ...]:
        """Give the reasons of a row that was added or removed, of those that only the newer version gives."""
        key = self._key(table, row)
        told, known = (self._corrections[newer].get(key, {}).get("", "") for newer in (True, False))
        found = [told if told != known else "", self._revision(table, row, True) if kind == "added" else ""]
        return tuple(dict.fromkeys(one for one in found if one))

    def of_change(self, table: str, old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
        """Give the reasons of a row as a whole, of those that only the newer version gives."""
        told = self._corrections[True].get(self._key(table, new), {}).get("", "")
        known = self._corrections[False].get(self._key(table, old), {}).get("", "")
        revised, before = self._revision(table, new, True), self._revision(table, old, False)
        found = [told if told != known else "", revised if revised != before else ""]
        return tuple(dict.fromkeys(one for one in found if one))

    def _key(self, table: str, row: Mapping[str, str]) -> RowKey:
        declared = self._schema.by_name.get(table)
        key = "|".join(row.get(name, "") for name in declared.row_key) if declared else ""
        return row.get(_EDITION, ""), table, key

    def _revision(self, table: str, row: Mapping[str, str], newer: bool) -> str:
        if table not in _REVISED:
            return ""
        return self._revisions[newer].get((row.get(_EDITION, ""), row.get("indicator_id", "")), "")


def _corrections(city: City) -> dict[RowKey, dict[str, str]]:
    """Give the corrections of a version by row, then by column (empty for the row as a whole)."""
    found: dict[RowKey, dict[str, str]] = {}
    for row in _dicts(city, "corrections"):
        key = row.get(_EDITION, ""), row.get("table_name", ""), row.get("row_key", "")
        held = found.setdefault(key, {})
        column = row.get("column_name", "")
        held[column] = " / ".join(part for part in (held.get(column, ""), row.get("reason", "")) if part)
    return found


def _revisions(city: City) -> dict[tuple[str, str], str]:
    return {
        (row.get(_EDITION, ""), row.get("indicator_id", "")): row.get(_REASON, "") for row in _dicts(city, "indicators")
    }


def _dicts(city: City, table: str) -> list[dict[str, str]]:
    held = city.tables.get(table)
    return [dict(zip(held.header, row, strict=True)) for row in held.rows] if held else []
