"""The numbers that rows had in the older version and have in the newer, and what the older rows would say with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from keikaku.difference.aligned import Aligned, Row
from keikaku.schema import ForeignKey, Schema, Table

_CORRECTIONS: Final = "corrections"
_TABLE, _KEY, _EDITION = "table_name", "row_key", "edition_id"
_SEPARATOR: Final = "|"
Named = tuple[tuple[str, str], ...]
"""A row by the columns of its key with their values, sorted."""


class Renumberings:
    """Keeps new numbers table by table, and puts them into the older rows of tables that name them."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._by_table: dict[str, dict[Named, dict[str, str]]] = {}

    def add(self, table: str, columns: Sequence[str], old: Row, new: Row) -> None:
        """Keep that a row of a table was renumbered; the rows give the columns of its key."""
        self._by_table.setdefault(table, {})[_named(columns, old)] = dict(zip(columns, new, strict=True))

    def follow(self, aligned: Aligned) -> tuple[Row, ...]:
        """Give the older rows as they would read if they named everything by its new key, this table's own as well.

        Where more rows are equal as they are, nobody has put the new numbers in, and they are given as they are.
        """
        if aligned.table is None or not self._by_table:
            return aligned.old
        keys = self._usable(aligned.table, aligned.columns)
        followed = aligned.old if not keys else tuple(self._followed(row, aligned.columns, keys) for row in aligned.old)
        if aligned.name == _CORRECTIONS and {_TABLE, _KEY, _EDITION} <= set(aligned.columns):
            pairs = zip(aligned.old, followed, strict=True)
            followed = tuple(self._speaking(old, row, aligned.columns) for old, row in pairs)
        new = Counter(aligned.new)
        equal, as_written = ((Counter(rows) & new).total() for rows in (followed, aligned.old))
        return followed if equal >= as_written else aligned.old

    def _usable(self, table: Table, columns: Sequence[str]) -> list[ForeignKey]:
        """Give the keys of a table that may name something renumbered, as far as their columns are there."""
        keys = (key for key in table.foreign_keys if key.table in self._by_table)
        return [key for key in keys if set(key.columns) <= set(columns)]

    def _followed(self, row: Row, columns: Sequence[str], keys: Sequence[ForeignKey]) -> Row:
        changed: dict[int, str] = {}
        for key in keys:
            places = [columns.index(one) for one in key.columns]
            found = self._new(key.table, key.targets, tuple(row[at] for at in places))
            changed |= {at: found[target] for at, target in zip(places, key.targets, strict=True) if target in found}
        return tuple(changed.get(at, value) for at, value in enumerate(row)) if changed else row

    def _new(self, table: str, columns: Sequence[str], values: Row) -> Mapping[str, str]:
        return self._by_table.get(table, {}).get(_named(columns, values), {})

    def _speaking(self, old: Row, followed: Row, columns: Sequence[str]) -> Row:
        """Put the new key of the row that a correction speaks of into the correction."""
        said = dict(zip(columns, old, strict=True))
        table, parts = self._schema.by_name.get(said[_TABLE]), said[_KEY].split(_SEPARATOR)
        if table is None or len(parts) != len(table.row_key):
            return followed
        values = {_EDITION: said[_EDITION], **dict(zip(table.row_key, parts, strict=True))}
        key = tuple(values[name] for name in table.primary_key)
        new = self._new(table.name, table.primary_key, key)
        if not new:
            row = self._followed(key, table.primary_key, self._usable(table, table.primary_key))
            new = dict(zip(table.primary_key, row, strict=True))
        at = columns.index(_KEY)
        return (*followed[:at], _SEPARATOR.join(new[name] for name in table.row_key), *followed[at + 1 :])


def _named(columns: Sequence[str], values: Row) -> Named:
    return tuple(sorted(zip(columns, values, strict=True)))
