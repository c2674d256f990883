"""`keikaku push` against servers that fail in every way: always a message in both languages, never a traceback."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from serving import Served
from stores import GRAPH, copied, push

from keikaku.cli import run

pytestmark = pytest.mark.server

Answer = Callable[[socket.socket], None]


def read_request(one: socket.socket) -> None:
    # To close with something unread resets the connection, and the answer may be lost.
    head = b""
    while b"\r\n\r\n" not in head and (read := one.recv(65_536)):
        head += read
    head, _, body = head.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head.lower())
    missing = int(length.group(1)) - len(body) if length else 0
    while missing > 0 and (read := one.recv(65_536)):
        missing -= len(read)


@contextmanager
def server(answer: Answer) -> Iterator[str]:
    """Answer each connection, after its request was read, with the same bytes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                one, _ = listening.accept()
            except OSError:
                return
            with one:
                one.settimeout(5)
                try:
                    read_request(one)
                    answer(one)
                except OSError:
                    continue

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()


def says(status: str, body: bytes = b"", media_type: str = "text/plain", *headers: str) -> Answer:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", f"Content-Length: {len(body)}", *headers]
    return lambda one: one.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)


def breaks_off(one: socket.socket) -> None:
    # No waiting for what is still in the buffers: the other side sees a reset.
    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def truncates(one: socket.socket) -> None:
    one.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n{"head": {}, "resu')


def never_answers(one: socket.socket) -> None:
    one.settimeout(20)
    one.recv(1)


def never_ends(one: socket.socket) -> None:
    one.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    for _ in range(1000):
        one.sendall(b" " * 100_000)


JSON = "application/sparql-results+json"
DEEP = b"[" * 200_000
HOSTILE: dict[str, tuple[Answer, str]] = {
    "401": (says("401 Unauthorized"), "E814"),
    "403": (says("403 Forbidden", b"no\x1b[2Jway\r\n"), "E814"),
    "404": (says("404 Not Found"), "E816"),
    "405": (says("405 Method Not Allowed"), "E816"),
    "413": (says("413 Content Too Large"), "E816"),
    "500": (says("500 Internal Server Error", b"disk full"), "E816"),
    "507": (says("507 Insufficient Storage"), "E816"),
    "503": (says("503 Service Unavailable", b"", "text/html", "Retry-After: 0"), "E816"),
    "redirect": (says("302 Found", b"", "text/html", "Location: https://me:pw@login.example/?t=secret"), "E815"),
    "login page": (says("200 OK", b"<!DOCTYPE html><title>login</title>", "text/html"), "E817"),
    "no JSON": (says("200 OK", b"\xff\xfe{", JSON), "E817"),
    "other JSON": (says("200 OK", b'{"results": {"bindings": 7}}', JSON), "E817"),
    "list": (says("200 OK", b"[]", JSON), "E817"),
    "deep JSON": (says("200 OK", DEEP, JSON), "E817"),
    "wrong rows": (says("200 OK", b'{"results": {"bindings": [{"n": {}}]}}', JSON), "E817"),
    "no HTTP": (lambda one: one.sendall(b"SSH-2.0-OpenSSH_9\r\n"), "E813"),
    "reset": (breaks_off, "E813"),
    "closed": (lambda one: None, "E813"),
    "truncated": (truncates, "E813"),
    "endless": (never_ends, "E817"),
    "silent": (never_answers, "E812"),
}


@pytest.fixture(scope="module")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(built, tmp_path_factory.mktemp("hostile") / "public")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keikaku.publish.remote.WAITS", (0.0, 0.0, 0.0))


def call(site: Path, url: str, lang: str, *more: str) -> int:
    common = ["--out", str(site), "--graph", GRAPH, "--lang", lang, "--timeout", "0.7"]
    return run(["push", "--sparql-endpoint", url, *common, *more])


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_told(name: str, lang: str, site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    answer, code = HOSTILE[name]
    with server(answer) as url:
        assert call(site, url, lang) == 3
    shown = capfd.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"{code}  ")
    assert "Traceback" not in shown.err
    assert "\x1b" not in shown.err
    assert "pw" not in shown.err
    assert "secret" not in shown.err
    assert any("ぁ" <= char <= "ん" for char in shown.err) == (lang == "ja")


def test_nobody_listens(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    assert call(site, f"http://127.0.0.1:{port}", "ja") == 3
    assert call(site, "http://no-such-host.invalid/", "en") == 3
    assert capfd.readouterr().err.count("E811  ") == 2


def test_our_own_endpoint_is_read_only(served: Served, site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert call(site, served.sparql, "en", "--timeout", "20") == 3
    shown = capfd.readouterr().err
    assert shown.startswith("E814  ")
    assert "read-only" in shown
    assert call(site, served.sparql, "ja", "--timeout", "20") == 3
    assert "keikaku serve は読み出し専用" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--graph", GRAPH], "E807"),
        (["--graph", GRAPH, "--query-endpoint", "http://127.0.0.1:1/q"], "E807"),
        (["--graph", "no iri", "--sparql-endpoint", "http://127.0.0.1:1/"], "E804"),
        (["--graph", "graph", "--sparql-endpoint", "http://127.0.0.1:1/"], "E804"),
        (["--graph", "https://x.example/{city}", "--sparql-endpoint", "http://127.0.0.1:1/"], "E804"),
        (["--graph", "https://x.example/> } ; DROP ALL #", "--sparql-endpoint", "http://127.0.0.1:1/"], "E804"),
        (["--graph", "https://w3id.org/keikaku/pushes", "--sparql-endpoint", "http://127.0.0.1:1/"], "E804"),
        (["--graph", GRAPH, "--sparql-endpoint", "127.0.0.1:1"], "E801"),
        (["--graph", GRAPH, "--sparql-endpoint", "https://me:hunter2@127.0.0.1/"], "E802"),
        (["--graph", GRAPH, "--sparql-endpoint", "http://127.0.0.1:1/", "--city", "東京"], "E703"),
        (["--graph", GRAPH, "--sparql-endpoint", "http://127.0.0.1:1/", "--graph-store", "http://x.example/"], "E803"),
    ],
)
def test_wrong_calls(options: list[str], code: str, site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEIKAKU_SPARQL_TOKEN", "hunter2")
        assert run(["push", "--out", str(site), "--lang", "ja", *options]) == 2
    shown = capfd.readouterr().err
    assert shown.startswith(f"{code}  ")
    assert "hunter2" not in shown


def test_calls_without_a_graph_or_a_build(tmp_path: Path, site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["push", "--out", str(site), "--sparql-endpoint", "http://127.0.0.1:1/"]) == 2
    assert run(["push", "--out", str(tmp_path), "--sparql-endpoint", "http://127.0.0.1:1/", "--graph", GRAPH]) == 2
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("212105/data/212105.nt", "<https://a.example/> <https://a.example/> _:b .\n"),
        ("212105/data/212105.nt", "<https://a.example/> <https://a.example/> \n"),
        ("vocab/ontology.ttl", "<https://a.example/> <https://a.example/> [] ."),
        ("vocab/ontology.ttl", "\udcff"),
    ],
)
def test_dumps_that_cannot_be_sent(
    name: str, text: str, site: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    own = copied(site, tmp_path / "public")
    (own / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    ready = says("200 OK", b'{"results": {"bindings": [{"n": {"value": "1"}}]}}', JSON)
    with server(ready) as url:
        assert call(own, url, "ja") == 2
    shown = capfd.readouterr().err
    assert shown.startswith("E806  ")
    assert name in shown


@pytest.mark.parametrize("name", ["212105/data/212105.nt", "all/data/catalog.ttl", "vocab/ontology.ttl"])
def test_a_build_of_which_a_part_is_gone(
    name: str, site: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    own = copied(site, tmp_path / "public")
    (own / name).unlink()
    assert call(own, "http://127.0.0.1:1/", "ja") == 2
    shown = capfd.readouterr().err
    assert shown.startswith("E806  ")
    assert name in shown


def test_a_build_without_data(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "keikaku.json").write_text("[]", encoding="utf-8")
    assert run(["push", "--out", str(tmp_path), "--sparql-endpoint", "http://127.0.0.1:1/", "--graph", GRAPH]) == 2
    assert capfd.readouterr().err.startswith("E805  ")


def test_a_traceback_is_never_shown_by_the_programme_itself(site: Path) -> None:
    with server(says("500 Internal Server Error", b"oops")) as url:
        done = push(site, url)
    assert done.returncode == 3
    assert "oops" in done.stderr
    assert "Traceback" not in done.stderr
