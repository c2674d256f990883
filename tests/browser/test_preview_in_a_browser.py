"""`keikaku preview` as a person uses it: a page stays open, a table is saved and shown; then a fault, mended."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PAGE = "132012/dx/indicators/1-1-1.1/"
OLD, NEW = ",19.9,%", ",23.4,%"
LONGEST_MS = 60_000
"""Far longer than it takes, for machines that do other things besides: no test of speed (see scripts/bench.py)."""


class Preview:
    def __init__(self, workspace: Path, out: Path) -> None:
        self.results = workspace / "hachioji" / "tables" / "results.csv"
        command = [sys.executable, "-m", "keikaku", "preview", "--lang", "en", "--port", "0"]
        self.process = subprocess.Popen(
            [*command, "--source", str(workspace), "--out", str(out)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": str(ROOT / "build"), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
        )
        self.address = self.hear(r"Open (http://127\.0\.0\.1:\d+/)")[1]

    def hear(self, pattern: str) -> re.Match[str]:
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line)
            if found := re.search(pattern, line):
                return found
        raise AssertionError("".join(said))

    def save(self, old: str, new: str) -> None:
        text = self.results.read_text("utf-8")
        assert old in text
        self.results.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    for name in ("hachioji", "hanno"):
        shutil.copytree(ROOT / "datapackage" / name, tmp_path / "datapackage" / name)
    made = Preview(tmp_path / "datapackage", tmp_path / "out")
    yield made
    if made.process.poll() is None:
        made.process.kill()
    made.process.wait()


def test_an_edit_a_fault_and_its_mending(preview: Preview, chromium: Any, record_property: Any) -> None:
    from playwright.sync_api import expect

    faults: list[str] = []
    page = chromium.new_context().new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(preview.address + PAGE)
    body, state = page.locator("main"), page.locator("#keikaku-preview-state")
    expect(body).to_contain_text("19.9%")
    expect(state).to_contain_text("最新です", timeout=LONGEST_MS)
    preview.hear(r"up to date")

    began = perf_counter()
    preview.save(OLD, NEW)
    expect(body).to_contain_text("23.4%", timeout=LONGEST_MS)
    seconds = perf_counter() - began
    record_property("seconds_until_shown", round(seconds, 2))
    print(f"from saving to showing: {seconds:.2f} s")  # noqa: T201 - a figure, not a check
    # It is shown long before everything is written.
    expect(state).to_contain_text("書き出しています")
    expect(state).to_contain_text("すべてのページとファイルが最新", timeout=LONGEST_MS)

    preview.save(NEW, ",約23%,%")
    overlay = page.locator("#keikaku-preview")
    expect(overlay).to_contain_text("直すところが", timeout=LONGEST_MS)
    expect(overlay).to_contain_text("results.csv")
    expect(overlay).to_contain_text("直し方")
    expect(body).to_contain_text("23.4%")

    preview.save(",約23%,%", OLD)
    expect(body).to_contain_text("19.9%", timeout=LONGEST_MS)
    expect(overlay).not_to_contain_text("直し方")
    assert faults == []
    page.context.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl+C to consoles, not to processes")
def test_ctrl_c_ends_it_at_once_and_cleanly(preview: Preview, tmp_path: Path) -> None:
    began = perf_counter()
    preview.process.send_signal(signal.SIGINT)
    rest, _ = preview.process.communicate(timeout=60)
    assert perf_counter() - began < 30
    assert preview.process.returncode == 0
    assert "Traceback" not in rest
    assert "ended" in rest
    assert not (tmp_path / ".out.cache").exists()
    assert not (tmp_path / ".out.new").exists()
