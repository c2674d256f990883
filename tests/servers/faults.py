"""A proxy in front of a portal that spoils or breaks off chosen calls, as networks, other proxies and colleagues do."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from publisher import Run


@dataclass
class Fault:
    """What happens to the call of a number (from 1), to the writing calls of an action, to downloads, or to large ones.

    `before` the portal sees it, or after: `status` answers that, `drop` closes the connection, `hang` says nothing for
    so many seconds, `kill` ends the process. `larger` is a number of bytes that a body must exceed.
    """

    number: int = 0
    action: str = ""
    download: bool = False
    larger: int = 0
    before: bool = False
    status: int = 0
    drop: bool = False
    hang: float = 0.0
    kill: bool = False
    times: int = 1
    edit: Any = None

    def hits(self, number: int, method: str, path: str, size: int) -> bool:
        named = bool(self.action) and method == "POST" and path.endswith(f"/{self.action}")
        download = self.download and "/download/" in path
        large = 0 < self.larger < size
        return self.times > 0 and (number == self.number or named or download or large)


@dataclass
class Proxy:
    """A proxy in front of the portal: what went through, and the fault that is still to come."""

    url: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)
    fault: Fault = field(default_factory=Fault)
    victim: Run | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, method: str, path: str, size: int) -> bool:
        """Note a call; tell whether the fault is meant for it."""
        with self.lock:
            self.calls.append((method, path))
            hit = self.fault.hits(len(self.calls), method, path, size)
            self.fault.times -= hit
            return hit

    @property
    def writes(self) -> list[str]:
        return [path.rpartition("/")[2] for method, path in self.calls if method == "POST"]

    def kill(self) -> None:
        """Kill the process that called, which the test names as soon as it runs."""
        while self.victim is None:
            time.sleep(0.005)
        self.victim.kill()


class _Handler(BaseHTTPRequestHandler):
    """Passes requests on to the portal, and spoils the one that the proxy's fault is meant for."""

    protocol_version = "HTTP/1.1"
    # One packet an answer: small ones in pieces wait 40 ms for each acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    proxy: Proxy
    portal: str

    def do_GET(self) -> None:
        self._pass()

    def do_POST(self) -> None:
        self._pass()

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        hit = self.proxy.note(self.command, self.path.partition("?")[0], len(body))
        fault = self.proxy.fault
        if hit and fault.edit:
            fault.edit()
        if hit and fault.before and self._spoil():
            return
        status, told, kind = self._ask(body)
        if hit and not fault.before and self._spoil():
            return
        self._answer(status, told, kind)

    def _ask(self, body: bytes) -> tuple[int, bytes, str]:
        upstream = urlsplit(self.portal)
        connection = HTTPConnection(upstream.hostname or "", upstream.port, timeout=120)
        connection.connect()
        if hasattr(socket, "TCP_QUICKACK"):
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        connection.request(self.command, self.path, body, dict(self.headers.items()))
        answer = connection.getresponse()
        told = answer.read()
        connection.close()
        return answer.status, told, answer.getheader("Content-Type", "")

    def _spoil(self) -> bool:
        """Do the harm; tell whether the true answer is lost."""
        fault = self.proxy.fault
        if fault.kill:
            self.proxy.kill()
        if fault.hang:
            time.sleep(fault.hang)
        if fault.kill or fault.drop or fault.hang:
            self.close_connection = True
            return True
        if fault.status:
            self._answer(fault.status, b"<html><h1>spoilt</h1></html>", "text/html")
        return bool(fault.status)

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

    def log_message(self, format: str, *values: object) -> None: ...


@contextmanager
def proxied(portal: str, fault: Fault | None = None) -> Iterator[Proxy]:
    """Run a proxy in front of the portal of an address."""
    proxy = Proxy(fault=fault or Fault())
    handler = type("Handler", (_Handler,), {"proxy": proxy, "portal": portal})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
