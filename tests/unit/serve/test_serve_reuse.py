"""What other programmes take, over the two servers of `keikaku serve`: media types, folders of the API, any origin."""

from __future__ import annotations

import asyncio
import threading
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from keikaku.serve.negotiate import Site
from keikaku.serve.static import _Handler

TYPES = {
    "api/v1/index.json": "application/json; charset=utf-8",
    "api/v1/": "application/json; charset=utf-8",
    "feed.xml": "application/atom+xml; charset=utf-8",
    "212105/feed.xml": "application/atom+xml; charset=utf-8",
    "212105/data/plan.xml": "application/xml",
    "all/data/keikaku.sqlite": "application/vnd.sqlite3",
    "all/data/all_plan_targets.parquet": "application/vnd.apache.parquet",
    "212105/": "text/html; charset=utf-8",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in TYPES:
        name = {"api/v1/": "api/v1/index.json", "212105/": "212105/index.html"}.get(path, path)
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    return tmp_path


def get(folder: Path, path: str, accept: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(Starlette(routes=[Mount("/", Site(folder))]))
        async with httpx.AsyncClient(transport=transport, base_url="http://keikaku.example/") as client:
            return await client.get(path, headers={"Accept": accept})

    return asyncio.run(ask())


@pytest.fixture
def preview(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.mark.parametrize("path", TYPES)
def test_the_preview_gives_the_media_type_to_any_origin(preview: str, path: str) -> None:
    with urllib.request.urlopen(preview + path) as answer:  # noqa: S310 - loopback only
        assert answer.headers["Content-Type"] == TYPES[path]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", TYPES)
@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html"])
def test_the_server_gives_the_media_type(folder: Path, path: str, accept: str) -> None:
    answer = get(folder, path, accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, TYPES[path])


def test_a_folder_with_neither_page_nor_index_is_not_found(folder: Path) -> None:
    assert get(folder, "api/", "*/*").status_code == 404
