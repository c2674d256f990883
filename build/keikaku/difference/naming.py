"""What people call a row: its own title, else that of what it belongs to, with its fiscal year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from keikaku.difference.sides import City, Held
from keikaku.schema import Schema
from keikaku.text import shorten

_NAMES: Final = ("title", "name", "label", "term", "topic")
_LONGEST: Final = 60
_YEAR: Final = "fiscal_year"
Key = tuple[str, ...]


class Names:
    """Names of a city's rows; a row that only the older version has is looked up there."""

    def __init__(self, before: City, after: City, schema: Schema) -> None:
        self._schema = schema
        self._sides = (before, after)
        self._titles: dict[tuple[bool, str], dict[Key, str]] = {}

    def of(self, table: str, row: Mapping[str, str], newer: bool) -> str:
        """Give the name of a row; empty where nothing that it belongs to has one."""
        own = next((row[name] for name in _NAMES if row.get(name)), "")
        if not own:
            own = self._belonging(table, row, newer)
        year = row.get(_YEAR, "")
        return shorten(own, _LONGEST) + (f" ({year})" if own and year and table != "plans" else "")

    def _belonging(self, table: str, row: Mapping[str, str], newer: bool) -> str:
        """Give the name of the most particular thing that a row names in its key."""
        declared = self._schema.by_name.get(table)
        if declared is None:
            return ""
        keys = [key for key in declared.foreign_keys if key.table not in {"editions", "sources", table}]
        inside = [key for key in keys if set(key.columns) <= set(declared.primary_key)]
        for key in (*inside, *keys):
            values = tuple(row.get(column, "") for column in key.columns)
            name = self._of_side(newer, key.table, key.targets).get(values, "")
            if name:
                return name
        return ""

    def _of_side(self, newer: bool, table: str, columns: tuple[str, ...]) -> Mapping[Key, str]:
        if (newer, table) not in self._titles:
            held = self._sides[newer].tables.get(table)
            self._titles[newer, table] = _titles(held, columns) if held else {}
        return self._titles[newer, table]


def _titles(held: Held, columns: tuple[str, ...]) -> dict[Key, str]:
    name = next((one for one in _NAMES if one in held.header), None)
    if name is None or not set(columns) <= set(held.header):
        return {}
    at, places = held.header.index(name), [held.header.index(one) for one in columns]
    return {tuple(row[place] for place in places): row[at] for row in held.rows}
