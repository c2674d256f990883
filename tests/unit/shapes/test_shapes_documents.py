"""The shapes are sound SHACL without blank nodes, in two languages, and speak of every table and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef

from keikaku.generate.shapes import SHAPES_PATH, shapes_document
from keikaku.graph.mapping import classes, properties, row_class
from keikaku.graph.violations import shapes_graph
from keikaku.schema import load_schema
from keikaku.terms import NAMESPACE, SHAPES, column_shape, expand, table_shape

ROOT = Path(__file__).parents[3]
SCHEMA = load_schema()
IN_LISTS = (SH["in"], SH["or"], SH.xone, SH.languageIn)


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return shapes_graph()


def test_the_generated_shapes_are_up_to_date() -> None:
    assert (ROOT / SHAPES_PATH).read_text(encoding="utf-8") == shapes_document(SCHEMA), "run scripts/generate.py"


def test_there_are_no_blank_nodes_and_every_list_ends(shapes: Graph) -> None:
    assert not [term for triple in shapes for term in triple if isinstance(term, BNode)]
    for predicate in IN_LISTS:
        for first in set(shapes.objects(None, predicate)):
            node, seen = first, set()
            while node != RDF.nil:
                assert node not in seen
                seen.add(node)
                assert len(list(shapes.objects(node, RDF.first))) == 1, node
                (node,) = shapes.objects(node, RDF.rest)


def test_every_table_and_column_has_its_shape(shapes: Graph) -> None:
    for table in SCHEMA.tables:
        own = URIRef(table_shape(table.name))
        assert list(shapes.objects(own, SH.targetClass)) == [URIRef(expand(row_class(table)))]
        listed = set(shapes.objects(own, SH.property))
        for column in table.columns:
            shape = URIRef(column_shape(table.name, column.name))
            assert shape in listed
            assert str(shapes.value(shape, SH.path)) == expand(column.property)


def test_shapes_have_names_and_messages_in_both_languages(shapes: Graph) -> None:
    for column in {URIRef(column_shape(table.name, name)) for table in SCHEMA.tables for name in table.names}:
        for predicate in (SH.name, SH.description, SH.message):
            assert languages(shapes, column, predicate) == ["en", "ja"], (column, predicate)
    targeted = set(shapes.subjects(SH.targetClass))
    for shape in targeted:
        assert languages(shapes, shape, RDFS.label) == ["en", "ja"], shape
        constraints = [*shapes.objects(shape, SH.property), *shapes.objects(shape, SH.sparql)]
        constraints += [shape] if any(shapes.value(shape, kind) for kind in (SH.xone, SH["or"])) else []
        for constraint in constraints:
            assert languages(shapes, constraint, SH.message) == ["en", "ja"], constraint


def languages(shapes: Graph, subject: object, predicate: URIRef) -> list[str]:
    assert isinstance(subject, URIRef)
    return sorted(str(text.language) for text in shapes.objects(subject, predicate) if isinstance(text, Literal))


def test_rules_speak_of_what_the_graph_has(shapes: Graph) -> None:
    known = {expand(name) for name in (*properties(SCHEMA), "skos:inScheme")}
    assert {str(path) for path in shapes.objects(None, SH.path)} <= known
    assert {str(path) for path in shapes.objects(None, RDFS.seeAlso)} <= known
    own = {str(name) for name in shapes.objects(None, SH.targetClass) if str(name).startswith(NAMESPACE)}
    assert own <= {expand(name) for name in classes(SCHEMA)}


def test_every_row_that_has_a_page_must_have_a_source(shapes: Graph) -> None:
    wanted = {row_class(table) for table in SCHEMA.tables if "page" in table.names and table.subject != "source_page"}
    found = {str(name) for name in shapes.objects(URIRef(SHAPES + "sourced"), SH.targetClass)}
    assert found == {expand(name) for name in wanted}


def test_the_shapes_are_sound_by_the_shapes_of_shacl() -> None:
    from pyshacl import validate

    nothing = Graph()
    conforms, _, text = validate(nothing, shacl_graph=shapes_graph(), meta_shacl=True, advanced=True)
    assert conforms, text


def test_shapes_are_published_with_the_vocabulary(tmp_path: Path) -> None:
    from keikaku.graph import write_vocabulary

    write_vocabulary(tmp_path)
    assert sorted(path.name for path in (tmp_path / "vocab" / "shapes").iterdir()) == ["plan.ttl", "tables.ttl"]
