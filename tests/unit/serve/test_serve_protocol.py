"""Requests become queries or refusals, terms become results, without a server."""

from __future__ import annotations

import csv
import io
from contextlib import suppress

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.serve.negotiate import GRAPH_TYPES, TABLE_TYPES, choose
from keikaku.serve.protocol import MAX_QUERY, RefusedError, fields, make_query, read_post
from keikaku.serve.results import Sink, TooMuchError, write_solutions

TERMS = """SELECT * { VALUES (?a ?b) {
    (<x:a&b> "日本語\\t\\n\\r\\"<&>"@ja-hrkt) (UNDEF 1) ("1"^^<x:t'> true) ("" UNDEF) ("a,b" " space ")
    } BIND(BNODE() AS ?c) }"""


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("TEXT/CSV; charset=utf-8", "text/csv"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/csv;q=nonsense", None),
        (",;=,", None),
    ],
)
def test_accept(accept: str, chosen: str | None) -> None:
    assert choose(accept, TABLE_TYPES) == chosen


def test_old_clients_get_a_graph_as_they_ask() -> None:
    assert choose("application/rdf+xml, text/html", GRAPH_TYPES) == "application/rdf+xml"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service a <http://x/service> }",
        "SELECT * { ?s dcat:accessService ?service } # SERVICE",
        "SELECT * { ?s ?p 'SERVICE <x:a> {}' , '''SERVICE ' <x:a>''' }",
        "SELECT * { ?s a <http://x/a#service> }",
    ],
)
def test_the_word_service_may_stand_where_it_is_no_keyword(text: str) -> None:
    assert make_query({"query": [text]}, "").text == text


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <x:a> {} }",
        "SELECT * { '' SERVICE <x:a> {} }",
        "SELECT * { ?s ?p 'a'.service silent ?x {} }",
        "SELECT * { ?s ?p trueSERVICE <x:a> {} }",
        "SELECT * { FILTER(1<2)SERVICE#>\n?x {} }",
        "SELECT * { FILTER(1<2)#'>\nSERVICE <x:a> {} #'\n }",
        "SELECT * { SERVICE:x{} }",
    ],
)
def test_service_is_refused(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        make_query({"query": [text]}, "")
    assert refused.value.status == 403


def test_lengths_and_fields() -> None:
    for query, status in (("x" * (MAX_QUERY + 1), 413), ("あ" * (MAX_QUERY // 2), 413)):
        with pytest.raises(RefusedError) as refused:
            make_query({"query": [query]}, "")
        assert refused.value.status == status
    for raw in ("a=%ff", "&".join(["a=1"] * 500)):
        with pytest.raises(RefusedError):
            fields(raw)


@given(st.text(), st.text())
def test_any_text_is_a_query_or_refused(query: str, accept: str) -> None:
    with suppress(RefusedError):
        assert make_query({"query": [query]}, accept).text == query


@given(st.binary(), st.text())
def test_any_body_is_read_or_refused(body: bytes, media_type: str) -> None:
    for kind in (media_type, "application/x-www-form-urlencoded", "application/sparql-query"):
        with suppress(RefusedError):
            assert isinstance(read_post(kind, body, {}), dict)


@pytest.mark.parametrize("form", ["JSON", "XML", "TSV"])
def test_every_kind_of_term_comes_back(form: str) -> None:
    store = pyoxigraph.Store()
    sink = Sink(10_000)
    write_solutions(store.query(TERMS), form.lower(), sink, 100)
    kind = getattr(pyoxigraph.QueryResultsFormat, form)
    ours = pyoxigraph.parse_query_results(sink.value(), kind)
    theirs = pyoxigraph.parse_query_results(store.query(TERMS).serialize(format=kind), kind)

    def without_labels(solutions: object) -> list[list[str]]:
        return [["_:" if str(term).startswith("_:") else str(term) for term in row] for row in solutions]

    assert without_labels(ours) == without_labels(theirs)


def test_csv_keeps_text() -> None:
    sink = Sink(10_000)
    write_solutions(pyoxigraph.Store().query(TERMS), "csv", sink, 100)
    rows = list(csv.DictReader(io.StringIO(sink.value().decode(), newline="")))
    assert rows[0]["b"] == '日本語\t\n\r"<&>'
    assert [row["a"] for row in rows] == ["x:a&b", "", "1", "", "a,b"]


def test_limits_of_an_answer() -> None:
    rows = "SELECT * { VALUES ?a { 1 2 3 } }"
    store = pyoxigraph.Store()
    write_solutions(store.query(rows), "csv", Sink(100), 3)
    for sink, most in ((Sink(100), 2), (Sink(5), 3)):
        with pytest.raises(TooMuchError):
            write_solutions(store.query(rows), "csv", sink, most)
