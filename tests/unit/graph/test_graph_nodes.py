"""What the graph of a city says."""

from __future__ import annotations

import re

import pytest
from rdflib import DCTERMS, OWL, PROV, RDF, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from keikaku.check import CleanCity
from keikaku.graph import nodes
from keikaku.graph.terms import Memo
from keikaku.graph.write import NTRIPLES
from keikaku.iri import LASTING, Iris
from keikaku.schema import load_schema
from keikaku.terms import concept, fiscal_year

BASE = "https://keikaku.example/"
CITY = f"{BASE}990001/"
K = Namespace("https://w3id.org/keikaku/ns#")
IRI = re.compile(r"https?://[^\x00-\x20<>\"{}|\\^`]+")


@pytest.fixture(scope="module")
def graph(small_city: CleanCity) -> Graph:
    return Graph().parse(data=NTRIPLES.document(nodes(small_city, BASE), BASE, Memo(NTRIPLES.pair)), format="nt")


def one(graph: Graph, subject: str, predicate: URIRef) -> str:
    (found,) = graph.objects(URIRef(subject), predicate)
    return str(found)


def test_there_are_no_blank_nodes(graph: Graph) -> None:
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


def test_every_iri_is_absolute_and_valid(graph: Graph) -> None:
    iris = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    assert not [iri for iri in iris if not IRI.fullmatch(iri)]


def test_every_row_is_a_resource_on_its_page(small_city: CleanCity, graph: Graph) -> None:
    found = {node.subject: node.path for node in nodes(small_city, BASE)}
    plan_of = {row["edition_id"]: row["plan_id"] for row in small_city.tables["editions"].dicts()}
    for table in load_schema().tables:
        name = Iris(BASE, "990001").row_namer(table.subject)
        for row in small_city.tables[table.name].dicts():
            plan_id = row.get("plan_id") or plan_of.get(row.get("edition_id", ""), "")
            path, fragment = name({**row, "plan_id": plan_id})
            assert found[f"{BASE}{path}#{fragment}"] == path
            expected = f"{table.rdf_class}Statement" if table.subject in LASTING else table.rdf_class
            assert (URIRef(f"{BASE}{path}#{fragment}"), RDF.type, K[expected]) in graph


def test_every_node_has_a_subject_of_its_own(small_city: CleanCity) -> None:
    subjects = [node.subject for node in nodes(small_city, BASE)]
    assert len(subjects) == len(set(subjects))


def test_a_lasting_thing_carries_no_edition(graph: Graph) -> None:
    for kind in (K.Policy, K.Project, K.Indicator):
        for thing in graph.subjects(RDF.type, kind):
            assert str(thing).endswith("/#it")
            assert "-202" not in str(thing)
            assert not list(graph.objects(thing, K.edition))


def test_a_thing_has_the_title_of_its_newest_edition(graph: Graph) -> None:
    thing = f"{CITY}dx/projects/p-1/#it"
    assert one(graph, thing, DCTERMS.title) == "新しい名称"
    assert one(graph, thing, DCTERMS.identifier) == "p-1"
    assert one(graph, thing, K.plan) == f"{CITY}dx/#it"
    statements = set(graph.subjects(PROV.specializationOf, URIRef(thing)))
    assert {str(found).rpartition("#")[2] for found in statements} == {"in-dx-2021", "in-dx-2024"}


def test_the_same_id_in_two_plans_is_two_things(graph: Graph) -> None:
    assert one(graph, f"{CITY}dx/policies/1/#it", DCTERMS.title) == "新しい暮らし"
    assert one(graph, f"{CITY}ict/policies/1/#it", DCTERMS.title) == "旧計画の施策"


def test_references_are_iris(graph: Graph) -> None:
    row = f"{CITY}dx/indicators/p-1.1/#target-2024-dx-2021"
    assert one(graph, row, K.edition) == f"{CITY}dx/editions/dx-2021/#it"
    assert one(graph, row, K.indicator) == f"{CITY}dx/indicators/p-1.1/#it"
    assert one(graph, row, K.fiscalYear) == fiscal_year("2024")
    assert one(graph, row, K.applies) == concept("target_applies", "every_year")
    assert one(graph, row, K.unit) == concept("unit", "percent")
    old_plan = f"{CITY}ict/policies/1/#in-ict-2018"
    assert one(graph, old_plan, K.edition) == f"{CITY}ict/editions/ict-2018/#it"
    assert one(graph, old_plan, PROV.specializationOf) == f"{CITY}ict/policies/1/#it"


def test_a_unit_that_the_list_does_not_have_stays_text(graph: Graph) -> None:
    row = URIRef(f"{CITY}dx/indicators/p-1.2/#target-2024-dx-2021")
    assert list(graph.objects(row, K.unit)) == []
    assert list(graph.objects(row, K.unitText)) == [Literal("点数")]


def test_table_names_are_plain_text(graph: Graph) -> None:
    row = URIRef(f"{CITY}dx/editions/dx-2021/#correction-c1")
    assert list(graph.objects(row, K.tableName)) == [Literal("results")]


def test_dates_are_as_precise_as_stated(graph: Graph) -> None:
    first, second = (URIRef(f"{CITY}dx/editions/dx-2021/#event-{n}") for n in ("e1", "e2"))
    kinds = [next(graph.objects(first, K.dateStart)), next(graph.objects(first, K.dateEnd))]
    kinds.append(next(graph.objects(second, K.dateStart)))
    assert [getattr(kind, "datatype", None) for kind in kinds] == [XSD.gYear, XSD.gYearMonth, XSD.date]


def test_a_row_is_derived_from_the_page_of_its_source(graph: Graph) -> None:
    page = f"{CITY}sources/doc-2024/#p0"
    assert one(graph, f"{CITY}dx/projects/p-1/#in-dx-2024", PROV.wasDerivedFrom) == page
    assert one(graph, page, RDF.type) == str(K.SourcePage)
    assert one(graph, page, K.page) == "0"
    assert one(graph, page, DCTERMS.isPartOf) == f"{CITY}sources/doc-2024/#it"
    # One page stands only in the table of pages.
    assert len(set(graph.subjects(RDF.type, K.SourcePage))) == 3
    assert one(graph, f"{CITY}sources/doc-2021/#p4", K.line) == "80"


def test_the_municipality_is_the_publisher(graph: Graph) -> None:
    city = URIRef(f"{CITY}#it")
    assert set(graph.subjects(DCTERMS.publisher, city)) == {URIRef(f"{CITY}{plan}/#it") for plan in ("dx", "ict")}
    assert set(graph.objects(city, SKOS.prefLabel)) == {Literal("試験市", "ja"), Literal("Test City", "en")}
    assert one(graph, str(city), SKOS.exactMatch) == "http://data.e-stat.go.jp/lod/sac/C99000"
    assert one(graph, str(city), K.estatArea) == "http://data.e-stat.go.jp/lod/sac/C99000"


def test_every_term_is_defined_in_the_ontology(graph: Graph, ontology: Graph) -> None:
    used = {term for _, predicate, object_ in graph for term in (predicate, object_) if term.startswith(str(K))}
    assert used <= {subject for subject in ontology.subjects(RDF.type) if subject != OWL.Ontology}
