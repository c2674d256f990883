"""Where a store takes queries, updates and graphs: told by the call, or found from one URL by known layouts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit, urlunsplit

from keikaku.publish.failure import RemoteError, wrong

_NOT_HERE = frozenset({400, 404, 405, 406, 415, 501})
"""Statuses by which a machine says that no query endpoint stands at a URL."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The three URLs; without `graphs` (Graph Store Protocol), triples are sent by updates and read by queries.

    `sure` tells that the last was given and not guessed.
    """

    query: str
    update: str
    graphs: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """The URLs as the call gives them, empty where it does not."""

    base: str = ""
    query: str = ""
    update: str = ""
    graphs: str = ""

    @property
    def urls(self) -> tuple[str, ...]:
        """Those that were given."""
        return tuple(url for url in (self.base, self.query, self.update, self.graphs) if url)


def find_endpoints(told: Told, by_password: bool, answers: Callable[[str], None]) -> Endpoints:
    """Give the endpoints: the first layout whose query URL `answers`, with the URLs of the call put in.

    Raises:
        CallError: too little is told.
        RemoteError: as `answers` raises it, where no layout answers.
    """
    if told.query and told.update:
        return Endpoints(told.query, told.update, told.graphs, bool(told.graphs))
    if not told.base:
        raise wrong("E807")
    first: RemoteError | None = None
    for layout in layouts(told.base, by_password):
        candidate = _with(layout, told)
        try:
            answers(candidate.query)
        except RemoteError as error:
            if error.status not in _NOT_HERE and error.problem.code != "E817":
                raise
            first = first or error
        else:
            return candidate
    assert first is not None  # noqa: S101 - every URL has a layout
    raise first


def layouts(base: str, by_password: bool) -> tuple[Endpoints, ...]:
    """List what a base URL can mean, likeliest first.

    GraphDB is known by `/repositories/`, Virtuoso by `/sparql` at the root. Other URLs mean Oxigraph where they have no
    path and Fuseki where they have one; else one URL takes everything, as with QLever.
    """
    parts = urlsplit(base)
    path = parts.path.rstrip("/")

    def at(where: str) -> str:
        return urlunsplit((parts.scheme, parts.netloc, where or "/", "", ""))

    same = Endpoints(base, base, base)
    if "/repositories/" in path:
        root = path.removesuffix("/statements")
        return (Endpoints(at(root), at(f"{root}/statements"), at(f"{root}/rdf-graphs/service")),)
    if path in ("/sparql", "/sparql-auth"):
        auth = "-auth" if by_password or path == "/sparql-auth" else ""
        virtuoso = Endpoints(at(f"/sparql{auth}"), at(f"/sparql{auth}"), at(f"/sparql-graph-crud{auth}"))
        return (virtuoso, same) if auth else (virtuoso,)
    root = next((path.removesuffix(end) for end in _ENDINGS if path.endswith(end)), path)
    oxigraph = Endpoints(at(f"{root}/query"), at(f"{root}/update"), at(f"{root}/store"))
    fuseki = Endpoints(at(f"{root}/query"), at(f"{root}/update"), at(f"{root}/data"))
    return (fuseki if root else oxigraph, same)


_ENDINGS = ("/query", "/sparql", "/update", "/store", "/data")


def _with(layout: Endpoints, told: Told) -> Endpoints:
    layout = replace(layout, query=told.query or layout.query, update=told.update or layout.update)
    return replace(layout, graphs=told.graphs, sure=True) if told.graphs else layout
