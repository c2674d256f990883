"""What a store remembers of pushes, in a graph of its own (`iri.PUSHES`).

It does not stand in the pushed graph, which then would not hold what the build holds and whose checksum would speak of
itself. For each graph: `owl:versionInfo` the checksum, `void:triples` the count, `dct:modified` the time, `dct:source`
the site. For each staging graph, from before its first triple until it is swapped or dropped: `dct:isVersionOf` and the
graph that it is for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from keikaku.iri import PUSHES
from keikaku.publish.sparql.fingerprint import Fingerprint
from keikaku.publish.sparql.store import Store
from keikaku.terms import CATALOG_PREFIXES, safe_iri

_VERSION: Final = "http://www.w3.org/2002/07/owl#versionInfo"
_TRIPLES: Final = CATALOG_PREFIXES["void"] + "triples"
_MODIFIED: Final = CATALOG_PREFIXES["dct"] + "modified"
_CREATED: Final = CATALOG_PREFIXES["dct"] + "created"
_SOURCE: Final = CATALOG_PREFIXES["dct"] + "source"
_STAGED_FOR: Final = CATALOG_PREFIXES["dct"] + "isVersionOf"
_DATE_TIME: Final = CATALOG_PREFIXES["xsd"] + "dateTime"
_CHECKSUM_PREFIX: Final = "sha256:"


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of a graph, no checksum where it was never pushed; `staging` are of pushes without an end."""

    checksum: str = ""
    triples: int = -1
    staging: tuple[str, ...] = ()


def recall(store: Store, graph: str) -> State:
    """Ask for what is remembered of a graph."""
    rows = store.select(f"SELECT ?p ?o WHERE {{ GRAPH <{PUSHES}> {{ <{graph}> ?p ?o }} }}")
    told = {row.get("p", ""): row.get("o", "") for row in rows}
    found = store.select(f"SELECT ?s WHERE {{ GRAPH <{PUSHES}> {{ ?s <{_STAGED_FOR}> <{graph}> }} }}")
    # Only graphs that a push made are ever dropped, whatever the store says.
    staging = tuple(sorted(name for row in found if (name := row.get("s", "")).startswith(f"{PUSHES}/")))
    triples = told.get(_TRIPLES, "")
    checksum = told.get(_VERSION, "").removeprefix(_CHECKSUM_PREFIX)
    return State(
        checksum, int(triples) if triples.isascii() and triples.isdigit() else -1, tuple(map(safe_iri, staging))
    )


def announce(store: Store, graph: str, staging: str) -> None:
    """Remember a staging graph, so that the next push finds it should this one not come to its end."""
    facts = f"<{staging}> <{_STAGED_FOR}> <{graph}> . <{staging}> <{_CREATED}> {_now()} ."
    store.update(f"INSERT DATA {{ GRAPH <{PUSHES}> {{ {facts} }} }}")


def forgetting(name: str) -> str:
    """Give the update that forgets what is remembered of a graph."""
    return f"DELETE WHERE {{ GRAPH <{PUSHES}> {{ <{name}> ?p ?o }} }}"


def remembering(graph: str, held: Fingerprint, site: str) -> str:
    """Give the update that remembers what a graph holds from now on."""
    facts = (
        f'<{graph}> <{_VERSION}> "{_CHECKSUM_PREFIX}{held.checksum}" . '
        f"<{graph}> <{_TRIPLES}> {held.triples} . "
        f"<{graph}> <{_MODIFIED}> {_now()} . "
        f"<{graph}> <{_SOURCE}> <{safe_iri(site)}> ."
    )
    return f"INSERT DATA {{ GRAPH <{PUSHES}> {{ {facts} }} }}"


def _now() -> str:
    return f'"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"^^<{_DATE_TIME}>'
