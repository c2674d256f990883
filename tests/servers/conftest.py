"""A small built city behind the real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import BASE, ROWS, SECONDS, Served, start, stop

from keikaku.cli import run
from kitchen import write_kitchen


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("served") / "datapackage"
    source.mkdir()
    write_kitchen(source)
    out = source.parent / "public"
    assert run(["build", "--source", str(source), "--out", str(out), "--base-url", BASE]) == 0
    return out


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[Served]:
    limits = ["--timeout", str(SECONDS), "--max-rows", str(ROWS), "--max-memory", "256", "--workers", "2"]
    server = start(built, *limits)
    yield server
    assert stop(server) == 0
