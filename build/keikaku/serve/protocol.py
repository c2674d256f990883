"""The SPARQL 1.1 Protocol's side of a request: from parameters, media type and body to a `Query`, or a refusal.

Input is what HTTP carried; output tells what to ask, of which graphs, and in which forms the answer may come. Only
queries are served. Other people's endpoints are never called: oxigraph would fetch what SERVICE names, so the word is
looked for before a query reaches it, and a text that could hide the word is refused as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from keikaku.serve.negotiate import GRAPH_TYPES, TABLE_TYPES, choose

MAX_QUERY: Final = 256 * 1024
"""Longest request, in bytes; a query by hand is some hundred times shorter."""
FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_MAX_FIELDS: Final = 200

_TOKEN: Final = re.compile(
    r"""(?P<text>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |\"(?:[^"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')
      | (?P<comment>\#[^\n\r]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<name>[?$@][\w-]+)
      | (?P<word>[\w.:%-](?:[\w.:%-]|\\.)*)
      | (?P<other>\\.|.)""",
    re.VERBOSE | re.DOTALL,
)
_OWN_NAME: Final = re.compile(r"(?!.*service:)[^:]*:[^.]*", re.IGNORECASE)
_VOLATILE: Final = re.compile(r"\b(?:now|rand|uuid|struuid|bnode)\s*\(", re.IGNORECASE)
_UPDATES: Final = frozenset({"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"})


class RefusedError(Exception):
    """A request that is not served, with the HTTP status and the reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status: int = status
        self.reason: str = reason


@dataclass(frozen=True, slots=True)
class Query:
    """What to ask. Graphs are None where the request names none; a form is None where the client takes none of them."""

    text: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    from_clause: bool
    table_type: str | None
    graph_type: str | None

    @property
    def volatile(self) -> bool:
        """Whether the same data may give another answer next time."""
        return bool(_VOLATILE.search(self.text))


def fields(raw: str) -> dict[str, list[str]]:
    """Decode URL-encoded parameters.

    Raises:
        RefusedError: they are not UTF-8, or there are too many.
    """
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except ValueError as error:
        raise RefusedError(400, f"The parameters cannot be read: {error}") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def read_post(media_type: str, body: bytes, in_url: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
    """Give the parameters of a POST: those of its form, or its body as the query beside the URL's graphs.

    Raises:
        RefusedError: another media type, an update, or a body that is not UTF-8.
    """
    kind = media_type.split(";", 1)[0].strip().lower()
    if kind == UPDATE:
        raise RefusedError(403, "This endpoint is read-only: updates are refused.")
    if kind not in (FORM, DIRECT):
        raise RefusedError(415, f"A query is posted as {FORM} or {DIRECT}, not as '{kind}'.")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"The body is not UTF-8: {error.reason} at byte {error.start}") from None
    if kind == FORM:
        return fields(text)
    if "query" in in_url:
        raise RefusedError(400, "The query stands in the body and in the URL.")
    return {**in_url, "query": [text]}


def make_query(parameters: Mapping[str, Sequence[str]], accept: str) -> Query:
    """Make a query of a request's parameters and its Accept header.

    Raises:
        RefusedError: an update, no query or several, SERVICE, or no form that the client takes.
    """
    if "update" in parameters:
        raise RefusedError(403, "This endpoint is read-only: updates are refused.")
    texts = parameters.get("query", ())
    if len(texts) != 1:
        raise RefusedError(400, f"One parameter 'query' is needed, {len(texts)} were given.")
    text = texts[0]
    if len(text.encode("utf-8", "replace")) > MAX_QUERY:
        raise RefusedError(413, f"The query is longer than {MAX_QUERY:,} bytes.")
    words = _check(text)
    table, graph = choose(accept, TABLE_TYPES), choose(accept, GRAPH_TYPES)
    if table is None and graph is None:
        raise RefusedError(406, f"Results come as {', '.join({**TABLE_TYPES, **GRAPH_TYPES})}.")
    default, named = parameters.get("default-graph-uri"), parameters.get("named-graph-uri")
    chosen = default is not None or named is not None
    return Query(
        text,
        tuple(default or ()) if chosen else None,
        tuple(named or ()) if chosen else None,
        "from" in words,
        table,
        graph,
    )


def _check(text: str) -> frozenset[str]:
    """Give the keywords of a query in lower case.

    Raises:
        RefusedError: it asks for another endpoint, or it is an update.
    """
    tokens = list(_tokens(text))
    words = [token.lower() for kind, token in tokens if kind == "word" and ":" not in token]
    if "service" in text.lower():
        # A comparison (1<2) followed by a comment can be taken for an IRI; then nothing behind it can be trusted.
        doubtful = any(kind == "iri" and ")" in token for kind, token in tokens)
        if doubtful or any(kind == "word" and _may_be_service(token) for kind, token in tokens):
            raise RefusedError(403, "SERVICE is refused: this endpoint does not ask others.")
    verb = next((word for word in words if word not in ("base", "prefix")), "")
    if verb in _UPDATES:
        raise RefusedError(403, f"This endpoint is read-only: {verb.upper()} is refused.")
    return frozenset(words)


def _may_be_service(token: str) -> bool:
    return "service" in token.lower() and not _OWN_NAME.fullmatch(token)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup:
            yield match.lastgroup, match.group()
