"""Tables as they are after checking: canonical text in the schema's column order, each row with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from keikaku.problem import Where
from keikaku.read import City
from keikaku.schema import Table


@dataclass(frozen=True, slots=True)
class CleanTable:
    """One table in the schema's column order. `letters` gives each column's letter in the file it came from."""

    table: Table
    rows: tuple[tuple[str, ...], ...] = ()
    file: str = ""
    sheet: str = ""
    numbers: tuple[int, ...] = ()
    letters: Mapping[str, str] | None = None

    def dicts(self) -> Iterator[dict[str, str]]:
        """Give the rows as mappings from column names."""
        names = self.table.names
        for row in self.rows:
            yield dict(zip(names, row, strict=True))

    def key(self, index: int) -> str:
        """Give a row's primary key as messages show it."""
        row = self.rows[index]
        return "|".join(row[self.table.names.index(name)] for name in self.table.primary_key)

    def where(self, index: int, column: str) -> Where:
        """Give the place of a cell."""
        letter = (self.letters or {}).get(column, "A")
        return Where(self.file, self.sheet, f"{letter}{self.numbers[index]}", self.key(index), column)


@dataclass(frozen=True, slots=True)
class CleanCity:
    """A city and its tables; every table of the schema is present, though perhaps without rows."""

    slug: str
    city: City
    tables: Mapping[str, CleanTable]

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(len(table.rows) for table in self.tables.values())
