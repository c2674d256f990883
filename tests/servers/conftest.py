"""A small built city behind the real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from portals import Desk, Portal, running_portal, seat
from publisher import Publisher
from serving import BASE, ROWS, SECONDS, Served, start, stop

from keikaku.cli import run
from kitchen import CITY_YAML, write_kitchen


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


LICENCE = """licence:
  name: CC-BY-4.0
  title: クリエイティブ・コモンズ 表示 4.0 国際
  url: https://creativecommons.org/licenses/by/4.0/
"""


def _build_licensed(folder: Path, description: str) -> Path:
    """Build the kitchen city with a licence, under the code of this process, and with some text in one cell."""
    source = folder / "datapackage"
    source.mkdir()
    city = write_kitchen(source, spoil=lambda tables: tables["projects"][0].update(description=description))
    (city / "city.yaml").write_text(CITY_YAML.replace("212105", seat().code) + LICENCE, encoding="utf-8")
    out = folder / "public"
    assert run(["build", "--source", str(source), "--out", str(out), "--base-url", BASE]) == 0
    return out


@pytest.fixture(scope="session")
def ckan() -> Iterator[Portal]:
    with running_portal() as portal:
        yield portal


@pytest.fixture(scope="session")
def publisher() -> Iterator[Publisher]:
    made = Publisher()
    yield made
    made.close()


@pytest.fixture(scope="session")
def licensed_site(ckan: Portal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build_licensed(tmp_path_factory.mktemp("licensed"), "窓口の手続きを減らす。")


@pytest.fixture(scope="session")
def changed_site(ckan: Portal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with one cell changed."""
    return _build_licensed(tmp_path_factory.mktemp("changed"), "窓口の手続きを減らし、待ち時間を短くする。")


@pytest.fixture
def desk(ckan: Portal, licensed_site: Path, publisher: Publisher, tmp_path: Path) -> Iterator[Desk]:
    """A place to publish from, in front of a portal that holds nothing of this city."""
    ckan.empty()
    yield Desk(tmp_path, licensed_site, ckan.editor, ckan, publisher)
    ckan.empty()
