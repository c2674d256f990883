"""What a table, a column and a key are: the frozen shapes of `datapackage/schema/`. Code lists stand in `codes`.

Everything else that knows about tables (checks, Table Schemas, vocabulary, pages) is derived from these.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

import msgspec

from keikaku.schema.codes import CodeList, Label

ColumnType = Literal["string", "integer", "number", "boolean", "date"]
MAX_TEXT = 5000
"""Longest text of a cell, in characters: what one table cell of a plan can hold."""

_NOT_COMPARED = frozenset({"position", "page", "line", "level", "replaces_indicator_id", "revision_reason"})
"""Columns that tell where a row stands in its edition or document, or what the edition itself revised."""


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One column. `property` is the RDF property; `ref` the kind of thing that the value names."""

    name: str
    type: ColumnType
    title: Label
    description: Label
    property: str
    example: str
    required: bool = False
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    codes: str | None = None
    ref: str | None = None
    language: Literal["ja", "en"] | None = None
    unit: Label | None = None
    unit_column: str | None = None
    raw: bool = False
    path: bool = False
    precision: tuple[Literal["year", "month", "day"], ...] = ("day",)


class ForeignKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns whose values must stand in another table; `references` defaults to the same names."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        """Columns of the other table, in the same order."""
        return self.references or self.columns


class Table(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    dict=True,
    rename={"rdf_class": "class"},
):
    """One table. `subject` is the kind of thing that a row is about (see `iri`).

    A `derived` table is computed from the others: it is published, and never read from a city's files.
    """

    name: str
    title: Label
    description: Label
    rdf_class: str
    subject: str
    primary_key: tuple[str, ...]
    columns: tuple[Column, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    derived: bool = False

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def row_key(self) -> tuple[str, ...]:
        """The columns by whose values, joined by |, a correction names a row.

        They are the primary key without the edition, which the correction has itself; editions have nothing else.
        """
        return tuple(name for name in self.primary_key if name != "edition_id") or self.primary_key

    @cached_property
    def compared(self) -> tuple[Column, ...]:
        """The columns in which two editions can differ in substance.

        Not the key nor where the row stands, not what is printed where it was read into a column of its own.
        """
        skipped = {*self.primary_key, *_NOT_COMPARED}
        columns = [column for column in self.columns if column.name not in skipped]
        read = {column.name for column in columns if not column.raw}
        return tuple(column for column in columns if column.name.removesuffix("_raw") not in read - {column.name})


class Schema(msgspec.Struct, frozen=True, dict=True):
    """All tables in their order and all code lists."""

    tables: tuple[Table, ...]
    code_lists: dict[str, CodeList]

    @cached_property
    def by_name(self) -> dict[str, Table]:
        """The tables by their names."""
        return {table.name: table for table in self.tables}
