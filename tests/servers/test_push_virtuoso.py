"""`keikaku push` against a real Virtuoso: another engine, other layouts, Digest, literals kept as values."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from stores import GRAPH, Endpoint, change, copied, free_port, is_up, push, running, wanted, watched

from keikaku.iri import PUSHES

VIRTUOSO = shutil.which("virtuoso-t")
pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not VIRTUOSO, reason="virtuoso-t (Debian: virtuoso-opensource-7-bin) is not installed"),
]

SETTINGS = """[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
"""
DBA = {"user": "dba", "password": "dba"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    folder, port = tmp_path_factory.mktemp("virtuoso"), free_port()
    (folder / "virtuoso.ini").write_text(SETTINGS.format(sql=free_port(), http=port), encoding="ascii")
    base, auth = f"http://127.0.0.1:{port}", httpx.DigestAuth("dba", "dba")
    assert VIRTUOSO
    with running([VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"], folder, lambda: is_up(f"{base}/sparql"), 90):
        yield Endpoint(f"{base}/sparql", f"{base}/sparql-auth", f"{base}/sparql-graph-crud-auth", auth)


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    return copied(built, tmp_path / "public")


def ours(store: Endpoint) -> set[str]:
    """Name the graphs that are not Virtuoso's own."""
    return {name for name in store.names() if name.startswith((PUSHES, GRAPH))}


def test_first_unchanged_and_changed(store: Endpoint, site: Path) -> None:
    first = push(site, store.base, **DBA)
    assert first.returncode == 0, first.stderr
    assert store.lines() == wanted(site)
    assert "nothing was sent" in push(site, store.base, **DBA).stdout
    before = store.count()
    change(site)
    assert "replaced" in push(site, store.base, **DBA).stdout
    assert store.count() == before + 3
    assert store.lines() == wanted(site)
    assert ours(store) == {GRAPH, PUSHES}


def test_what_others_see_meanwhile(store: Endpoint, site: Path) -> None:
    assert push(site, store.base, **DBA).returncode == 0
    before = store.count()
    with watched(store) as seen:
        change(site)
        assert push(site, store.base, **DBA).returncode == 0
    assert store.lines() == wanted(site)
    assert set(seen) <= {before, before + 3}


@pytest.mark.parametrize("secrets", [{}, {"user": "dba", "password": "hunter3"}, {"user": "nobody", "password": "x"}])
def test_without_the_right_to_write(store: Endpoint, site: Path, secrets: dict[str, str]) -> None:
    graph = "https://plans.example/graph/refused"
    done = push(site, store.base, graph=graph, **secrets)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "hunter3" not in done.stderr
    assert store.count(graph) == 0
