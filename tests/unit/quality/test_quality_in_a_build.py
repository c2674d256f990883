"""Quality as a build publishes it: files, listings, and numbers that agree with one another."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from rdflib import Graph, Namespace, URIRef

from keikaku.pipeline import build
from keikaku.quality import check_rules
from kitchen import Tables, write_kitchen

BASE = "https://keikaku.example/"
DQV = Namespace("http://www.w3.org/ns/dqv#")


def publish(workspace: Path, out: Path) -> Path:
    assert build(workspace, out, BASE, (), lambda *step: None).sound
    return out / "212105"


@pytest.fixture
def city(workspace: Path, tmp_path: Path) -> Path:
    write_kitchen(workspace)
    return publish(workspace, tmp_path / "public")


def test_the_report_stands_beside_the_page_and_is_listed_with_the_data(city: Path) -> None:
    report = (city / "quality" / "quality.json").read_bytes()
    page = (city / "data" / "index.html").read_text(encoding="utf-8")
    assert 'href="../quality/quality.json"' in page
    assert hashlib.sha256(report).hexdigest() in page
    assert 'href="quality.json"' in (city / "quality" / "index.html").read_text(encoding="utf-8")
    schema = json.loads((city.parent / "vocab" / "quality.schema.json").read_bytes())
    assert json.loads(report)["$schema"] == f"{BASE}vocab/quality.schema.json"
    assert schema["title"]


def test_report_and_graph_hold_the_same_measurements(city: Path) -> None:
    report = json.loads((city / "quality" / "quality.json").read_bytes())
    graph = Graph().parse(city / "data" / "212105.nt", format="nt")
    for one in report["measurements"]:
        (value,) = graph.objects(URIRef(one["id"]), DQV.value)
        assert float(value) == one["value"] if one["unit"] != "result" else str(value) == one["value"]
        assert list(graph.objects(URIRef(one["id"]), DQV.computedOn)) == [URIRef(one["computed_on"])]
        assert list(graph.objects(URIRef(one["id"]), DQV.isMeasurementOf)) == [URIRef(one["metric"])]


def test_the_rules_hold_for_the_finished_folder_as_well(city: Path) -> None:
    report = json.loads((city / "quality" / "quality.json").read_bytes())
    told = {rule["rule"]: rule["result"] for rule in report["rules"]["items"]}
    for name in ("index.html", "index.ttl", "index.jsonld"):
        assert (city / "data" / name).is_file()
    assert {rule.rule_id: rule.result for rule in check_rules(city / "data")} == told


def test_what_the_tables_gain_or_lose_shows(workspace: Path, tmp_path: Path) -> None:
    def spoil(tables: Tables) -> None:
        tables["results"][-1]["value"] = ""
        tables["totals"][0] |= {"value": "7", "raw": "7事業", "derivation": "projects"}
        tables["corrections"] = [row for row in tables["corrections"] if row["table_name"] != "totals"]
        tables["projects"][-1]["title"] = "髙野の窓口"

    write_kitchen(workspace, spoil=spoil)
    report = json.loads((publish(workspace, tmp_path / "public") / "quality" / "quality.json").read_bytes())
    results = [one for one in report["rows_without_figures"] if (one["table"], one["edition_id"]) == ("results", "e2")]
    assert [item["key"] for item in results[0]["items"]] == ["1-1.1|2024|1"]
    assert report["totals"]["disagreeing"] == 1
    assert "W507" in {warning["code"] for warning in report["warnings"]}
    characters = next(rule for rule in report["rules"]["items"] if rule["rule"] == "L1-08")
    assert (characters["result"], characters["on_purpose"]) == ("exception", False)
    assert characters["examples"] == [
        {"file": "212105_plan_projects.csv", "sheet": "", "cell": "F5", "value": "髙野の窓口"}
    ]
