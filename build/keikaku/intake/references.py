"""Cells that name a row of another table: by its id, its number or its title; in the end they hold the id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from keikaku.intake.entries import Book, Entry
from keikaku.intake.words import title_key
from keikaku.problem import Problem
from keikaku.schema import ForeignKey, Schema
from keikaku.text import shorten

_NAMES: Final = ("code", "title", "name", "label")
"""Columns by which a row may be named instead of by its id."""


class References:
    """Finds the ids that texts mean, in one table, among the files' rows and those that stand in the tables."""

    def __init__(self, book: Book, table: str, id_column: str) -> None:
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._names: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in book.rows(table):
            edition, value = row.get("edition_id", ""), row.get(id_column, "")
            if not value:
                continue
            self._ids[edition].add(value)
            for name in _NAMES:
                if row.get(name):
                    self._names[edition, title_key(row[name])].add(value)

    def find(self, text: str, edition: str) -> tuple[str, ...]:
        """Give the ids that a text may mean: one, none or several."""
        own = edition if edition in self._ids else ""
        if text in self._ids[own]:
            return (text,)
        found = self._names.get((own, title_key(text)), set())
        return tuple(sorted(found))


def resolve(book: Book, table: str, schema: Schema, columns: frozenset[str] | None = None) -> Iterator[Problem]:
    """Turn what the rows of a table say of other rows into ids; only `columns`, where these are given."""
    for key in schema.by_name[table].foreign_keys:
        column = key.columns[-1]
        if columns is not None and column not in columns:
            continue
        known = References(book, key.table, key.targets[-1])
        for entry in book.of(table):
            yield from resolve_cell(entry, column, known, key)


def resolve_cell(entry: Entry, column: str, known: References, key: ForeignKey) -> Iterator[Problem]:
    """Turn one cell into the id that it means; several are told, and what means none is left to the check."""
    if column in entry.links:
        entry.values[column] = entry.links[column][key.targets[-1]]
        return
    text = entry[column]
    if not text:
        return
    found = known.find(text, entry["edition_id"] if "edition_id" in key.columns else "")
    if len(found) == 1:
        entry.values[column] = found[0]
    elif found:
        yield Problem("E930", entry.where(column), {"value": shorten(text), "ids": ", ".join(found)})
