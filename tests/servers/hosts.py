"""Hosts of whole sites on this machine: git over HTTP as git serves it, an S3 server, and what breaks in between."""

from __future__ import annotations

import base64
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

ROOT = Path(__file__).resolve().parents[2]
GIT = shutil.which("git")
TOKEN = "-".join(["a", "token", "that", "nobody", "may", "see"])


@dataclass
class Break:
    """What goes wrong at a request of a number (from 1): `before` the host acts on it, or after.

    `drop` closes the connection, `status` answers that instead, `act` does something first. Requests can be told by
    their method and a part of their path too.
    """

    number: int = 0
    method: str = ""
    part: str = ""
    before: bool = False
    drop: bool = False
    status: int = 0
    act: Callable[[], object] | None = None
    times: int = 1

    def hits(self, number: int, method: str, path: str) -> bool:
        named = (self.method or self.part) and self.method in ("", method) and self.part in path
        return self.times > 0 and (number == self.number or bool(named))


@dataclass
class Traffic:
    """What went through, and what is still to break."""

    url: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)
    fault: Break = field(default_factory=Break)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def broken(self, method: str, path: str) -> Break | None:
        with self.lock:
            self.calls.append((method, path))
            if not self.fault.hits(len(self.calls), method, path):
                return None
            self.fault.times -= 1
            return self.fault

    @property
    def writes(self) -> list[tuple[str, str]]:
        return [(method, path) for method, path in self.calls if method in ("PUT", "DELETE")]


class _Between(BaseHTTPRequestHandler):
    """Takes requests and breaks those that are to break; what answers is told by those who inherit."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    traffic: Traffic

    def answer(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        raise NotImplementedError

    def _pass(self) -> None:
        body = self._body()
        fault = self.traffic.broken(self.command, self.path)
        if fault and fault.before and self._spoilt(fault):
            return
        status, headers, told = self.answer(body)
        if fault and not fault.before and self._spoilt(fault):
            return
        self._send(status, headers, told)

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = _pass  # noqa: N815 - names of http.server

    def handle_expect_100(self) -> bool:
        """Say at once that the body may come."""
        told = super().handle_expect_100()
        self.wfile.flush()
        return told

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        told = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            told += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return told

    def _spoilt(self, fault: Break) -> bool:
        if fault.act:
            fault.act()
        if fault.drop:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return True
        if fault.status:
            self._send(fault.status, [("Content-Type", "text/plain")], b"spoilt")
            return True
        return False

    def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        with contextlib.suppress(OSError):
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in ("connection", "transfer-encoding", "content-length", "date", "server"):
                    self.send_header(name, value)
            length = str(len(body))
            if self.command == "HEAD":
                length = next((value for name, value in headers if name.lower() == "content-length"), "0")
            self.send_header("Content-Length", length)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
            self.wfile.flush()

    def log_message(self, format: str, *values: object) -> None: ...


@contextmanager
def _serving(handler: type[_Between], **values: Any) -> Iterator[Traffic]:
    traffic = Traffic()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (handler,), {"traffic": traffic, **values}))
    server.daemon_threads = True
    traffic.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield traffic
    finally:
        server.shutdown()
        server.server_close()


class _GitHandler(_Between):
    """`git http-backend` as a web server runs it, for those who have the token."""

    home: Path

    def answer(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        given = self.headers.get("Authorization", "")
        if given != "Basic " + base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode():
            return 401, [("WWW-Authenticate", 'Basic realm="git"')], b""
        path, _, query = self.path.partition("?")
        environment = {
            **os.environ,
            "GIT_PROJECT_ROOT": str(self.home),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "REMOTE_USER": "somebody",
        }
        done = subprocess.run([GIT or "git", "http-backend"], input=body, capture_output=True, env=environment)
        head, _, told = done.stdout.partition(b"\r\n\r\n")
        pairs = [line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line]
        status = next((int(value.split()[0]) for name, value in pairs if name == "Status"), 200)
        return status, [(name, value) for name, value in pairs if name != "Status"], told


@contextmanager
def git_host(home: Path) -> Iterator[Traffic]:
    """Serve the repositories of a folder."""
    with _serving(_GitHandler, home=home) as traffic:
        yield traffic


class _Forwarding(_Between):
    """Hands requests on to another server."""

    upstream: str

    def answer(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        parts = urlsplit(self.upstream)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "expect"}
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        told = answer.read()
        connection.close()
        return answer.status, answer.getheaders(), told


@contextmanager
def in_front_of(upstream: str) -> Iterator[Traffic]:
    """Stand in front of another server."""
    with _serving(_Forwarding, upstream=upstream) as traffic:
        yield traffic


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def s3_server() -> Iterator[str]:
    """Run moto's S3 server in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while True:
            try:
                httpx.get(f"{url}/moto-api/", timeout=2, trust_env=False)
                break
            except httpx.HTTPError:
                if time.monotonic() > until or process.poll() is not None:
                    raise
                time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody else would."""
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.jp", "-c", "core.quotepath=off"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def publishing(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start `keikaku publish` in a process of its own."""
    path = {**os.environ, "PYTHONPATH": str(ROOT / "build"), **environment}
    command = [sys.executable, "-m", "keikaku", "publish", "--lang", "en", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=path, stdout=pipe, stderr=pipe, text=True)


def files_of(folder: Path) -> dict[str, bytes]:
    """Give all files below a folder, without git's own."""
    every = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in every}
