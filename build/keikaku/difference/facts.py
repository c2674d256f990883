"""What differs: frozen facts without wording. A difference holds cities, these tables, these rows, these cells.

Everything that the newer side says otherwise is in it, so that the facts applied to the older side give the newer one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from keikaku.schema import Label

RowKind = Literal["added", "removed", "replaced", "changed", "renumbered", "followed", "respelt", "moved", "reshaped"]
CellKind = Literal["value", "renumbered", "spelling", "place", "column"]
ROW_KINDS: Final[tuple[RowKind, ...]] = (
    *("added", "removed", "replaced", "changed", "renumbered", "followed", "respelt", "moved", "reshaped"),
)
"""How a row can differ, weightiest first.

`replaced` is an indicator that took the place of another, or lost its to one; `renumbered` has another key and
otherwise the same contents or name; `followed` differs only in naming something that was renumbered; `respelt` means
the same though it is written otherwise; `moved` stands elsewhere in the plan or document; `reshaped` differs only in
columns that one of the two sides does not have.
"""


class Cell(NamedTuple):
    """One column that a row states differently, each side as it is written; `reason` is empty where none is known."""

    column: str
    kind: CellKind
    old: str
    new: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A row that the two sides do not state alike.

    `key` is its key in the newer side (in the older where it was removed), `old_key` in the older, `name` what people
    call it, `values` all that a row says which only one side has, and `side` tells which; `reasons` concern the row as
    a whole.
    """

    kind: RowKind
    key: tuple[str, ...]
    old_key: tuple[str, ...]
    name: str
    cells: tuple[Cell, ...] = ()
    values: Mapping[str, str] | None = None
    reasons: tuple[str, ...] = ()
    side: Literal["old", "new", "both"] = "both"


@dataclass(frozen=True, slots=True)
class TableDifference:
    """What differs in a table. `columns_added` and `columns_removed` count the rows that say something in them.

    `titles` are the words for its columns, the table's own under the empty name; `reordered` rows stand in another
    order although nothing else about them need have changed.
    """

    name: str
    key: tuple[str, ...]
    titles: Mapping[str, Label]
    rows: tuple[int, int]
    columns_added: Mapping[str, int]
    columns_removed: Mapping[str, int]
    columns_reordered: bool
    reordered: int
    changes: tuple[Change, ...]

    @property
    def any(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(
            self.changes or self.columns_added or self.columns_removed or self.columns_reordered or self.reordered
        )

    def counts(self) -> Mapping[RowKind, int]:
        """Count the rows by how they differ, weightiest first; kinds without rows are left out."""
        counted = Counter(change.kind for change in self.changes)
        return {kind: counted[kind] for kind in ROW_KINDS if counted[kind]}


@dataclass(frozen=True, slots=True)
class CityDifference:
    """What differs in a city; code and name are empty where the sides do not tell. `tables` hold what differs only.

    `side` tells where only one of the two has the city at all.
    """

    code: str
    name: str
    tables: tuple[TableDifference, ...]
    side: Literal["old", "new", "both"] = "both"


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two sides, which `old` and `new` name as the caller did.

    `only_old` and `only_new` name tables that could not be compared, since one of the sides is of a kind that has none.
    """

    of: Literal["editions", "tables"]
    old: str
    new: str
    cities: tuple[CityDifference, ...]
    only_old: tuple[str, ...] = ()
    only_new: tuple[str, ...] = ()
    cities_left_out: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Tell whether anything differs."""
        return any(city.tables for city in self.cities)

    def tables(self) -> Iterator[tuple[CityDifference, TableDifference]]:
        """Give the tables that differ, city by city."""
        return ((city, table) for city in self.cities for table in city.tables)

    def counts(self) -> Mapping[RowKind, int]:
        """Count the rows by how they differ, over all tables."""
        counted: Counter[RowKind] = Counter()
        for _, table in self.tables():
            counted.update(table.counts())
        return {kind: counted[kind] for kind in ROW_KINDS if counted[kind]}
