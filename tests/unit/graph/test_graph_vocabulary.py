"""The vocabulary agrees with the schema, is in two languages, and its schemes are sound SKOS."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from keikaku.generate.context import context_document
from keikaku.generate.schemes import FIRST_DAY, LAST_DAY, READING, scheme_documents, year_label
from keikaku.graph.mapping import classes, properties
from keikaku.graph.terms import CLASS, IRI, Kind
from keikaku.schema import load_schema
from keikaku.terms import expand, fiscal_year

ROOT = Path(__file__).parents[3]
K = Namespace("https://w3id.org/keikaku/ns#")
SCHEMA = load_schema()


def own(compact: list[str]) -> set[URIRef]:
    return {URIRef(expand(name)) for name in compact if name.startswith("keikaku:")}


def defined(ontology: Graph, *kinds: URIRef) -> set[URIRef]:
    return {URIRef(str(subject)) for kind in kinds for subject in ontology.subjects(RDF.type, kind)}


def test_classes_defined_are_those_used(ontology: Graph) -> None:
    assert defined(ontology, OWL.Class) == own(classes(SCHEMA))


def test_properties_defined_are_those_used(ontology: Graph) -> None:
    found = defined(ontology, OWL.ObjectProperty, OWL.DatatypeProperty)
    assert found == own([*properties(SCHEMA), FIRST_DAY, LAST_DAY, READING])


def test_every_term_has_both_languages(ontology: Graph) -> None:
    for term in set(ontology.subjects(RDF.type)) - {URIRef(str(K).rstrip("#"))}:
        for predicate in (RDFS.label, SKOS.definition):
            texts = [text for text in ontology.objects(term, predicate) if isinstance(text, Literal)]
            assert sorted(str(text.language) for text in texts) == ["en", "ja"], term


def test_properties_have_the_ranges_of_their_values(ontology: Graph) -> None:
    for name, found in properties(SCHEMA).items():
        if not name.startswith("keikaku:"):
            continue
        kinds = defined(ontology, OWL.ObjectProperty)
        assert (URIRef(found.iri) in kinds) == (found.only == IRI), name
        ranges = list(ontology.objects(URIRef(found.iri), RDFS.range))
        if found.only not in (IRI, None):
            assert ranges == [literal_range(found.only)], name


def literal_range(kind: Kind | None) -> URIRef:
    assert kind not in (None, IRI, CLASS)
    if kind.language:
        return RDF.langString
    return URIRef(expand(kind.coercion)) if kind.coercion else XSD.string


def test_domains_and_ranges_of_our_own_exist(ontology: Graph) -> None:
    named = set(ontology.objects(None, RDFS.range)) | set(ontology.objects(None, RDFS.domain))
    assert {term for term in named if str(term).startswith(str(K))} <= defined(ontology, OWL.Class)


@pytest.mark.parametrize("path", sorted((ROOT / "vocab").rglob("*.ttl")), ids=lambda path: path.stem)
def test_no_file_has_blank_nodes(path: Path) -> None:
    graph = Graph().parse(path, format="turtle")
    assert len(graph) > 0
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


@pytest.mark.parametrize("path", [*scheme_documents(SCHEMA), "vocab/context.jsonld"])
def test_generated_files_are_up_to_date(path: str) -> None:
    expected = {**scheme_documents(SCHEMA), "vocab/context.jsonld": context_document(SCHEMA)}
    assert (ROOT / path).read_text(encoding="utf-8") == expected[path]


def test_fiscal_years_begin_in_april() -> None:
    graph = Graph().parse(ROOT / "vocab" / "schemes" / "fiscal_year.ttl", format="turtle")
    year = URIRef(fiscal_year("2024"))
    assert set(graph.objects(year, SKOS.prefLabel)) == {Literal("令和6年度", "ja"), Literal("FY2024", "en")}
    assert list(graph.objects(year, K.firstDay)) == [Literal("2024-04-01", datatype=XSD.date)]
    assert list(graph.objects(year, K.lastDay)) == [Literal("2025-03-31", datatype=XSD.date)]


@pytest.mark.parametrize(
    ("year", "label"),
    [(2000, "平成12年度"), (2018, "平成30年度"), (2019, "平成31・令和元年度"), (2020, "令和2年度")],
)
def test_years_are_named_by_eras(year: int, label: str) -> None:
    assert year_label(year) == label


def test_the_context_has_a_term_for_every_class_and_property() -> None:
    terms = json.loads(context_document(SCHEMA))["@context"]
    assert {name.removeprefix("keikaku:") for name in classes(SCHEMA) if name.startswith("keikaku:")} <= set(terms)
    assert {found.term for found in properties(SCHEMA).values()} <= set(terms)
    assert terms["unit"] == {"@id": str(K.unit), "@type": "@id"}
    assert terms["goal"] == {"@id": str(K.goal), "@language": "ja"}
    assert terms["dct:title"] == {"@id": "http://purl.org/dc/terms/title"}
