"""Queries that mean harm end within the limit, and others are answered meanwhile; a stopped server leaves nothing."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from serving import SECONDS, Served, start, stop

from keikaku.serve.pool import PATIENCE

pytestmark = pytest.mark.server

EVERY = "?a{0} ?b{0} ?c{0}"
PRODUCT = " . ".join(EVERY.format(number) for number in range(5))
DOUBLED = " ".join(f"BIND(CONCAT(?s{number}, ?s{number}) AS ?s{number + 1})" for number in range(40))
PATHS = "?s (!<x:a>|^!<x:b>)* ?o . ?o (!<x:c>|^!<x:d>)* ?q . ?q (!<x:e>|^!<x:f>)* ?r"
HOSTILE = {
    "product": (f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}", {503, 504}),
    "product sorted": (f"SELECT * {{ {PRODUCT} }} ORDER BY ?a0 ?a1", {503, 504}),
    "product distinct": (f"SELECT DISTINCT * {{ {PRODUCT} }}", {503, 504}),
    "paths": (f"SELECT (COUNT(*) AS ?n) {{ {PATHS} }}", {503, 504}),
    "huge answer": (f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} {{ {PRODUCT} }}", {503, 504}),
    "many rows": (f"SELECT * {{ {PRODUCT} }}", {503}),
    "endless text": (f'SELECT (STRLEN(?s40) AS ?n) {{ BIND("0123456789" AS ?s0) {DOUBLED} }}', {503, 504}),
    "nested braces": (f"SELECT * {{ {'{' * 50000} {'}' * 50000} }}", {400, 503}),
    "nested brackets": (f"SELECT * {{ FILTER({'(' * 50000}1{')' * 50000}) }}", {400, 503}),
    "ten megabytes": (f"SELECT * {{ ?s ?p '{'x' * 10_000_000}' }}", {413}),
}


def quick(served: Served, client: str) -> float:
    """Ask something small as another client, and give the seconds it takes."""
    begin = time.perf_counter()
    response = httpx.get(
        served.sparql,
        params={"query": "ASK { ?s ?p ?o }"},
        headers={"X-Forwarded-For": client, "Accept": "application/json"},
        timeout=20,
    )
    assert response.json()["boolean"] is True
    assert httpx.get(served.url).status_code == 200
    return time.perf_counter() - begin


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_and_others_do_not_notice(served: Served, name: str) -> None:
    query, expected = HOSTILE[name]
    with ThreadPoolExecutor(4) as threads:
        begin = time.perf_counter()
        # Three at once: one client holds at most all workers but one.
        asked = [threads.submit(served.post, query, **{"X-Forwarded-For": "203.0.113.1"}) for _ in range(3)]
        times = []
        while not all(one.done() for one in asked):
            times.append(quick(served, "203.0.113.2"))
            time.sleep(0.05)
        took = time.perf_counter() - begin
    answers = [one.result() for one in asked]
    # Those that waited for the time limit in vain are told to come back.
    assert {answer.status_code for answer in answers} <= expected | {503}
    assert any(answer.status_code in expected for answer in answers)
    assert all(answer.text.strip() for answer in answers)
    assert took < 3 * SECONDS + 3
    assert max(times, default=0.0) < 1
    assert quick(served, "203.0.113.1") < SECONDS


def test_service_reaches_nobody(served: Served) -> None:
    reached = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)

        def listen() -> None:
            try:
                listening.accept()[0].close()
                reached.append(True)
            except OSError:
                pass

        address = f"<http://127.0.0.1:{listening.getsockname()[1]}/>"
        for query in (
            f"SELECT * {{ SERVICE {address} {{ ?s ?p ?o }} }}",
            f"SELECT * {{ service silent{address}{{ ?s ?p ?o }} }}",
            f"SELECT * {{ ?s ?p 1SERVICE {address} {{ ?s ?p ?o }} }}",
            f"SELECT * {{ FILTER(1<2)SERVICE#>\n{address}{{ ?s ?p ?o }} }}",
            f'SELECT * {{ FILTER(1<2)#> """\n SERVICE {address} {{ ?s ?p ?o }} #"""\n }}',
            f"SELECT * {{ BIND({address} AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
            f"PREFIX : {address} SELECT * {{ SERVICE:x{{ ?s ?p ?o }} }}",
        ):
            thread = threading.Thread(target=listen)
            thread.start()
            assert served.post(query).status_code in (400, 403), query
            thread.join()
    assert not reached


def children(pid: int) -> list[int]:
    """Give the processes below a process."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = status.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(parts[1]) == pid:
            found += [int(status.parent.name), *children(int(status.parent.name))]
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are listed by /proc")
@pytest.mark.parametrize("busy", [False, True])
def test_a_stopped_server_leaves_no_process(built: Path, busy: bool) -> None:
    server = start(built, "--workers", "3", "--timeout", "60")
    below = children(server.process.pid)
    assert len(below) >= 3
    with ThreadPoolExecutor(1) as threads:
        if busy:
            asked = threads.submit(server.post, HOSTILE["product"][0])
            time.sleep(0.5)
        begin = time.perf_counter()
        assert stop(server) == 0
        assert time.perf_counter() - begin < 8
        if busy:
            assert isinstance(asked.exception(), httpx.HTTPError) or asked.result().status_code >= 500
    assert not left_after(5, below)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are listed by /proc")
def test_a_killed_server_leaves_no_process_for_long(built: Path) -> None:
    server = start(built, "--timeout", "1")
    below = children(server.process.pid)
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(server.post, HOSTILE["product"][0])
        time.sleep(0.3)
        server.process.kill()
        stop(server)
        assert isinstance(asked.exception(), httpx.HTTPError)
    assert not left_after(10, below)


def left_after(seconds: float, processes: list[int]) -> list[int]:
    """Give those of the processes that have not ended by then; one that nobody has waited for has ended."""
    deadline = time.monotonic() + seconds
    while (left := [pid for pid in processes if runs(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def runs(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_a_taken_port_and_broken_data_are_explained(built: Path, served: Served, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "keikaku", "serve", "--lang", "en", "--out"]
    port = str(httpx.URL(served.url).port)
    taken = subprocess.run(
        [*command, str(built), "--port", port], capture_output=True, text=True, timeout=60, check=False
    )
    assert taken.returncode == 2
    assert "Cannot listen" in taken.stderr
    (tmp_path / "vocab").mkdir()
    (tmp_path / "vocab" / "broken.ttl").write_text("<a> <b>", encoding="utf-8")
    (tmp_path / "index.html").write_text("<p>", encoding="utf-8")
    broken = subprocess.run(
        [*command, str(tmp_path), "--port", "0"], capture_output=True, text=True, timeout=60, check=False
    )
    assert broken.returncode == 2
    assert "cannot be loaded" in broken.stderr
    assert "Traceback" not in taken.stderr + broken.stderr


def test_quick_queries_of_the_same_address_are_answered_too(served: Served) -> None:
    query = HOSTILE["product"][0]
    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(served.post, query, **{"X-Forwarded-For": "203.0.113.9"}) for _ in range(3)]
        time.sleep(0.3)
        # It waits no longer than patience lasts, and until a worker is there again; each long query is displaced once.
        times = [quick(served, "203.0.113.9") for _ in range(3)]
        statuses = {one.result().status_code for one in asked}
    assert min(times) < PATIENCE + 2
    assert max(times) < 3 * PATIENCE + 3
    assert statuses <= {503, 504}
