"""What an import changes: rows added and removed, cells changed, with old and new.

Places that are only counted (page and line of a typed source, the list of its pages, its checksum) are left out: they
follow from the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from keikaku.intake.entries import Entry
from keikaku.intake.merge import Merged, key_of
from keikaku.intake.places import is_typed
from keikaku.problem import Where
from keikaku.schema import Schema, Table

COUNTED: Final = frozenset({"page", "line"})
_OF_TEXT: Final = frozenset({"file", "sha256", "pages"})


@dataclass(frozen=True, slots=True)
class Change:
    """One row added or removed, or one cell changed; `where` is the cell of the file, where there is one."""

    table: str
    kind: Literal["added", "removed", "changed"]
    key: str
    column: str = ""
    old: str = ""
    new: str = ""
    where: Where = field(default_factory=Where)


def changes(former: Mapping[str, Sequence[Mapping[str, str]]], merged: Merged, schema: Schema) -> tuple[Change, ...]:
    """Compare the tables as they stand with those as they will be."""
    typed = {row["source_id"] for row in merged.rows.get("sources", []) if is_typed(row)}
    editions = {row["edition_id"] for row in merged.rows.get("editions", []) if row.get("source_id") in typed}
    found: list[Change] = []
    for table in schema.tables:
        if table.derived:
            continue
        rows, origins = merged.rows.get(table.name, []), merged.origins.get(table.name, [])
        if table.name == "pages":
            kept = [row for row in rows if row["source_id"] not in typed]
            rows, origins = kept, [None] * len(kept)
        found += _of_table(table, former.get(table.name, []), rows, origins, typed, editions)
    return tuple(found)


def _of_table(
    table: Table,
    former: Sequence[Mapping[str, str]],
    rows: Sequence[Mapping[str, str]],
    origins: Sequence[Entry | None],
    typed: set[str],
    editions: set[str],
) -> Iterator[Change]:
    before = {key_of(table, row): row for row in former}
    after = {key_of(table, row) for row in rows}
    for row, entry in zip(rows, origins, strict=True):
        key = key_of(table, row)
        shown, old = "|".join(key), before.get(key)
        if old is None:
            where = entry.where(table.primary_key[-1], shown) if entry else Where(row_key=shown)
            yield Change(table.name, "added", shown, new=_name(row), where=where)
            continue
        counted = row.get("source_id", "") in typed or row.get("edition_id", "") in editions
        for name in table.names:
            skipped = (counted and name in COUNTED) or (counted and table.name == "sources" and name in _OF_TEXT)
            if row.get(name, "") != old.get(name, "") and not skipped:
                where = entry.where(name, shown) if entry else Where(row_key=shown, column=name)
                yield Change(table.name, "changed", shown, name, old.get(name, ""), row.get(name, ""), where)
    for key, row in before.items():
        if key not in after and not (table.name == "pages" and row.get("source_id") in typed):
            yield Change(table.name, "removed", "|".join(key), old=_name(row), where=Where(row_key="|".join(key)))


def _name(row: Mapping[str, str]) -> str:
    """Say in words what a row is about."""
    for name in ("title", "name", "label", "term", "text", "raw", "topic", "measure", "reason"):
        if row.get(name):
            return row[name]
    return ""
