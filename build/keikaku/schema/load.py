"""Read `datapackage/schema/`: YAML in, one frozen `Schema` out.

The files are the project's own and are tested, so a fault in them is a bug and raises.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from keikaku.schema.codes import Code, CodeList, Label
from keikaku.schema.declare import Schema, Table
from keikaku.schema.home import data_folder

_CODE_FILES: Final = ("codes", "themes", "glossary")


@cache
def load_schema() -> Schema:
    """Give the schema of this installation."""
    return read_schema(data_folder("schema"))


def read_schema(folder: Path) -> Schema:
    """Read the schema from a folder.

    Raises:
        msgspec.ValidationError: a file does not have the declared shape.
        ValueError: `order.yaml` and the table files disagree, a list is declared twice, or something names a code or a
            code list that there is not.
    """
    fields = _decode(folder / "shared" / "fields.yaml")
    order: list[str] = _decode(folder / "shared" / "order.yaml")
    found = {path.stem for path in folder.glob("*.yaml")}
    if found != set(order):
        raise ValueError(f"order.yaml and the table files differ: {sorted(found ^ set(order))}")
    tables = tuple(_table(_decode(folder / f"{name}.yaml"), fields) for name in order)
    code_lists = _code_lists(folder / "shared", tables)
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


def _code_lists(folder: Path, tables: tuple[Table, ...]) -> dict[str, CodeList]:
    lists: dict[str, CodeList] = {}
    for file in _CODE_FILES:
        declared: dict[str, Any] = _decode(folder / f"{file}.yaml")
        if twice := declared.keys() & lists.keys():
            raise ValueError(f"{file}.yaml: declared before: {sorted(twice)}")
        lists |= {name: msgspec.convert(body, CodeList) for name, body in declared.items()}
    for name, body in lists.items():
        _check_names(name, body, lists)
    of_tables = tuple(Code(value=table.name, ja=table.title.ja, en=table.title.en) for table in tables)
    lists["table"] = CodeList(title=Label("表の名称", "Table"), codes=of_tables)
    return lists


def _check_names(name: str, body: CodeList, lists: dict[str, CodeList]) -> None:
    """Refuse a list that names a wider code, a matching code or a replaced list that there is not."""
    if body.replaces and body.replaces not in lists:
        raise ValueError(f"{name}: no code list {body.replaces}")
    for code in body.codes:
        named = [*code.match.codes, *([(name, code.broader)] if code.broader else [])]
        for code_list, value in named:
            if code_list not in lists or value not in lists[code_list].by_value:
                raise ValueError(f"{name}/{code.value}: no code {code_list}/{value}")
