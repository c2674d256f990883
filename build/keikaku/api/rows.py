"""Rows as the API gives them: every column by its name, codes with what they mean, the row's URI and its source.

A value that is not stated is null. Figures keep the decimals that are printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from keikaku.iri import Iris
from keikaku.model import Municipality
from keikaku.schema import CodeList, Schema, Table

Values = dict[str, Any]
Extra = Callable[[Any], Values]


def coded(name: str, codes: CodeList, value: str) -> Values:
    """Give a code with what it means; a value beyond an open list means nothing that we know."""
    code = codes.by_value.get(value)
    return {name: value or None, f"{name}_ja": code.ja if code else None, f"{name}_en": code.en if code else None}


class RowMaker:
    """Makes the rows of one city."""

    def __init__(self, city: Municipality, schema: Schema, iris: Iris) -> None:
        self._schema, self._iris = schema, iris
        self._plans = {row.edition_id: row.plan_id for row in city.rows["editions"]}
        self._sources = {row.edition_id: row.source_id for row in city.rows["editions"]}
        self._name_page = iris.row_namer("source_page")
        self._names = {table.name: iris.row_namer(table.subject) for table in schema.tables}
        names = {row.department_id: row.name for row in city.rows["departments"]}
        titles = {(row.edition_id, row.project_id): row.title for row in city.rows["projects"]}
        self._extras: Mapping[str, Extra] = {
            "project_departments": lambda row: {"department_name": names[row.department_id]},
            "project_links": lambda row: {
                "linked_project_title": titles.get((row.edition_id, row.linked_project_id)),
            },
        }

    def row(self, table_name: str, row: Any) -> Values:
        """Give one row."""
        table = self._schema.by_name[table_name]
        found: Values = {}
        for column in table.columns:
            value = getattr(row, column.name)
            if column.codes:
                found |= coded(column.name, self._schema.code_lists[column.codes], value)
            else:
                found[column.name] = None if value == "" else value
        if table_name in self._extras:
            found |= self._extras[table_name](row)
        return found | self._place(table, row)

    def rows(self, table_name: str, rows: Iterable[Any]) -> list[Values]:
        """Give several rows."""
        return [self.row(table_name, row) for row in rows]

    def uri(self, table_name: str, row: Any) -> str:
        """Give the URI of a row."""
        ids = {name: str(getattr(row, name)) for name in self._schema.by_name[table_name].primary_key}
        if "edition_id" in ids:
            ids.setdefault("plan_id", self._plans[ids["edition_id"]])
        return self._iris.on_page(*self._names[table_name](ids))

    def source(self, row: Any) -> Values:
        """Give the document and the page that a row stands on."""
        source_id = getattr(row, "source_id", "") or self._sources[row.edition_id]
        path, fragment = self._name_page({"source_id": source_id, "page": str(row.page)})
        return {"source_id": source_id, "source_page": self._iris.on_page(path, fragment)}

    def _place(self, table: Table, row: Any) -> Values:
        own = self.source(row) if "page" in table.by_name else {}
        return {**own, "uri": self.uri(table.name, row)}
