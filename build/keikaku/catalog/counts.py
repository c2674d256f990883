"""How much a city's graph holds, counted on the published N-Triples."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from keikaku.terms import expand

_TYPE: Final = f"<{expand('rdf:type')}>".encode()


@dataclass(frozen=True, slots=True)
class GraphFigures:
    """Triples and subjects of a graph; how many subjects each class has, and how many triples each property."""

    triples: int
    subjects: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]


def count_graph(path: Path) -> GraphFigures:
    """Count a file of N-Triples in which the triples of a subject follow one another."""
    classes: Counter[bytes] = Counter()
    properties: Counter[bytes] = Counter()
    subjects, last = 0, b""
    with path.open("rb") as lines:
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            properties[predicate] += 1
            if predicate == _TYPE:
                classes[rest] += 1
            if subject != last:
                subjects, last = subjects + 1, subject
    return GraphFigures(properties.total(), subjects, _by_iri(classes), _by_iri(properties))


def _by_iri(found: Counter[bytes]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((term.strip(b"<>. \n").decode(), count) for term, count in found.items()))
