"""The values that a city's tables say a document prints: one for each cell that holds words of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from keikaku.check import CleanCity, CleanTable
from keikaku.problem import Where
from keikaku.verify.columns import CONTEXT, SHARED, words_of
from keikaku.verify.fold import fold

Hold = Literal["own", "shared", "context"]


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its words, where the row says they stand, and how firmly (see `columns`).

    `needle` is the folded value, `parts` the same in the pieces that spaces divide. `corrected` are other forms, in
    pieces too, of which corrections say that the document prints them for this value.
    """

    table: str
    row: int
    column: str
    words: str
    needle: str
    parts: tuple[str, ...]
    corrected: tuple[tuple[str, ...], ...]
    page: int | None
    line: int | None
    hold: Hold
    raw: bool
    where: Where


def gather_values(city: CleanCity) -> dict[str, list[Value]]:
    """Give the values of all rows by the source that each row names."""
    sources = edition_sources(city)
    printed = _printed(city)
    speaking = _speaking(city)
    found: dict[str, list[Value]] = defaultdict(list)
    for table in city.tables.values():
        columns = words_of(table.table)
        if not columns:
            continue
        for index, row in enumerate(table.dicts()):
            if table.table.name == "corrections" and index not in speaking:
                continue
            source = source_of(row, sources)
            for column in columns:
                if row[column.name] and (needle := fold(row[column.name])):
                    found[source].append(_value(table, index, row, column.name, needle, printed))
    return found


def edition_sources(city: CleanCity) -> dict[str, str]:
    """Give the source of each edition."""
    return {row["edition_id"]: row["source_id"] for row in city.tables["editions"].dicts()}


def source_of(row: Mapping[str, str], sources: Mapping[str, str]) -> str:
    """Give the source of a row: its own, or its edition's."""
    return row.get("source_id") or sources.get(row.get("edition_id", ""), "")


def _value(
    table: CleanTable,
    index: int,
    row: Mapping[str, str],
    column: str,
    needle: str,
    printed: Mapping[tuple[str, ...], list[str]],
) -> Value:
    name, words = table.table.name, row[column]
    key = "|".join(row[part] for part in table.table.row_key)
    corrected = map(_parts, printed.get((row.get("edition_id", ""), name, key, column, words), ()))
    return Value(
        table=name,
        row=index,
        column=column,
        words=words,
        needle=needle,
        parts=_parts(words),
        corrected=tuple(sorted(corrected)),
        page=whole(row["page"]),
        line=whole(row["line"]),
        hold="context" if (name, column) in CONTEXT else "shared" if (name, column) in SHARED else "own",
        raw=table.table.by_name[column].raw,
        where=table.where(index, column),
    )


def _printed(city: CleanCity) -> dict[tuple[str, ...], list[str]]:
    """Give what corrections say is printed, by edition (registers have none), table, row key, column and value."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in city.tables["corrections"].dicts():
        table = city.tables.get(row["table_name"])
        if table and row["as_printed"] and row["as_published"]:
            edition = row["edition_id"] if "edition_id" in table.table.names else ""
            of_cell = row["table_name"], row["row_key"], row["column_name"], row["as_published"]
            found[edition, *of_cell].append(row["as_printed"])
    return found


def _speaking(city: CleanCity) -> set[int]:
    """Give the corrections that speak of a table or of a row that is there; they do not stand in for a missing one."""
    known: dict[str, set[tuple[str, str]]] = {}
    found = set()
    for index, row in enumerate(city.tables["corrections"].dicts()):
        name = row["table_name"]
        if name in city.tables and name not in known:
            table = city.tables[name]
            known[name] = {
                (other.get("edition_id", ""), "|".join(other[part] for part in table.table.row_key))
                for other in table.dicts()
            }
        keys = {(row["edition_id"], row["row_key"]), ("", row["row_key"])}
        if not row["row_key"] or keys & known.get(name, set()):
            found.add(index)
    return found


def _parts(words: str) -> tuple[str, ...]:
    return tuple(part for part in map(fold, words.split()) if part)


def whole(text: str) -> int | None:
    """Give an integer; None where a cell has none."""
    try:
        return int(text)
    except ValueError:
        return None
