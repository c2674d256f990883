"""The catalogs, taken by ckanext-harvest and ckanext-dcat on a real CKAN: what arrives is what they say."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from portals import HOME_VARIABLE, Portal
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS
from variants import Variant, variant

from browsing import served
from keikaku.cli import run
from kitchen import CITY_YAML, Tables, write_kitchen

pytestmark = [pytest.mark.server, pytest.mark.ckan]
BASE = f"https://plans-{os.getpid()}.example.jp/"
"""Harvesters know datasets by their URIs: those of a run that was broken off must not be these."""
ENA, HANNO, ALL = f"{BASE}212105/data/#it", f"{BASE}112097/data/#it", f"{BASE}all/data/#it"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
EUROPE = "http://publications.europa.eu/resource/authority"
STATED = f"""licence: {{name: CC-BY-4.0, title: クリエイティブ・コモンズ 表示 4.0 国際, url: '{CC_BY}'}}
contact: {{name: 情報政策課, email: joho@city.example.jp}}
frequency: ANNUAL
"""
LICENCES = [{"id": "cc-by-4.0", "title": "CC BY 4.0", "url": CC_BY, "status": "active", "od_conformance": "approved"}]
SECONDS = 90


def _two_plans(tables: Tables) -> None:
    tables["plans"].append({**tables["plans"][0], "plan_id": "before", "start_fy": "2018", "end_fy": "2021"})


class Site:
    """Two cities as a site: one states all that a catalog can tell, the other only what it must."""

    def __init__(self, folder: Path) -> None:
        self.source, self.public = folder / "datapackage", folder / "public"
        self.source.mkdir()
        (write_kitchen(self.source) / "city.yaml").write_text(CITY_YAML + STATED, encoding="utf-8")
        other = (
            CITY_YAML.replace("212105", "112097")
            .replace("恵那", "飯能")
            .replace("岐阜", "埼玉")
            .replace("Ena", "Hanno")
        )
        (write_kitchen(self.source, "hanno", _two_plans) / "city.yaml").write_text(other, encoding="utf-8")

    def build(self, *options: str) -> None:
        call = ["build", "--source", str(self.source), "--out", str(self.public), "--base-url", BASE, *options]
        assert run(call) == 0

    def graph(self, name: str) -> Graph:
        return Graph().parse(self.public / name, format="json-ld" if name.endswith("ld") else "turtle")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("harvested"))
    made.build()
    return made


@pytest.fixture(scope="module")
def harvester(ckan: Portal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Variant]:
    """A Japanese portal with its own list of licences, whose harvesters run."""
    folder = tmp_path_factory.mktemp("harvester")
    (folder / "licences.json").write_text(json.dumps(LICENCES), encoding="utf-8")
    state = Path(os.environ[HOME_VARIABLE]) / "state"
    settings = {
        # Without a time, the client gives up on a queue that is empty for a few seconds.
        "ckan.redis.url": f"unix://{state}/redis.sock?db=0&socket_timeout=600",
        "ckan.site_id": "harvester",
        "ckan.plugins": "harvest dcat dcat_rdf_harvester",
        "ckan.locale_default": "ja",
        "licenses_group_url": f"file://{folder}/licences.json",
    }
    with (
        variant(ckan, folder, "ckanext-harvest", settings, ("db", "upgrade", "-p", "harvest")) as found,
        found.running("harvester", "gather-consumer"),
        found.running("harvester", "fetch-consumer"),
    ):
        yield found


class Source:
    """A source on the portal, and what is harvested from it."""

    def __init__(self, portal: Portal, url: str, rdf_format: str) -> None:
        self.portal, self.name = portal, f"catalog-{portal.seat.code}"
        config = json.dumps({"rdf_format": rdf_format})
        kind = {"source_type": "dcat_rdf", "owner_org": portal.seat.organisation, "config": config}
        self.id = portal.act("harvest_source_create", name=self.name, title="計画", url=url, **kind)["id"]

    def harvest(self) -> dict[str, Any]:
        """Gather, fetch and import; give the figures of the job."""
        job = self.portal.act("harvest_job_create", source_id=self.id, run=True)["id"]
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            time.sleep(0.3)
            self.portal.act("harvest_jobs_run", source_id=self.id)
            told: dict[str, Any] = self.portal.act("harvest_job_show", id=job)
            if told["status"] == "Finished":
                assert not told.get("gather_errors"), told
                assert not told.get("object_error_summary"), told
                return dict(told["stats"])
        raise AssertionError("the harvest did not end")

    def datasets(self) -> dict[str, Any]:
        """Give the datasets that came from the source, by their URIs."""
        told = self.portal.act("package_search", fq=f"harvest_source_id:{self.id}", rows=100)["results"]
        every = [self.portal.act("package_show", id=one["id"]) for one in told]
        return {_extras(one)["uri"]: one for one in every}

    def remove(self) -> None:
        for one in self.datasets().values():
            self.portal.act("dataset_purge", id=one["id"])
        self.portal.act("harvest_source_clear", id=self.id)
        self.portal.act("harvest_source_delete", id=self.id)
        self.portal.act("dataset_purge", id=self.id)


@pytest.fixture
def sources(harvester: Variant) -> Iterator[list[Source]]:
    made: list[Source] = []
    yield made
    for one in made:
        one.remove()


def _extras(dataset: Any) -> dict[str, str]:
    return {one["key"]: one["value"] for one in dataset["extras"]}


def _said(graph: Graph, subject: str, predicate: URIRef) -> str:
    """Give the value of a statement, the Japanese one where there are several."""
    values = list(graph.objects(URIRef(subject), predicate))
    return str(next((one for one in values if isinstance(one, Literal) and one.language == "ja"), values[0]))


def _same(graph: Graph, uri: str, dataset: Any) -> None:
    """Make sure that a dataset says what the catalog says, every file included."""
    extras = _extras(dataset)
    assert (dataset["title"], dataset["notes"]) == (
        _said(graph, uri, DCTERMS.title),
        _said(graph, uri, DCTERMS.description),
    )
    assert dataset["url"] == _said(graph, uri, DCAT.landingPage)
    assert {one["name"] for one in dataset["tags"]} == {str(one) for one in graph.objects(URIRef(uri), DCAT.keyword)}
    assert extras["identifier"] == extras["guid"] == uri
    assert extras["publisher_uri"] == _said(graph, uri, DCTERMS.publisher)
    assert json.loads(extras["language"]) == [f"{EUROPE}/language/JPN"]
    assert f"{EUROPE}/data-theme/GOVE" in json.loads(extras["theme"])
    assert extras["access_rights"].endswith("/PUBLIC")
    files = {one["uri"]: one for one in dataset["resources"]}
    assert set(files) == {str(one) for one in graph.objects(URIRef(uri), DCAT.distribution)}
    for name, one in files.items():
        checksum = _said(graph, name, URIRef("http://spdx.org/rdf/terms#checksum"))
        assert one["hash"] == _said(graph, checksum, URIRef("http://spdx.org/rdf/terms#checksumValue"))
        assert one["hash_algorithm"].endswith("checksumAlgorithm_sha256")
        assert (one["name"], one["description"]) == (
            _said(graph, name, DCTERMS.title),
            _said(graph, name, DCTERMS.description),
        )
        assert one["url"] == one["download_url"] == _said(graph, name, DCAT.downloadURL)
        assert one["access_url"] == _said(graph, name, DCAT.accessURL)
        assert str(one["size"]) == _said(graph, name, DCAT.byteSize)
        assert one["mimetype"] == _said(graph, name, DCAT.mediaType).partition("/media-types/")[2]


def test_one_city_alone_is_taken_from_its_own_catalog(site: Site, harvester: Variant, sources: list[Source]) -> None:
    with served(site.public) as address:
        url = f"{address}212105/data/catalog.jsonld"
        sources.append(source := Source(harvester.portal, url, "application/ld+json"))
        assert source.harvest()["added"] == 1
        (dataset,) = source.datasets().values()
        _same(site.graph("212105/data/catalog.jsonld"), ENA, dataset)
        _look_at_ena(dataset)


def test_all_cities_are_taken_and_renewed_in_place(site: Site, harvester: Variant, sources: list[Source]) -> None:
    with served(site.public) as address:
        sources.append(source := Source(harvester.portal, f"{address}all/data/catalog.ttl", "text/turtle"))
        assert source.harvest()["added"] == 3
        first, graph = source.datasets(), site.graph("all/data/catalog.ttl")
        assert set(first) == {ENA, HANNO, ALL}
        for uri, dataset in first.items():
            _same(graph, uri, dataset)
        _look_at_ena(first[ENA])
        hanno = _extras(first[HANNO])
        assert (first[HANNO]["license_id"], "contact_name" in hanno, "frequency" in hanno) == ("", False, False)
        # Of several plans a harvester keeps one period: it is that of all of them.
        assert (hanno["temporal_start"], hanno["temporal_end"]) == ("2018-04-01", "2026-03-31")
        assert source.harvest()["added"] == 0
        assert _ids(source.datasets()) == _ids(first)
        projects = site.source / "ena" / "tables" / "projects.csv"
        projects.write_text(
            projects.read_text(encoding="utf-8").replace("窓口の改善", "窓口を改める"), encoding="utf-8"
        )
        site.build()
        assert source.harvest()["added"] == 0
        after = source.datasets()
        assert _ids(after) == _ids(first)
        for uri, dataset in after.items():
            _same(site.graph("all/data/catalog.ttl"), uri, dataset)
        changed = {uri for uri in after if _hashes(after[uri]) != _hashes(first[uri])}
        assert changed == {ENA, ALL}
        site.build("--city", "ena")
        assert source.harvest()["deleted"] == 1
        assert set(source.datasets()) == {ENA, ALL}


def _look_at_ena(dataset: Any) -> None:
    extras = _extras(dataset)
    assert (dataset["title"], dataset["license_id"]) == ("恵那市の計画データ", "cc-by-4.0")
    assert (extras["publisher_name"], extras["spatial_text"]) == ("恵那市", "恵那市")
    assert extras["spatial_uri"].endswith("C21210")
    assert (extras["temporal_start"], extras["temporal_end"]) == ("2022-04-01", "2026-03-31")
    assert (extras["contact_name"], extras["contact_email"]) == ("情報政策課", "joho@city.example.jp")
    assert extras["frequency"] == f"{EUROPE}/frequency/ANNUAL"
    assert json.loads(extras["documentation"]) == [f"{BASE}dictionary/"]
    assert all(one["license"] == CC_BY for one in dataset["resources"])
    forms = {one["url"].rpartition("/")[2]: one["format"] for one in dataset["resources"]}
    assert forms["212105_plan_plans.csv"] == "CSV"
    assert (forms["212105_plan.xlsx"], forms["212105_plan.zip"]) == ("XLSX", "ZIP")
    # CKAN's own list of formats has no Turtle, so the address of the file type stays.
    assert forms["212105.ttl"] == f"{EUROPE}/file-type/RDF_TURTLE"


def _ids(datasets: dict[str, Any]) -> dict[str, Any]:
    return {uri: (one["id"], {file["uri"]: file["id"] for file in one["resources"]}) for uri, one in datasets.items()}


def _hashes(dataset: Any) -> dict[str, str]:
    return {one["uri"]: one["hash"] for one in dataset["resources"]}
