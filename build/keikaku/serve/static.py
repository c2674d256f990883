"""Show a built site on this machine: a preview over HTTP on the loopback address, read-only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from keikaku.media_types import content_type
from keikaku.serve.framing import framing


class _Handler(SimpleHTTPRequestHandler):
    """Files with the media types of open data; no folder listings, and the site's own page for what is not there."""

    server_version = "keikaku"
    sys_version = ""

    def translate_path(self, path: str) -> str:
        """Give the file of an address; a folder of the API has no page, and its index is JSON."""
        found = Path(super().translate_path(path))
        index = found / "index.json"
        if path.endswith("/") and index.is_file() and not (found / "index.html").is_file():
            return str(index)
        return super().translate_path(path)

    def guess_type(self, path: Any) -> str:
        """Give the media type of a file."""
        return content_type(Path(path).name) or super().guess_type(path)

    def list_directory(self, path: Any) -> None:
        """Refuse: a site has an index or nothing."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's 404 page where there is one."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", content_type("404.html") or "")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_response(self, code: int, message: str | None = None) -> None:
        """Begin an answer, and tell browsers who may frame it."""
        super().send_response(code, message)
        for name, value in framing(urlsplit(getattr(self, "path", "")).path, code).items():
            self.send_header(name, value)

    def end_headers(self) -> None:
        """Keep the browser from guessing types and from showing an old build."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: a preview's user does not read access logs."""


def serve_static(folder: Path, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve `folder` until interrupted; `ready` is told the address.

    Raises:
        OSError: the address cannot be bound, for example because the port is taken.
    """
    with ThreadingHTTPServer((host, port), partial(_Handler, directory=str(folder))) as server:
        ready(f"http://{host}:{server.server_address[1]}/")
        with suppress(KeyboardInterrupt):
            server.serve_forever()
