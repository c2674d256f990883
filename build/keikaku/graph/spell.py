"""How a property with its value, and a node, are written in N-Triples, Turtle and JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Final

from keikaku.graph.terms import BOOLEAN, CLASS, INTEGER, IRI, STRING, TYPE, Form, Kind, Node, Pair, Property
from keikaku.terms import expand

_BARE: Final = frozenset({INTEGER, BOOLEAN})
"""Kinds whose canonical text is the same literal without quotes in Turtle and in JSON."""

_MUST_ESCAPE: Final = re.compile(r'[\x00-\x1f"\\\x7f]')
_SHORT_ESCAPES: Final = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}

json_string: Final = encode_basestring
"""Write a string for JSON."""


def escaped(text: str) -> str:
    """Write a string for N-Triples and Turtle without its quotes; quotes, backslashes, control characters escaped."""
    # Most texts need no escape, and this test is several times faster than the search.
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return _MUST_ESCAPE.sub(_escape, text)


def quoted(text: str) -> str:
    """Write a string for N-Triples and Turtle."""
    return f'"{escaped(text)}"'


def _escape(found: re.Match[str]) -> str:
    char = found.group()
    return _SHORT_ESCAPES.get(char) or f"\\u{ord(char):04X}"


def ntriples_pair(pair: Pair) -> bytes:
    """Spell what follows the subject on a line of N-Triples."""
    kind, said = pair.kind, pair.property
    if kind is CLASS:
        return f" <{said.iri}> <{expand(pair.value)}> .\n".encode()
    form = said.ntriples.get(kind) or said.ntriples.setdefault(kind, _ntriples_form(said, kind))
    value = pair.value if form.verbatim else escaped(pair.value)
    return f"{form.before}{value}{form.after}".encode()


def _ntriples_form(said: Property, kind: Kind) -> Form:
    if kind is IRI:
        return Form(f" <{said.iri}> <", "> .\n", verbatim=True)
    datatype = f"^^<{expand(kind.coercion)}>" if kind.coercion else ""
    return Form(f' <{said.iri}> "', f'"{_language(kind)}{datatype} .\n', verbatim=False)


def _language(kind: Kind) -> str:
    return f"@{kind.language}" if kind.language else ""


def ntriples_node(node: Node, spelt: Mapping[Pair, bytes]) -> bytes:
    """Spell a node in N-Triples, one line a triple."""
    start = f"<{node.subject}>".encode()
    return start + start.join([spelt[pair] for pair in node.pairs])


def turtle_pair(pair: Pair) -> bytes:
    """Spell what follows the subject in Turtle, without a full stop."""
    kind, said = pair.kind, pair.property
    form = said.turtle.get(kind) or said.turtle.setdefault(kind, _turtle_form(said, kind))
    value = pair.value if form.verbatim else escaped(pair.value)
    return f"{form.before}{value}{form.after}".encode()


def _turtle_form(said: Property, kind: Kind) -> Form:
    verb = "a" if said.compact == TYPE else said.compact
    if kind is CLASS or kind in _BARE:
        return Form(f"{verb} ", "", verbatim=True)
    if kind is IRI:
        return Form(f"{verb} <", ">", verbatim=True)
    datatype = f"^^{kind.coercion}" if kind.coercion else ""
    return Form(f'{verb} "', f'"{_language(kind)}{datatype}', verbatim=False)


def turtle_node(node: Node, spelt: Mapping[Pair, bytes]) -> bytes:
    """Spell a node in Turtle, as one block."""
    start = f"\n<{node.subject}> ".encode()
    return start + b" ;\n    ".join([spelt[pair] for pair in node.pairs]) + b" .\n"


def jsonld_pair(pair: Pair) -> bytes:
    """Spell a member of a node's object, its comma before it: plain where the context coerces the value."""
    kind, said = pair.kind, pair.property
    form = said.json.get(kind) or said.json.setdefault(kind, _jsonld_form(said, kind))
    value = pair.value.removeprefix("keikaku:") if kind is CLASS else pair.value
    return f"{form.before}{value if form.verbatim else json_string(value)}{form.after}".encode()


def _jsonld_form(said: Property, kind: Kind) -> Form:
    name, bare = f',"{said.term}":', kind in _BARE
    if kind in (said.only, CLASS) or (kind is STRING and not said.only):
        return Form(name, "", verbatim=bare)
    if kind is IRI:
        return Form(f'{name}{{"@id":', "}", verbatim=False)
    if kind.language:
        return Form(f'{name}{{"@value":', f',"@language":"{kind.language}"}}', verbatim=False)
    datatype = f',"@type":"{kind.coercion}"' if kind.coercion else ""
    return Form(f'{name}{{"@value":', f"{datatype}}}", verbatim=bare)


def jsonld_node(node: Node, spelt: Mapping[Pair, bytes]) -> bytes:
    """Spell a node in JSON-LD, as one object on one line."""
    start = f'{{"id":{json_string(node.subject)}'.encode()
    if len({pair.property for pair in node.pairs}) == len(node.pairs):
        return start + b"".join([spelt[pair] for pair in node.pairs]) + b"}"
    members: dict[Property, list[bytes]] = {}
    for pair in node.pairs:
        members.setdefault(pair.property, []).append(spelt[pair])
    return start + b"".join([_one_or_list(*member) for member in members.items()]) + b"}"


def _one_or_list(said: Property, members: list[bytes]) -> bytes:
    """Join members of one property, each spelt with the property's name before its value."""
    if len(members) == 1:
        return members[0]
    before = len(f',"{said.term}":'.encode())
    return members[0][:before] + b"[" + b",".join([member[before:] for member in members]) + b"]"
