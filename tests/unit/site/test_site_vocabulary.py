"""The vocabulary's pages: every term and every concept has a line whose id is its local name."""

from __future__ import annotations

from pathlib import Path

from rdflib import RDF, SKOS, Graph
from site_pages import read_page

from keikaku import terms
from keikaku.schema import Schema, data_folder

VOCAB = data_folder("vocab")


def test_every_term_of_the_ontology_has_its_line(root: Path) -> None:
    graph = Graph().parse(VOCAB / "ontology.ttl", format="turtle")
    own = {str(subject) for subject in graph.subjects(RDF.type) if str(subject).startswith(terms.NAMESPACE)}
    ids = set(read_page(root / "vocab" / "index.html").ids)
    assert {term.removeprefix(terms.NAMESPACE) for term in own} <= ids


def test_every_scheme_has_a_page_and_every_concept_its_line(root: Path, schema: Schema) -> None:
    schemes = sorted(path.stem for path in (VOCAB / "schemes").glob("*.ttl"))
    assert set(schemes) >= set(schema.code_lists) - {"table"}
    for name in schemes:
        graph = Graph().parse(VOCAB / "schemes" / f"{name}.ttl", format="turtle")
        ids = set(read_page(root / "vocab" / name / "index.html").ids)
        concepts = {str(subject).partition("#")[2] for subject in graph.subjects(RDF.type, SKOS.Concept)}
        assert concepts | {"scheme"} <= ids, name


def test_labels_stand_in_both_languages(root: Path) -> None:
    text = (root / "vocab" / "phase" / "index.html").read_text(encoding="utf-8")
    assert "要件定義" in text
    assert 'lang="en">Requirements' in text
    assert "計算した達成状況" in (root / "vocab/index.html").read_text(encoding="utf-8")
    assert "computed status" in (root / "en/vocab/index.html").read_text(encoding="utf-8")
    properties = (root / "vocab/terms/properties/index.html").read_text(encoding="utf-8")
    assert "計算した達成状況" in properties
    assert "computed status" in properties
