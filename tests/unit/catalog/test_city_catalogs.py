"""Each city's own catalog, and what `city.yaml` may say for catalogs: whom to ask, how often the data are renewed."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF
from test_catalog import BASE, ENA, HANNO, VCARD, Ids, judge, one

from keikaku.check import check_city
from keikaku.file_names import CATALOG_FILES
from keikaku.pipeline import build
from keikaku.schema import Schema
from kitchen import CITY_YAML, write_kitchen

STATED = """contact: {name: 情報政策課, email: joho@city.example.jp, url: 'https://city.example.jp/joho'}
frequency: ANNUAL
"""


@pytest.fixture(scope="module", params=["212105", "112097"])
def own(request: pytest.FixtureRequest, public: Path) -> tuple[str, Graph]:
    return request.param, Graph().parse(public / request.param / "data" / "catalog.ttl")


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a city that says whom to ask."""
    folder = tmp_path_factory.mktemp("stated")
    (folder / "datapackage").mkdir()
    city = write_kitchen(folder / "datapackage")
    (city / "city.yaml").write_text(CITY_YAML + STATED, encoding="utf-8")
    outcome = build(folder / "datapackage", folder / "public", BASE, (), lambda *step: None)
    assert outcome.sound, outcome.problems
    return folder / "public"


def test_a_city_has_a_catalog_of_its_own_in_both_forms(public: Path, own: tuple[str, Graph]) -> None:
    code, graph = own
    folder = public / code / "data"
    assert set(graph) == set(Graph().parse(folder / CATALOG_FILES[1], format="json-ld"))
    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]
    catalog = URIRef(f"{BASE}{code}/data/#catalog")
    assert list(graph.subjects(RDF.type, DCAT.Catalog)) == [catalog]
    assert list(graph.objects(catalog, DCAT.dataset)) == [URIRef(f"{BASE}{code}/data/#it")]
    assert list(graph.subjects(RDF.type, DCAT.Dataset)) == [URIRef(f"{BASE}{code}/data/#it")]


@pytest.mark.parametrize("name", ["shapes", "range"])
def test_dcat_ap_finds_no_violation_in_it(own: tuple[str, Graph], name: str) -> None:
    conforms, text = judge(own[1], name)[1:]
    assert conforms, text


def test_it_says_of_the_city_what_the_catalog_of_all_says(catalog: Graph, own: tuple[str, Graph]) -> None:
    _, graph = own
    apart = {URIRef(f"{BASE}{own[0]}/data/#catalog"), URIRef(f"{BASE}{own[0]}/data/")}
    assert {triple for triple in graph if triple[0] not in apart} <= set(catalog)


def test_it_leads_to_elements_of_the_page(public: Path, own: tuple[str, Graph]) -> None:
    code, graph = own
    ids = Ids()
    ids.feed((public / code / "data" / "index.html").read_text(encoding="utf-8"))
    page = f"{BASE}{code}/data/#"
    fragments = {str(name).removeprefix(page) for name in graph.subjects() if str(name).startswith(page)}
    assert {"catalog", "it", "provenance"} <= fragments <= ids.found


def test_the_data_page_links_it(public: Path) -> None:
    for page in ("212105/data/index.html", "en/212105/data/index.html"):
        text = (public / page).read_text(encoding="utf-8")
        beside = "../../../212105/data/" if page.startswith("en/") else ""
        assert all(f'href="{beside}{name}"' in text for name in CATALOG_FILES)


def test_data_are_explained_by_the_dictionary(public: Path, catalog: Graph) -> None:
    for dataset in (ENA, HANNO):
        assert list(catalog.objects(URIRef(dataset), FOAF.page)) == [URIRef(f"{BASE}dictionary/")]
    assert (public / "dictionary" / "index.html").is_file()


def test_whom_to_ask_and_how_often_data_are_renewed(stated: Path) -> None:
    graph = Graph().parse(stated / "212105/data/catalog.ttl")
    contact = one(graph, ENA, str(DCAT.contactPoint))
    assert list(graph.objects(URIRef(contact), URIRef(VCARD + "fn"))) == [Literal("情報政策課", lang="ja")]
    assert one(graph, contact, VCARD + "hasEmail") == "mailto:joho@city.example.jp"
    assert one(graph, contact, VCARD + "hasURL") == "https://city.example.jp/joho"
    frequency = one(graph, ENA, str(DCTERMS.accrualPeriodicity))
    assert frequency == "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
    assert judge(graph, "shapes")[1]
    assert judge(graph, "range")[1]
    text = (stated / "212105/data/index.html").read_text(encoding="utf-8")
    assert "情報政策課" in text
    assert 'href="mailto:joho@city.example.jp"' in text


def test_nothing_is_said_where_nothing_is_stated(catalog: Graph) -> None:
    assert not list(catalog.objects(None, DCTERMS.accrualPeriodicity))
    assert not list(catalog.objects(URIRef(ENA), DCAT.contactPoint))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("frequency: 年1回", "frequency"),
        ("frequency: annual", "frequency"),
        ("contact: {name: ' '}", "contact.name"),
        ("contact: {name: 情報政策課, email: 情報政策課}", "contact.email"),
        ("contact: {name: 情報政策課, email: 'a@b'}", "contact.email"),
        ("contact: {name: 情報政策課, url: city.example.jp}", "contact.url"),
        ("contact: {name: 情報政策課, url: 'https://city.example.jp/a b'}", "contact.url"),
        ("contact: {name: 情報政策課, url: 'javascript:alert(1)'}", "contact.url"),
    ],
)
def test_unusable_values_are_told(tmp_path: Path, schema: Schema, line: str, key: str) -> None:
    city = write_kitchen(tmp_path)
    (city / "city.yaml").write_text(f"{CITY_YAML}{line}\n", encoding="utf-8")
    found = [problem for problem in check_city(city, tmp_path, schema).problems if problem.code == "E124"]
    assert [problem.where.column for problem in found] == [key]


@pytest.mark.parametrize("line", ["contact: 情報政策課", "contact: {email: joho@city.example.jp}", "contact: {tel: 1}"])
def test_settings_of_another_form_are_told(tmp_path: Path, schema: Schema, line: str) -> None:
    city = write_kitchen(tmp_path)
    (city / "city.yaml").write_text(f"{CITY_YAML}{line}\n", encoding="utf-8")
    assert "E119" in {problem.code for problem in check_city(city, tmp_path, schema).problems}
