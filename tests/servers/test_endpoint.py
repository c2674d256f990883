"""The endpoint as clients that are not ours see it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pyoxigraph
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import BASE, Served
from SPARQLWrapper import JSON, POST, POSTDIRECTLY, TURTLE, SPARQLWrapper

pytestmark = pytest.mark.server

CITY = f"{BASE}212105/data/#it"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
LABELS = (
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?s ?l { ?s skos:prefLabel ?l } ORDER BY ?s ?l LIMIT 50"
)


def number(response: httpx.Response) -> int:
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


def test_three_ways_to_ask(served: Served) -> None:
    by_get = number(served.get(COUNT))
    assert by_get == number(served.post(COUNT)) == number(httpx.post(served.sparql, data={"query": COUNT})) > 1000


def test_the_union_holds_each_city_and_the_vocabulary(served: Served) -> None:
    everything = number(served.get(COUNT))
    graphs = served.get("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").json()["results"][
        "bindings"
    ]
    sizes = {row["g"]["value"]: int(row["n"]["value"]) for row in graphs}
    ours = rdflib.Graph().parse(served.folder / "212105" / "data" / "212105.nt")
    assert sizes[CITY] == len(ours)
    assert f"{BASE}vocab/ontology.ttl" in sizes
    assert everything <= sum(sizes.values())
    assert number(served.get(COUNT.replace("WHERE", f"FROM <{CITY}> WHERE"))) == len(ours)


def test_graphs_are_chosen_by_the_protocol(served: Served) -> None:
    vocabulary = f"{BASE}vocab/ontology.ttl"

    def ask(query: str, **graphs: str | list[str]) -> int:
        return number(httpx.get(served.sparql, params={"query": query, **graphs}))

    city = ask(COUNT, **{"default-graph-uri": CITY})
    assert ask(COUNT, **{"default-graph-uri": [CITY, vocabulary]}) > city
    in_named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert ask(in_named, **{"named-graph-uri": CITY}) == city
    assert ask(COUNT, **{"named-graph-uri": CITY}) == ask(in_named, **{"default-graph-uri": CITY}) == 0
    assert ask(COUNT.replace("WHERE", f"FROM <{vocabulary}> WHERE"), **{"default-graph-uri": CITY}) == city
    direct = httpx.post(
        served.sparql,
        params={"default-graph-uri": CITY},
        content=COUNT,
        headers={"Content-Type": "application/sparql-query"},
    )
    assert number(direct) == city


def test_tables_in_four_forms_hold_the_same(served: Served) -> None:
    form = pyoxigraph.QueryResultsFormat
    told = []
    for accept, parsed in (
        ("application/sparql-results+json", form.JSON),
        ("application/sparql-results+xml", form.XML),
        ("text/tab-separated-values", form.TSV),
    ):
        response = served.get(LABELS, accept)
        assert response.headers["content-type"].startswith(accept)
        solutions = pyoxigraph.parse_query_results(response.content, parsed)
        told.append([tuple(map(str, row)) for row in solutions])
    assert told[0] == told[1] == told[2]
    assert len(told[0]) == 50
    table = list(csv.reader(io.StringIO(served.get(LABELS, "text/csv").text, newline="")))
    assert table[0] == ["s", "l"]
    assert len(table) == 51


def test_ask_and_the_media_types_of_old_clients(served: Served) -> None:
    assert served.get("ASK {}", "application/json").json() == {"head": {}, "boolean": True}
    found = ElementTree.fromstring(served.get("ASK { <x:a> ?p 1 }", "application/xml").text)  # noqa: S314 - our own
    assert found.findtext("{http://www.w3.org/2005/sparql-results#}boolean") == "false"


@pytest.mark.parametrize(
    ("accept", "parsed"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_graphs_in_every_form_hold_the_same(served: Served, accept: str, parsed: str) -> None:
    for query in (f"DESCRIBE <{CITY}>", f"CONSTRUCT {{ <{CITY}> ?p ?o }} WHERE {{ <{CITY}> ?p ?o }}"):
        response = served.get(query, accept)
        assert response.headers["content-type"].startswith(accept)
        found = set(rdflib.Graph().parse(data=response.text, format=parsed))
        assert found == set(rdflib.Graph().parse(data=served.get(query, "text/turtle").text))
        assert len(found) > 5


def test_rdflib_is_a_client(served: Served) -> None:
    for method in ("GET", "POST", "POST_FORM"):
        store = SPARQLStore(served.sparql, returnFormat="json", method=method)
        rows = list(rdflib.Graph(store).query(LABELS))
        assert len(rows) == 50
    city = rdflib.Graph(SPARQLStore(served.sparql), identifier=rdflib.URIRef(CITY))
    assert len(city) == len(rdflib.Graph().parse(served.folder / "212105" / "data" / "212105.nt"))


def test_sparqlwrapper_is_a_client(served: Served) -> None:
    wrapper = SPARQLWrapper(served.sparql)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(LABELS)
    assert len(wrapper.queryAndConvert()["results"]["bindings"]) == 50
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(POSTDIRECTLY)
    assert len(wrapper.queryAndConvert()["results"]["bindings"]) == 50
    wrapper.setReturnFormat(TURTLE)
    wrapper.setQuery(f"DESCRIBE <{CITY}>")
    assert len(rdflib.Graph().parse(data=wrapper.queryAndConvert())) > 5


@pytest.mark.parametrize("accept", ["", "text/turtle", "application/rdf+xml", "application/ld+json"])
def test_the_service_describes_itself(served: Served, accept: str) -> None:
    response = httpx.get(served.sparql, headers={"Accept": accept or "*/*"})
    form = {"application/rdf+xml": "xml", "application/ld+json": "json-ld"}.get(accept, "turtle")
    told = rdflib.Graph().parse(data=response.text, format=form)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert set(told.objects(None, sd.endpoint)) == {rdflib.URIRef(served.sparql)}
    assert rdflib.URIRef(CITY) in set(told.objects(None, sd.name))
    assert not any(isinstance(term, rdflib.BNode) for triple in told for term in triple)


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (400, {"params": {"query": "SELECT ?x {"}}),
        (400, {"params": {"query": ["ASK {}", "ASK {}"]}}),
        (400, {"params": {"query": "ASK {}", "default-graph-uri": "no iri"}}),
        (403, {"params": {"update": "CLEAR ALL"}}),
        (403, {"params": {"query": "LOAD <http://127.0.0.1/>"}}),
        (403, {"params": {"query": "PREFIX a: <x:> INSERT DATA { a:b a:c 1 }"}}),
        (403, {"params": {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}}),
        (406, {"params": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}),
        (406, {"params": {"query": "ASK {}"}, "headers": {"Accept": "text/turtle"}}),
        (406, {"params": {"query": "DESCRIBE <x:a>"}, "headers": {"Accept": "text/csv"}}),
        (406, {"headers": {"Accept": "image/png"}}),
        (403, {"method": "POST", "data": {"update": "CLEAR ALL"}}),
        (403, {"method": "POST", "content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}),
        (415, {"method": "POST", "content": "ASK {}", "headers": {"Content-Type": "text/plain"}}),
        (415, {"method": "POST", "content": "ASK {}"}),
        (400, {"method": "POST", "content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}}),
        (400, {"method": "POST", "data": {"nothing": "x"}}),
        (405, {"method": "PUT", "content": "ASK {}"}),
    ],
)
def test_what_is_refused(served: Served, status: int, request_: dict[str, object]) -> None:
    settings = {"method": "GET", **request_}
    response = httpx.request(url=served.sparql, **settings)
    assert response.status_code == status, response.text
    assert response.text.strip()


def test_errors_say_why_in_the_clients_form(served: Served) -> None:
    told = served.get("SELECT ?x {", "application/json").json()
    assert told["status"] == 400
    assert "1:12" in told["error"]
    assert "expected" in served.get("SELECT ?x {").text


def test_an_unchanged_answer_is_not_sent_again(served: Served) -> None:
    first = served.get(COUNT)
    tag = first.headers["etag"]
    again = httpx.get(served.sparql, params={"query": COUNT}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert served.get(COUNT, "text/csv").headers["etag"] != tag
    assert "etag" not in served.get("SELECT (NOW() AS ?n) {}").headers


@pytest.mark.parametrize("known", ['"x", {}', "{strong}"])
def test_tags_are_compared_as_http_says(served: Served, known: str) -> None:
    tag = served.get(COUNT).headers["etag"]
    told = known.format(tag, strong=tag.removeprefix("W/"))
    again = httpx.get(served.sparql, params={"query": COUNT}, headers={"If-None-Match": told})
    assert again.status_code == 304


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_refused_method_is_told_what_is_taken(served: Served, method: str) -> None:
    response = httpx.request(method, served.sparql)
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_what_xml_cannot_hold_is_refused_as_xml(served: Served) -> None:
    table, graph = 'SELECT ("\\u0001" AS ?x) {}', 'CONSTRUCT { <x:a> <x:b> "\\uFFFE" } {}'
    for query, media_type in ((table, "application/sparql-results+xml"), (graph, "application/rdf+xml")):
        assert served.get(query, media_type).status_code == 406
        assert served.get(query).status_code == 200


def test_pages_of_other_origins_may_ask(served: Served) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    before = httpx.options(served.sparql, headers={**origin, "Access-Control-Request-Method": "POST"})
    assert before.status_code == 204
    assert "POST" in before.headers["access-control-allow-methods"]
    for response in (httpx.get(served.sparql, headers=origin), served.get("SELECT"), httpx.get(served.url)):
        assert response.headers["access-control-allow-origin"] == "*"


def test_a_thing_comes_as_a_page_or_as_data(served: Served) -> None:
    page = f"{served.url}212105/"
    html = httpx.get(page, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert html.headers["content-type"] == "text/html; charset=utf-8"
    assert httpx.get(page).text == html.text
    turtle = httpx.get(page, headers={"Accept": "text/turtle, application/ld+json;q=0.5"})
    assert rdflib.URIRef(f"{BASE}212105/#it") in set(rdflib.Graph().parse(data=turtle.text).subjects())
    jsonld = httpx.get(page, headers={"Accept": "application/ld+json"})
    assert json.loads(jsonld.text)
    for response in (html, turtle, jsonld):
        assert response.headers["vary"] == "Accept"
        assert response.headers["x-content-type-options"] == "nosniff"
        again = httpx.get(page, headers={**response.request.headers, "If-None-Match": response.headers["etag"]})
        assert again.status_code == 304
    assert httpx.get(page.rstrip("/")).headers["location"].endswith("/212105/")


@pytest.mark.parametrize("path", ["", "212105/", "212105/p/projects/1-1/"])
def test_data_of_an_english_page_are_those_of_the_thing(served: Served, path: str) -> None:
    page = f"{served.url}en/{path}"
    html = httpx.get(page, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (html.status_code, html.headers["vary"]) == (200, "Accept")
    assert '<html lang="en">' in html.text
    data = httpx.get(page, headers={"Accept": "text/turtle"})
    thing = httpx.get(f"{served.url}{path}", headers={"Accept": "text/turtle"})
    if thing.headers["content-type"].startswith("text/html"):  # the home page may have no data beside it
        assert data.headers["content-type"].startswith("text/html")
    else:
        assert (data.status_code, data.headers["location"], data.headers["vary"]) == (303, f"/{path}", "Accept")


def test_nothing_outside_the_folder(served: Served) -> None:
    (served.folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    link = served.folder / "link.txt"
    if not link.exists():
        link.symlink_to(served.folder.parent / "secret.txt")
    try:
        for path in ("../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "..%5csecret.txt", "link.txt", "%00"):
            client = httpx.Client()
            request = client.build_request("GET", served.url)
            request.url = request.url.copy_with(raw_path=f"/{path}".encode())
            response = client.send(request)
            assert response.status_code in (400, 404), path
            assert "secret" not in response.text or "404" in response.text
    finally:
        link.unlink()
    assert httpx.get(f"{served.url}{'a' * 5000}/").status_code == 404
    assert httpx.post(served.url).status_code == 405


def test_the_folder_is_the_one_that_was_built(built: Path, served: Served) -> None:
    assert (
        httpx.get(f"{served.url}212105/data/212105.nt").content
        == (built / "212105" / "data" / "212105.nt").read_bytes()
    )
