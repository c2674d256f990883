"""CSVW metadata as JSON: what a table is, what its columns mean, and how its rows become linked data.

After the W3C Recommendations "Metadata Vocabulary for Tabular Data" and "Generating RDF from Tabular Data on the Web".
What cannot be said by a template is not put out (`suppressOutput`), and a comment says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from keikaku.check import CleanTable
from keikaku.file_names import table_file
from keikaku.graph.csvw.candidates import Candidate
from keikaku.graph.csvw.settle import Settled
from keikaku.graph.terms import Kind
from keikaku.schema import Column, ForeignKey, Label, Schema
from keikaku.terms import CSVW_CONTEXT, expand

Json = dict[str, Any]

DIALECT: Final[Mapping[str, Any]] = {
    "encoding": "utf-8",
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "lineTerminators": ["\n"],
    "header": True,
    "headerRowCount": 1,
    "trim": False,
}
_HEADER_LANGUAGE: Final = "und"
"""The header of a CSV file is in no language, and it must be among a column's titles."""

_NO_SUBJECT: Final = Label(
    "この表の行のURIは列の値からテンプレートで作れないため(連番が1の行のURIには連番が付かない、または計画が版ごとに違う)、"
    "変換ではRDFを出さない。行のRDFは同じフォルダーの .nt・.ttl・.jsonld にある。",
    "No template gives the URIs of these rows (a sequence of 1 is not shown in them, or their editions are of several "
    "plans), so a conversion puts out nothing. The rows' RDF stands in the .nt, .ttl and .jsonld files of this folder.",
)
_NO_ROWS: Final = Label("この表には行がない。", "The table has no rows.")
_NO_VALUE: Final = Label(
    "セルの値からURIや型をテンプレートで作れないため、変換では出さない。値は .nt・.ttl・.jsonld にある。",
    "No template gives the URIs or the datatypes of these cells, so a conversion leaves them out. "
    "They stand in the .nt, .ttl and .jsonld files.",
)
NO_PLAN_DATA: Final = Label(
    "符号の一覧は語彙のSKOS概念体系として公開しており、変換ではRDFを出さない。",
    "The codes are published as the concept schemes of the vocabulary, so a conversion puts out nothing.",
)
_PARTIAL_DATE: Final = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_BASES: Final = {"string": "string", "integer": "integer", "number": "decimal", "boolean": "boolean", "date": "date"}


def document(body: Json) -> Json:
    """Make a description a document of its own, with the context that CSVW demands."""
    return {"@context": CSVW_CONTEXT, **body}


def plan_table(clean: CleanTable, schema: Schema, settled: Settled, lgcode: str) -> Json:
    """Describe a table of the plan, its keys apart from those that name other tables."""
    table = clean.table
    columns = [_column(column, schema, settled) for column in table.columns]
    columns += [_virtual(number, *link) for number, link in enumerate(settled.links, 1)]
    body: Json = {"columns": columns, "primaryKey": list(table.primary_key)}
    if settled.about:
        body["aboutUrl"] = settled.about.text
    told = None if settled.about else (_NO_SUBJECT if clean.rows else _NO_ROWS)
    return _table(table_file(lgcode, table.name), table.title, table.description, body, told)


def other_table(file: str, title: Label, description: Label, table_schema: Mapping[str, Any], told: Label) -> Json:
    """Describe a table by its Table Schema; a conversion puts out nothing of it, and `told` says why."""
    columns = [
        {
            "name": one["name"],
            "titles": _titles(one.get("header", one["name"]), Label(one["title"], one["title_en"])),
            "dc:description": _texts(Label(one["description"], one["description_en"])),
            "datatype": _BASES[one["type"]],
            "required": bool(one.get("constraints", {}).get("required")),
            "suppressOutput": True,
        }
        for one in table_schema["fields"]
    ]
    body = {"columns": columns, "primaryKey": list(table_schema["primaryKey"])}
    return _table(file, title, description, body, told)


def foreign_keys(clean: CleanTable, lgcode: str) -> list[Json]:
    """Give the keys that CSVW can check: those of which no cell is empty, since it has no optional ones."""
    return [
        {
            "columnReference": list(key.columns),
            "reference": {"resource": table_file(lgcode, key.table), "columnReference": list(key.targets)},
        }
        for key in clean.table.foreign_keys
        if _filled(clean, key)
    ]


def _filled(clean: CleanTable, key: ForeignKey) -> bool:
    places = [clean.table.names.index(name) for name in key.columns]
    return all(row[at] for row in clean.rows for at in places)


def _table(file: str, title: Label, description: Label, schema: Json, told: Label | None) -> Json:
    body: Json = {"url": file, "dc:title": _texts(title), "dc:description": _texts(description)}
    if told:
        body["rdfs:comment"] = _texts(told)
    return {**body, "dialect": dict(DIALECT), "null": "", "tableSchema": schema}


def _column(column: Column, schema: Schema, settled: Settled) -> Json:
    said = settled.cells.get(column.name)
    body: Json = {
        "name": column.name,
        "titles": _titles(column.name, column.title),
        "dc:description": _texts(column.description),
        **_type(column, schema, said),
        "required": column.required,
        "propertyUrl": expand(column.property),
    }
    if said is None:
        body["suppressOutput"] = True
        if settled.about:
            body["rdfs:comment"] = _texts(_NO_VALUE)
    elif said.template:
        body["valueUrl"] = said.template.text
    return body


def _type(column: Column, schema: Schema, said: Candidate | None) -> Json:
    """Give datatype and language. Facets go only with cells that do not become literals.

    A literal has exactly the datatype of the graph, and a converter in use (rdf-parser-csvw) mistakes facets there.
    """
    if said and not said.template:
        return _literal(said.kind)
    base = _BASES[column.type]
    if column.type == "date" and column.precision != ("day",):
        return {"datatype": {"base": "string", "format": _whole(_PARTIAL_DATE)}}
    codes = schema.code_lists[column.codes] if column.codes else None
    if column.pattern:
        return {"datatype": {"base": base, "format": _whole(column.pattern)}}
    if codes and not codes.open:
        return {"datatype": {"base": base, "format": _whole("|".join(code.value for code in codes.codes))}}
    limits = {"minimum": column.minimum, "maximum": column.maximum}
    facets = {name: limit for name, limit in limits.items() if limit is not None}
    return {"datatype": {"base": base, **facets} if facets else base}


def _literal(kind: Kind) -> Json:
    if kind.language:
        return {"datatype": "string", "lang": kind.language}
    return {"datatype": kind.coercion.removeprefix("xsd:") or "string"}


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


def _virtual(number: int, compact: str, template: Any) -> Json:
    name = f"{compact.replace(':', '_').replace('-', '_')}_{number}"
    return {"name": name, "virtual": True, "propertyUrl": expand(compact), "valueUrl": template.text}


def _titles(name: str, title: Label) -> Json:
    return {_HEADER_LANGUAGE: name, "ja": title.ja, "en": title.en}


def _texts(text: Label) -> list[Json]:
    return [{"@value": text.ja, "@language": "ja"}, {"@value": text.en, "@language": "en"}]
