"""The four cities on a real CKAN: published, published again, taken back byte by byte, and as ckanext-dcat tells them.

None of them has stated a licence, so the copies that are published get one; all else is as the build wrote it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from portals import CLIENT, Desk, Portal
from publisher import Publisher
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF

from keikaku.file_names import CHECKSUMS, DATA_PACKAGE

pytestmark = [pytest.mark.server, pytest.mark.ckan]
CITIES = ("112097", "132012", "212105", "412058")
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
LICENCE = {"name": "CC-BY-4.0", "path": CC_BY, "title": "クリエイティブ・コモンズ 表示 4.0 国際"}
FILES = ("*_plan_*.csv", "*_plan.xlsx", "*_open_data_list.csv", DATA_PACKAGE, "[0-9]*.ttl")
PERIODS = {
    "112097": ("2022-04-01", "2031-03-31"),
    "132012": ("2022-04-01", "2026-03-31"),
    "212105": ("2022-04-01", "2026-03-31"),
    "412058": ("2021-04-01", "2026-03-31"),
}
"""The days of each city's plans, as their documents state them."""
SPDX = "http://spdx.org/rdf/terms#"


@pytest.fixture(scope="module")
def licensed_cities(ckan: Portal, public_cities: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built cities with a licence in their packages."""
    site = tmp_path_factory.mktemp("four") / "public"
    site.mkdir()
    shutil.copy(public_cities / "keikaku.json", site)
    for code in CITIES:
        data = site / code / "data"
        shutil.copytree(public_cities / code / "data", data)
        told = json.loads((data / DATA_PACKAGE).read_text(encoding="utf-8"))
        assert "licenses" not in told
        _rewrite(data / DATA_PACKAGE, json.dumps(told | {"licenses": [LICENCE]}, ensure_ascii=False, indent=2) + "\n")
    return site


def _rewrite(path: Path, text: str) -> None:
    """Change a published file, and its line in the list of checksums."""
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text(text, encoding="utf-8", newline="\n")
    sums = path.with_name(CHECKSUMS)
    after = hashlib.sha256(path.read_bytes()).hexdigest()
    sums.write_text(sums.read_text(encoding="utf-8").replace(before, after), encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def published(
    ckan: Portal, licensed_cities: Path, publisher: Publisher, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A desk from which the four cities were published."""
    made = Desk(tmp_path_factory.mktemp("desk"), licensed_cities, ckan.editor, ckan, publisher)
    made.settle(ckan.url, FILES, name="{identifier}")
    _purge(ckan)
    told = made.publish()
    assert told.code == 0, told.err
    yield made
    _purge(ckan)


def _purge(ckan: Portal) -> None:
    for code in CITIES:
        if ckan.act("package_show", id=f"{code}_plan"):
            ckan.act("dataset_purge", id=f"{code}_plan")


def _shown(ckan: Portal, code: str) -> Any:
    told = ckan.act("package_show", "", id=f"{code}_plan")
    assert told, code
    return told


def test_published_again_nothing_is_written(published: Desk) -> None:
    for forget in (False, True):
        if forget:
            published.forget()
        told = published.publish()
        assert (told.code, told.out.count(" 0 writing")) == (0, len(CITIES)), told.out + told.err


@pytest.mark.parametrize("code", CITIES)
def test_what_the_portal_gives_back_is_the_package(published: Desk, ckan: Portal, tmp_path: Path, code: str) -> None:
    from frictionless import Package

    data = published.site / code / "data"
    wanted = {path.name for pattern in FILES for path in data.glob(pattern)}
    resources = {one["keikaku_path"]: one for one in _shown(ckan, code)["resources"]}
    assert set(resources) == wanted
    for name, one in resources.items():
        content = CLIENT.get(one["url"]).content
        assert content == (data / name).read_bytes(), name
        assert one["hash"] == hashlib.sha256(content).hexdigest()
        (tmp_path / name).write_bytes(content)
    package = json.loads((tmp_path / DATA_PACKAGE).read_text(encoding="utf-8"))
    assert {one["path"] for one in package["resources"]} <= wanted
    # From the portal's own addresses, as a stranger would read it.
    for one in package["resources"]:
        one["path"] = resources[one["path"]]["url"]
    report = Package.from_descriptor(package).validate()
    assert report.valid, report.flatten(["code", "message"])[:3]


@pytest.mark.parametrize("code", CITIES)
def test_the_portal_s_own_catalog_keeps_what_we_say(published: Desk, ckan: Portal, code: str) -> None:
    answer = CLIENT.get(f"{ckan.url}/dataset/{code}_plan.ttl")
    if answer.status_code != 200:
        pytest.skip("this CKAN has no ckanext-dcat")
    graph = Graph().parse(data=answer.content.decode("utf-8"), format="turtle")
    package = json.loads((published.site / code / "data" / DATA_PACKAGE).read_text(encoding="utf-8"))
    dataset = URIRef(f"{package['id'].removesuffix(DATA_PACKAGE)}#it")

    def one(subject: Any, predicate: URIRef) -> Any:
        (value,) = graph.objects(subject, predicate)
        return value

    assert str(one(dataset, DCTERMS.title)) == package["title"]
    assert str(one(dataset, DCTERMS.identifier)) == f"{code}_plan"
    publisher = one(dataset, DCTERMS.publisher)
    assert str(one(publisher, FOAF.name)) == package["contributors"][0]["title"]
    (period,) = (one for one in graph.objects(dataset, DCTERMS.temporal) if graph.value(one, DCAT.startDate))
    assert (str(one(period, DCAT.startDate)), str(one(period, DCAT.endDate))) == PERIODS[code]
    files = list(graph.objects(dataset, DCAT.distribution))
    assert len(files) == len(_shown(ckan, code)["resources"])
    assert {str(one(file, DCTERMS.license)) for file in files} == {CC_BY}
    sums = (published.site / code / "data" / CHECKSUMS).read_text(encoding="utf-8")
    for file in files:
        checksum = one(file, URIRef(SPDX + "checksum"))
        assert str(one(checksum, URIRef(SPDX + "algorithm"))).endswith("sha256")
        assert str(one(checksum, URIRef(SPDX + "checksumValue"))) in sums
