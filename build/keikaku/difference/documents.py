"""A difference for programmes: CSV, a value a row, and the JSON document. Both hold everything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from keikaku.difference.facts import Cell, Change, CityDifference, Difference, TableDifference
from keikaku.problem import Lang
from keikaku.schema import Label
from keikaku.text import harmless_cell

SCHEMA: Final = "https://w3id.org/keikaku/ns/difference.schema.json"
"""The name of the JSON Schema, which stands in vocab/."""
_HEADER: Final = (
    *("lgcode", "table", "change", "key", "old_key", "name", "column", "column_title", "kind", "old", "new", "reason"),
)
_KEY_SEPARATOR: Final = "|"


def as_csv(difference: Difference, lang: Lang) -> str:
    """Give a row for each value that differs; what a spreadsheet would run as a formula is made harmless."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    for city, table in difference.tables():
        writer.writerows(tuple(map(harmless_cell, row)) for row in _csv_rows(city, table, lang))
    return text.getvalue()


def _csv_rows(city: CityDifference, table: TableDifference, lang: Lang) -> Iterator[tuple[str, ...]]:
    def title(name: str) -> str:
        return table.titles[name].say(lang) if name in table.titles else name

    place = (city.code, table.name)
    for name, count in table.columns_added.items():
        yield (*place, "column_added", "", "", "", name, title(name), "", "", str(count), "")
    for name, count in table.columns_removed.items():
        yield (*place, "column_removed", "", "", "", name, title(name), "", str(count), "", "")
    if table.columns_reordered:
        yield (*place, "columns_reordered", *[""] * 9)
    if table.reordered:
        yield (*place, "reordered", *[""] * 7, str(table.reordered), "")
    for change in table.changes:
        row = (*place, change.kind, _KEY_SEPARATOR.join(change.key), _KEY_SEPARATOR.join(change.old_key), change.name)
        whole = " / ".join(change.reasons)
        for cell in _cells(change):
            reason = cell.reason or whole
            yield (*row, cell.column, title(cell.column), cell.kind, cell.old, cell.new, reason)


def _cells(change: Change) -> Iterator[Cell]:
    """Give the cells of a change; those of a row that only one side has are all that it says."""
    if change.values is None:
        yield from change.cells
        return
    for name, value in change.values.items():
        if value:
            yield Cell(name, "value", *("", value) if change.side == "new" else (value, ""))


def document(difference: Difference) -> dict[str, Any]:
    """Give everything, as vocab/difference.schema.json says."""
    return {
        "$schema": SCHEMA,
        "of": difference.of,
        "old": difference.old,
        "new": difference.new,
        "differs": difference.any,
        "counts": dict(difference.counts()),
        "cities": [
            {
                "lgcode": city.code,
                "name": city.name,
                "side": city.side,
                "tables": [_table(table) for table in city.tables],
            }
            for city in difference.cities
        ],
        "not_compared": {
            "tables_only_old": list(difference.only_old),
            "tables_only_new": list(difference.only_new),
            "cities": list(difference.cities_left_out),
        },
    }


def _table(table: TableDifference) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": _words(table.titles, "") or {"ja": table.name, "en": table.name},
        "key": list(table.key),
        "rows": {"old": table.rows[0], "new": table.rows[1]},
        "columns_added": dict(table.columns_added),
        "columns_removed": dict(table.columns_removed),
        "columns_reordered": table.columns_reordered,
        "rows_reordered": table.reordered,
        "counts": dict(table.counts()),
        "changes": [_change(table, change) for change in table.changes],
    }


def _change(table: TableDifference, change: Change) -> dict[str, Any]:
    return {
        "change": change.kind,
        "side": change.side,
        "key": list(change.key),
        "old_key": list(change.old_key),
        "name": change.name,
        "cells": [
            {
                "column": cell.column,
                "title": _words(table.titles, cell.column),
                "kind": cell.kind,
                "old": cell.old,
                "new": cell.new,
                "reason": cell.reason,
            }
            for cell in change.cells
        ],
        "values": None if change.values is None else dict(change.values),
        "reasons": list(change.reasons),
    }


def _words(titles: Mapping[str, Label], name: str) -> dict[str, str] | None:
    return {"ja": titles[name].ja, "en": titles[name].en} if name in titles else None
