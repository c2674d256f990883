"""Two versions of a table side by side: all columns of both, the role of each, and what two texts of it mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from keikaku.difference.sides import Held
from keikaku.difference.typed import Meaning, meaning
from keikaku.schema import Table

Row = tuple[str, ...]
PLACES: Final = frozenset({"position", "page", "line"})
"""Columns that tell where a row stands in the plan or in its document, and nothing about the thing itself."""
NUMBERS: Final = frozenset({"code", "code_raw"})
"""Columns that repeat the number which a thing has in the plan."""
_NAMES: Final = ("title", "name", "label", "term", "topic")
"""Columns by which people know a row; the first that a table has counts."""
_NUMBERS: Final = "seq"
_ID: Final = "_id"


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two versions of a table, each row having all `columns`; one that a version lacks is empty in it.

    Numbers in the other fields are places of columns: `key` of the key, `own` of that part of it which only numbers
    rows (the others name what a row belongs to), `content` of what a row says, `name_at` of what it is called.
    """

    name: str
    table: Table | None
    columns: tuple[str, ...]
    old: tuple[Row, ...]
    new: tuple[Row, ...]
    in_old: frozenset[str]
    in_new: frozenset[str]
    key: tuple[int, ...]
    own: frozenset[int]
    content: tuple[int, ...]
    name_at: int | None
    meanings: tuple[Meaning, ...]

    def key_of(self, row: Row) -> Row:
        """Give the key of a row; all of it where the table has none."""
        return tuple(row[at] for at in self.key) if self.key else row

    def same(self, at: int, old: Row, new: Row) -> bool:
        """Tell whether two rows mean the same in a column."""
        return old[at] == new[at] or self.meanings[at](old[at]) == self.meanings[at](new[at])


def align(name: str, table: Table | None, old: Held | None, new: Held | None) -> Aligned:
    """Bring two versions of a table to the same columns: those of the newer, then those that only the older has."""
    empty = Held(name, ())
    left, right = old or empty, new or empty
    columns = tuple(dict.fromkeys((*right.header, *left.header)))
    common = set(left.header) & set(right.header) if old and new else set(columns)
    key_names = _key(table, left, right, common)
    key = tuple(columns.index(one) for one in key_names)
    both = [at for at, one in enumerate(columns) if one in common]
    content = tuple(at for at in both if at not in key and columns[at] not in PLACES | NUMBERS)
    named = [columns.index(one) for one in _NAMES if one in common and one not in key_names]
    by_name = table.by_name if table else {}
    return Aligned(
        name,
        table,
        columns,
        _widened(left, columns),
        _widened(right, columns),
        frozenset(left.header) if old else frozenset(columns),
        frozenset(right.header) if new else frozenset(columns),
        key,
        _own(table, key_names, columns),
        content,
        named[0] if named else None,
        tuple(meaning(by_name.get(one)) for one in columns),
    )


def _key(table: Table | None, old: Held, new: Held, common: set[str]) -> tuple[str, ...]:
    """Choose the columns that rows are matched by: as the schema declares, else as both sides do; none is possible."""
    if table:
        return tuple(one for one in table.primary_key if one in common)
    declared = old.key or new.key
    return declared if set(declared) <= common else ()


def _own(table: Table | None, key: Sequence[str], columns: Sequence[str]) -> frozenset[int]:
    named = {one for foreign in (table.foreign_keys if table else ()) for one in foreign.columns}
    numbering = (one for one in key if one not in named and (one.endswith(_ID) or one == _NUMBERS))
    return frozenset(columns.index(one) for one in numbering) if table else frozenset()


def _widened(held: Held, columns: tuple[str, ...]) -> tuple[Row, ...]:
    if held.header == columns:
        return held.rows
    at = {name: number for number, name in enumerate(held.header)}
    order = [at.get(name, -1) for name in columns]
    return tuple(tuple(row[number] if number >= 0 else "" for number in order) for row in held.rows)
