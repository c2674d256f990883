"""Read `datapackage/schema/shared/form.yaml`: what the form adds to the tables. A fault in it is a bug and raises."""

from __future__ import annotations

from functools import cache
from typing import Final

import msgspec

from keikaku.schema import Label, Schema, data_folder

EVERY_TABLE: Final = "*"


class Setting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the form says of a column beyond the schema (see the head of its section in form.yaml)."""

    rule: str = ""
    default: str = ""
    extra: bool = False
    usual: str = ""
    shown: str = ""


class Single(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A column of the one-sheet form and where its values go."""

    table: str
    column: str
    title: Label
    note: Label | None = None
    level: int | None = None
    many: bool = False
    yearly: bool = False
    required: bool = False


class OneSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The one-sheet form."""

    name: str
    columns: tuple[Single, ...]


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of form.yaml."""

    version: str
    sheets: tuple[str, ...]
    rules: dict[str, Label]
    columns: dict[str, dict[str, Setting]]
    one_sheet: OneSheet

    def setting(self, table: str, column: str) -> Setting:
        """Give what is said of a column; what a table says itself replaces what holds for all."""
        own = self.columns.get(table, {})
        return own.get(column) or self.columns[EVERY_TABLE].get(column, Setting())


@cache
def load_form() -> Declared:
    """Give what the form of this installation adds to its schema."""
    return msgspec.yaml.decode((data_folder("schema") / "shared" / "form.yaml").read_bytes(), type=Declared)


def drift(declared: Declared, schema: Schema) -> list[str]:
    """List everything in form.yaml that names a table, column, code or rule that there is not."""
    faults = [f"sheets: no table {name}" for name in declared.sheets if name not in schema.by_name]
    for table, columns in declared.columns.items():
        for column, setting in columns.items():
            faults += _drift_of(declared, schema, table, column, setting)
    for single in declared.one_sheet.columns:
        if single.table not in schema.by_name or single.column not in schema.by_name[single.table].names:
            faults.append(f"one_sheet: no column {single.table}.{single.column}")
    return faults


def _drift_of(declared: Declared, schema: Schema, table: str, column: str, setting: Setting) -> list[str]:
    place = f"columns: {table}.{column}"
    if setting.rule and setting.rule not in declared.rules:
        return [f"{place}: no rule {setting.rule}"]
    holders = [one for one in schema.tables if table in {EVERY_TABLE, one.name} and column in one.names]
    if not holders:
        return [f"{place}: no such column"]
    lists = [holder.by_name[column].codes for holder in holders]
    return [
        f"{place}: no code {setting.default}"
        for name in lists
        if setting.default and (not name or setting.default not in schema.code_lists[name].by_value)
    ]
