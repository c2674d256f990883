"""Corrections name a row and a column that exist."""

from __future__ import annotations

from collections.abc import Iterator

from keikaku.check.rules.grid import Grid, Row, rule
from keikaku.problem import Problem


@rule
def corrections_point_somewhere(grid: Grid) -> Iterator[Problem]:
    """`row_key` holds the primary key without the edition, joined by |; `column_name` is a column of that table."""
    known: dict[str, set[tuple[str, str]]] = {}
    for row in grid.rows("corrections"):
        name = row["table_name"]
        if name not in grid.present:
            continue
        table = grid.table(name)
        if row["column_name"] and row["column_name"] not in table.table.names:
            yield _nowhere(row, "column_name")
        if name not in known:
            known[name] = {other.key for other in grid.rows(name)}
        if row["row_key"] and not known[name] & {(row["edition_id"], row["row_key"]), ("", row["row_key"])}:
            yield _nowhere(row, "row_key")


def _nowhere(row: Row, column: str) -> Problem:
    return Problem("E410", row.where(column), {"value": row[column], "table": row["table_name"]})
