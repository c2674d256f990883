"""Put the rows of the files into the tables as they stand.

A sheet states its table for the editions that it names: rows of those editions that it lacks are removed. Registers
(tables without editions) are stated as a whole, unless an edition was asked for, or rows are to be kept. A sheet
without rows says nothing. Rows keep their order; a new row follows the row that it follows in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from keikaku.intake.entries import Book, Entry
from keikaku.schema import Schema, Table

Key = tuple[str, ...]


@dataclass
class Merged:
    """The tables as they will be, and for each row the row of a file that it came from, where it came from one."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    origins: dict[str, list[Entry | None]] = field(default_factory=dict)
    removed: dict[str, list[dict[str, str]]] = field(default_factory=dict)


def merge(book: Book, schema: Schema, keep: bool, whole_registers: bool) -> Merged:
    """Merge every table."""
    merged = Merged()
    for table in schema.tables:
        if not table.derived:
            _merge(merged, table, book, keep, whole_registers)
    return merged


def key_of(table: Table, row: Mapping[str, str]) -> Key:
    """Give the primary key of a row."""
    return tuple(row.get(name, "") for name in table.primary_key)


def _merge(merged: Merged, table: Table, book: Book, keep: bool, whole_registers: bool) -> None:
    entries, former = book.of(table.name), book.former.get(table.name, [])
    editions = {entry["edition_id"] for entry in entries}
    by_key: dict[Key, Entry] = {}
    twice: list[Entry] = []
    for entry in entries:
        if by_key.setdefault(key_of(table, entry.values), entry) is not entry:
            twice.append(entry)
    stays = keep or not entries or ("edition_id" not in table.primary_key and not whole_registers)
    order: list[tuple[dict[str, str], Entry | None]] = []
    removed: list[dict[str, str]] = []
    placed: dict[int, int] = {}
    for row in former:
        found = by_key.get(key_of(table, row))
        if found is not None and id(found) not in placed:
            placed[id(found)] = len(order)
            order.append((_complete(table, found.values), found))
        elif stays or ("edition_id" in table.primary_key and row.get("edition_id", "") not in editions):
            order.append((dict(row), None))
        else:
            removed.append(row)
    _insert(order, table, entries)
    merged.rows[table.name] = [row for row, _ in order]
    merged.origins[table.name] = [entry for _, entry in order]
    if removed:
        merged.removed[table.name] = removed


def _complete(table: Table, values: Mapping[str, str]) -> dict[str, str]:
    return {name: values.get(name, "") for name in table.names}


def _insert(order: list[tuple[dict[str, str], Entry | None]], table: Table, entries: Sequence[Entry]) -> None:
    """Put new rows after the row that they follow in the file; a first row goes to the end of its edition."""
    known = {id(entry) for _, entry in order if entry is not None}
    following: dict[int, list[Entry]] = {}
    first: list[Entry] = []
    last: Entry | None = None
    for entry in entries:
        if id(entry) in known:
            last = entry
        elif last is None:
            first.append(entry)
        else:
            following.setdefault(id(last), []).append(entry)
    fresh: list[tuple[dict[str, str], Entry | None]] = []
    for row, own in order:
        fresh.append((row, own))
        for entry in following.get(id(own), []) if own is not None else ():
            fresh.append((_complete(table, entry.values), entry))
    fresh += [(_complete(table, entry.values), entry) for entry in first]
    order[:] = fresh
