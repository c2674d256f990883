"""What the preview's server sends: dressed pages, files as they are, events; and what it refuses."""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
from collections.abc import Iterator

import html5lib
import pytest
from previewing import Preview

from keikaku.preview.server import PreviewServer, open_server

INDICATOR = "/212105/p/indicators/1-1.1/"


@pytest.fixture
def server(preview: Preview) -> Iterator[PreviewServer]:
    opened = open_server(preview.session, 0)
    thread = threading.Thread(target=lambda: opened.serve_forever(poll_interval=0.02))
    thread.start()
    yield opened
    opened.shutdown()
    thread.join()
    opened.server_close()


def ask(server: PreviewServer, path: str, method: str = "GET", host: str = "") -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
    connection.endheaders()
    answer = connection.getresponse()
    return answer, answer.read().decode("utf-8", "replace")


def test_a_page_is_dressed_and_its_file_is_not(preview: Preview, server: PreviewServer) -> None:
    answer, body = ask(server, INDICATOR)
    assert answer.status == 200
    assert '<script src="/.keikaku/preview.js"' in body
    assert "Content-Security-Policy" not in body
    preview.settle()
    built = (preview.out / INDICATOR.strip("/") / "index.html").read_text("utf-8")
    assert "keikaku/preview" not in built
    html5lib.HTMLParser(strict=True).parse(body)


@pytest.mark.parametrize("path", [INDICATOR, "/", "/en/212105/", "/212105/p/indicators/1-1.1/embed.html", "/nowhere/"])
def test_the_policy_allows_only_this_server(server: PreviewServer, path: str) -> None:
    answer, _ = ask(server, path)
    policies = answer.headers.get_all("Content-Security-Policy") or []
    page = next(one for one in policies if "default-src" in one)
    assert "default-src 'none'" in page
    for name in ("script-src", "style-src", "connect-src"):
        assert re.search(f"{name} [^;]*'self'", page)
    assert "unsafe-inline" not in page
    assert "unsafe-eval" not in page.replace("wasm-unsafe-eval", "")
    assert "http" not in page


def test_problems_are_shown_over_the_last_page(preview: Preview, server: PreviewServer) -> None:
    preview.settle()
    preview.replace("results", "2024", "<b>令和六年")
    answer, body = ask(server, INDICATOR)
    assert answer.status == 200
    assert "表に直すところが" in body
    assert "results.csv" in body
    assert "直し方: " in body
    assert "<b>令和" not in body
    assert "問題が起きる前のページ" in body
    preview.replace("results", "<b>令和六年", "2024")
    assert "表に直すところが" not in ask(server, INDICATOR)[1]


def test_what_is_not_there(preview: Preview, server: PreviewServer) -> None:
    answer, body = ask(server, "/212105/p/indicators/none/")
    assert answer.status == 404
    assert "preview.js" in body
    assert ask(server, "/.keikaku/../pyproject.toml")[0].status == 404
    for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%5c..%5cx", "/.keikaku/%2e%2e/session.py"):
        answer, body = ask(server, path)
        assert answer.status in {200, 404}
        assert "root:" not in body
        assert "import" not in body
    answer, _ = ask(server, INDICATOR.rstrip("/"))
    assert (answer.status, answer.headers["Location"]) == (302, INDICATOR)


def test_only_this_machine_by_its_own_name(server: PreviewServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert ask(server, "/", host="evil.example")[0].status == 403
    assert ask(server, "/", host=f"evil.example:{server.server_port}")[0].status == 403
    assert ask(server, "/", host=f"localhost:{server.server_port}")[0].status == 200
    assert ask(server, "/", method="POST")[0].status == 501


def test_head_sends_no_content(server: PreviewServer) -> None:
    answer, body = ask(server, INDICATOR, method="HEAD")
    assert answer.status == 200
    assert body == ""


def test_own_files_and_assets(server: PreviewServer) -> None:
    assert ask(server, "/.keikaku/preview.js")[0].headers["Content-Type"].startswith("text/javascript")
    assert ask(server, "/.keikaku/preview.css")[0].headers["Content-Type"].startswith("text/css")
    assert ask(server, "/assets/style.css")[0].status == 200
    assert ask(server, "/.keikaku/overlay.html")[0].status == 404


def test_events_tell_of_each_state(preview: Preview, server: PreviewServer) -> None:
    preview.settle()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    connection.request("GET", "/.keikaku/events")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"].startswith("text/event-stream")

    def hear() -> dict[str, str]:
        while True:
            line = answer.readline().decode()
            if line.startswith("data: "):
                told: dict[str, str] = json.loads(line.removeprefix("data: "))
                return told

    first = hear()
    assert first["state"] == "written"
    preview.replace("events", "会議", "市民会議")
    second = hear()
    assert second["version"] != first["version"]
    last = second
    while last["state"] != "written":
        last = hear()
    assert last["version"] == second["version"]
    connection.close()


def test_a_taken_port_gives_way_to_the_next(preview: Preview) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with open_server(preview.session, port) as opened:
            assert port < opened.server_port <= port + 20
