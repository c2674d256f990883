"""Real SPARQL stores in processes of their own, a proxy that counts and may spoil what passes, and `keikaku push`."""

from __future__ import annotations

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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from keikaku.built import find_sources
from keikaku.iri import PUSHES
from keikaku.publish.sparql.fingerprint import canonical_line

GRAPH = "https://plans.example/graph/all"
OXIGRAPH = Path(sys.executable).with_name("oxigraph" + (".exe" if os.name == "nt" else ""))


@dataclass(frozen=True)
class Endpoint:
    """A store as a client that is not ours sees it."""

    base: str
    query: str
    graphs: str
    auth: httpx.Auth | None = None

    def select(self, query: str) -> list[dict[str, str]]:
        accept = {"Accept": "application/sparql-results+json"}
        response = httpx.post(self.query, data={"query": query}, headers=accept, auth=self.auth, timeout=60)
        response.raise_for_status()
        return [{name: one["value"] for name, one in row.items()} for row in response.json()["results"]["bindings"]]

    def count(self, graph: str = GRAPH) -> int:
        return int(self.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")[0]["n"])

    def names(self) -> set[str]:
        return {row["g"] for row in self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}

    def lines(self, graph: str = GRAPH) -> set[str]:
        accept = {"Accept": "application/n-triples"}
        response = httpx.get(self.graphs, params={"graph": graph}, headers=accept, auth=self.auth, timeout=60)
        response.raise_for_status()
        return {canonical_line(quad.triple) for quad in parse(response.content, format=RdfFormat.N_TRIPLES)}

    def staging(self) -> set[str]:
        return {name for name in self.names() if name.startswith(f"{PUSHES}/")}


def wanted(folder: Path, *lgcodes: str) -> set[str]:
    """Give what a graph of everything must hold; with codes, the data of these cities alone."""
    forms = {"nt": RdfFormat.N_TRIPLES, "ttl": RdfFormat.TURTLE}
    return {
        canonical_line(quad.triple)
        for source in find_sources(folder)
        if not lgcodes or source.lgcode in lgcodes
        for quad in parse(path=str(source.path), format=forms[source.form])
    }


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(command: list[str], folder: Path, ready: Callable[[], bool], seconds: float = 40) -> Iterator[None]:
    """Run a server until the end of the block; it is ended by its own process."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            until = time.monotonic() + seconds
            while not ready():
                assert process.poll() is None, (folder / "server.log").read_text(errors="replace")
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def is_up(url: str, auth: httpx.Auth | None = None) -> bool:
    try:
        return httpx.get(url, params={"query": "ASK {}"}, auth=auth, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


@contextmanager
def oxigraph(folder: Path) -> Iterator[Endpoint]:
    if not OXIGRAPH.is_file():
        pytest.skip("the package oxigraph (the server) is not installed")
    base = f"http://127.0.0.1:{free_port()}"
    command = [str(OXIGRAPH), "serve", "--bind", base.removeprefix("http://")]
    with running(command, folder, lambda: is_up(f"{base}/query")):
        yield Endpoint(base, f"{base}/query", f"{base}/store")


@dataclass
class Passed:
    """A request that came to the proxy."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def where(self) -> str:
        return self.path.partition("?")[0]

    @property
    def is_swap(self) -> bool:
        return self.where == "/update" and b"versionInfo" in self.body


Spoil = Callable[[Passed], "tuple[int, str, bytes] | bytes | None"]
"""Gives an answer in the store's place, another body to pass on, or nothing to let a request pass as it is."""


@dataclass
class Proxy:
    """Stands before a store, keeps what passes, and spoils it where it is told to."""

    url: str
    seen: list[Passed] = field(default_factory=list)
    spoil: Spoil = lambda passed: None
    after: Callable[[Passed], bool] = lambda passed: True
    """Called when the store has answered; False breaks the connection off instead of handing the answer on."""

    def writes(self) -> list[Passed]:
        return [one for one in self.seen if one.where != "/query" and one.method != "GET"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    told: Proxy
    upstream: str

    def pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        passed = Passed(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        self.told.seen.append(passed)
        spoilt = self.told.spoil(passed)
        if isinstance(spoilt, tuple):
            self.reply(*spoilt)
            return
        kept = {name: passed.headers[name] for name in ("accept", "content-type") if name in passed.headers}
        body = body if spoilt is None else spoilt
        answer = httpx.request(self.command, self.upstream + self.path, content=body, headers=kept, timeout=60)
        if self.told.after(passed):
            self.reply(answer.status_code, answer.headers.get("content-type", ""), answer.content)
        else:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = pass_on  # noqa: N815 - as the library calls them

    def reply(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        if media_type:
            self.send_header("Content-Type", media_type)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="store"')
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if status != 204 else b"")

    def log_message(self, *args: object) -> None:
        pass

    def handle(self) -> None:
        # A client that was killed in the middle is what some tests are about.
        try:
            super().handle()
        except (ConnectionError, httpx.HTTPError):
            self.close_connection = True


@contextmanager
def proxy(upstream: str) -> Iterator[Proxy]:
    told = Proxy("")
    handler = type("Handler", (_Handler,), {"told": told, "upstream": upstream})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


def push_command(folder: Path, url: str, *options: str, graph: str = GRAPH) -> list[str]:
    call = [sys.executable, "-m", "keikaku", "push", "--lang", "en", "--out", str(folder)]
    return [*call, "--sparql-endpoint", url, "--graph", graph, *options]


def push(folder: Path, url: str, *options: str, graph: str = GRAPH, **secrets: str) -> subprocess.CompletedProcess[str]:
    """Run `keikaku push` to its end in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KEIKAKU_")}
    return subprocess.run(
        push_command(folder, url, *options, graph=graph),
        env={**environment, **{f"KEIKAKU_SPARQL_{name.upper()}": value for name, value in secrets.items()}},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )


def copied(built: Path, folder: Path) -> Path:
    """Copy what push reads of a built site, to be changed."""
    for path in [*built.rglob("*.nt"), *built.rglob("*.ttl"), built / "keikaku.json"]:
        target = folder / path.relative_to(built)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return folder


def add_city(folder: Path, lgcode: str, name: str, english: str) -> None:
    """Give a site a second city, which is the first under another name."""
    for path in (folder / "212105" / "data" / "212105.nt", folder / "212105" / "index.ttl"):
        target = Path(str(path).replace("212105", lgcode))
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8").replace("212105", lgcode)
        target.write_text(text.replace("恵那市", name).replace('"Ena"', f'"{english}"'), encoding="utf-8", newline="\n")


def change(folder: Path) -> None:
    """Add three triples to the data of the city."""
    with (folder / "212105" / "data" / "212105.nt").open("a", encoding="utf-8", newline="\n") as file:
        for number in range(3):
            file.write(f'<https://plans.example/new> <https://plans.example/p> "新しい{number}"@ja .\n')


@contextmanager
def watched(store: Endpoint, watchers: int = 1) -> Iterator[list[int]]:
    """Count the triples of a store over and over while the block runs; give what was counted."""
    seen: list[int] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            seen.append(store.count())

    threads = [threading.Thread(target=look) for _ in range(watchers)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        ended.set()
        for thread in threads:
            thread.join()
