"""Show a preview to the browsers of this machine, on the loopback address alone.

A file is sent as it will stand in the built site; a page is dressed (see `dress`). What is not there yet is waited for.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from keikaku.media_types import content_type
from keikaku.preview.dress import NOTHING, ROOM, STATIC, dress, plain_page, told
from keikaku.preview.session import Session, State
from keikaku.serve.framing import framing

HOST: Final = "127.0.0.1"
PORTS_TRIED: Final = 20
"""How many ports are tried, one after the other, where the first is taken."""
PATIENCE: Final = 600.0
"""Seconds that a file is waited for."""
_PULSE: Final = 15.0
_HTML: Final = "text/html; charset=utf-8"
_EVENTS: Final = f"{ROOM}events"
_MISSING: Final = "404.html"
_Source = Callable[[str], bytes | None]


class PreviewServer(ThreadingHTTPServer):
    """The server of one session; `token` tells its versions from those of another."""

    daemon_threads = True
    # On Windows this would let two programmes have one port.
    allow_reuse_address = os.name != "nt"

    def __init__(self, session: Session, port: int) -> None:
        self.session = session
        self.token = secrets.token_hex(4)
        super().__init__((HOST, port), _Handler)

    @property
    def url(self) -> str:
        """Where the preview is."""
        return f"http://{HOST}:{self.server_port}/"

    def version(self, state: State) -> str:
        """Name a state."""
        return f"{self.token}-{state.version}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent where a browser went away in the middle of an answer."""


def open_server(session: Session, port: int) -> PreviewServer:
    """Open a server on a port, or on the next one that is free; 0 takes any.

    Raises:
        OSError: none of the ports tried is free.
    """
    for tried in range(port, min(port + PORTS_TRIED, 65536) if port else 1):
        try:
            return PreviewServer(session, tried)
        except OSError as error:
            last = error
    raise last


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD, and only what is asked of this machine by its own name."""

    server: PreviewServer
    server_version = "keikaku"
    sys_version = ""

    def do_GET(self) -> None:
        """Send a page, a file or the stream of events."""
        path = _path(self.path)
        if self.headers.get("Host", "") not in _names(self.server.server_port):
            # A page of elsewhere must not read the preview through a name that leads here.
            self._send(HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", b"keikaku preview\n")
        elif path == _EVENTS:
            self._send_events()
        elif path.startswith(ROOM):
            self._send_own(STATIC / path.removeprefix(ROOM))
        else:
            self._send_site(path)

    def do_HEAD(self) -> None:
        """Send the same without its content."""
        self.do_GET()

    def _send_site(self, path: str) -> None:
        """Send a file of the site, or the page that says that there is none."""
        asked, status = path, HTTPStatus.NOT_FOUND if path == _MISSING else HTTPStatus.OK
        state, path, body = find(self.server.session, path)
        if body is None and not asked.endswith("/") and find(self.server.session, f"{asked}/")[2] is not None:
            self._lead(f"/{quote(asked)}/")
            return
        if body is None:
            status = HTTPStatus.NOT_FOUND
            missing = find(self.server.session, _MISSING)[2] if state.draft else None
            body, path = missing or plain_page("このページはありません。" if state.draft else NOTHING), _MISSING
        kind = content_type(path) or "application/octet-stream"
        if kind == _HTML:
            dressed = dress(body, state, self.server.version(state))
            self._send(status, kind, dressed.body, dressed.policy)
        else:
            self._send(status, kind, body)

    def _lead(self, address: str) -> None:
        """Lead to a folder's page: its relative links need the slash."""
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_own(self, file: Path) -> None:
        if file.parent == STATIC and file.is_file():
            self._send(HTTPStatus.OK, content_type(file.name) or "text/plain", file.read_bytes())
        else:
            self._send(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"")

    def _send_events(self) -> None:
        """Send each new state as it comes, until the browser goes away or the preview ends."""
        self._head(HTTPStatus.OK, "text/event-stream; charset=utf-8")
        if self.command == "HEAD":
            return
        for line in self._events():
            self.wfile.write(line.encode())
            self.wfile.flush()

    def _events(self) -> Iterator[str]:
        session = self.server.session
        yield "retry: 1000\n\n"
        known = session.state
        while not session.stopping:
            name, text = told(known)
            body = {"version": self.server.version(known), "state": name, "text": text}
            yield f"data: {json.dumps(body, ensure_ascii=False)}\n\n"
            fresh = session.wait(known, _PULSE)
            while fresh is known and not session.stopping:
                # Writing is the only way to notice that a browser has gone.
                yield ":\n\n"
                fresh = session.wait(known, _PULSE)
            known = fresh

    def _send(self, status: HTTPStatus, kind: str, body: bytes, policy: str = "") -> None:
        self._head(status, kind, len(body), policy)
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: HTTPStatus, kind: str, length: int | None = None, policy: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in framing(urlsplit(self.path).path, status).items():
            self.send_header(name, value)
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: the terminal tells of edits."""


def _names(port: int) -> frozenset[str]:
    return frozenset(f"{host}{end}" for host in (HOST, "localhost") for end in (f":{port}", *([""] * (port == 80))))


def _path(target: str) -> str:
    """Give the path that is asked for, from the site's root; one that leads out of it leads nowhere."""
    path = unquote(urlsplit(target).path).removeprefix("/")
    parts = path.split("/")
    return path if not {"..", "."} & set(parts) and "\\" not in path and "\0" not in path else _MISSING


def find(session: Session, path: str) -> tuple[State, str, bytes | None]:
    """Give a file of the site as the tables are now, with its path and the state that it belongs to.

    What only a build can tell is waited for. Where tables are faulty, it is the file of when they were not.
    """
    names = [path] if path and not path.endswith("/") else [f"{path}index.html", f"{path}index.json"]
    until = monotonic() + PATIENCE
    while True:
        state = session.state
        if path.startswith("assets/"):
            return state, path, _read(session.assets / path)
        for name, body in _found(session, state, names):
            if body is not None:
                return state, name, body
        if not session.writes(state) or session.stopping or monotonic() > until:
            return state, names[0], None
        session.wait(state, until - monotonic())


def _found(session: Session, state: State, names: list[str]) -> Iterator[tuple[str, bytes | None]]:
    """Give what may be a file: made at once while the site is being written, else from the disk."""
    made: _Source = state.draft.file if state.draft else lambda name: None
    written: _Source = partial(_written, session)
    sources: list[_Source] = [written] if state.written else [made] if session.writes(state) else [made, written]
    for source in sources:
        for name in names:
            yield name, source(name)


def _written(session: Session, name: str) -> bytes | None:
    with session.place:
        return _read(session.out / name)


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
