"""The triples of each edition, taken from a city's N-Triples: what the edition states, and what it rests on.

Of policies, projects and indicators the edition's statements are taken and not the things themselves, since these bear
the titles of the newest edition. The file is read once; the triples of a subject follow one another in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final

from keikaku.check import CleanTable
from keikaku.iri import Iris
from keikaku.terms import expand

_EDITION: Final = f" <{expand('keikaku:edition')}> <".encode()
_REVISION: Final = f" <{expand('prov:qualifiedRevision')}> <".encode()
_THINGS: Final = {"sources": "source", "plans": "plan", "departments": "department", "editions": "edition"}


def edition_triples(
    graph: Path, iris: Iris, editions: Iterable[Mapping[str, str]], held: Mapping[str, Mapping[str, CleanTable]]
) -> dict[str, bytes]:
    """Give the N-Triples of each edition by its id; `held` are the tables of each edition's archive."""
    by_uri = {iris.thing("edition", edition): edition["edition_id"] for edition in editions}
    pages = {iris.url("edition", edition): edition["edition_id"] for edition in editions}
    wanted: dict[str, set[str]] = {iris.thing("city", {}): set(held)}
    for edition_id, tables in held.items():
        for name, kind in _THINGS.items():
            for row in tables[name].dicts() if name in tables else ():
                wanted.setdefault(iris.thing(kind, row), set()).add(edition_id)
    found: dict[str, list[bytes]] = {edition_id: [] for edition_id in held}
    for subject, lines in _subjects(graph):
        owners = set(wanted.get(subject, ()))
        page = pages.get(subject.partition("#")[0])
        owners |= {page} if page and subject not in by_uri else set()
        owners |= {by_uri[uri] for uri in _objects(lines, _EDITION) if uri in by_uri}
        for owner in owners:
            found[owner] += lines
            for revision in _objects(lines, _REVISION):
                wanted.setdefault(revision, set()).add(owner)
    return {edition_id: b"".join(lines) for edition_id, lines in found.items()}


def _subjects(graph: Path) -> Iterator[tuple[str, list[bytes]]]:
    with graph.open("rb") as file:
        for subject, lines in groupby(file, key=lambda line: line.partition(b" ")[0]):
            yield subject[1:-1].decode(), list(lines)


def _objects(lines: list[bytes], property_: bytes) -> Iterator[str]:
    """Give what the triples of a subject name with a property."""
    for line in lines:
        if property_ in line:
            yield line.partition(property_)[2].partition(b">")[0].decode()
