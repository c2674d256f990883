"""`keikaku push` against a real Oxigraph: what is sent, what stands afterwards, and what others see meanwhile."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from stores import (
    GRAPH,
    Endpoint,
    Passed,
    Proxy,
    add_city,
    change,
    copied,
    oxigraph,
    proxy,
    push,
    push_command,
    wanted,
    watched,
)

from keikaku.cli import run
from keikaku.iri import PUSHES, staging_graph

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as endpoint:
        yield endpoint


@pytest.fixture
def store(started: Endpoint) -> Endpoint:
    """The store, empty."""
    import httpx

    httpx.post(f"{started.base}/update", data={"update": "DROP ALL"}, timeout=60).raise_for_status()
    return started


@pytest.fixture
def between(store: Endpoint) -> Iterator[Proxy]:
    with proxy(store.base) as one:
        yield one


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    return copied(built, tmp_path / "public")


def test_the_first_push_loads_everything(store: Endpoint, site: Path) -> None:
    done = push(site, store.base)
    assert done.returncode == 0, done.stderr
    assert f"{len(wanted(site)):,} triples" in done.stdout
    assert store.lines() == wanted(site)
    assert store.names() == {GRAPH, PUSHES}


def test_an_unchanged_push_sends_nothing(store: Endpoint, between: Proxy, site: Path) -> None:
    assert push(site, between.url).returncode == 0
    assert sum(len(one.body) for one in between.writes()) > 1_000_000
    between.seen.clear()
    again = push(site, between.url)
    assert again.returncode == 0
    assert "nothing was sent" in again.stdout
    assert between.writes() == []
    assert {one.where for one in between.seen} == {"/query"}
    assert sum(len(one.body) for one in between.seen) < 2000
    assert store.lines() == wanted(site)


def test_the_order_of_the_dump_is_no_change(store: Endpoint, between: Proxy, site: Path) -> None:
    assert push(site, between.url).returncode == 0
    dump = site / "212105" / "data" / "212105.nt"
    lines = dump.read_text(encoding="utf-8").splitlines(keepends=True)
    dump.write_text("".join([*reversed(lines), lines[0]]), encoding="utf-8", newline="\n")
    between.seen.clear()
    assert push(site, between.url).returncode == 0
    assert between.writes() == []


def test_a_changed_push_swaps(store: Endpoint, site: Path) -> None:
    assert push(site, store.base).returncode == 0
    before = store.count()
    change(site)
    done = push(site, store.base)
    assert f"for {before:,} before" in done.stdout
    assert store.count() == before + 3
    assert store.lines() == wanted(site)
    assert store.names() == {GRAPH, PUSHES}


def test_what_others_did_to_the_graph_is_mended(store: Endpoint, site: Path) -> None:
    import httpx

    assert push(site, store.base).returncode == 0
    spoil = f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ ?s a ?o }} }}"
    httpx.post(f"{store.base}/update", data={"update": spoil}, timeout=60).raise_for_status()
    done = push(site, store.base)
    assert "replaced" in done.stdout
    assert store.lines() == wanted(site)


def test_others_see_the_old_graph_or_the_new_one(store: Endpoint, site: Path) -> None:
    assert push(site, store.base).returncode == 0
    before = store.count()
    with watched(store, 2) as seen:
        change(site)
        assert push(site, store.base).returncode == 0
    assert store.count() == before + 3
    assert before in seen
    assert set(seen) <= {before, before + 3}
    assert len(seen) > 20


def interrupted(site: Path, between: Proxy, sent: signal.Signals) -> subprocess.CompletedProcess[str]:
    """Start a push and send it a signal while its triples are on their way."""
    arrived = threading.Event()

    def slow(passed: Passed) -> None:
        if passed.where == "/store" and passed.method == "POST":
            arrived.set()
            time.sleep(1)

    between.spoil = slow
    process = subprocess.Popen(
        push_command(site, between.url), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert arrived.wait(60)
    process.send_signal(sent)
    out, err = process.communicate(timeout=60)
    between.spoil = lambda passed: None
    time.sleep(1.5)
    return subprocess.CompletedProcess([], process.returncode, out, err)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_killed_push_leaves_the_old_graph_and_the_next_one_mends(store: Endpoint, between: Proxy, site: Path) -> None:
    assert push(site, store.base).returncode == 0
    old = store.lines()
    change(site)
    interrupted(site, between, signal.SIGKILL)
    assert store.lines() == old
    assert len(store.staging()) == 1
    assert push(site, store.base).returncode == 0
    assert store.lines() == wanted(site)
    assert store.names() == {GRAPH, PUSHES}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_ctrl_c_leaves_the_old_graph_and_nothing_else(store: Endpoint, between: Proxy, site: Path) -> None:
    assert push(site, store.base).returncode == 0
    old = store.lines()
    change(site)
    ended = interrupted(site, between, signal.SIGINT)
    assert ended.returncode == 130
    assert "Interrupted" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert store.lines() == old
    # What was on its way when it ended may arrive after the clearing; the next push sees to that.
    assert push(site, store.base).returncode == 0
    assert store.lines() == wanted(site)
    assert store.names() == {GRAPH, PUSHES}


def test_leftovers_go_even_where_nothing_changed(store: Endpoint, site: Path) -> None:
    import httpx

    assert push(site, store.base).returncode == 0
    left = staging_graph(GRAPH, "0" * 64, "dead")
    facts = f"<{left}> <http://purl.org/dc/terms/isVersionOf> <{GRAPH}>"
    other = f"<https://plans.example/mine> <http://purl.org/dc/terms/isVersionOf> <{GRAPH}>"
    text = f"INSERT DATA {{ GRAPH <{left}> {{ <x:a> <x:b> 1 }} GRAPH <{PUSHES}> {{ {facts} . {other} }} "
    text += "GRAPH <https://plans.example/mine> { <x:a> <x:b> 1 } }"
    httpx.post(f"{store.base}/update", data={"update": text}, timeout=60).raise_for_status()
    assert "nothing was sent" in push(site, store.base).stdout
    # A graph of somebody else stays, whatever stands in ours.
    assert store.names() == {GRAPH, PUSHES, "https://plans.example/mine"}


def test_one_graph_a_city(store: Endpoint, site: Path) -> None:
    add_city(site, "412058", "伊万里市", "Imari")
    template = "https://plans.example/graph/{lgcode}"
    names = {name: template.replace("{lgcode}", name) for name in ("212105", "412058", "vocab", "catalog")}
    assert push(site, store.base, graph=template).returncode == 0
    assert store.names() == {*names.values(), PUSHES}
    for code in ("212105", "412058"):
        assert store.lines(names[code]) == wanted(site, code)
    change(site)
    done = push(site, store.base, graph=template)
    assert done.stdout.count("nothing was sent") == 3
    assert store.lines(names["212105"]) == wanted(site, "212105")


@pytest.mark.parametrize("city", ["412058", "伊万里市", "imari"])
def test_one_city_alone(store: Endpoint, site: Path, city: str) -> None:
    add_city(site, "412058", "伊万里市", "Imari")
    template = "https://plans.example/graph/{lgcode}"
    assert push(site, store.base, "--city", city, graph=template).returncode == 0
    assert store.names() == {template.replace("{lgcode}", name) for name in ("412058", "vocab")} | {PUSHES}


def test_a_dry_run_sends_nothing(store: Endpoint, between: Proxy, site: Path) -> None:
    done = push(site, between.url, "--dry-run")
    assert done.returncode == 0
    assert f"would be replaced: {len(wanted(site)):,} triples" in done.stdout
    assert between.writes() == []
    assert store.names() == set()


def test_a_password_that_is_wrong_and_one_that_is_right(store: Endpoint, between: Proxy, site: Path) -> None:
    right = {"Basic bWU6aHVudGVyMg==", "Bearer t0k3n"}

    def guard(passed: Passed) -> tuple[int, str, bytes] | None:
        told = passed.headers.get("authorization", "")
        return None if told in right else (401, "text/plain", f"not {told} hunter3".encode())

    between.spoil = guard
    for secrets in ({}, {"user": "me", "password": "hunter3"}, {"token": "hunter3"}):
        refused = push(site, between.url, **secrets)
        assert refused.returncode == 3
        assert "E814" in refused.stderr
        assert "401" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert not secrets or "hunter3" not in refused.stderr + refused.stdout
    assert store.names() == set()
    for secrets in ({"user": "me", "password": "hunter2"}, {"token": "t0k3n"}):
        assert push(site, between.url, **secrets).returncode == 0
    assert store.lines() == wanted(site)


def test_a_store_that_takes_small_requests_only(store: Endpoint, between: Proxy, site: Path) -> None:
    between.spoil = lambda passed: (413, "text/html", b"<html>") if len(passed.body) > 150_000 else None
    assert push(site, between.url).returncode == 0
    assert store.lines() == wanted(site)


def test_a_store_that_takes_no_request_at_all(store: Endpoint, between: Proxy, site: Path) -> None:
    between.spoil = lambda passed: (413, "text/html", b"<html>") if passed.where == "/store" else None
    done = push(site, between.url)
    assert done.returncode == 3
    assert "413" in done.stderr
    assert store.names() == {PUSHES}


def test_a_store_without_the_graph_store_protocol(store: Endpoint, between: Proxy, site: Path) -> None:
    between.spoil = lambda passed: (404, "text/plain", b"no such page") if passed.where == "/store" else None
    assert push(site, between.url).returncode == 0
    assert store.lines() == wanted(site)
    # Told where it is, push does not look for another way.
    change(site)
    assert push(site, between.url, "--graph-store", f"{between.url}/store").returncode == 3


@pytest.mark.parametrize("lacking", [[b"MOVE"], [b"MOVE", b"ADD+"], [b"MOVE", b"ADD+", b"DROP"]])
def test_a_store_that_lacks_words(store: Endpoint, between: Proxy, site: Path, lacking: list[bytes]) -> None:
    def lacks(passed: Passed) -> tuple[int, str, bytes] | None:
        wanting = passed.where == "/update" and any(word in passed.body for word in lacking)
        return (400, "text/plain", b"not supported") if wanting else None

    between.spoil = lacks
    for _ in range(2):
        assert push(site, between.url).returncode == 0
        assert store.lines() == wanted(site)
        assert store.staging() == set()
        change(site)


def test_broken_connections_are_tried_again(store: Endpoint, between: Proxy, site: Path) -> None:
    broken: list[str] = []

    def once(passed: Passed) -> bool:
        first = passed.where not in broken and not passed.is_swap
        broken.append(passed.where)
        return not first

    between.after = once
    assert push(site, between.url).returncode == 0
    assert {"/query", "/update", "/store"} <= set(broken)
    assert store.lines() == wanted(site)


def test_busy_stores_are_asked_again(store: Endpoint, between: Proxy, site: Path) -> None:
    asked: list[str] = []

    def busy(passed: Passed) -> tuple[int, str, bytes] | None:
        asked.append(passed.where)
        return (503, "text/plain", b"busy") if asked.count(passed.where) in (1, 2) and not passed.is_swap else None

    between.spoil = busy
    assert push(site, between.url).returncode == 0
    assert store.lines() == wanted(site)


def test_a_swap_whose_answer_is_lost_was_done(store: Endpoint, between: Proxy, site: Path) -> None:
    between.after = lambda passed: not passed.is_swap
    assert push(site, between.url).returncode == 0
    assert store.lines() == wanted(site)
    assert sum(one.is_swap for one in between.seen) == 1


def test_a_swap_that_never_arrived(
    store: Endpoint, between: Proxy, site: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert push(site, store.base).returncode == 0
    old = store.lines()
    change(site)
    monkeypatch.setattr("keikaku.publish.sparql.swap.time.sleep", lambda seconds: None)
    between.spoil = lambda passed: (504, "text/html", b"<html>") if passed.is_swap else None
    call = ["push", "--out", str(site), "--sparql-endpoint", between.url, "--graph", GRAPH, "--lang", "ja"]
    assert run(call) == 3
    assert "E819" in capfd.readouterr().err
    assert store.lines() == old
    between.spoil = lambda passed: None
    assert run(call) == 0
    assert store.lines() == wanted(site)
    assert store.names() == {GRAPH, PUSHES}


def losing(passed: Passed) -> bytes | None:
    return b"".join(passed.body.splitlines(keepends=True)[:-1]) if passed.where == "/store" and passed.body else None


def altering(passed: Passed) -> bytes | None:
    return passed.body.replace("恵那市".encode(), "恵郡市".encode()) if passed.where == "/store" else None


@pytest.mark.parametrize(("spoil", "code"), [(losing, "E818"), (altering, "E820")])
def test_a_store_that_loses_or_alters_triples(
    store: Endpoint, between: Proxy, site: Path, spoil: object, code: str
) -> None:
    assert push(site, store.base).returncode == 0
    old = store.lines()
    change(site)
    between.spoil = spoil  # type: ignore[assignment]
    done = push(site, between.url)
    assert done.returncode == 3
    assert code in done.stderr
    assert ("恵郡市" in done.stderr) == (spoil is altering)
    assert "Traceback" not in done.stderr
    assert store.lines() == old
    assert store.names() == {GRAPH, PUSHES}


def test_a_staging_graph_that_vanishes_is_not_swapped(store: Endpoint, between: Proxy, site: Path) -> None:
    """Another push to the same graph takes ours for a leftover: what stands must not be emptied."""
    import httpx

    assert push(site, store.base).returncode == 0
    old = store.lines()
    change(site)

    def vanish(passed: Passed) -> bool:
        if passed.where == "/store" and passed.method == "GET":
            (name,) = store.staging()
            httpx.post(f"{store.base}/update", data={"update": f"DROP GRAPH <{name}>"}, timeout=60)
        return True

    between.after = vanish
    done = push(site, between.url)
    assert done.returncode == 3
    assert "E818" in done.stderr
    assert store.lines() == old


def test_a_full_disk_here_leaves_the_store_alone(
    store: Endpoint, site: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device", "sorted")

    monkeypatch.setattr("keikaku.publish.sparql.fingerprint._write", full)
    assert run(["push", "--out", str(site), "--sparql-endpoint", store.base, "--graph", GRAPH]) == 2
    assert "No space left on device" in capfd.readouterr().err
    assert store.names() == set()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no peak memory of children")
def test_memory_does_not_grow_with_the_dump(store: Endpoint, site: Path) -> None:
    program = (
        "import resource, sys; from keikaku.cli import run; code = run(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); sys.exit(code)"
    )

    def peak(graph: str) -> int:
        call = ["push", "--out", str(site), "--sparql-endpoint", store.base, "--graph", graph, "--city", "212105"]
        told = subprocess.run([sys.executable, "-c", program, *call], capture_output=True, text=True, check=True)
        return int(told.stdout.split()[-1]) // (1024 if sys.platform != "darwin" else 1024 * 1024)

    with (site / "212105" / "data" / "212105.nt").open("a", encoding="utf-8", newline="\n") as file:
        for number in range(50_000):
            file.write(f'<https://plans.example/{number}> <https://plans.example/p> "値{number}{"長" * 40}" .\n')
    small = peak("https://plans.example/small")
    with (site / "212105" / "data" / "212105.nt").open("a", encoding="utf-8", newline="\n") as file:
        for number in range(50_000, 200_000):
            file.write(f'<https://plans.example/{number}> <https://plans.example/p> "値{number}{"長" * 40}" .\n')
    large = peak("https://plans.example/large")
    assert store.count("https://plans.example/large") > 200_000
    assert large < small + 25, (small, large)
