"""The SPARQL 1.1 Protocol over HTTP: requests to the pool, answers, errors and the description of the service.

Answers are complete before their first byte is sent, so an error is always an error status, and a slow reader holds no
worker.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from keikaku.built import Source, digest
from keikaku.serve.description import describe
from keikaku.serve.negotiate import GRAPH_TYPES, TABLE_TYPES, choose
from keikaku.serve.pool import BusyError, Pool
from keikaku.serve.protocol import MAX_QUERY, Query, RefusedError, fields, make_query, read_post
from keikaku.serve.worker import TABLE, Job

PATH: Final = "/sparql"
_DRAINED: Final = 64 * 1024 * 1024
_BODY_SECONDS: Final = 30.0
_METHODS: Final = "GET, HEAD, POST, OPTIONS"
_PREFLIGHT: Final = {
    "Allow": _METHODS,
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class Endpoint:
    """The SPARQL Protocol over HTTP."""

    def __init__(self, folder: Path, sources: tuple[Source, ...], pool: Pool) -> None:
        self._page: bool = (folder / "sparql" / "index.html").is_file()
        self._sources: tuple[Source, ...] = sources
        self._pool: Pool = pool
        self._digest: str = digest(sources)

    async def __call__(self, request: Request) -> Response:
        """Answer a request, whatever it is."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_PREFLIGHT)
        accept = ",".join(request.headers.getlist("accept"))
        if request.method not in _METHODS.split(", "):
            return _error(405, f"This endpoint takes {_METHODS}.", accept, {"Allow": _METHODS})
        try:
            return await self._answer(request, accept)
        except RefusedError as refused:
            return _error(refused.status, refused.reason, accept)
        except BusyError:
            return _error(503, "All workers are busy; please come back.", accept, {"Retry-After": "10"})

    async def _answer(self, request: Request, accept: str) -> Response:
        parameters: Mapping[str, list[str]] = fields(request.url.query)
        if request.method == "POST":
            body = await _body(request)
            parameters = read_post(request.headers.get("content-type", ""), body, parameters)
        elif not {"query", "update"} & set(parameters):
            return self._description(request, accept)
        query = make_query(parameters, accept)
        headers = {"Vary": "Accept"}
        if query.volatile or request.method == "POST":
            headers["Cache-Control"] = "no-store"
        else:
            headers["ETag"] = self._tag(query)
            if _is_known(headers["ETag"], request.headers.getlist("if-none-match")):
                return Response(status_code=304, headers=headers)
        client = request.client.host if request.client else ""
        answer = await self._pool.run(_job(query), client)
        if answer.status != 200:
            return _error(answer.status, answer.reason, accept)
        media_type = query.table_type if answer.kind == TABLE else query.graph_type
        return Response(answer.body, 200, headers, _with_charset(media_type or ""))

    def _description(self, request: Request, accept: str) -> Response:
        endpoint = str(request.url.replace(query=""))
        pages = {"text/html": ""} if self._page else {}
        chosen = choose(accept, {**GRAPH_TYPES, **pages})
        if chosen is None:
            raise RefusedError(406, f"The description of the service comes as {', '.join(GRAPH_TYPES)}.")
        if chosen == "text/html":
            return RedirectResponse(f"{PATH}/", 303, {"Vary": "Accept"})
        body = describe(endpoint, self._sources, GRAPH_TYPES[chosen])
        return Response(body, 200, {"Vary": "Accept"}, _with_charset(chosen))

    def _tag(self, query: Query) -> str:
        """Give a weak tag: the same data answer a query alike, though not always in the same order."""
        told = hashlib.sha256(repr((self._digest, query)).encode("utf-8", "replace"))
        return f'W/"{told.hexdigest()[:32]}"'


def _job(query: Query) -> Job:
    return Job(
        query.text,
        query.default_graphs,
        query.named_graphs,
        query.from_clause,
        TABLE_TYPES[query.table_type] if query.table_type else None,
        GRAPH_TYPES[query.graph_type] if query.graph_type else None,
    )


def _is_known(tag: str, told: list[str]) -> bool:
    """Tell whether If-None-Match names a tag; weak and strong tags are compared alike there (RFC 9110, 13.1.2)."""
    return tag.removeprefix("W/") in (one.strip().removeprefix("W/") for one in ",".join(told).split(","))


async def _body(request: Request) -> bytes:
    """Read a body; one that is too long is read to its end and thrown away, so that the client hears the answer."""
    kept, length = bytearray(), 0
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for piece in request.stream():
                length += len(piece)
                if length <= MAX_QUERY * 4:
                    kept += piece
                elif length > _DRAINED:
                    break
    except TimeoutError:
        raise RefusedError(408, "The request does not come to its end.") from None
    except ClientDisconnect:
        raise RefusedError(400, "The request broke off.") from None
    # Percent-encoding makes up to three bytes of one; the query itself is measured later.
    if length > MAX_QUERY * 4:
        raise RefusedError(413, f"The query is longer than {MAX_QUERY:,} bytes.")
    return bytes(kept)


def _error(status: int, reason: str, accept: str, headers: Mapping[str, str] | None = None) -> Response:
    told = {"Vary": "Accept", "Cache-Control": "no-store", **(headers or {})}
    if choose(accept, ("text/plain", "application/json", *TABLE_TYPES)) in (None, "text/plain"):
        return PlainTextResponse(f"{reason}\n", status, told)
    return JSONResponse({"status": status, "error": reason}, status, told)


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
