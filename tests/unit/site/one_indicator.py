"""One indicator of the model from a few values, its assessments computed as a build computes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from keikaku.check.assess import assess
from keikaku.check.clean import CleanTable
from keikaku.check.rules.grid import Grid
from keikaku.model import Indicator
from keikaku.model.build import typed_rows
from keikaku.schema import Schema

Values = Mapping[str, str]
KEY: Final = {"edition_id": "e1", "indicator_id": "i1", "page": "1", "line": "1"}
NUMBER: Final = {"value_type": "number", "polarity": "up", "time_basis": "point", "unit": "%", "title": "題"}


def target(year: int, raw: str, value: str = "", **more: str) -> Values:
    """Give a target's row; one with a value is absolute."""
    basis = {"basis": "absolute"} if value else {}
    own = {"fiscal_year": str(year), "seq": "1", "raw": raw, "value": value, "applies": "year", "origin": "stated"}
    return {**KEY, **own, **basis, **more}


def result(year: int, raw: str, value: str = "", **more: str) -> Values:
    """Give a result's row."""
    return {**KEY, "fiscal_year": str(year), "seq": "1", "raw": raw, "value": value, **more}


def indicator(
    schema: Schema, targets: Sequence[Values], results: Sequence[Values], *statements: Values, **more: str
) -> Indicator:
    """Make an indicator of one statement, or of several, oldest edition first; units are the indicator's."""
    stated = [{**KEY, **NUMBER, **more, **one} for one in (statements or ({},))]
    unit = stated[-1]["unit"]
    valued = [[{**({"unit": unit} if row["value"] else {}), **row} for row in rows] for rows in (targets, results)]
    tables = {
        name: _table(schema, name, rows)
        for name, rows in (("indicators", stated), ("targets", valued[0]), ("results", valued[1]))
    }
    assessed, _ = assess(Grid(tables, frozenset(tables)), schema.by_name["assessments"])
    rows = {name: typed_rows(table) for name, table in (*tables.items(), ("assessments", assessed))}
    found = {name: rows[name] for name in ("targets", "results", "assessments")}
    return Indicator("p", "i1", rows["indicators"], **found)


def _table(schema: Schema, name: str, rows: Sequence[Values]) -> CleanTable:
    table = schema.by_name[name]
    unknown = {key for row in rows for key in row} - set(table.names)
    assert not unknown, unknown
    cells = tuple(tuple(row.get(column, "") for column in table.names) for row in rows)
    return CleanTable(table, cells, numbers=tuple(range(2, len(rows) + 2)))
