"""Pushing: compare, load into a staging graph, read it back, swap. What fails leaves the old graph as it was."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from keikaku.iri import staging_graph
from keikaku.publish.credentials import Credentials, check_url
from keikaku.publish.failure import RemoteError, failed, wrong
from keikaku.publish.remote import Remote
from keikaku.publish.sparql.dumps import Target, triples_of
from keikaku.publish.sparql.endpoints import Told, find_endpoints
from keikaku.publish.sparql.fingerprint import Fingerprint, fingerprint, first_difference
from keikaku.publish.sparql.journal import State, announce, forgetting, recall
from keikaku.publish.sparql.store import Store, answers
from keikaku.publish.sparql.swap import UncertainError, prove, swap

if TYPE_CHECKING:
    from keikaku.built import Source

ENVIRONMENT: Final = "KEIKAKU_SPARQL"
"""What the names of the environment's variables with our credentials begin with."""
PIECE_BYTES: Final = 4 * 1024 * 1024
"""Most bytes of one request; halved from the moment that a store finds it too much."""
UPDATE_BYTES: Final = 1024 * 1024
"""The same where triples travel inside updates, which stores parse as a whole."""
_LEAST_BYTES: Final = 16 * 1024
_SHOWN: Final = 300


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a graph, or would become of it (`dry`). `sent` counts bytes of triples."""

    graph: str
    held: Fingerprint
    changed: bool
    dry: bool = False
    sent: int = 0
    before: int = 0


def push(
    targets: Sequence[Target], told: Told, credentials: Credentials, seconds: float, site: str, *, dry: bool = False
) -> Iterator[Pushed]:
    """Push graphs one after another and tell of each; with `dry` only tell what would be sent.

    Raises:
        CallError: an address is wrong or unsafe, or a dump is unusable.
        RemoteError: the store failed; the graph on hand is as it was, or the problem says that it may not be.
        OSError: there is no room for sorting.
    """
    for url in told.urls:
        check_url(url, credentials)
    if not told.urls:
        raise wrong("E807")
    with Remote(told.urls[0], credentials, seconds) as remote:
        by_password = bool(credentials.user or credentials.password) and not credentials.token
        endpoints = find_endpoints(told, by_password, lambda url: answers(remote, url))
        store = Store(remote, endpoints)
        for target in targets:
            yield _push(store, target, site, dry)


def _push(store: Store, target: Target, site: str, dry: bool) -> Pushed:
    held = fingerprint(triples_of(target.files))
    if not held.triples:
        raise wrong("E806", path=target.files[0].path.as_posix(), reason="0")
    state = recall(store, target.graph)
    before = store.count(target.graph)
    changed = state.checksum != held.checksum or state.triples != before
    if dry:
        return Pushed(target.graph, held, changed, dry=True, sent=_size(target) if changed else 0, before=before)
    _sweep(store, state)
    sent = _replace(store, target, held, site) if changed else 0
    return Pushed(target.graph, held, changed, sent=sent, before=before)


def _sweep(store: Store, state: State) -> None:
    """Remove what pushes that did not come to their end have left.

    What they sent last may arrive even now, so that a graph is forgotten only when it is found empty.
    """
    for name in state.staging:
        if store.count(name):
            store.drop(name)
        else:
            store.update(forgetting(name))


def _replace(store: Store, target: Target, held: Fingerprint, site: str) -> int:
    staging = staging_graph(target.graph, held.checksum, secrets.token_hex(4))
    announce(store, target.graph, staging)
    try:
        sent = _load(store, staging, target.files)
        counted = _read_back(store, staging, target.files, held)
    except BaseException:
        _clear(store, staging)
        raise
    try:
        swap(store, target.graph, staging, counted, site)
    except UncertainError:
        raise
    except RemoteError:
        _clear(store, staging)
        raise
    return sent


def _clear(store: Store, staging: str) -> None:
    """Drop the staging graph; should that fail or come too early, the next push finds it."""
    with suppress(RemoteError):
        store.drop(staging)


def _load(store: Store, graph: str, files: Sequence[Source]) -> int:
    """Send the triples of files in pieces and give the number of bytes; memory holds one piece at a time."""
    most = PIECE_BYTES if store.endpoints.graphs else UPDATE_BYTES
    piece: list[bytes] = []
    size = sent = 0
    for triple in triples_of(files):
        line = f"{triple.subject} {triple.predicate} {triple.object} .\n".encode()
        if piece and size + len(line) > most:
            if store.add(graph, piece) > 1:
                most = max(most // 2, _LEAST_BYTES)
            most = most if store.endpoints.graphs else min(most, UPDATE_BYTES)
            piece, size = [], 0
        piece.append(line)
        size, sent = size + len(line), sent + len(line)
    store.add(graph, piece)
    return sent


def _read_back(store: Store, staging: str, files: Sequence[Source], held: Fingerprint) -> Fingerprint:
    """Prove that the staging graph holds what was sent; give it with the store's own count.

    A store that keeps `69` and `69.0` apart counts more than we do; one that counts less has lost something.
    """
    count = store.count(staging)
    if count < held.triples:
        raise failed("E818", graph=staging, sent=held.triples, found=count)
    found = fingerprint(store.read(staging))
    if found.triples != held.triples:
        raise failed("E818", graph=staging, sent=held.triples, found=found.triples)
    if found.checksum != held.checksum:
        one, other = first_difference(triples_of(files), store.read(staging))
        raise failed("E820", graph=staging, triples=held.triples, sent=one[:_SHOWN], found=other[:_SHOWN])
    counted = Fingerprint(count, held.checksum)
    prove(store, staging, counted)
    return counted


def _size(target: Target) -> int:
    return sum(len(f"{one.subject} {one.predicate} {one.object} .\n".encode()) for one in triples_of(target.files))
