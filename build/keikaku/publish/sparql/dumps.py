"""What is to be pushed: the graphs of a store, and the files of a build that go into each."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from keikaku.built import Source, base_url, find_sources
from keikaku.built import cities as built_cities
from keikaku.file_names import graph_file
from keikaku.iri import CATALOG_TURTLE, PUSHES, VOCABULARY_PATH, Iris
from keikaku.publish.failure import wrong
from keikaku.terms import expand, is_iri

if TYPE_CHECKING:
    from pyoxigraph import Triple

PLACE: Final = "{lgcode}"
"""Stands in the name of the graphs for the city's code."""
VOCABULARY: Final = "vocab"
CATALOG: Final = "catalog"
"""What stands there in the names of the graphs of the vocabulary and of the catalog."""


@dataclass(frozen=True, slots=True)
class Target:
    """A graph of the store, and the files whose triples it is to hold."""

    graph: str
    files: tuple[Source, ...]


def choose_targets(folder: Path, graph: str, cities: Sequence[str]) -> tuple[Target, ...]:
    """Tell which graphs hold what: one for all, or one a city where the name has `{lgcode}`.

    Without `cities` everything is pushed; with them these cities and the vocabulary, but not the catalog, which speaks
    of all.

    Raises:
        CallError: the name is no IRI, there is no such city, or the build has no data.
    """
    if not is_iri(graph.replace(PLACE, VOCABULARY)) or graph.startswith(PUSHES):
        raise wrong("E804", graph=graph)
    sources = find_sources(folder)
    _check_whole(folder, sources)
    codes = _codes(folder, [source.lgcode for source in sources if source.lgcode], cities)
    chosen = [(place, source) for source in sources if (place := _place(source, folder, codes, bool(cities)))]
    if not codes:
        raise wrong("E805", path=folder.as_posix())
    files: dict[str, list[Source]] = {}
    for place, source in chosen:
        files.setdefault(graph.replace(PLACE, place), []).append(source)
    return tuple(Target(name, tuple(of)) for name, of in files.items())


def _check_whole(folder: Path, sources: Sequence[Source]) -> None:
    """Refuse a build of which a part is gone: a push replaces a graph as a whole."""
    found = {source.path for source in sources}
    wanted = [folder / Iris("", code).page("data", {}) / graph_file(code, "nt") for code in built_cities(folder)]
    for path in (*wanted, folder / CATALOG_TURTLE, folder / VOCABULARY_PATH / "ontology.ttl"):
        if wanted and path not in found:
            raise wrong("E806", path=path.as_posix(), reason=os.strerror(errno.ENOENT))


def _place(source: Source, folder: Path, codes: frozenset[str], some: bool) -> str:
    if source.lgcode:
        return source.lgcode if source.lgcode in codes else ""
    if source.path == folder / CATALOG_TURTLE:
        return "" if some else CATALOG
    return VOCABULARY


def _codes(folder: Path, known: Sequence[str], cities: Sequence[str]) -> frozenset[str]:
    if not cities:
        return frozenset(known)
    names = {name: code for code in known for name in (code, *_names(folder, code))}
    found = {city: names.get(city.strip().casefold()) for city in cities}
    for city, code in found.items():
        if code is None:
            raise wrong("E703", city=city, known=", ".join(names))
    return frozenset(code for code in found.values() if code)


def _names(folder: Path, code: str) -> Iterator[str]:
    """Give what a city is called, as the data of its page tell, in small letters."""
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    iris = Iris(base_url(folder), code)
    path = folder / iris.page("city", {}) / "index.ttl"
    if not path.is_file():
        return
    city, label = NamedNode(iris.thing("city", {})), NamedNode(expand("skos:prefLabel"))
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if quad.subject == city and quad.predicate == label and isinstance(quad.object, Literal):
                yield quad.object.value.casefold()
    except (OSError, SyntaxError, ValueError):
        return


def triples_of(files: Sequence[Source]) -> Iterator[Triple]:
    """Read the triples of files, one after another.

    Raises:
        CallError: a file cannot be read, or has blank nodes, which cannot be compared with what a store holds.
    """
    from pyoxigraph import RdfFormat, parse

    forms = {"nt": RdfFormat.N_TRIPLES, "ttl": RdfFormat.TURTLE}
    for source in files:
        try:
            for quad in parse(path=str(source.path), format=forms[source.form]):
                yield checked(quad.triple)
        except (OSError, SyntaxError, ValueError) as error:
            raise wrong("E806", path=source.path.as_posix(), reason=" ".join(str(error).split())[:200]) from None


def checked(triple: Triple) -> Triple:
    """Give a triple back if it has names and literals alone.

    Raises:
        ValueError: it has a blank node.
    """
    from pyoxigraph import Literal, NamedNode

    if not isinstance(triple.subject, NamedNode) or not isinstance(triple.object, NamedNode | Literal):
        raise ValueError(f"blank node: {triple}")
    return triple
