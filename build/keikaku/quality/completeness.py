"""Completeness: how many cells of each column are filled, and what projects and indicators have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from keikaku.check import CleanTable
from keikaku.quality.facts import ColumnFill, EditionFill, Part, TableFill

Tables = Mapping[str, CleanTable]
Rows = list[dict[str, str]]

EDITION_METRICS: Final = (
    "projectsWithDepartment",
    "projectsWithDescription",
    "projectsWithIndicator",
    "indicatorsWithTarget",
    "indicatorsWithNumericTarget",
    "indicatorsWithResult",
    "indicatorsWithNumericResult",
)


def table_fills(tables: Tables) -> tuple[TableFill, ...]:
    """Count the filled cells of every table, column by column in the schema's order."""
    return tuple(_table_fill(table) for table in tables.values())


def _table_fill(table: CleanTable) -> TableFill:
    rows = len(table.rows)
    columns = tuple(
        ColumnFill(column.name, column.required, Part(sum(bool(row[number]) for row in table.rows), rows))
        for number, column in enumerate(table.table.columns)
    )
    cells = Part(sum(column.filled.count for column in columns), rows * len(columns))
    return TableFill(table.table.name, table.table.derived, rows, cells, columns)


def edition_fills(tables: Tables) -> tuple[EditionFill, ...]:
    """Count what the projects and indicators of each edition have, in the order of the table of editions."""
    return tuple(
        EditionFill(row["plan_id"], row["edition_id"], _parts(tables, row["edition_id"]))
        for row in tables["editions"].dicts()
    )


def _parts(tables: Tables, edition: str) -> dict[str, Part]:
    own = {name: _own(tables[name], edition) for name in ("projects", "indicators", "targets", "results")}
    projects, indicators = own["projects"], own["indicators"]
    counts = {
        "projectsWithDepartment": _having(projects, "project_id", _own(tables["project_departments"], edition)),
        "projectsWithDescription": sum(bool(row["description"]) for row in projects),
        "projectsWithIndicator": _having(projects, "project_id", indicators),
        "indicatorsWithTarget": _having(indicators, "indicator_id", own["targets"]),
        "indicatorsWithNumericTarget": _having(indicators, "indicator_id", _valued(own["targets"])),
        "indicatorsWithResult": _having(indicators, "indicator_id", own["results"]),
        "indicatorsWithNumericResult": _having(indicators, "indicator_id", _valued(own["results"])),
    }
    of = {"projects": len(projects), "indicators": len(indicators)}
    return {name: Part(counts[name], of[name.partition("With")[0]]) for name in EDITION_METRICS}


def _own(table: CleanTable, edition: str) -> Rows:
    return [row for row in table.dicts() if row["edition_id"] == edition]


def _valued(rows: Rows) -> Rows:
    return [row for row in rows if row["value"]]


def _having(things: Rows, key: str, others: Rows) -> int:
    """Count the things that at least one of the other rows names."""
    named = {row[key] for row in others}
    return sum(row[key] in named for row in things)
