"""The place of each row: page and line of what it rests on (decision 0018).

A row of a printed document names the page that staff typed, or that of the row above. Where a city types straight into
the form there is no document: what was typed is the source. Its text is written here, one line a row, by tables; `page`
is the number of the table in the schema's order and `line` the line of that text, whose SHA-256 stands in `sources`.
The text depends on what was typed alone, so that the same contents give the same places from whatever kind of file.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from keikaku.intake.entries import Book
from keikaku.schema import Schema

FORM: Final = "form"
TABLES: Final = "tables"
_LAST: Final = 10**9
_UNTOLD: Final = frozenset({"page", "line", "source_id"})
Rows = dict[str, list[dict[str, str]]]


def pages_from_above(book: Book, schema: Schema) -> None:
    """Give a row without a page that of the row above it in its sheet, and a line where its document tells one."""
    sources = {row.get("edition_id", ""): row.get("source_id", "") for row in book.rows("editions")}
    forms = {row.get("source_id", "") for row in book.rows("sources") if row.get("kind") == FORM}
    first_lines = _first_lines(book)
    for table in schema.tables:
        if "line" not in table.names or table.name == "pages":
            continue
        above: dict[str, str] = {}
        for entry in book.of(table.name):
            source = entry["source_id"] or sources.get(entry["edition_id"], "")
            if source in forms:
                continue
            if entry["page"]:
                above[source] = entry["page"]
            elif source in above:
                entry.values["page"] = above[source]
            known = first_lines.get((source, entry["page"]), "")
            if not entry["line"] or (
                entry.former and entry.former["page"] != entry["page"] and "line" not in entry.given
            ):
                entry.values["line"] = known or entry["line"]


def _first_lines(book: Book) -> dict[tuple[str, str], str]:
    return {(row.get("source_id", ""), row.get("page", "")): row.get("line", "") for row in book.rows("pages")}


def file_of(source: str) -> str:
    """Name the file that holds what was typed."""
    return f"{source}_typed.txt"


def is_typed(source: Mapping[str, str]) -> bool:
    """Tell whether the text of a source is what was typed."""
    return source.get("kind") == FORM or source.get("file") == file_of(source.get("source_id", ""))


def _becomes_typed(source: Mapping[str, str], own: Sequence[tuple[str, Mapping[str, str]]], rows: Rows) -> bool:
    """Tell whether a printed document whose text nobody took gets what was typed as its text: lines are missing."""
    if source.get("file") or source.get("sha256") or all(row["line"] for _, row in own):
        return False
    return not any(row["source_id"] == source["source_id"] for row in rows.get("pages", []))


def place_typed(rows: Rows, schema: Schema) -> dict[str, str]:
    """Give every row of a typed source its place and the source its checksum; the texts by the names of their files."""
    texts: dict[str, str] = {}
    numbers = {table.name: str(number) for number, table in enumerate(schema.tables, 1)}
    for source in [row for row in rows.get("sources", []) if row.get("source_id")]:
        own = list(_rows_of(rows, schema, source["source_id"]))
        if not (is_typed(source) or _becomes_typed(source, own, rows)):
            continue
        for table, row in own:
            if source.get("kind") == FORM:
                row["page"] = numbers[table]
        # Rows of a printed document follow its pages; those without one come last, and are told as a fault.
        own.sort(key=lambda pair: int(pair[1]["page"]) if pair[1]["page"].isdecimal() else _LAST)
        starts: dict[str, int] = {}
        for number, (_, row) in enumerate(own, 1):
            row["line"] = str(number)
            starts.setdefault(row["page"], number)
        text = "".join(f"{_line(table, row)}\n" for table, row in own)
        texts[file_of(source["source_id"])] = text
        _tell_source(rows, source, text, starts)
    return texts


def _rows_of(rows: Rows, schema: Schema, source: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the rows that rest on a source, each with its table."""
    editions = {row["edition_id"] for row in rows.get("editions", []) if row.get("source_id") == source}
    for table in schema.tables:
        if "line" not in table.names or table.name in {"pages", "sources"} or table.derived:
            continue
        for row in rows.get(table.name, []):
            own = row.get("source_id") == source if "source_id" in table.names else row.get("edition_id") in editions
            if own:
                yield table.name, row


def _line(table: str, row: Mapping[str, str]) -> str:
    """Write a row on one line: what it says, cell by cell, without what is only counted."""
    said = [value for name, value in row.items() if value and name not in _UNTOLD]
    return "\t".join((table, *said))


def _tell_source(rows: Rows, source: dict[str, str], text: str, starts: Mapping[str, int]) -> None:
    name = source["source_id"]
    source["file"], source["sha256"] = file_of(name), hashlib.sha256(text.encode()).hexdigest()
    if source.get("kind") == FORM:
        source["pagination"], source["pages"] = TABLES, ""
    pages = [row for row in rows.get("pages", []) if row["source_id"] != name]
    pages += [{"source_id": name, "kind": "", "page": page, "line": str(line)} for page, line in starts.items() if page]
    rows["pages"] = pages


def missing_sources(book: Book, city: str) -> dict[str, str] | None:
    """Give the row of the source that is what was typed, where neither file nor tables name any source."""
    if any(row.get("source_id") for row in book.rows("sources")):
        return None
    return {"source_id": "form", "title": f"{city} 入力表", "publisher": city, "kind": FORM, "pagination": TABLES}


def fallback_pages(book: Book, schema: Schema) -> None:
    """Registers that no page was typed for stand on the first page that their document is said to have."""
    stated: dict[str, set[int]] = defaultdict(set)
    sources = {row.get("edition_id", ""): row.get("source_id", "") for row in book.rows("editions")}
    for table in schema.tables:
        for row in book.rows(table.name) if "page" in table.names else ():
            if row.get("page", "").isdecimal():
                stated[row.get("source_id") or sources.get(row.get("edition_id", ""), "")].add(int(row["page"]))
    for name in ("plans", "editions", "departments"):
        for entry in book.of(name):
            if not entry["page"] and stated.get(entry["source_id"]):
                entry.values["page"] = str(min(stated[entry["source_id"]]))
