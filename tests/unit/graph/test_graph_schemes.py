"""The concept schemes say what the code lists declare, and are sound SKOS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from keikaku.generate.schemes import scheme_documents
from keikaku.schema import Code, CodeList, is_url, load_schema, split_code
from keikaku.terms import concept, scheme

SCHEMES = Path(__file__).parents[3] / "vocab" / "schemes"
K = Namespace("https://w3id.org/keikaku/ns#")
SCHEMA = load_schema()
LISTS = {name: body for name, body in SCHEMA.code_lists.items() if name != "table"}


@pytest.fixture(scope="module")
def graphs() -> dict[str, Graph]:
    return {path.stem: Graph().parse(path, format="turtle") for path in sorted(SCHEMES.glob("*.ttl"))}


@pytest.fixture(scope="module")
def merged(graphs: dict[str, Graph]) -> Graph:
    every = Graph()
    for graph in graphs.values():
        every += graph
    return every


def texts(graph: Graph, subject: URIRef, predicate: URIRef) -> set[tuple[str, str]]:
    found = [term for term in graph.objects(subject, predicate) if isinstance(term, Literal)]
    return {(str(term), str(term.language)) for term in found}


def concepts(name: str, body: CodeList) -> Iterator[tuple[URIRef, Code]]:
    return ((URIRef(concept(name, code.local_name)), code) for code in body.codes)


def test_there_is_a_scheme_for_each_list_and_no_other(graphs: dict[str, Graph]) -> None:
    assert set(graphs) == {*LISTS, "fiscal_year"}
    assert {f"vocab/schemes/{name}.ttl" for name in graphs} == set(scheme_documents(SCHEMA))


@pytest.mark.parametrize("name", LISTS)
def test_each_code_is_a_concept(graphs: dict[str, Graph], name: str) -> None:
    graph, body, top = graphs[name], LISTS[name], URIRef(scheme(name))
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == {iri for iri, _ in concepts(name, body)}
    for iri, code in concepts(name, body):
        assert texts(graph, iri, SKOS.prefLabel) == {(code.ja, "ja"), (code.en, "en")}
        assert list(graph.objects(iri, SKOS.notation)) == [Literal(code.value)]
        assert list(graph.objects(iri, SKOS.inScheme)) == [top]
        defined = {(code.definition.ja, "ja"), (code.definition.en, "en")} if code.definition else set()
        assert texts(graph, iri, SKOS.definition) == defined
        assert texts(graph, iri, K.reading) == ({(code.reading, "ja-hira")} if code.reading else set())
        others = {*code.also.ja, *code.also.en} | ({code.abbreviation} if code.abbreviation else set())
        labels = texts(graph, iri, SKOS.prefLabel) | texts(graph, iri, SKOS.altLabel)
        assert {text for text, _ in labels} == {code.ja, code.en, *others}


@pytest.mark.parametrize("name", LISTS)
def test_wider_and_narrower_and_top_concepts_agree(graphs: dict[str, Graph], name: str) -> None:
    graph, body, top = graphs[name], LISTS[name], URIRef(scheme(name))
    by_value = {code.value: iri for iri, code in concepts(name, body)}
    wider = {(iri, by_value[code.broader]) for iri, code in concepts(name, body) if code.broader}
    assert set(graph.subject_objects(SKOS.broader)) == wider
    assert {(narrow, wide) for wide, narrow in graph.subject_objects(SKOS.narrower)} == wider
    tops = {iri for iri, code in concepts(name, body) if not code.broader}
    assert set(graph.objects(top, SKOS.hasTopConcept)) == tops
    assert set(graph.subjects(SKOS.topConceptOf, top)) == tops


@pytest.mark.parametrize("name", LISTS)
def test_no_concept_is_wider_than_itself(name: str) -> None:
    by_value = LISTS[name].by_value
    for code in by_value.values():
        above = [code.value]
        while wider := by_value[above[-1]].broader:
            assert wider not in above, (name, above)
            above.append(wider)


def test_a_concept_has_one_preferred_label_a_language_and_no_label_twice(merged: Graph) -> None:
    for iri in merged.subjects(RDF.type, SKOS.Concept):
        assert sorted(str(label.language) for label in merged.objects(iri, SKOS.prefLabel)) == ["en", "ja"]  # type: ignore[attr-defined]
        assert not set(merged.objects(iri, SKOS.prefLabel)) & set(merged.objects(iri, SKOS.altLabel))


@pytest.mark.parametrize("name", LISTS)
def test_preferred_labels_tell_the_concepts_of_a_scheme_apart(name: str) -> None:
    for labels in ([code.ja for code in LISTS[name].codes], [code.en for code in LISTS[name].codes]):
        assert len(set(labels)) == len(labels)


def test_matches_are_those_declared_and_name_concepts(merged: Graph) -> None:
    known = set(merged.subjects(RDF.type, SKOS.Concept))
    for name, body in LISTS.items():
        for iri, code in concepts(name, body):
            for kind in ("exact", "close", "broad", "narrow"):
                declared = getattr(code.match, kind)
                goals = {URIRef(one if is_url(one) else concept(*split_code(one))) for one in declared}
                assert set(merged.objects(iri, SKOS[f"{kind}Match"])) == goals
                assert goals - known == {URIRef(one) for one in declared if is_url(one)}


def test_no_two_concepts_match_both_closely_and_more_widely(merged: Graph) -> None:
    near = {*merged.subject_objects(SKOS.exactMatch), *merged.subject_objects(SKOS.closeMatch)}
    assert not near & {*merged.subject_objects(SKOS.broadMatch), *merged.subject_objects(SKOS.narrowMatch)}


def test_the_national_priorities_are_versions_of_one_list(merged: Graph) -> None:
    new, old = (URIRef(scheme(name)) for name in ("national_priority", "national_priority_2020"))
    assert set(merged.subject_objects(DCTERMS.replaces)) == {(new, old)}
    assert set(merged.subject_objects(DCTERMS.isReplacedBy)) == {(old, new)}
    issued = [list(merged.objects(iri, DCTERMS.issued)) for iri in (new, old)]
    assert issued == [[Literal(day, datatype=XSD.date)] for day in ("2024-02-05", "2020-12-25")]
    for iri, version, size in ((new, "第2.3版", 7), (old, "初版", 6)):
        assert list(merged.objects(iri, OWL.versionInfo)) == [Literal(version)]
        assert len(list(merged.objects(iri, SKOS.hasTopConcept))) == size
        assert {language for _, language in texts(merged, iri, DCTERMS.bibliographicCitation)} == {"ja", "en"}
    # Whatever the first edition asked for lives on in the newer one.
    names = {"closeMatch", "narrowMatch"}
    lasting = {goal for name in names for iri, goal in merged.subject_objects(SKOS[name]) if f"{new}"[:-6] in f"{iri}"}
    assert lasting == {iri for iri, _ in concepts("national_priority_2020", LISTS["national_priority_2020"])}
