"""`quality.json`: its schema, its numbers, and that it says everything that the page shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from keikaku.check import CleanCity
from keikaku.problem import Problem, Where
from keikaku.quality import Quality, check_rules, measure, quality_json
from keikaku.schema import Schema

BASE = "https://keikaku.example/"
SCHEMA_FILE = Path(__file__).parents[3] / "vocab" / "quality.schema.json"
CITY = f"{BASE}212105/"


@pytest.fixture(scope="session")
def document(quality: Quality, rich_city: CleanCity, schema: Schema) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(quality_json(quality, rich_city, schema, BASE))
    return found


def errors(found: dict[str, Any]) -> list[str]:
    import jsonschema

    rules = json.loads(SCHEMA_FILE.read_bytes())
    jsonschema.Draft202012Validator.check_schema(rules)
    return [
        f"{error.json_path}: {error.message}" for error in jsonschema.Draft202012Validator(rules).iter_errors(found)
    ]


def test_the_document_fits_its_schema(document: dict[str, Any]) -> None:
    assert errors(document) == []
    assert document["$schema"] == f"{BASE}vocab/quality.schema.json"


def test_the_schema_refuses_what_does_not_fit(document: dict[str, Any]) -> None:
    assert errors({**document, "more": 1})
    assert errors({**document, "rows": "12"})
    spoilt = [{**rule, "reason": None} for rule in document["rules"]["items"]]
    assert errors({**document, "rules": {**document["rules"], "items": spoilt}})


def test_warnings_are_told_in_both_languages(rich_city: CleanCity, schema: Schema) -> None:
    warning = Problem("W501", Where("ena/city.yaml"), {"city": "恵那市"})
    found = json.loads(quality_json(measure(rich_city, schema, (warning,), ()), rich_city, schema, BASE))
    assert errors(found) == []
    assert found["warnings"][0]["code"] == "W501"
    assert "恵那市" in found["warnings"][0]["message"]["ja"]


def test_the_same_input_gives_the_same_bytes(
    quality: Quality, rich_city: CleanCity, published: Path, schema: Schema
) -> None:
    again = measure(rich_city, schema, (), check_rules(published))
    assert quality_json(again, rich_city, schema, BASE) == quality_json(quality, rich_city, schema, BASE)


def test_totals_carry_numbers_reasons_and_uris(document: dict[str, Any]) -> None:
    totals = document["totals"]
    assert [totals[key] for key in ("printed", "agreeing", "disagreeing", "not_compared")] == [4, 1, 2, 1]
    second = totals["items"][1]
    assert (second["printed"], second["computed"], second["agrees"]) == (3, 2, False)
    assert second["id"] == f"{CITY}p/editions/e2/#total-t2"
    assert second["corrections"] == [
        {"id": f"{CITY}p/editions/e2/#correction-on-t2", "reason": "表の事業は二つだけである。"}
    ]
    assert totals["items"][3]["computed"] is None
    assert totals["items"][3]["agrees"] is None


def test_disagreeing_statuses_are_never_hidden(document: dict[str, Any]) -> None:
    attainment = document["attainment"]
    assert (attainment["compared"], attainment["agreeing"], attainment["disagreeing"]) == (2, 1, 1)
    (one,) = attainment["disagreements"]
    assert one["id"] == f"{CITY}p/indicators/1-1.9/#assessment-2024-e2"
    assert (one["printed_label"]["ja"], one["computed_label"]["ja"]) == ("達成", "未達成")


def test_rules_have_names_results_and_reasons(document: dict[str, Any]) -> None:
    rules = document["rules"]
    assert rules["count"] == len(rules["items"]) == 30
    assert rules["passed"] + rules["not_applicable"] + rules["exceptions"] == 30
    assert rules["source"]["licence"] == "PDL1.0"
    one_value = next(rule for rule in rules["items"] if rule["rule"] == "L1-07")
    assert one_value["name"]["ja"] == "１セル１データとなっているか"
    assert one_value["on_purpose"] is True
    assert one_value["examples"][0]["file"] == "212105_plan_results.csv"


def test_shares_are_numbers_or_null(document: dict[str, Any]) -> None:
    first = document["completeness"]["editions"][0]["measures"][0]
    assert first == {
        "metric": "projectsWithDepartment",
        "label": {"ja": "担当課の示された事業", "en": "Projects with a department"},
        "count": 1,
        "of": 2,
        "percent": 50.0,
    }
    empty = [table for table in document["completeness"]["tables"] if not table["rows"]]
    assert all(table["cells"]["percent"] is None for table in empty)


def test_measurements_name_what_they_are_computed_on(document: dict[str, Any]) -> None:
    found = {one["id"]: one for one in document["measurements"]}
    assert len(found) == len(document["measurements"])
    assert found[f"{CITY}quality/#rowCount"]["computed_on"] == f"{CITY}data/#it" == document["dataset"]
    assert found[f"{CITY}quality/#rowCount-targets"]["computed_on"] == f"{CITY}data/212105_plan_targets.csv"
    assert found[f"{CITY}quality/#correctionCount-e2"]["computed_on"] == f"{CITY}p/editions/e2/#it"
    assert found[f"{CITY}quality/#rule-L1-01"]["value"] == "pass"
