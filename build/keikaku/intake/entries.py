"""Rows as the files give them, on their way to the tables: values by column, and the cell that each came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from keikaku.intake.sheets import Sheet
from keikaku.problem import Where

Row = Mapping[str, str]
Former = Mapping[str, list[dict[str, str]]]
"""The tables as they stand, each row by the names of its columns."""


class Mended(NamedTuple):
    """What was mended in a cell: a row of `corrections` will say so."""

    column: str
    printed: str
    published: str


class Reading(NamedTuple):
    """A cell that was read as something else than was typed: of no harm, and counted by kind."""

    kind: str
    where: Where
    typed: str
    read: str


@dataclass(slots=True, eq=False)
class Entry:
    """One row for a table. `columns` are the numbers of the cells (from 0); `given` are the columns that the sheet has.

    `links` are other rows of the same file whose ids this one takes over once they are known. `former` is the row of
    the tables that it replaces, where there is one.
    """

    table: str
    values: dict[str, str]
    sheet: Sheet
    row: int
    columns: Mapping[str, int]
    given: frozenset[str]
    mends: list[Mended] = field(default_factory=list)
    links: dict[str, Entry] = field(default_factory=dict)
    former: dict[str, str] | None = None

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")

    def where(self, column: str, key: str = "") -> Where:
        """Give the place of a cell; of a column that the sheet does not have, the first cell of the row."""
        place = self.sheet.where(self.row, self.columns.get(column, min(self.columns.values(), default=0)))
        return Where(place.file, place.sheet, place.cell, key, column)


@dataclass
class Book:
    """Everything that is known while an import is worked out: what the files give, and what stands in the tables."""

    former: Former
    entries: dict[str, list[Entry]] = field(default_factory=dict)

    def of(self, table: str) -> list[Entry]:
        """Give the rows that the files have for a table."""
        return self.entries.get(table, [])

    def add(self, entry: Entry) -> Entry:
        """Add a row."""
        self.entries.setdefault(entry.table, []).append(entry)
        return entry

    def rows(self, table: str) -> Iterator[Row]:
        """Give all rows that a table may have: those of the files, then those that stand there."""
        for entry in self.of(table):
            yield entry.values
        yield from self.former.get(table, [])

    def plan_of(self, edition: str) -> str:
        """Give the plan of an edition; empty where it is not known."""
        return next((row.get("plan_id", "") for row in self.rows("editions") if row.get("edition_id") == edition), "")
