"""Putting a staging graph in the place of the old one, with one update request.

Stores with transactions (Oxigraph, Fuseki, GraphDB) carry out a request as a whole, so that a query sees the old graph
or the new one. MOVE is asked for first; stores that lack it get the same in simpler words.
"""

from __future__ import annotations

import time
from typing import Final

from keikaku.publish.failure import RemoteError, failed
from keikaku.publish.sparql.fingerprint import Fingerprint
from keikaku.publish.sparql.journal import forgetting, recall, remembering
from keikaku.publish.sparql.store import Store

_FORMS: Final = (
    ("MOVE <{staging}> TO <{graph}>",),
    ("DROP SILENT GRAPH <{graph}>", "ADD <{staging}> TO <{graph}>", "DROP SILENT GRAPH <{staging}>"),
    (
        "DELETE WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}",
        "INSERT {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{staging}> {{ ?s ?p ?o }} }}",
        "DELETE WHERE {{ GRAPH <{staging}> {{ ?s ?p ?o }} }}",
    ),
)
_NOT_UNDERSTOOD: Final = frozenset({400, 405, 500, 501})
_REFUSED: Final = frozenset({401, 403, 404, 413, 415, 422, 429})
"""Statuses that tell for certain that nothing was done."""
_LOOKS: Final = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each look at what became of a swap whose answer was lost."""


class UncertainError(RemoteError):
    """Nobody knows whether the swap was or will be carried out; the staging graph must be left alone."""


def swap(store: Store, graph: str, staging: str, held: Fingerprint, site: str) -> None:
    """Let the staging graph take the place of `graph`, remember it, and prove that the graph holds what it should.

    Raises:
        RemoteError: the store refused, or the graph does not hold it.
        UncertainError: the answer was lost, and the store did not tell in time what became of the request.
    """
    refusal: RemoteError | None = None
    for form in _FORMS:
        # A store may take the MOVE of a missing graph for the wish to empty the other one.
        prove(store, staging, held)
        steps = [step.format(graph=graph, staging=staging) for step in form]
        text = " ;\n".join((*steps, forgetting(graph), forgetting(staging), remembering(graph, held, site)))
        try:
            store.update(text, harmless=False)
        except RemoteError as error:
            if error.status in _NOT_UNDERSTOOD:
                refusal = refusal or error
                continue
            if error.status in _REFUSED:
                raise
            _settle(store, graph, held, error)
        prove(store, graph, held)
        return
    assert refusal is not None  # noqa: S101 - the loop ends only so
    raise refusal


def prove(store: Store, graph: str, held: Fingerprint) -> None:
    """Hold the count of a graph against what it should be.

    Raises:
        RemoteError: it holds more or less.
    """
    count = store.count(graph)
    if count != held.triples:
        raise failed("E818", graph=graph, sent=held.triples, found=count)


def _settle(store: Store, graph: str, held: Fingerprint, lost: RemoteError) -> None:
    """Find out what became of a swap whose answer was lost."""
    for seconds in _LOOKS:
        time.sleep(seconds)
        try:
            if recall(store, graph).checksum == held.checksum and store.count(graph) == held.triples:
                return
        except RemoteError:
            continue
    url = str(lost.problem.facts.get("url", ""))
    raise UncertainError(failed("E819", graph=graph, url=url).problem) from None
