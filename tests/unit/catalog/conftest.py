"""Two cities as published: the kitchen city with nothing set, and an awkward one with a licence and a home page."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from keikaku.pipeline import build
from kitchen import Tables, write_kitchen

BASE = "https://keikaku.example/"
HOSTILE = '計画</script><script>alert("1")</script> \\ \t"&\''
SET = """lgcode: '112097'
name: {ja: 飯能市, en: Hanno}
kana: はんのうし
prefecture: {ja: 埼玉県, en: Saitama}
licence: {name: CC-BY-4.0, title: クリエイティブ・コモンズ 表示 4.0, url: 'https://creativecommons.org/licenses/by/4.0/'}
homepage: 'https://city.example/{open} data'
"""


def awkward(tables: Tables) -> None:
    """A title that must be escaped everywhere, a document on the web, a plan that states no last year."""
    tables["sources"][0] |= {"title": HOSTILE.replace("\t", ""), "url": "https://city.example/plan.pdf"}
    tables["plans"].append({**tables["plans"][0], "plan_id": "q", "start_fy": "2026", "end_fy": ""})


def write_cities(workspace: Path) -> None:
    write_kitchen(workspace)
    other = write_kitchen(workspace, "hanno", spoil=awkward)
    (other / "city.yaml").write_text(SET, encoding="utf-8")


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalog")
    (folder / "datapackage").mkdir()
    write_cities(folder / "datapackage")
    outcome = build(folder / "datapackage", folder / "public", BASE, (), lambda *step: None)
    assert outcome.sound, outcome.problems
    return folder / "public"


@pytest.fixture(scope="session")
def catalog(public: Path) -> Graph:
    return Graph().parse(public / "all/data/catalog.ttl")


@pytest.fixture(scope="session")
def void(public: Path) -> Graph:
    return Graph().parse(public / ".well-known/void", format="turtle")
