"""What a cell of the form shows for a value of a table: labels for codes, names for departments, the rest as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from keikaku.form import TRUTH, ColumnForm, Rows, shown
from keikaku.schema import Schema

Line = tuple[str, ...]
"""A row of a sheet: what the cell of each column shows, an empty text where it is empty."""


class Shown:
    """Turns values of tables into texts of cells. The rows are needed for the names that stand for ids."""

    def __init__(self, schema: Schema, rows: Rows) -> None:
        self._schema: Final = schema
        self._rows: Final = rows
        self._names: Final[dict[tuple[str, str, str], dict[str, str]]] = {}

    def lines(self, columns: Sequence[ColumnForm], rows: Sequence[Mapping[str, str]]) -> list[Line]:
        """Give the lines of a sheet that holds one table."""
        return [tuple(self.cell(form, row.get(form.column, "")) for form in columns) for row in rows]

    def cell(self, form: ColumnForm, value: str) -> str:
        """Give the text of a cell."""
        if not value:
            return ""
        if form.kind == "code":
            return shown(self._schema.code_lists[form.codes], value)
        if form.kind == "boolean":
            return TRUTH.get(value, value)
        if form.reference and form.reference.shown != form.reference.column:
            return self._named(form.reference.table, form.reference.column, form.reference.shown).get(value, value)
        return value

    def _named(self, table: str, column: str, name: str) -> dict[str, str]:
        """Give the names of things by their ids, but for names that several have."""
        key = (table, column, name)
        if key not in self._names:
            pairs = {row[column]: row.get(name, "") for row in self._rows.get(table, ()) if row.get(column)}
            counted = Counter(pairs.values())
            self._names[key] = {id_: text for id_, text in pairs.items() if text and counted[text] == 1}
        return self._names[key]
