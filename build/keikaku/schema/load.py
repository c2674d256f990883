"""Read `datapackage/schema/`: YAML in, one frozen `Schema` out.

The files are the project's own and are tested, so a fault in them is a bug and raises.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from keikaku.schema.declare import Code, CodeList, Label, Schema, Table
from keikaku.schema.home import data_folder


@cache
def load_schema() -> Schema:
    """Give the schema of this installation."""
    return read_schema(data_folder("schema"))


def read_schema(folder: Path) -> Schema:
    """Read the schema from a folder.

    Raises:
        msgspec.ValidationError: a file does not have the declared shape.
        ValueError: `order.yaml` and the table files disagree, or a column names an unknown code list.
    """
    fields = _decode(folder / "shared" / "fields.yaml")
    order: list[str] = _decode(folder / "shared" / "order.yaml")
    found = {path.stem for path in folder.glob("*.yaml")}
    if found != set(order):
        raise ValueError(f"order.yaml and the table files differ: {sorted(found ^ set(order))}")
    tables = tuple(_table(_decode(folder / f"{name}.yaml"), fields) for name in order)
    code_lists = _code_lists(_decode(folder / "shared" / "codes.yaml"), tables)
    for table in tables:
        for column in table.columns:
            if column.codes and column.codes not in code_lists:
                raise ValueError(f"{table.name}.{column.name}: no code list {column.codes}")
    return Schema(tables, code_lists)


def _decode(path: Path) -> Any:
    return msgspec.yaml.decode(path.read_bytes())


def _table(declared: dict[str, Any], fields: dict[str, Any]) -> Table:
    columns = [_column(column, fields) for column in declared["columns"]]
    return msgspec.convert({**declared, "columns": columns}, Table)


def _column(declared: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """Complete a column from the shared field that it names; its own keys win."""
    if "field" not in declared:
        return declared
    own = {key: value for key, value in declared.items() if key != "field"}
    return {**fields[declared["field"]], **own}


def _code_lists(declared: dict[str, Any], tables: tuple[Table, ...]) -> dict[str, CodeList]:
    lists = {name: msgspec.convert(body, CodeList) for name, body in declared.items()}
    of_tables = tuple(Code(table.name, table.title.ja, table.title.en) for table in tables)
    lists["table"] = CodeList(Label("表の名称", "Table"), of_tables)
    return lists
