"""VoID, counted again with rdflib; schema.org as the data page carries it; how statements are spelt."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SDO, VOID

from keikaku.catalog.licences import licence_kind
from keikaku.catalog.statements import Statements, en, ja, link, term, typed
from keikaku.pipeline import build
from keikaku.terms import compact

BASE = "https://keikaku.example/"
CODES = ["212105", "112097"]
TEXT = st.text(st.characters(exclude_categories=("Cs",)))


@pytest.mark.parametrize("code", CODES)
def test_void_counts_what_the_dumps_hold(public: Path, void: Graph, code: str) -> None:
    dataset = URIRef(f"{BASE}{code}/data/#it")
    graph = Graph().parse(public / code / "data" / f"{code}.nt", format="nt")
    assert int(str(void.value(dataset, VOID.triples))) == len(graph)
    assert int(str(void.value(dataset, VOID.distinctSubjects))) == len(set(graph.subjects()))
    assert int(str(void.value(dataset, VOID.classes))) == len(set(graph.objects(None, RDF.type)))
    assert int(str(void.value(dataset, VOID.properties))) == len(set(graph.predicates()))
    for part in void.objects(dataset, VOID.classPartition):
        found = set(graph.subjects(RDF.type, void.value(part, VOID["class"])))
        assert int(str(void.value(part, VOID.entities))) == len(found)
    parts = list(void.objects(dataset, VOID.propertyPartition))
    assert sum(int(str(void.value(part, VOID.triples))) for part in parts) == len(graph)


@pytest.mark.parametrize("code", CODES)
def test_void_leads_to_dumps_and_to_things_in_them(public: Path, void: Graph, code: str) -> None:
    dataset = URIRef(f"{BASE}{code}/data/#it")
    dumps = [urlsplit(str(dump)).path for dump in void.objects(dataset, VOID.dataDump)]
    assert sorted(path.rpartition(".")[2] for path in dumps) == ["jsonld", "nt", "ttl"]
    assert all((public / path.lstrip("/")).is_file() for path in dumps)
    graph = Graph().parse(public / code / "data" / f"{code}.nt", format="nt")
    space = str(void.value(dataset, VOID.uriSpace))
    assert all(str(subject).startswith(space) for subject in graph.subjects())
    examples = list(void.objects(dataset, VOID.exampleResource))
    assert len(examples) == 5
    assert all((example, RDF.type, None) in graph for example in examples)
    spaces = {str(space) for space in void.objects(dataset, VOID.vocabulary)}
    assert all(any(str(name).startswith(space) for space in spaces) for name in graph.predicates())


def search_block(public: Path, code: str) -> dict[str, Any]:
    text = (public / code / "data" / "index.html").read_text(encoding="utf-8")
    assert text.count("<script") == text.count("</script")
    assert len(re.findall(r"<script(?![^>]* src=)", text)) == 1
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return json.loads(block)


def keys_and_types(value: object) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(keys_and_types, value))
    if not isinstance(value, dict):
        return set()
    own = {name for name in value if not name.startswith("@")} | ({value["@type"]} if "@type" in value else set())
    return own.union(*map(keys_and_types, value.values()))


@pytest.mark.parametrize("code", CODES)
def test_schema_org_knows_all_that_search_engines_are_told(public: Path, code: str) -> None:
    found = search_block(public, code)
    assert found["@context"] == "https://schema.org"
    assert found["@id"] == f"{BASE}{code}/data/#it"
    assert 50 <= len(found["description"]) <= 5000
    assert [name for name in keys_and_types(found) if name not in SDO] == []
    offered = {part["contentUrl"]: part["sha256"] for part in found["distribution"]}
    assert f"{BASE}{code}/data/{code}_plan_targets.csv" in offered


def test_hostile_titles_pass_unharmed(public: Path, catalog: Graph) -> None:
    title = '計画</script><script>alert("1")</script> \\ "&\''
    found = search_block(public, "112097")
    assert found["isBasedOn"][0]["name"] == title
    assert found["isBasedOn"][0]["url"] == "https://city.example/plan.pdf"
    source = URIRef(f"{BASE}112097/sources/s1/#it")
    assert catalog.value(source, DCTERMS.title) == Literal(title, lang="ja")
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert found["temporalCoverage"] == "2022-04-01/2026-03-31"
    assert "license" not in search_block(public, "212105")


def test_the_same_tables_give_the_same_bytes(public: Path, tmp_path: Path) -> None:
    build(public.parent / "datapackage", tmp_path / "again", BASE, (), lambda *step: None)
    for name in ("all/data/catalog.ttl", "all/data/catalog.jsonld", ".well-known/void"):
        assert (tmp_path / "again" / name).read_bytes() == (public / name).read_bytes()


@given(TEXT, TEXT)
def test_any_text_is_the_same_in_both_forms(first: str, second: str) -> None:
    found = Statements()
    thing = found.named("https://a.example/#it", "dct:Standard", ("dct:title", ja(first)), ("dct:title", en(second)))
    found.say("https://a.example/#other", "", ("dct:relation", thing), ("dct:title", typed("", first)))
    turtle = Graph().parse(data=found.turtle(), format="turtle")
    assert set(turtle) == set(Graph().parse(data=found.jsonld(), format="json-ld"))
    values = set(turtle.objects(None, DCTERMS.title))
    assert values == {Literal(first, lang="ja"), Literal(second, lang="en"), Literal(first)}


def test_statements_are_sorted_and_made_once() -> None:
    found = Statements()
    for name in ("b", "a", "b"):
        found.say(f"https://a.example/{name}", "dcat:Dataset", ("dct:relation", link("https://a.example/c")))
    found.say(
        "https://a.example/a", "", ("dct:type", term("dcat:Catalog")), ("dcat:byteSize", typed("xsd:integer", "1"))
    )
    assert found.turtle().splitlines()[4:] == [
        "<https://a.example/a> a dcat:Dataset ;",
        '    dcat:byteSize "1"^^xsd:integer ;',
        "    dct:relation <https://a.example/c> ;",
        "    dct:type dcat:Catalog .",
        "",
        "<https://a.example/b> a dcat:Dataset ;",
        "    dct:relation <https://a.example/c> .",
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("CC-BY-4.0", "Attribution"), ("cc0-1.0", "PublicDomain"), ("PDL1.0", "Attribution"), ("CC-BY-SA-4.0", "")],
)
def test_kinds_of_licence(name: str, kind: str) -> None:
    found = licence_kind(name)
    assert (found[0].rpartition("/")[2] if found else "") == kind


def test_a_term_of_no_known_namespace_has_no_compact_form() -> None:
    assert compact("http://www.w3.org/ns/dcat#Dataset") == "dcat:Dataset"
    with pytest.raises(ValueError, match="empty"):
        compact("https://unknown.example/Thing")
