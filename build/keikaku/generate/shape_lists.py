"""The lists that SHACL asks for, and the shapes that stand in them, for `shapes`: named, and shared by columns.

Also the few ways in which both modules write Turtle.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from keikaku.generate.schemes import YEARS
from keikaku.graph.mapping import column_kinds, has_concepts
from keikaku.graph.spell import quoted
from keikaku.graph.terms import IRI, STRING
from keikaku.schema import Column, Label, Schema
from keikaku.terms import SHAPES, concept, fiscal_year, shape_list

YEAR: Final = "fiscal_year"
_FORMS: Final = {"xsd:gYear": "^[0-9]{4}$", "xsd:gYearMonth": "^[0-9]{4}-(0[1-9]|1[0-2])$"}


def shape_lists(schema: Schema) -> list[str]:
    """Give the lists that columns share, and the shapes that stand in lists."""
    columns = [column for table in schema.tables for column in table.columns]
    blocks = []
    for name in sorted({column.codes for column in columns if column.codes}):
        codes = schema.code_lists[name].codes
        ours = any(has_concepts(column) for column in columns if column.codes == name)
        values = [f"<{concept(name, code.local_name)}>" if ours else quoted(code.value) for code in codes]
        blocks.append(_list(name, values))
    blocks.append(_list(YEAR, [f"<{fiscal_year(str(year))}>" for year in YEARS]))
    return blocks + _dates(columns) + _texts(columns)


def _dates(columns: Iterable[Column]) -> list[str]:
    kinds = {kind for column in columns for kind in column_kinds(column)} - {IRI, STRING}
    dated = {"-".join(column.precision): column for column in columns if column.type == "date"}
    several = {name: column_kinds(column) for name, column in sorted(dated.items()) if len(column.precision) > 1}
    used = sorted(kind.coercion for kind in kinds if any(kind in found for found in several.values()))
    blocks = [block(_kind_shape(kind), ["a sh:NodeShape", f"sh:datatype {kind}", *_form(kind)]) for kind in used]
    for name, found in several.items():
        blocks.append(_list(f"dates-{name}", [own(_kind_shape(kind.coercion)) for kind in found]))
    return blocks


def _form(datatype: str) -> list[str]:
    """Give the form of a datatype that not every validator looks into."""
    return [f"sh:pattern {quoted(_FORMS[datatype])}"] if datatype in _FORMS else []


def _kind_shape(datatype: str) -> str:
    return shape_list("value", datatype.removeprefix("xsd:"))


def _texts(columns: Iterable[Column]) -> list[str]:
    languages = sorted({column.language for column in columns if column.language})
    blocks = [_list(f"language-{language}", [quoted(language)]) for language in languages]
    blocks.append(_list(f"language-{'-'.join(languages)}", [quoted(language) for language in languages]))
    for language in languages:
        lines = ["a sh:NodeShape", f"sh:languageIn {first(f'language-{language}')}"]
        blocks.append(block(shape_list("text", language), lines))
    return blocks


def first(name: str) -> str:
    """Give the first node of a list."""
    return own(shape_list(name, "1"))


def _list(name: str, values: list[str]) -> str:
    """Give a list whose nodes are numbered."""
    blocks = []
    for number, value in enumerate(values, 1):
        rest = own(shape_list(name, str(number + 1))) if number < len(values) else "rdf:nil"
        blocks.append(f"{own(shape_list(name, str(number)))} rdf:first {value} ; rdf:rest {rest} .\n")
    return "".join(blocks)


def both(label: Label) -> str:
    """Write a label in both languages."""
    return f"{quoted(label.ja)}@ja, {quoted(label.en)}@en"


def block(subject: str, lines: list[str]) -> str:
    """Write all that is said of a subject."""
    said = " ;\n    ".join(lines)
    return f"{own(subject)} {said} .\n"


def own(shape: str) -> str:
    """Write the name of a shape or of a list's node with the prefix of the file."""
    return f":{shape.removeprefix(SHAPES)}"
