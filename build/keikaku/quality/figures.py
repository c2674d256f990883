"""Rows without figures, and rows without their place: what is said in words only, and what cannot be found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from keikaku.check import CleanTable
from keikaku.quality.facts import Figures, Gap, Part, Placed

_FIGURE: Final[Mapping[str, str]] = {
    "targets": "value",
    "results": "value",
    "finances": "amount_yen",
    "statistics": "value",
    "totals": "value",
}
"""The tables that state figures, and the column of the figure."""


def rows_without_figures(tables: Mapping[str, CleanTable]) -> tuple[Figures, ...]:
    """List, by table and edition, the rows whose figure is empty; tables and editions without rows are left out."""
    kinds = {(row["edition_id"], row["indicator_id"]): row["value_type"] for row in tables["indicators"].dicts()}
    editions = [row["edition_id"] for row in tables["editions"].dicts()]
    found = []
    for name, figure in _FIGURE.items():
        for edition in editions:
            rows = [row for row in tables[name].dicts() if row["edition_id"] == edition]
            if rows:
                gaps = tuple(_gap(tables[name], row, kinds) for row in rows if not row[figure])
                found.append(Figures(name, edition, len(rows), gaps))
    return tuple(found)


def _gap(table: CleanTable, row: Mapping[str, str], kinds: Mapping[tuple[str, str], str]) -> Gap:
    kind = kinds.get((row["edition_id"], row.get("indicator_id", "")))
    return Gap(_key(table, row), row["raw"], None if kind is None else kind == "number")


def _key(table: CleanTable, row: Mapping[str, str]) -> str:
    return "|".join(row[name] for name in table.table.row_key)


def placed(tables: Mapping[str, CleanTable]) -> Placed:
    """Count the rows that name page and line, among those taken from documents: derived tables repeat their places."""
    missing: list[tuple[str, str]] = []
    total = 0
    for table in tables.values():
        if {"page", "line"} <= set(table.table.names) and not table.table.derived:
            total += len(table.rows)
            missing += [(table.table.name, key) for key in _unplaced(table)]
    return Placed(Part(total - len(missing), total), tuple(missing))


def _unplaced(table: CleanTable) -> Iterator[str]:
    for index, row in enumerate(table.dicts()):
        if not row["page"] or not row["line"]:
            yield table.key(index)
