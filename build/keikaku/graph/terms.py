"""What a graph is made of: properties with values of some kind, said of the subjects of nodes.

Pairs are shared: a fiscal year, a unit or an edition that many rows name is one object, made once, spelt once. There
are no blank nodes and no lists, hence no graph library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple, TypeVar

from keikaku.terms import expand

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """Results of a function by its argument, worked out when first asked for."""

    def __init__(self, make: Callable[[K], V]) -> None:
        self._make = make

    def __missing__(self, key: K) -> V:
        result = self[key] = self._make(key)
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What a value is. `coercion` is what a JSON-LD context says of it: `@id`, a datatype or nothing.

    There are only those below, so that each equals only itself and is quickly told from the others.
    """

    coercion: str = ""
    language: str = ""


IRI: Final = Kind("@id")
CLASS: Final = Kind("@vocab")
"""The value is a compact IRI (`keikaku:Plan`), written as such where the spelling allows it."""
STRING: Final = Kind()
JA: Final = Kind(language="ja")
EN: Final = Kind(language="en")
INTEGER: Final = Kind("xsd:integer")
DECIMAL: Final = Kind("xsd:decimal")
BOOLEAN: Final = Kind("xsd:boolean")
YEAR: Final = Kind("xsd:gYear")
MONTH: Final = Kind("xsd:gYearMonth")
DATE: Final = Kind("xsd:date")

TYPE: Final = "rdf:type"


class Form(NamedTuple):
    """How a property with a value of some kind is written: what stands before and after the value.

    A `verbatim` value needs no escapes.
    """

    before: str
    after: str
    verbatim: bool


@dataclass(frozen=True, eq=False)
class Property:
    """A property by its compact IRI; `only` is the kind of its values where they are all of one kind.

    The forms are worked out by `spell` when they are first asked for, since each is needed a thousand times.
    """

    compact: str
    only: Kind | None = None
    ntriples: dict[Kind, Form] = field(default_factory=dict, repr=False)
    turtle: dict[Kind, Form] = field(default_factory=dict, repr=False)
    json: dict[Kind, Form] = field(default_factory=dict, repr=False)

    @cached_property
    def iri(self) -> str:
        """The full IRI."""
        return expand(self.compact)

    @cached_property
    def term(self) -> str:
        """The key in JSON-LD: the local name in our own namespace, the compact IRI in others."""
        return "type" if self.compact == TYPE else self.compact.removeprefix("keikaku:")


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A property with a value, to be said of a subject. Equal only to itself: nodes share it."""

    property: Property
    kind: Kind
    value: str


class Node(NamedTuple):
    """A thing and all that is said of it. `path` is the page that it stands on, below the base URL."""

    path: str
    subject: str
    pairs: list[Pair]
