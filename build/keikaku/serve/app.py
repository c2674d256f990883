"""The server: the SPARQL endpoint at `/sparql` and the built site beside it, on one event loop.

Input is a built site and the limits; it runs until it is told to stop, and then leaves no process behind.
"""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from keikaku.built import find_sources
from keikaku.serve.endpoint import PATH, Endpoint
from keikaku.serve.framing import framing
from keikaku.serve.negotiate import Site
from keikaku.serve.pool import Pool, StartError
from keikaku.serve.worker import Limits

_SECURITY: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_OPEN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, Content-Location",
}

_METHODS: Final = ("GET", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
"""What the endpoint answers itself, if only to tell what it takes; the site would say that it takes no POST."""


class _Headers:
    """Adds what every response carries: data are for all origins, and few pages are for frames."""

    def __init__(self, app: ASGIApp) -> None:
        self._app: ASGIApp = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**_SECURITY, **framing(scope["path"], message["status"]), **_OPEN}.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        await self._app(scope, receive, send_with)


def make_app(folder: Path, limits: Limits, workers: int) -> Starlette:
    """Make the application over a built site; its workers live from its start to its end."""
    sources = find_sources(folder)
    pool = Pool(sources, limits, workers)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            await pool.start()
            yield
        except StartError as error:
            app.state.failure = str(error)
            raise
        finally:
            await pool.close()

    endpoint = Route(PATH, Endpoint(folder, sources, pool).__call__, methods=_METHODS)
    return Starlette(routes=[endpoint, Mount("/", Site(folder))], middleware=[Middleware(_Headers)], lifespan=lifespan)


class _Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready: Callable[[], None] = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve(folder: Path, host: str, port: int, limits: Limits, workers: int, ready: Callable[[str], None]) -> None:
    """Serve a built site and its endpoint until interrupted or terminated; `ready` is told the address.

    Raises:
        OSError: the address cannot be bound.
        StartError: the data cannot be loaded.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    shown = f"[{host}]" if ":" in host else host
    with closing(socket.create_server((host, port), family=family, backlog=256)) as listening:
        app = make_app(folder, limits, workers)
        config = uvicorn.Config(
            app,
            http="h11",
            ws="none",
            lifespan="on",
            access_log=False,
            log_level=logging.CRITICAL,
            server_header=False,
            limit_concurrency=1000,
            timeout_graceful_shutdown=2,
        )
        server = _Server(config, lambda: ready(f"http://{shown}:{listening.getsockname()[1]}/"))
        # uvicorn ends in order and then raises the signal again, for whoever had it before.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt, SystemExit):
            server.run(sockets=[listening])
    if hasattr(app.state, "failure"):
        raise StartError(app.state.failure)
