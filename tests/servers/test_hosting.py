"""The rules for web servers, tried on the servers themselves: one address, a page or data by the Accept header."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from keikaku import pipeline
from keikaku.media_types import media_type
from kitchen import write_kitchen

pytestmark = pytest.mark.server
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
APACHE_MODULES = Path("/usr/lib/apache2/modules")
SECONDS = 20


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("workspace") / "datapackage"
    workspace.mkdir()
    write_kitchen(workspace)
    out = tmp_path_factory.mktemp("out") / "public"
    outcome = pipeline.build(workspace, out, "https://example.jp/", (), lambda *step: None)
    assert outcome.sound
    return out


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[str]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            end = time.monotonic() + SECONDS
            while time.monotonic() < end and server.poll() is None:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            assert server.poll() is None, server.stdout.read().decode() if server.stdout else ""
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(SECONDS)


@contextmanager
def nginx(site: Path, folder: Path) -> Iterator[str]:
    port = free_port()
    rules = (site / "hosting" / "nginx.conf").read_text(encoding="utf-8")
    assert rules.count("listen 80;") == 1
    rules = rules.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/path/to/site", str(site))
    temp = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = f"daemon off;\npid {folder}/pid;\nerror_log stderr;\nuser root;\nevents {{}}\n"
    config = folder / "nginx.conf"
    config.write_text(f"{head}http {{\naccess_log off;\n{temp}{rules}\n}}\n", encoding="utf-8")
    with running(["nginx", "-p", str(folder), "-c", str(config), "-e", "stderr"], port) as url:
        yield url


@contextmanager
def apache(site: Path, folder: Path) -> Iterator[str]:
    port = free_port()
    modules = ("mpm_event", "authz_core", "dir", "mime", "rewrite", "headers")
    loads = "".join(f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so\n" for name in modules)
    config = folder / "apache.conf"
    config.write_text(
        f"{loads}ServerRoot {folder}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\n"
        f"ErrorLog {folder}/error.log\nTypesConfig /etc/mime.types\nDocumentRoot {site}\n"
        f"<Directory {site}>\nAllowOverride All\nRequire all granted\n</Directory>\n",
        encoding="utf-8",
    )
    with running(["apache2", "-X", "-f", str(config)], port) as url:
        yield url


@contextmanager
def caddy(site: Path, folder: Path) -> Iterator[str]:
    port = free_port()
    rules = (site / "hosting" / "Caddyfile").read_text(encoding="utf-8")
    assert rules.count("example.jp {") == 1
    rules = rules.replace("example.jp {", f"http://127.0.0.1:{port} {{").replace("/path/to/site", str(site))
    config = folder / "Caddyfile"
    config.write_text(f"{{\n\tadmin off\n}}\n{rules}", encoding="utf-8")
    with running(["caddy", "run", "--adapter", "caddyfile", "--config", str(config)], port) as url:
        yield url


SERVERS = {"nginx": nginx, "apache2": apache, "caddy": caddy}


@pytest.fixture(scope="module", params=sorted(SERVERS))
def address(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    name = str(request.param)
    if not shutil.which(name):
        pytest.skip(f"{name} is not on this machine")
    with SERVERS[name](site, tmp_path_factory.mktemp(name)) as url:
        yield url


def get(url: str, accept: str) -> tuple[int, str, bytes, str]:
    request = urllib.request.Request(url, headers={"Accept": accept})  # noqa: S310 - loopback only
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            headers, status, body = answer.headers, answer.status, answer.read()
    except urllib.error.HTTPError as error:
        headers, status, body = error.headers, error.code, error.read()
    return status, headers.get_content_type(), body, headers.get("Vary") or ""


@pytest.mark.parametrize(
    ("accept", "kind", "beside"),
    [
        (BROWSER, "text/html", "index.html"),
        ("*/*", "text/html", "index.html"),
        ("text/turtle", "text/turtle", "index.ttl"),
        ("text/turtle;q=0.9, application/n-triples;q=0.5", "text/turtle", "index.ttl"),
        ("application/ld+json", "application/ld+json", "index.jsonld"),
        ("application/ld+json, text/html;q=0.1", "text/html", "index.html"),
    ],
)
def test_one_address_gives_what_is_asked_for(address: str, site: Path, accept: str, kind: str, beside: str) -> None:
    path = "212105/p/projects/1-1/"
    status, found, body, vary = get(f"{address}/{path}", accept)
    assert (status, found) == (200, kind)
    assert body == (site / path / beside).read_bytes()
    assert "accept" in vary.lower()


def test_a_page_without_data_stays_a_page(address: str) -> None:
    assert get(f"{address}/dictionary/", "text/turtle")[:2] == (200, "text/html")
    assert get(f"{address}/en/dictionary/", "text/turtle")[:2] == (200, "text/html")


@pytest.mark.parametrize("path", ["", "212105/", "212105/p/projects/1-1/", "all/data/"])
def test_an_english_page_is_a_page_and_its_data_are_those_of_the_japanese_one(
    address: str, site: Path, path: str
) -> None:
    status, kind, body, vary = get(f"{address}/en/{path}", BROWSER)
    assert (status, kind) == (200, "text/html")
    assert body == (site / "en" / path / "index.html").read_bytes()
    assert "accept" in vary.lower()
    for accept, beside in (("text/turtle", "index.ttl"), ("application/ld+json", "index.jsonld")):
        if (site / path / beside).is_file():
            assert get(f"{address}/en/{path}", accept)[1:3] == (accept, (site / path / beside).read_bytes())
    assert get(f"{address}/en/nowhere/", BROWSER)[0] == 404


def test_a_client_is_sent_from_the_english_page_to_the_address_of_the_thing(address: str) -> None:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=SECONDS)
    connection.request("GET", "/en/212105/p/projects/1-1/", headers={"Accept": "text/turtle"})
    answer = connection.getresponse()
    assert answer.status == 303
    assert answer.headers["Location"].removeprefix(address) == "/212105/p/projects/1-1/"
    assert "accept" in answer.headers["Vary"].lower()
    connection.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("212105/data/212105.nt", "application/n-triples"),
        ("212105/data/212105.ttl", "text/turtle"),
        ("212105/data/212105_plan_projects.csv", "text/csv"),
        ("vocab/context.jsonld", "application/ld+json"),
        ("assets/style.css", "text/css"),
        ("api/v1/index.json", "application/json"),
        ("api/v1/", "application/json"),
        ("feed.xml", "application/atom+xml"),
        ("212105/p/indicators/1-1.1/feed.xml", "application/atom+xml"),
        ("212105/data/212105_p_stratml.xml", "application/xml"),
        ("all/data/keikaku.sqlite", "application/vnd.sqlite3"),
        ("all/data/all_plan_targets.parquet", "application/vnd.apache.parquet"),
        ("assets/sparql/page.js", "text/javascript"),
        ("sparql/missed.rq", "application/sparql-query"),
    ],
)
def test_files_have_their_media_types(address: str, path: str, kind: str) -> None:
    assert get(f"{address}/{path}", "*/*")[:2] == (200, kind)


def test_every_kind_of_file_has_its_media_type(address: str, site: Path) -> None:
    one_each = {path.suffix: path for path in sorted(site.rglob("*")) if path.is_file() and path.suffix}
    one_each.pop(".conf")
    told = {suffix: get(f"{address}/{path.relative_to(site)}", "*/*")[1] for suffix, path in one_each.items()}
    assert told == {suffix: media_type(path.name) for suffix, path in one_each.items()}


def test_what_is_missing_is_said_on_our_page(address: str) -> None:
    status, kind, body, _ = get(f"{address}/nowhere/", BROWSER)
    assert (status, kind) == (404, "text/html")
    assert "ページが見つかりません" in body.decode()


def test_a_compressed_file_is_not_declared_to_be_unpacked(address: str, site: Path) -> None:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=SECONDS)
    connection.request("GET", "/212105/data/212105.nt.gz", headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.headers.get_content_type() == "application/gzip"
    assert answer.headers["Content-Encoding"] is None
    assert answer.read() == (site / "212105/data/212105.nt.gz").read_bytes()
    connection.close()


def test_webassembly_has_its_media_type(address: str, site: Path) -> None:
    engine = "assets/vendor/oxigraph/web_bg.wasm"
    if not (site / engine).is_file():
        pytest.skip("the browser assets are not brought (scripts/assets.py)")
    assert get(f"{address}/{engine}", "*/*")[:2] == (200, "application/wasm")


@pytest.mark.parametrize("path", ["api/v1/index.json", "feed.xml", "212105/data/212105_plan_targets.csv"])
def test_programmes_of_other_sites_may_read_the_data(address: str, path: str) -> None:
    request = urllib.request.Request(f"{address}/{path}", headers={"Origin": "https://reader.example"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - loopback only
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_only_pages_made_for_it_may_be_framed(address: str) -> None:
    for path, allowed in (
        ("212105/p/indicators/1-1.1/embed.html", True),
        ("en/212105/p/indicators/1-1.1/embed.html", True),
        ("212105/p/indicators/1-1.1/", False),
        ("en/212105/p/indicators/1-1.1/", False),
        ("sparql/index.html", False),
        ("nowhere/", False),
    ):
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=SECONDS)
        connection.request("GET", f"/{path}", headers={"Accept": BROWSER})
        answer = connection.getresponse()
        ancestors = "*" if allowed else "'none'"
        assert answer.headers["Content-Security-Policy"] == f"frame-ancestors {ancestors}", path
        assert answer.headers["X-Frame-Options"] == (None if allowed else "DENY"), path
        connection.close()
