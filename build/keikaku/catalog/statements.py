"""Statements and how they are written: Turtle and JSON-LD, sorted, without blank nodes.

The documents are small, so that all statements are held at once and the same statement may be made many times.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any, Final, NamedTuple

from keikaku.terms import CATALOG_PREFIXES

TYPE: Final = "rdf:type"
_ID: Final = "@id"
_CLASS: Final = "@vocab"
_ESCAPED: Final = re.compile(r'[\x00-\x1f"\\\x7f]')


class Value(NamedTuple):
    """A value: `kind` is `@id`, `@vocab` (a compact IRI), `@ja` or `@en`, a compact datatype, or nothing."""

    kind: str
    text: str


Pair = tuple[str, Value]


def link(iri: str) -> Value:
    """Name a thing."""
    return Value(_ID, iri)


def term(compact: str) -> Value:
    """Name a term of a vocabulary."""
    return Value(_CLASS, compact)


def ja(text: str) -> Value:
    """Say something in Japanese."""
    return Value("@ja", text)


def en(text: str) -> Value:
    """Say something in English."""
    return Value("@en", text)


def typed(datatype: str, text: str) -> Value:
    """Give a literal of a datatype; of none, a plain string."""
    return Value(datatype, text)


def count(number: int) -> Value:
    """Give a number of things."""
    return Value("xsd:integer", str(number))


class Statements:
    """Statements by subject, each once."""

    def __init__(self) -> None:
        self._found: defaultdict[str, set[Pair]] = defaultdict(set)

    def say(self, subject: str, classes: str, *pairs: Pair) -> str:
        """State of what classes a thing is, their names parted by spaces, and what is so of it; give the subject."""
        self._found[subject].update((TYPE, term(name)) for name in classes.split())
        self._found[subject].update(pairs)
        return subject

    def named(self, subject: str, classes: str, *pairs: Pair) -> Value:
        """Do the same and give the thing as a value."""
        return link(self.say(subject, classes, *pairs))

    def turtle(self) -> str:
        """Write Turtle."""
        used = self._prefixes()
        head = "".join(f"@prefix {prefix}: <{CATALOG_PREFIXES[prefix]}> .\n" for prefix in used)
        return head + "".join(_block(subject, sorted(pairs)) for subject, pairs in sorted(self._found.items()))

    def jsonld(self) -> str:
        """Write JSON-LD with a context of its own, so that it is read without asking for anything else."""
        graph = [_object(subject, sorted(pairs)) for subject, pairs in sorted(self._found.items())]
        context = {prefix: CATALOG_PREFIXES[prefix] for prefix in self._prefixes()}
        return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"

    def _prefixes(self) -> list[str]:
        every = [pair for pairs in self._found.values() for pair in pairs]
        names = {name for name, _ in every if name != TYPE} | {value.text for _, value in every if value.kind == _CLASS}
        names |= {value.kind for _, value in every if ":" in value.kind}
        return sorted({name.partition(":")[0] for name in names})


def _block(subject: str, pairs: list[Pair]) -> str:
    lines = [f"{'a' if name == TYPE else name} {_turtle(value)}" for name, value in _types_first(pairs)]
    return f"\n<{subject}> " + " ;\n    ".join(lines) + " .\n"


def _types_first(pairs: list[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: pair[0] != TYPE)


def _turtle(value: Value) -> str:
    if value.kind == _ID:
        return f"<{value.text}>"
    if value.kind == _CLASS:
        return value.text
    quoted = f'"{_ESCAPED.sub(lambda found: f"{chr(92)}u{ord(found.group()):04X}", value.text)}"'
    if value.kind.startswith("@"):
        return quoted + value.kind
    return f"{quoted}^^{value.kind}" if value.kind else quoted


def _object(subject: str, pairs: list[Pair]) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": subject, "@type": [value.text for name, value in pairs if name == TYPE]}
    for name, value in pairs:
        if name != TYPE:
            found.setdefault(name, []).append(_json(value))
    return found


def _json(value: Value) -> dict[str, str]:
    if value.kind in {_ID, _CLASS}:
        return {"@id": value.text}
    if value.kind.startswith("@"):
        return {"@value": value.text, "@language": value.kind[1:]}
    return {"@value": value.text, "@type": value.kind} if value.kind else {"@value": value.text}
