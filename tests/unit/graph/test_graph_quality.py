"""Quality in the graph: measurements with metrics that the vocabulary defines, in the words of the catalogue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from keikaku.check import CleanCity
from keikaku.graph import nodes, write_documents, write_graph
from keikaku.package import write_package
from keikaku.quality import Quality, catalogue, check_rules, measure, measurements
from keikaku.schema import load_schema

BASE = "https://keikaku.example/"
PAGE = f"{BASE}990001/quality/"
DATASET = URIRef(f"{BASE}990001/data/#it")
DQV = Namespace("http://www.w3.org/ns/dqv#")
K = Namespace("https://w3id.org/keikaku/ns#")
UNIT = URIRef("http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure")
PERCENT = URIRef("https://w3id.org/keikaku/ns/unit#percent")
DATATYPES = {"count": XSD.integer, "percent": XSD.decimal, "result": XSD.string}


@pytest.fixture(scope="module")
def quality(small_city: CleanCity, tmp_path_factory: pytest.TempPathFactory) -> Quality:
    folder = tmp_path_factory.mktemp("data")
    write_package(small_city, load_schema(), folder, BASE)
    return measure(small_city, load_schema(), (), check_rules(folder))


@pytest.fixture(scope="module")
def graph(small_city: CleanCity, quality: Quality, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("graph")
    write_graph(small_city, BASE, folder, quality)
    return Graph().parse(folder / "990001.ttl", format="turtle")


def test_the_formats_say_the_same(small_city: CleanCity, quality: Quality, tmp_path: Path, graph: Graph) -> None:
    write_graph(small_city, BASE, tmp_path, quality)
    body = json.loads((tmp_path / "990001.jsonld").read_bytes())
    context = json.loads((Path(__file__).parents[3] / "vocab" / "context.jsonld").read_bytes())
    body["@context"] = context["@context"]
    assert isomorphic(Graph().parse(data=json.dumps(body), format="json-ld"), graph)
    assert isomorphic(Graph().parse(tmp_path / "990001.nt", format="nt"), graph)


def test_each_measurement_is_a_node_on_the_quality_page(graph: Graph, quality: Quality) -> None:
    found = set(graph.subjects(RDF.type, DQV.QualityMeasurement))
    assert len(found) == len(measurements(quality))
    assert all(str(one).startswith(f"{PAGE}#") for one in found)
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


def test_a_measurement_says_metric_subject_and_typed_value(graph: Graph) -> None:
    for one in graph.subjects(RDF.type, DQV.QualityMeasurement):
        (metric,) = graph.objects(one, DQV.isMeasurementOf)
        (on,) = graph.objects(one, DQV.computedOn)
        (value,) = graph.objects(one, DQV.value)
        known = catalogue().metrics[str(metric).removeprefix(str(K))]
        assert isinstance(value, Literal)
        assert (value.datatype or XSD.string) == DATATYPES[known.unit], one
        assert set(graph.objects(one, UNIT)) == ({PERCENT} if known.unit == "percent" else set()), one
        assert isinstance(on, URIRef)
        assert (one, DCTERMS.isPartOf, URIRef(f"{PAGE}#it")) in graph


def test_measurements_are_made_on_dataset_tables_and_editions(graph: Graph) -> None:
    on = {str(one).rpartition("#")[2]: value for one, value in graph.subject_objects(DQV.computedOn)}
    assert on["rowCount"] == DATASET
    assert str(on["rowCount-targets"]) == f"{BASE}990001/data/990001_plan_targets.csv"
    assert str(on["correctionCount-dx-2021"]) == f"{BASE}990001/dx/editions/dx-2021/#it"
    assert len([name for name in on if name.startswith("rule-")]) == 30


def test_the_dataset_leads_to_its_report(graph: Graph) -> None:
    assert list(graph.objects(DATASET, DQV.hasQualityMetadata)) == [URIRef(f"{PAGE}#it")]
    assert list(graph.objects(DATASET, DCTERMS.publisher)) == [URIRef(f"{BASE}990001/#it")]
    assert (URIRef(f"{PAGE}#it"), RDF.type, DQV.QualityMetadata) in graph


def test_an_exception_tells_its_reason_in_both_languages(graph: Graph, quality: Quality) -> None:
    for rule in quality.rules:
        reasons = set(graph.objects(URIRef(f"{PAGE}#rule-{rule.rule_id}"), RDFS.comment))
        expected = {Literal(rule.reason.ja, "ja"), Literal(rule.reason.en, "en")} if rule.reason else set()
        assert reasons == expected, rule.rule_id


def test_the_page_has_its_own_document(small_city: CleanCity, quality: Quality, tmp_path: Path) -> None:
    write_documents(small_city, BASE, tmp_path, quality)
    page = Graph().parse(tmp_path / "990001/quality/index.ttl", format="turtle")
    assert {str(subject).partition("#")[0] for subject in page.subjects()} == {PAGE}
    assert (tmp_path / "990001/data/index.jsonld").is_file()


def test_without_quality_the_graph_is_the_tables_alone(small_city: CleanCity) -> None:
    assert not [node for node in nodes(small_city, BASE) if node.path.endswith("/quality/")]


def test_the_vocabulary_defines_the_metrics_in_the_catalogues_words(ontology: Graph) -> None:
    known = catalogue()
    assert set(ontology.subjects(RDF.type, DQV.Metric)) == {K[name] for name in known.metrics}
    assert set(ontology.subjects(RDF.type, DQV.Dimension)) == {K[name] for name in known.dimensions}
    for name, one in {**known.metrics, **known.dimensions}.items():
        assert set(ontology.objects(K[name], RDFS.label)) == {Literal(one.label.ja, "ja"), Literal(one.label.en, "en")}
        expected = {Literal(one.definition.ja, "ja"), Literal(one.definition.en, "en")}
        assert set(ontology.objects(K[name], SKOS.definition)) == expected, name
    for name, metric in known.metrics.items():
        assert list(ontology.objects(K[name], DQV.inDimension)) == [K[metric.dimension]]
        assert list(ontology.objects(K[name], DQV.expectedDataType)) == [DATATYPES[metric.unit]]
