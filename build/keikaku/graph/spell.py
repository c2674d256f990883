"""How a property with its value, and a node, are written in N-Triples, Turtle and JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Final

from keikaku.graph.terms import BOOLEAN, CLASS, INTEGER, IRI, STRING, TYPE, Node, Pair, Property
from keikaku.iri import expand

_BARE: Final = frozenset({INTEGER, BOOLEAN})
"""Kinds whose canonical text is the same literal without quotes in Turtle and in JSON."""

_MUST_ESCAPE: Final = re.compile(r'[\x00-\x1f"\\\x7f]')
_SHORT_ESCAPES: Final = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}

json_string: Final = encode_basestring
"""Write a string for JSON."""


def quoted(text: str) -> str:
    """Write a string for N-Triples and Turtle; quotes, backslashes, control characters escaped."""
    # Most texts need no escape, and this test is several times faster than the search.
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f'"{_MUST_ESCAPE.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    char = found.group()
    return _SHORT_ESCAPES.get(char) or f"\\u{ord(char):04X}"


def ntriples_pair(pair: Pair) -> bytes:
    """Spell what follows the subject on a line of N-Triples."""
    return f" <{pair.property.iri}> {_ntriples_value(pair)} .\n".encode()


def ntriples_node(node: Node, spelt: Mapping[Pair, bytes]) -> bytes:
    """Spell a node in N-Triples, one line a triple."""
    start = f"<{node.subject}>".encode()
    return start + start.join([spelt[pair] for pair in node.pairs])


def _ntriples_value(pair: Pair) -> str:
    kind = pair.kind
    if kind is IRI:
        return f"<{pair.value}>"
    if kind is CLASS:
        return f"<{expand(pair.value)}>"
    if kind.language:
        return f"{quoted(pair.value)}@{kind.language}"
    return f"{quoted(pair.value)}^^<{expand(kind.coercion)}>" if kind.coercion else quoted(pair.value)


def turtle_pair(pair: Pair) -> bytes:
    """Spell what follows the subject in Turtle, without a full stop."""
    verb = "a" if pair.property.compact == TYPE else pair.property.compact
    return f"{verb} {_turtle_value(pair)}".encode()


def turtle_node(node: Node, spelt: Mapping[Pair, bytes]) -> bytes:
    """Spell a node in Turtle, as one block."""
    start = f"\n<{node.subject}> ".encode()
    return start + b" ;\n    ".join([spelt[pair] for pair in node.pairs]) + b" .\n"


def _turtle_value(pair: Pair) -> str:
    kind = pair.kind
    if kind is CLASS or kind in _BARE:
        return pair.value
    if kind.coercion and kind is not IRI:
        return f"{quoted(pair.value)}^^{kind.coercion}"
    return _ntriples_value(pair)


def jsonld_pair(pair: Pair) -> bytes:
    """Spell a member of a node's object, its comma before it: plain where the context coerces the value."""
    return f',"{pair.property.term}":{_json_value(pair)}'.encode()


def jsonld_node(node: Node, spelt: Mapping[Pair, bytes]) -> bytes:
    """Spell a node in JSON-LD, as one object on one line."""
    start = f'{{"id":{json_string(node.subject)}'.encode()
    if len({pair.property for pair in node.pairs}) == len(node.pairs):
        return start + b"".join([spelt[pair] for pair in node.pairs]) + b"}"
    members: dict[Property, list[bytes]] = {}
    for pair in node.pairs:
        members.setdefault(pair.property, []).append(spelt[pair])
    return start + b"".join([_one_or_list(*member) for member in members.items()]) + b"}"


def _json_value(pair: Pair) -> str:
    kind, only = pair.kind, pair.property.only
    text = _json_text(pair)
    if kind in (only, CLASS) or (kind is STRING and not only):
        return text
    if kind is IRI:
        return f'{{"@id":{text}}}'
    if kind.language:
        return f'{{"@value":{text},"@language":"{kind.language}"}}'
    return f'{{"@value":{text},"@type":"{kind.coercion}"}}' if kind.coercion else f'{{"@value":{text}}}'


def _json_text(pair: Pair) -> str:
    if pair.kind in _BARE:
        return pair.value
    return json_string(pair.value.removeprefix("keikaku:") if pair.kind is CLASS else pair.value)


def _one_or_list(said: Property, members: list[bytes]) -> bytes:
    """Join members of one property, each spelt with the property's name before its value."""
    if len(members) == 1:
        return members[0]
    before = len(f',"{said.term}":'.encode())
    return members[0][:before] + b"[" + b",".join([member[before:] for member in members]) + b"]"
