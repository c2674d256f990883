"""A SPARQL store: what push asks of it, in the words of SPARQL 1.1 Query, Update and the Graph Store Protocol."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from keikaku.publish.failure import RemoteError, failed
from keikaku.publish.remote import Ask, Remote
from keikaku.publish.sparql.dumps import checked
from keikaku.publish.sparql.endpoints import Endpoints

if TYPE_CHECKING:
    from pyoxigraph import Triple

Row = dict[str, str]

N_TRIPLES: Final = "application/n-triples"
_JSON: Final = "application/sparql-results+json"
_CHANGED: Final = frozenset({200, 204})
"""What SPARQL 1.1 Protocol answers to an update that was carried out."""
_STORED: Final = frozenset({200, 201, 204})
"""What the Graph Store Protocol answers to triples that were added (section 5.5): 201 for a new graph."""
_NO_GRAPH_STORE: Final = frozenset({404, 405, 501})
_TOO_LARGE: Final = 413
_EMPTIED: Final = "DELETE WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"


class Store:
    """A store with its endpoints."""

    def __init__(self, remote: Remote, endpoints: Endpoints) -> None:
        self._remote = remote
        self.endpoints = endpoints

    def select(self, query: str) -> list[Row]:
        """Give the rows of a query, each a text by the name of its variable; errors as `select`."""
        return select(self._remote, self.endpoints.query, query)

    def count(self, graph: str) -> int:
        """Give the number of triples of a graph, 0 where there is no such graph."""
        rows = self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        try:
            return int(rows[0]["n"])
        except (IndexError, KeyError, ValueError):
            raise failed("E817", url=self.endpoints.query, reason="COUNT") from None

    def update(self, text: str, *, harmless: bool = True) -> None:
        """Carry out an update; `harmless` tells that it may arrive twice.

        Raises:
            RemoteError: it was refused, or nobody knows whether it was carried out.
        """
        ask = Ask(self.endpoints.update, form={"update": text}, expected=_CHANGED, harmless=harmless)
        self._remote.send(ask)

    def drop(self, graph: str) -> None:
        """Remove a graph, whether it is there or not."""
        try:
            self.update(f"DROP SILENT GRAPH <{graph}>")
        except RemoteError as error:
            if error.status not in (400, 500, 501):
                raise
            self.update(_EMPTIED.format(graph=graph))

    def add(self, graph: str, lines: Sequence[bytes]) -> int:
        """Add lines of N-Triples to a graph, in halves where the store finds them too many; give the requests made.

        The lines have no blank nodes, so that it does no harm if some arrive twice.
        """
        try:
            self._add(graph, b"".join(lines))
        except RemoteError as error:
            if error.status == _TOO_LARGE and len(lines) > 1:
                half = len(lines) // 2
                return self.add(graph, lines[:half]) + self.add(graph, lines[half:])
            raise
        return 1

    def _add(self, graph: str, text: bytes) -> None:
        if not self.endpoints.graphs:
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{text.decode()}}} }}")
            return
        headers = {"Content-Type": N_TRIPLES}
        try:
            url, params = self.endpoints.graphs, {"graph": graph}
            self._remote.send(Ask(url, params=params, content=text, headers=headers, expected=_STORED))
        except RemoteError as error:
            if self.endpoints.sure or error.status not in _NO_GRAPH_STORE:
                raise
            self.endpoints = replace(self.endpoints, graphs="")
            self._add(graph, text)

    def read(self, graph: str) -> Iterator[Triple]:
        """Give the triples of a graph as the store holds them; the answer waits on disk, not in memory."""
        with TemporaryFile(prefix="keikaku-") as file:
            self._fetch(graph, file)
            file.seek(0)
            yield from self._parsed(file)

    def _fetch(self, graph: str, file: BinaryIO) -> None:
        accept = {"Accept": N_TRIPLES}
        if self.endpoints.graphs:
            ask = Ask(self.endpoints.graphs, "GET", params={"graph": graph}, headers=accept)
        else:
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
            ask = Ask(self.endpoints.query, form={"query": query}, headers=accept)
        media_type = self._remote.fetch(ask, file)
        if media_type not in (N_TRIPLES, "text/plain"):
            raise failed("E817", url=ask.url, reason=media_type or "no Content-Type")

    def _parsed(self, file: BinaryIO) -> Iterator[Triple]:
        from pyoxigraph import RdfFormat, parse

        try:
            for quad in parse(file, format=RdfFormat.N_TRIPLES):
                yield checked(quad.triple)
        except (SyntaxError, ValueError) as error:
            reason = " ".join(str(error).split())[:200]
            raise failed("E817", url=self.endpoints.graphs or self.endpoints.query, reason=reason) from None


def select(remote: Remote, url: str, query: str) -> list[Row]:
    """Give the rows of a query at a URL.

    Raises:
        RemoteError: no answer, or one that is no table of SPARQL results in JSON.
    """
    reply = remote.send(Ask(url, form={"query": query}, headers={"Accept": _JSON}))
    try:
        return [_row(binding) for binding in json.loads(reply.body)["results"]["bindings"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise failed("E817", url=url, reason=reply.media_type or "no Content-Type") from None


def _row(binding: dict[str, Any]) -> Row:
    return {name: str(value["value"]) for name, value in binding.items()}


def answers(remote: Remote, url: str) -> None:
    """Ask a URL for a row that any query endpoint can give; errors as `select`."""
    if select(remote, url, "SELECT ?n WHERE { VALUES ?n { 1 } }") != [{"n": "1"}]:
        raise failed("E817", url=url, reason="VALUES")
