"""Table Schemas (Frictionless, version 2) generated from the schema.

frictionless checks a composite foreign key even where its nullable part is empty, and calls that dangling. Such keys
are stated as `optionalForeignKeys` instead, in the same form, so that nothing is lost and the package is valid.
"""

from __future__ import annotations

from typing import Any, Final

from keikaku.schema import Column, ForeignKey, Schema, Table
from keikaku.terms import expand

PROFILE: Final = "https://datapackage.org/profiles/2.0/tableschema.json"
_WHOLE_DAY: Final = ("day",)
_PARTIAL_DATE: Final = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


def table_schema(table: Table, schema: Schema) -> dict[str, Any]:
    """Give the Table Schema of a table."""
    keys = [(key, _reference(table, key)) for key in table.foreign_keys]
    strict = [reference for key, reference in keys if _strict(table, key)]
    optional = [reference for key, reference in keys if not _strict(table, key)]
    descriptor: dict[str, Any] = {
        "$schema": PROFILE,
        "fields": [_field(column, schema) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.primary_key),
    }
    if strict:
        descriptor["foreignKeys"] = strict
    if optional:
        descriptor["optionalForeignKeys"] = optional
    return descriptor


def _strict(table: Table, key: ForeignKey) -> bool:
    return len(key.columns) == 1 or all(table.by_name[name].required for name in key.columns)


def _reference(table: Table, key: ForeignKey) -> dict[str, Any]:
    resource = "" if key.table == table.name else key.table
    return {"fields": list(key.columns), "reference": {"resource": resource, "fields": list(key.targets)}}


def _field(column: Column, schema: Schema) -> dict[str, Any]:
    partial = column.type == "date" and column.precision != _WHOLE_DAY
    field: dict[str, Any] = {
        "name": column.name,
        "type": "string" if partial else column.type,
        "title": column.title.ja,
        "title_en": column.title.en,
        "description": column.description.ja,
        "description_en": column.description.en,
        "example": column.example,
        "rdfType": expand(column.property),
    }
    if column.unit:
        field["unit"] = column.unit.en
    if column.unit_column:
        field["unitColumn"] = column.unit_column
    if column.codes:
        field["codeList"] = column.codes
    if column.raw:
        field["asPrinted"] = True
    constraints = _constraints(column, schema, partial)
    if constraints:
        field["constraints"] = constraints
    return field


def _constraints(column: Column, schema: Schema, partial: bool) -> dict[str, Any]:
    codes = schema.code_lists[column.codes] if column.codes else None
    found: dict[str, Any] = {
        "required": column.required or None,
        "pattern": column.pattern or (_PARTIAL_DATE if partial else None),
        "minimum": column.minimum,
        "maximum": column.maximum,
        "enum": [code.value for code in codes.codes] if codes and not codes.open else None,
    }
    return {name: value for name, value in found.items() if value is not None}
