"""What plan rules see: the rows of all tables with typed access, and the registry that rules join."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Final

from keikaku.check.clean import CleanTable
from keikaku.problem import Problem, Where


@dataclass(frozen=True, slots=True)
class Row:
    """One row. A value that has no sound form is read as not stated: its cell has been reported already."""

    table: CleanTable
    index: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    @property
    def key(self) -> tuple[str, str]:
        """How a correction names this row: the edition (empty in registers), and the rest of its key."""
        return self.values.get("edition_id", ""), "|".join(self[name] for name in self.table.table.row_key)

    def whole(self, column: str) -> int | None:
        """Give an integer."""
        try:
            return int(self.values[column])
        except ValueError:
            return None

    def number(self, column: str) -> Decimal | None:
        """Give a number."""
        try:
            return Decimal(self.values[column])
        except InvalidOperation:
            return None

    def where(self, column: str) -> Where:
        """Give the place of a cell of this row."""
        return self.table.where(self.index, column)


class Grid:
    """All rows of a city by table; `present` names the tables that were really given."""

    def __init__(self, tables: Mapping[str, CleanTable], present: frozenset[str]) -> None:
        self._tables = tables
        self.present = present
        self._rows: dict[str, list[Row]] = {}

    def rows(self, table: str) -> list[Row]:
        """Give a table's rows."""
        if table not in self._rows:
            clean = self._tables[table]
            self._rows[table] = [Row(clean, index, values) for index, values in enumerate(clean.dicts())]
        return self._rows[table]

    def table(self, name: str) -> CleanTable:
        """Give a table itself."""
        return self._tables[name]

    @cached_property
    def plan_of_edition(self) -> dict[str, str]:
        """The plan of each edition."""
        return {row["edition_id"]: row["plan_id"] for row in self.rows("editions")}

    @cached_property
    def _source_of_edition(self) -> dict[str, str]:
        return {row["edition_id"]: row["source_id"] for row in self.rows("editions")}

    @cached_property
    def plans(self) -> dict[str, Row]:
        """The plans by their ids."""
        return {row["plan_id"]: row for row in self.rows("plans")}

    def source(self, row: Row) -> str:
        """Give the document that a row rests on: its own, or its edition's."""
        if "source_id" in row.values:
            return row["source_id"]
        return self._source_of_edition.get(row["edition_id"], "")

    def plan(self, row: Row) -> Row | None:
        """Give the plan to which a row's edition belongs."""
        return self.plans.get(self.plan_of_edition.get(row["edition_id"], ""))


Rule = Callable[[Grid], Iterator[Problem]]
RULES: Final[list[Rule]] = []


def rule(function: Rule) -> Rule:
    """Add a rule to those that every check runs."""
    RULES.append(function)
    return function
