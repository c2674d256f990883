"""How values are spelt: escapes, kinds, JSON-LD value objects."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from keikaku.graph.spell import jsonld_node, jsonld_pair, ntriples_pair, quoted, turtle_pair
from keikaku.graph.terms import (
    CLASS,
    DECIMAL,
    EN,
    INTEGER,
    IRI,
    JA,
    STRING,
    Kind,
    Memo,
    Node,
    Pair,
    Property,
)
from keikaku.terms import safe_iri

TEXT = st.text(st.characters(exclude_categories=("Cs",)))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("計画", '"計画"'),
        ('a"b', '"a\\"b"'),
        ("a\\b", '"a\\\\b"'),
        ("a\nb\rc\td", '"a\\nb\\rc\\td"'),
        ("\b\f", '"\\b\\f"'),
        ("\x00\x1f\x7f", '"\\u0000\\u001F\\u007F"'),
        ("𠮷😀", '"𠮷😀"'),
        ("\u2028'", '"\u2028\'"'),
    ],
)
def test_only_what_must_be_escaped_is(text: str, written: str) -> None:
    assert quoted(text) == written


@given(TEXT)
def test_text_survives_all_formats(text: str) -> None:
    label = Pair(Property("rdfs:label"), JA, text)
    subject = "<https://keikaku.example/a/#it>"
    lines = Graph().parse(data=f"{subject}{ntriples_pair(label).decode()}", format="nt")
    block = Graph().parse(
        data=f"@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n{subject} {turtle_pair(label).decode()} .",
        format="turtle",
    )
    assert [str(o) for o in lines.objects()] == [text]
    assert [str(o) for o in block.objects()] == [text]
    assert json.loads(b'{"id":""' + jsonld_pair(label) + b"}")[label.property.term] == {
        "@value": text,
        "@language": "ja",
    }


@pytest.mark.parametrize(
    ("only", "kind", "value", "expected"),
    [
        (JA, JA, "計画", "計画"),
        (None, EN, "Plan", {"@value": "Plan", "@language": "en"}),
        (None, STRING, "RPA", "RPA"),
        (STRING, STRING, "RPA", "RPA"),
        (JA, STRING, "RPA", {"@value": "RPA"}),
        (INTEGER, INTEGER, "12", 12),
        (None, INTEGER, "12", {"@value": 12, "@type": "xsd:integer"}),
        (DECIMAL, DECIMAL, "0.50", "0.50"),
        (IRI, IRI, "https://keikaku.example/", "https://keikaku.example/"),
        (None, IRI, "https://keikaku.example/", {"@id": "https://keikaku.example/"}),
        (CLASS, CLASS, "keikaku:Plan", "Plan"),
        (CLASS, CLASS, "org:FormalOrganization", "org:FormalOrganization"),
    ],
)
def test_json_is_plain_exactly_where_the_context_coerces(
    only: Kind | None, kind: Kind, value: str, expected: Any
) -> None:
    member = jsonld_pair(Pair(Property("keikaku:kind", only), kind, value))
    assert json.loads(b'{"id":""' + member + b"}") == {"id": "", "kind": expected}


def test_values_of_one_property_are_gathered_in_a_list() -> None:
    label, title = Property("keikaku:kind"), Property("dct:title", JA)
    pairs = [Pair(label, STRING, "a"), Pair(title, JA, "題"), Pair(label, EN, "b")]
    written = jsonld_node(Node("", "https://a.example/#it", pairs), Memo(jsonld_pair))
    assert json.loads(written) == {
        "id": "https://a.example/#it",
        "kind": ["a", {"@value": "b", "@language": "en"}],
        "dct:title": "題",
    }


def test_a_url_becomes_a_valid_iri_and_keeps_its_own_escapes() -> None:
    assert safe_iri('https://a.example/x|{y}?q=%20<>^`\\"') == ("https://a.example/x%7C%7By%7D?q=%20%3C%3E%5E%60%5C%22")
