"""What a rule's check finds in a sheet, and the registry that checks join."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from keikaku.lint.columns import Facts, facts_of
from keikaku.lint.grid import Cell, Grid, LintFile, cell_name
from keikaku.lint.layout import Layout


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that does not meet a rule. `kind` is the way in which, as the rule's declaration names it."""

    rule: str
    kind: str
    file: str
    sheet: str = ""
    place: str = ""
    value: str = ""
    name: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet or CSV file with its table; `declared` are the fields of its descriptor by name, where it has one."""

    file: LintFile
    grid: Grid
    layout: Layout
    declared: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    defined: str = ""

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        """What each column holds."""
        types = {name: str(one.get("type", "string")) for name, one in self.declared.items()}
        return tuple(facts_of(column, types.get(column.name, "")) for column in self.layout.columns)

    @cached_property
    def as_printed(self) -> frozenset[int]:
        """Columns that repeat a print and so may break some rules on purpose."""
        columns = self.layout.columns
        return frozenset(one.number for one in columns if self.declared.get(one.name, {}).get("asPrinted"))

    def found(self, rule: str, kind: str, place: str, value: str = "", name: str = "") -> Finding:
        """Make a finding in this sheet."""
        return Finding(rule, kind, self.grid.file, self.grid.sheet, place, value, name)

    def at(self, rule: str, kind: str, row: int, column: int, cell: Cell | None = None) -> Finding:
        """Make a finding at a cell."""
        return self.found(rule, kind, cell_name(row, column), cell.text if cell else "")

    def heads(self) -> Iterator[tuple[int, int, Cell]]:
        """Give the cells of the headings."""
        layout = self.layout
        for row in range(layout.header, layout.header + layout.header_rows):
            for column, cell in sorted(self.grid.rows.get(row, {}).items()):
                if layout.first <= column <= layout.last:
                    yield row, column, cell

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Give the cells of headings and data, column by column."""
        yield from self.heads()
        for column in self.layout.columns:
            for row, cell in column.cells.items():
                yield row, column.number, cell


Check = Callable[[Sheet], Iterator[Finding]]
CHECKS: Final[list[Check]] = []


def check(function: Check) -> Check:
    """Register a function that looks for breaches in a sheet."""
    CHECKS.append(function)
    return function
