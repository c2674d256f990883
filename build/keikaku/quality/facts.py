"""What is known of the quality of a city's data: frozen facts, without wording and without links."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Final

from keikaku.problem import Problem
from keikaku.quality.rules import RuleResult

_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many."""

    count: int
    of: int

    @property
    def percent(self) -> Decimal | None:
        """The share in per cent with one decimal, rounded down so that 100.0 means all; None of nothing."""
        if not self.of:
            return None
        return (Decimal(self.count * 100) / self.of).quantize(_TENTH, ROUND_DOWN)


@dataclass(frozen=True, slots=True)
class ColumnFill:
    """How many rows state a column."""

    column: str
    required: bool
    filled: Part


@dataclass(frozen=True, slots=True)
class TableFill:
    """How completely a table is filled; `cells` counts all columns."""

    table: str
    derived: bool
    rows: int
    cells: Part
    columns: tuple[ColumnFill, ...]


@dataclass(frozen=True, slots=True)
class EditionFill:
    """How many of an edition's projects and indicators have what, by the metric's name."""

    plan_id: str
    edition_id: str
    parts: dict[str, Part]


@dataclass(frozen=True, slots=True)
class Gap:
    """A row without a figure. `numeric` tells whether its indicator is one of numbers; None where it has none."""

    key: str
    raw: str
    numeric: bool | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of a table in an edition, and those of them without a figure."""

    table: str
    edition_id: str
    rows: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class TotalCheck:
    """A printed total beside the computed one; `corrections` are the ids of those that speak of it."""

    edition_id: str
    total_id: str
    measure: str
    policy_id: str
    fiscal_year: int | None
    unit: str
    printed: Decimal
    computed: Decimal | None
    derivation: str
    agrees: bool | None
    corrections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A status that the document prints and that its figures do not give."""

    edition_id: str
    indicator_id: str
    fiscal_year: int
    printed: str
    computed: str


@dataclass(frozen=True, slots=True)
class Attainment:
    """Computed statuses beside the printed ones. `reasons` counts why others were not computed, by code."""

    rows: int
    computed: int
    printed: int
    agreeing: int
    disagreements: tuple[Disagreement, ...]
    reasons: dict[str, int]

    @property
    def compared(self) -> int:
        """How many printed statuses could be compared with a computed one."""
        return self.agreeing + len(self.disagreements)


@dataclass(frozen=True, slots=True)
class Corrected:
    """How many corrections of a kind an edition has."""

    edition_id: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Placed:
    """How many rows name page and line of their document; `missing` are tables with keys of those that do not."""

    rows: Part
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """All that is known of the quality of a city's data."""

    tables: tuple[TableFill, ...]
    editions: tuple[EditionFill, ...]
    figures: tuple[Figures, ...]
    totals: tuple[TotalCheck, ...]
    attainment: Attainment
    corrections: tuple[Corrected, ...]
    placed: Placed
    warnings: tuple[Problem, ...]
    rules: tuple[RuleResult, ...]

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables)

    @property
    def corrected(self) -> int:
        """The corrections of all editions."""
        return sum(one.count for one in self.corrections)

    def totals_that(self, agrees: bool | None) -> int:
        """Count the totals that agree, do not agree, or were not compared (None)."""
        return sum(total.agrees is agrees for total in self.totals)

    def rules_that(self, result: str) -> int:
        """Count the rules with a result."""
        return sum(rule.result == result for rule in self.rules)

    def overall(self, metric: str) -> Part:
        """Add up a metric over all editions."""
        parts = [edition.parts[metric] for edition in self.editions]
        return Part(sum(part.count for part in parts), sum(part.of for part in parts))
