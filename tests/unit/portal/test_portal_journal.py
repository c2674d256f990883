"""State and log: what is kept between runs, and that losing it does no harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from keikaku.portal.journal import Known, Log, State

KNOWN = Known("d1", "2026-01-01T00:00:00", {"a.csv": "r1"})


def test_state_is_kept_by_dataset(tmp_path: Path) -> None:
    state = State(tmp_path / "new", "gifu", "https://x.jp")
    assert state.known("a") == Known()
    state.keep("a", KNOWN)
    state.keep("b", Known("d2"))
    assert (state.known("a"), state.known("b").id) == (KNOWN, "d2")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["portal-gifu.json"]


def test_another_address_is_another_portal(tmp_path: Path) -> None:
    State(tmp_path, "gifu", "https://x.jp").keep("a", KNOWN)
    assert State(tmp_path, "gifu", "https://test.x.jp").known("a") == Known()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"address": "https://x.jp", "datasets": 3}', '{"datasets": {"a": 1}}']
)
def test_a_broken_state_is_a_lost_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "portal-gifu.json").write_text(text, encoding="utf-8")
    state = State(tmp_path, "gifu", "https://x.jp")
    assert state.known("a") == Known()
    state.keep("a", KNOWN)
    assert state.known("a") == KNOWN


def test_log_counts_and_is_added_to(tmp_path: Path) -> None:
    for _ in range(2):
        log = Log(tmp_path, "gifu")
        log.call("package_show", writes=False, status=200, seconds=0.1)
        log.call("package_revise", writes=True, status=0, seconds=0.1, sent=5, problem="E1022")
        assert (log.reads, log.writes) == (1, 1)
    lines = [json.loads(line) for line in (tmp_path / "portal-gifu.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["action"] for line in lines] == ["package_show", "package_revise"] * 2
    assert lines[1]["code"] == "E1022"
