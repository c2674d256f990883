"""A row of `corrections` for each cell that was mended: what was typed, what is published, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from keikaku.intake.entries import Book, Entry, Mended
from keikaku.intake.merge import Merged
from keikaku.intake.values import one_line
from keikaku.schema import Schema

TABLE: Final = "corrections"
NOTATION: Final = "notation"
_SAME: Final = ("edition_id", "table_name", "row_key", "column_name", "as_printed")
_REASON: Final = "「{printed}」と書かれていた。数値の列には数値だけを置くため、{published} とした。"


def add_corrections(merged: Merged, book: Book, schema: Schema, edition: str) -> None:
    """Add the rows to the tables as they will be. One that was made before keeps its id, and is not made twice."""
    rows = merged.rows.setdefault(TABLE, [])
    origins = merged.origins.setdefault(TABLE, [])
    for entry, mended in _mended(book):
        row = _correction(entry, mended, schema, edition or _first_edition(book))
        same = [known for known in rows if _is_same(known, row)]
        if same:
            same[0]["as_published"] = row["as_published"]
            continue
        former = [known for known in book.former.get(TABLE, []) if _is_same(known, row)]
        row["correction_id"] = former[0]["correction_id"] if former else _next_id(merged, book)
        rows.append(row)
        origins.append(entry)


def _mended(book: Book) -> Iterator[tuple[Entry, Mended]]:
    for entries in book.entries.values():
        for entry in entries:
            for mended in entry.mends:
                yield entry, mended


def _first_edition(book: Book) -> str:
    return next((row.get("edition_id", "") for row in book.rows("editions")), "")


def _correction(entry: Entry, mended: Mended, schema: Schema, edition: str) -> dict[str, str]:
    printed = one_line(mended.printed).strip()
    values = {
        "edition_id": entry["edition_id"] or edition,
        "table_name": entry.table,
        "row_key": "|".join(entry[name] for name in schema.by_name[entry.table].row_key),
        "column_name": mended.column,
        "as_printed": printed,
        "as_published": mended.published,
        "kind": NOTATION,
        "reason": _REASON.format(printed=printed, published=mended.published),
        "page": entry["page"],
        "line": entry["line"],
    }
    return {name: values.get(name, "") for name in schema.by_name[TABLE].names}


def _is_same(known: dict[str, str], row: dict[str, str]) -> bool:
    return all(known.get(name, "") == row[name] for name in _SAME)


def _next_id(merged: Merged, book: Book) -> str:
    used = {row.get("correction_id", "") for row in (*merged.rows[TABLE], *book.former.get(TABLE, []))}
    numbers = [int(name[2:]) for name in used if name.startswith("c-") and name[2:].isdecimal()]
    return f"c-{max(numbers, default=0) + 1:02d}"
