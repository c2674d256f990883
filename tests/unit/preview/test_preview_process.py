"""The command as a process: however it is ended, nothing of it goes on."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

BUILD = Path(__file__).resolve().parents[3] / "build"
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the system does not list processes here")


@pytest.fixture
def process(cities: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "keikaku", "preview", "--lang", "en", "--port", "0"]
    begun = subprocess.Popen(
        [*command, "--source", str(cities), "--out", str(tmp_path / "room" / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(BUILD), "PYTHONUNBUFFERED": "1"},
    )
    assert begun.stdout is not None
    assert any(re.search(r"Open http://127\.0\.0\.1:\d+/", line) for line in begun.stdout)
    yield begun
    begun.kill()
    begun.communicate()


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.is_file() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def writers(pid: int) -> set[int]:
    """Wait for the processes that write cities."""
    until = monotonic() + 60
    while monotonic() < until:
        # Processes are started from the thread that writes.
        found = {one for task in Path(f"/proc/{pid}/task").iterdir() for one in _of(task)}
        if found:
            return found
        sleep(0.05)
    raise AssertionError("no process writes")


def _of(task: Path) -> set[int]:
    try:
        return {int(one) for one in (task / "children").read_text().split()}
    except OSError:
        return set()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_its_processes_end_with_it(process: subprocess.Popen[str], tmp_path: Path, how: signal.Signals) -> None:
    found = writers(process.pid)
    process.send_signal(how)
    rest, _ = process.communicate(timeout=60)
    until = monotonic() + 30
    while any(map(alive, found)) and monotonic() < until:
        sleep(0.05)
    assert not any(map(alive, found))
    if how != signal.SIGKILL:
        assert process.returncode == 0
        assert "Traceback" not in rest
        assert {path.name for path in (tmp_path / "room").iterdir()} <= {"out", ".out.lock"}
