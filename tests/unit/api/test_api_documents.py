"""The API: every document of a real build against its schema, its links, and the tables that it was made of."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from keikaku.api.schemas import json_schema
from keikaku.api.shapes import ROW_EXTRAS, load_shapes, read_type
from keikaku.names import API_DOCUMENTS
from keikaku.pipeline import build
from keikaku.schema import Schema
from kitchen import Tables, write_kitchen

BASE = "https://keikaku.example/"
API = "api/v1"


@cache
def document(path: Path) -> Any:
    return json.loads(path.read_bytes())


def api(public: Path, href: str) -> Any:
    """Follow a link of the API into a build."""
    assert href.startswith(f"{BASE}{API}/")
    return document(public / href.removeprefix(BASE))


def documents(public: Path) -> list[Path]:
    root = public / API
    return [p for p in sorted(root.rglob("*.json")) if p.parent.name != "schema" and p.name != "openapi.json"]


def values(found: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Give all members at any depth."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from values(value, key)
    elif isinstance(found, list):
        for value in found:
            yield from values(value, name)
    else:
        yield name, found


@pytest.fixture(scope="module")
def kitchen_public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("workspace") / "datapackage"
    workspace.mkdir()
    write_kitchen(workspace)
    out = tmp_path_factory.mktemp("out") / "public"
    assert build(workspace, out, BASE, (), lambda *step: None).sound
    return out


@pytest.fixture(scope="module", params=["public_cities", "kitchen_public"])
def public(request: pytest.FixtureRequest) -> Path:
    return Path(request.getfixturevalue(str(request.param)))


def test_every_document_is_what_its_schema_says(public: Path, schema: Schema) -> None:
    kinds = {kind: json_schema(kind, schema, BASE) for kind in load_shapes().kinds}
    for body in kinds.values():
        Draft202012Validator.check_schema(body)
    judges = {kind: Draft202012Validator(body, format_checker=FormatChecker()) for kind, body in kinds.items()}
    met = set()
    for path in documents(public):
        found = document(path)
        met.add(found["kind"])
        assert found["href"] == BASE + path.relative_to(public).as_posix()
        faults = [f"{fault.json_path}: {fault.message}" for fault in judges[found["kind"]].iter_errors(found)]
        assert not faults, (path, faults[:3])
    assert met == kinds.keys(), "each kind must have a document, and each document a kind"
    for kind, body in kinds.items():
        assert document(public / API / "schema" / f"{kind}.json") == body


def test_schemas_refuse_what_is_not_so(public: Path) -> None:
    found = document(public / API / "cities.json")
    judge = Draft202012Validator(document(public / API / "schema" / "cities.json"))
    assert judge.is_valid(found)
    card = found["cities"][0]
    for spoilt in ({**card, "plans": "1"}, {**card, "more": 1}, {k: v for k, v in card.items() if k != "uri"}):
        assert not judge.is_valid({**found, "cities": [spoilt]})


def test_parts_stand_in_the_order_of_the_shapes(public: Path) -> None:
    shapes = load_shapes()
    for path in documents(public):
        found = document(path)
        assert list(found)[3:] == list(shapes.kinds[found["kind"]].parts), path
        for name, written in shapes.kinds[found["kind"]].parts.items():
            kind, of, _ = read_type(written)
            if kind == "list":
                expected = [one for part in shapes.objects[of].items() for one in expand(*part)]
                assert all(list(item) == expected for item in found[name]), (path, name)


def expand(name: str, written: str) -> list[str]:
    return [name, f"{name}_ja", f"{name}_en"] if read_type(written).kind == "code" else [name]


def test_every_link_leads_to_something(public: Path) -> None:
    for path in documents(public):
        for name, value in values(document(path)):
            if not isinstance(value, str) or not value.startswith(BASE):
                continue
            target = public / value.removeprefix(BASE).partition("#")[0]
            assert (target / "index.html" if value.partition("#")[0].endswith("/") else target).is_file(), (name, value)


def test_each_document_is_reached_from_the_entry_point(public: Path) -> None:
    start = f"{BASE}{API}/index.json"
    open_, seen = {start}, set[str]()
    while open_:
        href = open_.pop()
        seen.add(href)
        for _, value in values(api(public, href)):
            if isinstance(value, str) and value.startswith(f"{BASE}{API}/") and value not in seen:
                open_ |= {value} if "/schema/" not in value and not value.endswith("openapi.json") else set()
    assert seen == {BASE + path.relative_to(public).as_posix() for path in documents(public)}


def test_all_rows_of_the_tables_are_there_and_say_the_same(public: Path, schema: Schema) -> None:
    """Each row of each table stands in the API, cell by cell; `pages` only help to find pages and are left out."""
    for card in document(public / API / "cities.json")["cities"]:
        given = {table.name: {} for table in schema.tables}
        folder = public / API / "cities" / card["lgcode"]
        for path in sorted(folder.rglob("*.json")):
            collect(json.loads(path.read_bytes(), parse_float=str), given)
        for table in schema.tables:
            path = public / card["lgcode"] / "data" / f"{card['lgcode']}_plan_{table.name}.csv"
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            if table.name == "pages":
                continue
            found = {tuple(row[key] for key in table.primary_key): row for row in given[table.name].values()}
            assert len(found) == len(rows), table.name
            for row in rows:
                mine = found[tuple(row[key] for key in table.primary_key)]
                assert {name: mine[name] for name in row} == row, (table.name, row)


def collect(found: dict[str, Any], given: dict[str, dict[str, dict[str, str]]]) -> None:
    for name, written in load_shapes().kinds[found["kind"]].parts.items():
        kind, of, _ = read_type(written)
        if kind in {"rows", "row"}:
            for row in found[name] if kind == "rows" else [found[name]]:
                given[of][row["uri"]] = {key: as_text(value) for key, value in row.items()}


def as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def test_printed_decimals_are_kept(public_cities: Path) -> None:
    path = public_cities / API / "cities/212105/plans/ict2/indicators/1-1-1-1.1.json"
    assert '"rate":70.0' in path.read_text(encoding="utf-8")


def test_counts_are_those_that_the_plan_prints(public_cities: Path) -> None:
    """Hachioji prints for 令和6年度: 112 projects with indicators, 94 achieved, 15 not, 3 partly."""
    found = document(public_cities / API / "cities/132012/attainment.json")
    wanted = {"fiscal_year": 2024, "counted": "projects", "basis": "printed"}
    (record,) = (one for one in found["records"] if wanted.items() <= one.items())
    assert [record[name] for name in ("achieved", "not_achieved", "partly_achieved", "total")] == [94, 15, 3, 112]
    missed = [one for one in found["missed"] if one["fiscal_year"] == 2024 and one["printed_status"] == "not_achieved"]
    assert {"1-1-1.1"} <= {one["indicator_id"] for one in missed}
    first = next(one for one in missed if one["indicator_id"] == "1-1-1.1")
    assert (first["target_value"], first["result_value"], first["unit"]) == (80.0, 28.7, "%")
    assert document(public_cities / API / "attainment.json")["records"].count(record) == 1


def test_what_ena_changed_is_told(public_cities: Path) -> None:
    found = document(public_cities / API / "cities/212105/plans/ict2/editions/ict2-2025.json")
    assert {change["table"] for change in found["changes"]} >= {"projects", "indicators", "targets", "results"}
    assert document(public_cities / API / "cities/212105/plans/ict2/editions/ict2-2024-03.json")["changes"] == []


def test_a_changed_target_is_told_with_the_reason_of_its_indicator(tmp_path: Path, schema: Schema) -> None:
    def spoil(tables: Tables) -> None:
        target = next(row for row in tables["targets"] if row["edition_id"] == "e2")
        target.update(raw="12種以上", value="12")
        statement = next(row for row in tables["indicators"] if row["edition_id"] == "e2")
        statement["revision_reason"] = "早く達したため"

    write_kitchen(tmp_path / "in", spoil=spoil)
    assert build(tmp_path / "in", tmp_path / "public", BASE, (), lambda *step: None).sound
    path = tmp_path / "public" / API / "cities/212105/plans/p/editions/e2.json"
    found = [change for change in document(path)["changes"] if change["table"] == "targets"]
    assert [(one["column"], one["before"], one["after"]) for one in found] == [
        ("raw", "10種以上", "12種以上"),
        ("value", "10", "12"),
    ]
    assert {one["reason"] for one in found} == {"早く達したため"}
    feed = (tmp_path / "public/212105/p/indicators/1-1.1/feed.xml").read_text(encoding="utf-8")
    assert "目標値の変更 2025年度: 10種以上 → 12種以上（早く達したため）" in feed


def test_a_theme_counts_the_projects_of_all_cities(public_cities: Path) -> None:
    for theme in document(public_cities / API / "themes.json")["themes"]:
        found = api(public_cities, theme["href"])
        lists = [api(public_cities, city["href"])["projects"] for city in found["cities"]]
        assert found["projects"] == theme["projects"] == sum(map(len, lists))
        assert theme["cities"] == len(lists)


def test_openapi_describes_the_api(public: Path) -> None:
    found = document(public / API / "openapi.json")
    OpenAPIV31SpecValidator(found).validate()
    assert set(found["paths"]) == {f"/{path}" for kind, path in API_DOCUMENTS.items() if kind in load_shapes().kinds}
    assert found["servers"] == [{"url": f"{BASE}{API}/"}]
    used = {name for path in found["paths"] for name in path.split("{")[1:]}
    assert {name.partition("}")[0] for name in used} == set(found["components"]["parameters"])


def test_row_extras_are_in_rows(public_cities: Path) -> None:
    project = document(public_cities / API / "cities/132012/plans/dx/projects/1-1-3.json")
    assert ROW_EXTRAS["project_departments"] == ("department_name",)
    assert all(row["department_name"] for row in project["departments"])
