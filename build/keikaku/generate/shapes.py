"""Generate `vocab/shapes/tables.ttl`: a SHACL node shape for each table and a property shape for each column.

Shapes are named after tables and columns, so that a violation leads back to them. There are no blank nodes: the lists
that SHACL asks for (`sh:in`, `sh:or`, `sh:languageIn`) have nodes with names, which the standard allows, and columns
share them. What rows must hold together is said by hand in `plan.ttl`.
"""

from __future__ import annotations

from typing import Final

from keikaku.generate.shape_lists import YEAR, block, both, first, own, shape_lists
from keikaku.graph.mapping import UNIT_TEXT, column_kinds, has_concepts, row_class, thing_class
from keikaku.graph.spell import quoted
from keikaku.graph.terms import Kind
from keikaku.schema import Column, Label, Schema, Table
from keikaku.terms import PREFIXES, SHAPES, column_shape, shape_list, table_shape

SHAPES_PATH: Final = "vocab/shapes/tables.ttl"
_PREFIXES: Final = {
    "": SHAPES,
    **{name: iri for name, iri in PREFIXES.items() if name not in ("dcat", "dqv", "oa", "qb", "sdmx-attribute")},
    "sh": "http://www.w3.org/ns/shacl#",
}
_URL: Final = "url"
_NOT_ALWAYS: Final = frozenset({("pages", "line")})
"""Required columns that the graph leaves out where it names a page of which no row tells."""
_KINDS: Final = {
    "xsd:integer": Label("整数", "an integer"),
    "xsd:decimal": Label("数値", "a number"),
    "xsd:boolean": Label("true または false", "true or false"),
    "xsd:date": Label("年月日", "a date"),
    "": Label("文字列", "text"),
}
_LANGUAGES: Final = {"ja": Label("日本語の文字列", "Japanese text"), "en": Label("英語の文字列", "English text")}
_DATES: Final = Label("年・年月・年月日のいずれか", "a year, a month or a day")


def shapes_document(schema: Schema) -> str:
    """Give the text of the shapes."""
    head = "# Generated from datapackage/schema/ by scripts/generate.py: do not edit.\n"
    head += "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(_PREFIXES.items()))
    blocks = [head]
    for table in schema.tables:
        blocks.append(_table(table, schema))
        blocks += [_Column(table, column, number, schema).block() for number, column in enumerate(table.columns, 1)]
        if _has_units(table, schema):
            blocks.append(_unit_text(table))
    return "\n".join([*blocks, *shape_lists(schema)])


def _table(table: Table, schema: Schema) -> str:
    columns = [*table.names, "unit_text"] if _has_units(table, schema) else list(table.names)
    return block(
        table_shape(table.name),
        [
            "a sh:NodeShape",
            f"rdfs:label {both(table.title)}",
            f"rdfs:comment {both(table.description)}",
            f"sh:targetClass {row_class(table)}",
            "sh:nodeKind sh:IRI",
            "sh:property " + ", ".join(own(column_shape(table.name, name)) for name in columns),
        ],
    )


def _has_units(table: Table, schema: Schema) -> bool:
    return any(has_concepts(column) and schema.code_lists[column.codes or ""].open for column in table.columns)


def _unit_text(table: Table) -> str:
    title = Label("単位（一覧にないもの）", "Unit that the list does not have")
    return block(
        column_shape(table.name, "unit_text"),
        [
            "a sh:PropertyShape",
            f"sh:path {UNIT_TEXT}",
            f"sh:name {both(title)}",
            "sh:datatype xsd:string",
            "sh:maxCount 1",
            f"sh:message {both(_message(table.title, title, _KINDS[''], required=False))}",
        ],
    )


class _Column:
    """Makes the property shape of one column."""

    def __init__(self, table: Table, column: Column, order: int, schema: Schema) -> None:
        self._table, self._column, self._order, self._schema = table, column, order, schema
        self._required = column.required and (table.name, column.name) not in _NOT_ALWAYS
        self._fellows = [other for other in table.columns if other.property == column.property]
        """Columns that give the same property; only their languages tell them apart."""

    def block(self) -> str:
        """Give the shape."""
        column, (lines, words) = self._column, self._values()
        return block(
            column_shape(self._table.name, column.name),
            [
                "a sh:PropertyShape",
                f"sh:path {column.property}",
                f"sh:name {both(column.title)}",
                f"sh:description {both(column.description)}",
                f"sh:order {self._order}",
                *lines,
                *self._counts(),
                f"sh:message {both(_message(self._table.title, column.title, words, required=self._required))}",
            ],
        )

    def _counts(self) -> list[str]:
        if len(self._fellows) == 1:
            return [*(["sh:minCount 1"] if self._required else []), "sh:maxCount 1"]
        least = ["sh:qualifiedMinCount 1"] if self._required else []
        text = own(shape_list("text", str(self._column.language)))
        return [f"sh:qualifiedValueShape {text}", *least, "sh:qualifiedMaxCount 1"]

    def _values(self) -> tuple[list[str], Label]:
        """Give what SHACL says of the values, and how a message says it."""
        column = self._column
        if column.ref == _URL:
            return ["sh:nodeKind sh:IRI", f"sh:pattern {quoted('^https?://')}"], Label("URL", "a URL")
        if column.ref == YEAR:
            return ["sh:nodeKind sh:IRI", f"sh:in {first(YEAR)}"], Label("年度", "a fiscal year")
        if column.ref:
            named = next(table for table in self._schema.tables if table.subject == column.ref)
            words = Label(f"「{named.title.ja}」にあるもの", f"one of the {named.title.en.lower()}")
            return ["sh:nodeKind sh:IRI", f"sh:class {thing_class(named)}"], words
        if column.codes:
            title = self._schema.code_lists[column.codes].title
            kind = ["sh:nodeKind sh:IRI"] if has_concepts(column) else ["sh:datatype xsd:string"]
            words = Label(f"一覧「{title.ja}」の値", f"a value of the list “{title.en}”")
            return [*kind, f"sh:in {first(column.codes)}"], words
        return self._literals(column_kinds(column))

    def _literals(self, kinds: tuple[Kind, ...]) -> tuple[list[str], Label]:
        column = self._column
        if len(kinds) > 1:
            return [f"sh:or {first('dates-' + '-'.join(column.precision))}"], _DATES
        if column.language:
            languages = "-".join(sorted({str(other.language) for other in self._fellows}))
            return [f"sh:languageIn {first('language-' + languages)}", "sh:minLength 1"], _LANGUAGES[column.language]
        lines = [f"sh:datatype {kinds[0].coercion or 'xsd:string'}"]
        if column.pattern:
            lines.append(f"sh:pattern {quoted(f'^(?:{column.pattern})$')}")
        bounds = {"sh:minInclusive": column.minimum, "sh:maxInclusive": column.maximum}
        lines += [f"{name} {bound}" for name, bound in bounds.items() if bound is not None]
        return lines, self._bounded(_KINDS[kinds[0].coercion])

    def _bounded(self, words: Label) -> Label:
        least, most = self._column.minimum, self._column.maximum
        if least is not None:
            words = Label(f"{least} 以上の{words.ja}", f"{words.en}, at least {least}")
        return words if most is None else Label(f"{most} 以下、{words.ja}", f"{words.en}, at most {most}")


def _message(table: Label, column: Label, words: Label, *, required: bool) -> Label:
    count = Label("一つだけ必要です", "exactly one is needed") if required else Label("一つまでです", "at most one")
    return Label(
        f"「{table.ja}」の「{column.ja}」は{words.ja}で、{count.ja}。",
        f"{table.en}, {column.en}: {words.en}; {count.en}.",
    )
