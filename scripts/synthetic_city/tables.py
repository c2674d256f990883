"""Tables in the making: rows as mappings from column names, each with its page and line in a document."""

from __future__ import annotations

from collections import defaultdict
from random import Random
from typing import Final

Row = dict[str, str]
ADOPTED: Final = "dx-2023"
PROGRESS: Final = "dx-2025"
EDITIONS: Final = (ADOPTED, PROGRESS)
FIRST_YEAR: Final = 2023
LAST_YEAR: Final = 2027
LINES_A_PAGE: Final = 40
_OF_NO_EDITION: Final = frozenset({"plans", "departments"})


class Tables:
    """Tables in the making. Each row of an edition gets the next lines of that edition's document."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self._lines = dict.fromkeys(EDITIONS, 0)

    def add(self, table: str, edition: str, **values: object) -> Row:
        """Add a row with its place in the document of an edition."""
        self._lines[edition] += self.rng.randint(1, 3)
        line = self._lines[edition]
        row = {name: _text(value) for name, value in values.items()}
        row |= {"page": str(1 + line // LINES_A_PAGE), "line": str(line)}
        if table not in _OF_NO_EDITION:
            row["edition_id"] = edition
        self.rows[table].append(row)
        return row

    def pages(self, edition: str) -> int:
        """Give the pages of an edition's document so far."""
        return 1 + self._lines[edition] // LINES_A_PAGE


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
