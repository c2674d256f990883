"""Who may show a page in a frame: other sites may show the pages made for it, and no others."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import Served, start, stop

from keikaku.serve.framing import framing

pytestmark = pytest.mark.server

PAGE = "212105/p/indicators/1-1.1/"


@pytest.mark.parametrize("path", [f"{PAGE}embed.html", f"en/{PAGE}embed.html"])
def test_pages_for_frames_are_for_all_frames(served: Served, path: str) -> None:
    answer = httpx.get(served.url + path)
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "",
        PAGE,
        f"en/{PAGE}",
        f"{PAGE}index.html",
        f"{PAGE}chart.svg",
        "sparql",
        "nowhere/embed.html",
        f"{PAGE}embed.html/",
    ],
)
def test_all_else_is_for_no_frame(served: Served, path: str) -> None:
    answer = httpx.get(served.url + path)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["/embed.html.txt", "/xembed.html", "/embed.html/", "/a?x=/embed.html", "/EMBED.HTML"])
def test_a_name_that_only_looks_alike_opens_nothing(path: str) -> None:
    assert "X-Frame-Options" in framing(path.partition("?")[0], 200)


def test_the_preview_says_the_same(built: Path) -> None:
    server = start(built, "--static")
    try:
        made, page = (httpx.get(server.url + path) for path in (f"{PAGE}embed.html", PAGE))
        assert "frame-ancestors *" in made.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in made.headers
        assert page.headers["X-Frame-Options"] == "DENY"
        assert httpx.get(f"{server.url}nowhere/embed.html").headers["X-Frame-Options"] == "DENY"
        host, _, port = server.url.removeprefix("http://").rstrip("/").partition(":")
        with socket.create_connection((host, int(port)), 5) as raw:
            raw.sendall(b"NO SENSE AT ALL\r\n\r\n")
            assert b"400" in raw.recv(200)
    finally:
        stop(server)


class _Other(BaseHTTPRequestHandler):
    """A page of another site, with two frames."""

    body = b""

    def do_GET(self) -> None:
        """Give the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def other_site(served: Served) -> Iterator[str]:
    frames = "".join(
        f'<iframe name="{name}" src="{served.url}{path}" width="320" height="600"></iframe>'
        for name, path in (("made", f"{PAGE}embed.html"), ("page", PAGE), ("english", f"en/{PAGE}embed.html"))
    )
    handler = type("_Framing", (_Other,), {"body": f"<!doctype html><title>other</title>{frames}".encode()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
def test_another_site_shows_the_page_for_frames_and_no_other(other_site: str, chromium: Any) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(other_site, wait_until="load")
    _expect_made(page.frame("made"), "電子化した記録")
    _expect_made(page.frame("english"), "All values")
    refused = page.frame("page")
    assert "電子化した記録" not in (refused.content() if refused and refused.url.startswith("http") else "")
    assert [text for text in said if "frame" in text.lower()], said
    page.close()


def _expect_made(frame: Any, text: str) -> None:
    frame.wait_for_selector("h1")
    assert text in frame.locator("body").inner_text()
    assert frame.evaluate("document.documentElement.scrollWidth") <= 320
    assert frame.evaluate("getComputedStyle(document.body).marginTop") == "0px", "the style sheet is not applied"
    assert frame.locator("figure.chart svg").first.bounding_box()["width"] > 200
