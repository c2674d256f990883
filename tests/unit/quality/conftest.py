"""The kitchen city's data folder as published, with some awkward but sound rows in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from keikaku.check import CleanCity, check_city
from keikaku.package import write_package
from keikaku.quality import Quality, check_rules, measure
from keikaku.schema import Schema
from kitchen import Tables, write_kitchen

BASE = "https://keikaku.example/"


def enrich(tables: Tables) -> None:
    """Add totals that agree, disagree and are not compared, statuses of both kinds, and rows without figures."""
    tables["corrections"] = [row for row in tables["corrections"] if row["table_name"] != "totals"]
    new = {"edition_id": "e2"}
    total = {**new, "measure": "事業数", "unit": "事業"}
    tables["totals"] = [
        {**total, "total_id": "t1", "raw": "2事業", "value": "2", "derivation": "projects"},
        {**total, "total_id": "t2", "raw": "3事業", "value": "3", "derivation": "projects"},
        {**total, "total_id": "t3", "raw": "5事業", "value": "5", "derivation": "projects"},
        {**total, "total_id": "t4", "raw": "9人", "value": "9", "unit": "人"},
    ]
    spoken = {**new, "correction_id": "on-t2", "table_name": "totals", "row_key": "t2"}
    tables["corrections"].append({**spoken, "kind": "inconsistent", "reason": "表の事業は二つだけである。"})
    number = {"value_type": "number", "unit": "件", "polarity": "up", "project_id": "1-1", "position": "9"}
    for key, status, value in (("1-1.8", "achieved", "12"), ("1-1.9", "achieved", "7")):
        own = {**new, "indicator_id": key, "fiscal_year": "2024", "seq": "1", "unit": "件"}
        tables["indicators"].append({**new, "indicator_id": key, "title": "件数", **number})
        stated = {"origin": "stated", "applies": "year", "basis": "absolute"}
        tables["targets"].append({**own, "raw": "10件", "value": "10", **stated})
        tables["results"].append({**own, "raw": f"{value}件", "value": value, "status": status})


@pytest.fixture(scope="session")
def rich_city(tmp_path_factory: pytest.TempPathFactory, schema: Schema) -> CleanCity:
    folder = tmp_path_factory.mktemp("rich")
    checked = check_city(write_kitchen(folder, spoil=enrich), folder, schema)
    assert not [problem for problem in checked.problems if problem.code.startswith("E")], checked.problems
    assert checked.city is not None
    return checked.city


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, rich_city: CleanCity, schema: Schema) -> Path:
    folder = tmp_path_factory.mktemp("published")
    write_package(rich_city, schema, folder, BASE)
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    shutil.copytree(published, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture(scope="session")
def quality(rich_city: CleanCity, published: Path, schema: Schema) -> Quality:
    return measure(rich_city, schema, (), check_rules(published))
