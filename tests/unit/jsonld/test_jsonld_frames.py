"""The frames make nested documents of each city's JSON-LD: what the tables say, and nothing that the graph does not."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonld_reading import BASE, Triples, from_file, from_jsonld
from pyld import jsonld

CODES = ["112097", "132012", "212105", "412058"]
Json = dict[str, Any]


@cache
def framed(public: Path, code: str, name: str) -> Json:
    document = json.loads((public / code / "data" / f"{code}.jsonld").read_bytes())
    frame = json.loads((public / "vocab/frames" / f"{name}.jsonld").read_bytes())
    return jsonld.frame(document, frame, {"omitDefault": True})


@cache
def graph(path: Path) -> Triples:
    return from_file(path)


def top(document: Json) -> list[Json]:
    """Give the objects of a document; one alone is the document itself."""
    return document.get("@graph", [document])


def of_type(items: list[Json], name: str) -> list[Json]:
    return [item for item in items if name in item["type"]]


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def table(public: Path, code: str, name: str) -> list[dict[str, str]]:
    with (public / code / "data" / f"{code}_plan_{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key(row: dict[str, str], *names: str) -> tuple[str, ...]:
    return tuple(row[name] for name in names)


def edition(item: Json) -> str:
    return item["edition"].split("/")[-2]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", ["plan", "project", "indicator"])
def test_a_framed_document_says_nothing_that_the_graph_does_not(public: Path, code: str, name: str) -> None:
    found = from_jsonld(framed(public, code, name))
    assert len(found) > 500
    assert found <= graph(public / code / "data" / f"{code}.ttl")


@pytest.mark.parametrize("code", CODES)
def test_the_tree_of_a_plan_is_that_of_the_tables(public: Path, code: str) -> None:
    plans = top(framed(public, code, "plan"))
    assert {plan["identifier"] for plan in plans} == {row["plan_id"] for row in table(public, code, "plans")}
    editions = [one["identifier"] for plan in plans for one in plan["editions"]]
    assert Counter(editions) == Counter(row["edition_id"] for row in table(public, code, "editions"))
    policies = [policy for plan in plans for policy in plan["policies"]]
    said = [(edition(one), policy["identifier"], one["title"]) for policy in policies for one in policy["statements"]]
    rows = table(public, code, "policies")
    assert Counter(said) == Counter(key(row, "edition_id", "policy_id", "title") for row in rows)
    assert Counter(_below(policies)) == Counter(_below_by_tables(public, code))


def _below(policies: list[Json]) -> Iterator[tuple[str, ...]]:
    """Give every project under its policy, and every indicator under its project or policy."""
    for policy in policies:
        for item in policy.get("ofPolicy", []):
            kind = "project" if of_type([item], "ProjectStatement") else "indicator"
            yield kind, policy["identifier"], edition(item), item["identifier"], item["title"]
            for under in item["thing"].get("ofProject", []):
                assert of_type([under], "IndicatorStatement")
                yield "indicator", item["identifier"], edition(item), edition(under), under["identifier"]


def _below_by_tables(public: Path, code: str) -> Iterator[tuple[str, ...]]:
    """A project is the same in all editions, so each edition's line of it leads to the indicators of all editions."""
    indicators = table(public, code, "indicators")
    for row in table(public, code, "projects"):
        if not row["policy_id"]:
            continue
        yield "project", *key(row, "policy_id", "edition_id", "project_id", "title")
        for under in indicators:
            if under["project_id"] == row["project_id"] and _plan(public, code, under) == _plan(public, code, row):
                yield "indicator", *key(row, "project_id", "edition_id"), *key(under, "edition_id", "indicator_id")
    for row in indicators:
        if row["policy_id"]:
            yield "indicator", *key(row, "policy_id", "edition_id", "indicator_id", "title")


def _plan(public: Path, code: str, row: dict[str, str]) -> str:
    return _plans(public, code)[row["edition_id"]]


@cache
def _plans(public: Path, code: str) -> dict[str, str]:
    return {row["edition_id"]: row["plan_id"] for row in table(public, code, "editions")}


@pytest.mark.parametrize("code", CODES)
def test_an_indicator_holds_its_targets_results_and_assessments(public: Path, code: str) -> None:
    found: Counter[tuple[str, ...]] = Counter()
    for one in top(framed(public, code, "indicator")):
        assert one["statements"]
        for item in one.get("ofIndicator", []):
            for kind in ("Target", "Result", "Assessment"):
                if of_type([item], kind):
                    year = item["fiscalYear"].rpartition("#")[2]
                    found[kind, one["identifier"], edition(item), year, item.get("value", "")] += 1
    values = {"Target": ("targets", "value"), "Result": ("results", "value"), "Assessment": ("assessments", None)}
    expected: Counter[tuple[str, ...]] = Counter()
    for kind, (name, column) in values.items():
        for row in table(public, code, name):
            value = row[column] if column else ""
            expected[kind, *key(row, "indicator_id", "edition_id", "fiscal_year"), value] += 1
    assert found == expected


@pytest.mark.parametrize("code", CODES)
def test_a_project_holds_its_departments_schedule_and_themes(public: Path, code: str) -> None:
    names = {row["department_id"]: row["name"] for row in table(public, code, "departments")}
    found: Counter[tuple[str, ...]] = Counter()
    for one in top(framed(public, code, "project")):
        assert one["statements"]
        items = one.get("ofProject", [])
        for item in of_type(items, "Responsibility"):
            said = item["department"]["skos:prefLabel"]["@value"]
            found["department", one["identifier"], edition(item), item["department"]["identifier"], said] += 1
        for item in of_type(items, "ScheduleEntry"):
            found["schedule", one["identifier"], edition(item), item["fiscalYear"].rpartition("#")[2]] += 1
        for item in of_type(items, "ThemeAssignment"):
            found["theme", one["identifier"], edition(item), item["theme"].rpartition("#")[2]] += 1
    expected: Counter[tuple[str, ...]] = Counter()
    for row in table(public, code, "project_departments"):
        named = (row["department_id"], names[row["department_id"]])
        expected["department", *key(row, "project_id", "edition_id"), *named] += 1
    for row in table(public, code, "schedule"):
        expected["schedule", *key(row, "project_id", "edition_id", "fiscal_year")] += 1
    for row in table(public, code, "project_themes"):
        expected["theme", *key(row, "project_id", "edition_id", "theme")] += 1
    assert found == expected


def test_known_values_stand_where_a_reader_looks(public: Path) -> None:
    (plan,) = top(framed(public, "132012", "plan"))
    policy = next(one for one in plan["policies"] if one["identifier"] == "1-1")
    assert policy["title"] == "行政手続のオンライン化"
    project = next(one for one in policy["ofPolicy"] if one["identifier"] == "1-1-2")
    (indicator,) = project["thing"]["ofProject"]
    assert indicator["title"] == "就学手続におけるオンライン申請導入率"
    one = next(one for one in top(framed(public, "132012", "indicator")) if one["identifier"] == "1-1-2.1")
    targets = {item["fiscalYear"][-4:]: item["value"] for item in of_type(one["ofIndicator"], "Target")}
    assert targets == {"2022": "5", "2023": "5", "2024": "10", "2025": "20"}


def test_a_page_is_framed_as_well_as_a_city(public: Path) -> None:
    page = json.loads((public / "132012/dx/indicators/1-1-2.1/index.jsonld").read_bytes())
    frame = json.loads((public / "vocab/frames/indicator.jsonld").read_bytes())
    (one,) = top(jsonld.frame(page, frame, {"omitDefault": True}))
    (whole,) = (one for one in top(framed(public, "132012", "indicator")) if one["identifier"] == "1-1-2.1")
    assert one["ofIndicator"] == whole["ofIndicator"]


def test_the_catalog_is_framed_whole(public: Path) -> None:
    document = json.loads((public / "all/data/catalog.jsonld").read_bytes())
    frame = json.loads((public / "vocab/frames/catalog.jsonld").read_bytes())
    found = jsonld.frame(document, frame, {"omitDefault": True})
    datasets = {one["id"]: one for one in found["dcat:dataset"]}
    assert set(datasets) == {f"{BASE}{code}/data/#it" for code in [*CODES, "all"]}
    for one in datasets.values():
        files = {file["dcat:downloadURL"]["id"]: file for file in one["dcat:distribution"]}
        assert len(files) > 20
        for url, file in files.items():
            assert (public / url.removeprefix(BASE)).is_file()
            assert len(file["spdx:checksum"]["spdx:checksumValue"]["@value"]) == 64
    assert from_jsonld(found) <= graph(public / "all/data/catalog.ttl")


def test_published_frames_name_the_context_of_the_site(public: Path) -> None:
    for path in sorted((public / "vocab/frames").glob("*.jsonld")):
        context = many(json.loads(path.read_bytes())["@context"])
        assert path.stem == "catalog" or context[0] == f"{BASE}vocab/context.jsonld"
