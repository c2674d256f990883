"""JSON Schemas (2020-12) of the documents, made of their shapes and of the schema of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from keikaku.api.names import Names
from keikaku.api.shapes import ROW_EXTRAS, Shapes, load_shapes, read_type
from keikaku.schema import Column, Schema, Table

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ROW: Final = "row_"
_PLAIN: Final[Mapping[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "url": {"type": "string", "format": "uri"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "texts": {"type": "array", "items": {"type": "string"}},
}
_COLUMN_TYPES: Final = {"date": "string"}
_DATE: Final = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"

Definition = dict[str, Any]


class Definitions:
    """Makes definitions of objects and documents; `prefix` is where references find the shared ones."""

    def __init__(self, schema: Schema, base_url: str, prefix: str) -> None:
        self._schema, self._names, self._prefix = schema, Names(base_url), prefix
        self._shapes: Shapes = load_shapes()

    def document(self, kind: str) -> Definition:
        """Define a kind of document."""
        shape = self._shapes.kinds[kind]
        constants = {"kind": {"const": kind}, "schema": {"const": self._names.href("schema", {"kind": kind})}}
        head = {name: {**self._told(name), "type": "string", **value} for name, value in constants.items()}
        head["href"] = {**self._told("href"), **_PLAIN["url"]}
        parts = {name: one for part in shape.parts.items() for name, one in self._members(*part)}
        return {"title": shape.title.ja, "title_en": shape.title.en, **_object(head | parts)}

    def used(self, *definitions: Definition) -> dict[str, Definition]:
        """Give the shared definitions that some definitions refer to, directly or not, in the order of their names."""
        found: dict[str, Definition] = {}
        open_ = {name for one in definitions for name in _references(one, self._prefix)}
        while open_:
            name = open_.pop()
            found[name] = self._shared(name)
            open_ |= _references(found[name], self._prefix) - found.keys()
        return dict(sorted(found.items()))

    def _shared(self, name: str) -> Definition:
        if name.startswith(_ROW):
            return self._row(self._schema.by_name[name.removeprefix(_ROW)])
        parts = self._shapes.objects[name].items()
        return _object({member: one for part in parts for member, one in self._members(*part)})

    def _members(self, name: str, written: str) -> Iterator[tuple[str, Definition]]:
        """Give the members that a part comes to: one, or three where it is a code."""
        kind, of, null = read_type(written)
        if kind == "code":
            yield from self._code(name, of, null, self._told(name))
        elif kind in _PLAIN:
            yield name, {**self._told(name), **_nullable(_PLAIN[kind], null)}
        elif kind in {"rows", "list"}:
            item = _ROW + of if kind == "rows" else of
            yield name, {**self._told(name), "type": "array", "items": self._refer(item)}
        else:
            target = self._refer(_ROW + of if kind == "row" else kind)
            yield name, {**self._told(name), **({"anyOf": [target, {"type": "null"}]} if null else target)}

    def _refer(self, name: str) -> Definition:
        return {"$ref": self._prefix + name}

    def _told(self, name: str) -> Definition:
        label = self._shapes.texts.get(name)
        return {"description": label.ja, "description_en": label.en} if label else {}

    def _row(self, table: Table) -> Definition:
        """Define a row: its columns, what is said beside them, its source and its URI."""
        members = {name: one for column in table.columns for name, one in self._column(column)}
        for name in ROW_EXTRAS.get(table.name, ()):
            members[name] = {**self._told(name), "type": ["string", "null"]}
        if "page" in table.by_name:
            members.setdefault("source_id", {**self._told("source_id"), **_PLAIN["text"]})
            members["source_page"] = {**self._told("source_page"), **_PLAIN["url"]}
        members["uri"] = {**self._told("uri"), **_PLAIN["url"]}
        texts = {"title": table.title.ja, "title_en": table.title.en}
        more = {"description": table.description.ja, "description_en": table.description.en}
        return {**texts, **more, **_object(members)}

    def _column(self, column: Column) -> Iterator[tuple[str, Definition]]:
        told: Definition = {
            "title": column.title.ja,
            "title_en": column.title.en,
            "description": column.description.ja,
            "description_en": column.description.en,
        }
        if column.unit:
            told["unit"] = column.unit.en
        if column.unit_column:
            told["unitColumn"] = column.unit_column
        if column.codes:
            yield from self._code(column.name, column.codes, not column.required, told)
            return
        limits = {"minimum": column.minimum, "maximum": column.maximum, "pattern": _pattern(column)}
        form: Definition = {"type": _COLUMN_TYPES.get(column.type, column.type)}
        form |= {name: limit for name, limit in limits.items() if limit is not None}
        yield column.name, {**told, **_nullable(form, not column.required)}

    def _code(self, name: str, code_list: str, null: bool, told: Definition) -> Iterator[tuple[str, Definition]]:
        codes = self._schema.code_lists[code_list]
        values: list[str | None] = [code.value for code in codes.codes]
        closed = {} if codes.open else {"enum": [*values, None] if null else values}
        yield name, {**told, "codeList": code_list, **_nullable({"type": "string"}, null), **closed}
        for lang in ("ja", "en"):
            yield f"{name}_{lang}", {"type": ["string", "null"] if null or codes.open else "string"}


def _object(members: Definition) -> Definition:
    return {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}


def _nullable(form: Definition, null: bool) -> Definition:
    return {**form, "type": [form["type"], "null"]} if null else form


def _pattern(column: Column) -> str | None:
    pattern = _DATE if column.type == "date" else column.pattern
    return f"^(?:{pattern})$" if pattern else None


def _references(found: Any, prefix: str) -> set[str]:
    if isinstance(found, dict):
        own = {found["$ref"].removeprefix(prefix)} if isinstance(found.get("$ref"), str) else set()
        return own.union(*(_references(value, prefix) for value in found.values()))
    return set().union(*(_references(value, prefix) for value in found)) if isinstance(found, list) else set()


def json_schema(kind: str, schema: Schema, base_url: str) -> Definition:
    """Give the JSON Schema of a kind of document; it refers to nothing outside itself."""
    make = Definitions(schema, base_url, "#/$defs/")
    document = make.document(kind)
    own = {"$schema": DIALECT, "$id": Names(base_url).href("schema", {"kind": kind})}
    used = make.used(document)
    return {**own, **document, **({"$defs": used} if used else {})}
