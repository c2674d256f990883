"""Themes, priorities, glossary: every code is explained, and every project and term of the real cities has its own."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from keikaku.check import CleanCity, check_city
from keikaku.schema import CodeList, Schema, load_schema

DATA = Path(__file__).resolve().parents[2] / "datapackage"
SLUGS = sorted(path.parent.name for path in DATA.glob("*/city.yaml"))
EXPLAINED = ("theme", "national_priority", "national_priority_2020", "glossary", "theme_basis")
TOPICS = (
    *("オンライン申請", "キャッシュレス", "書かない窓口", "AI", "RPA", "GIS", "オープンデータ", "デジタルデバイド"),
    *("人材育成", "標準化", "セキュリティ", "テレワーク"),
    *("防災", "子育て", "健康福祉", "産業", "観光", "教育", "地域"),
)
MOST_THEMES = 3


@pytest.fixture(scope="module", params=SLUGS)
def city(request: pytest.FixtureRequest) -> CleanCity:
    checked = check_city(DATA / str(request.param), DATA, load_schema())
    assert checked.city is not None
    return checked.city


def rows(city: CleanCity, table: str) -> list[dict[str, str]]:
    return list(city.tables[table].dicts())


def key(row: dict[str, str]) -> tuple[str, str]:
    return row["edition_id"], row["project_id"]


@pytest.mark.parametrize("name", EXPLAINED)
def test_every_code_is_explained_in_both_languages(schema: Schema, name: str) -> None:
    for code in schema.code_lists[name].codes:
        assert code.definition is not None, code.value
        assert re.search(r"[ぁ-ん].*。$", code.definition.ja), code.value
        assert re.fullmatch(r"[A-Z][ -~]+\.", code.definition.en), code.value


def test_themes_have_the_topics_of_the_comparison_in_two_levels(schema: Schema) -> None:
    themes = schema.code_lists["theme"]
    for topic in TOPICS:
        assert any(code.ja.startswith(topic) for code in themes.codes), topic
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code.value) for code in themes.codes)
    tops = {code.value for code in themes.below[""]}
    assert all(code.broader in tops for code in themes.codes if code.broader)


def test_each_national_priority_has_a_theme(schema: Schema) -> None:
    matched = {match for code in schema.code_lists["theme"].codes for match in code.match.codes}
    for name in ("national_priority", "national_priority_2020"):
        assert {(name, code.value) for code in schema.code_lists[name].codes} <= matched


def test_every_term_of_the_glossary_has_a_reading(schema: Schema) -> None:
    glossary = schema.code_lists["glossary"]
    assert len(glossary.codes) >= 80
    for code in glossary.codes:
        assert re.fullmatch(r"[ぁ-ゖー]+", code.reading or ""), code.value


def test_every_project_of_every_edition_has_one_to_three_themes(city: CleanCity) -> None:
    counted = Counter(map(key, rows(city, "project_themes")))
    assert set(counted) == set(map(key, rows(city, "projects")))
    assert max(counted.values()) <= MOST_THEMES


@pytest.mark.parametrize(("table", "column", "name"), [
    ("project_themes", "theme", "theme"),
    ("project_priorities", "priority", "national_priority"),
    ("terms", "concept", "glossary"),
])  # fmt: skip
def test_codes_used_are_declared(city: CleanCity, schema: Schema, table: str, column: str, name: str) -> None:
    known: CodeList = schema.code_lists[name]
    assert {row[column] for row in rows(city, table)} <= set(known.by_value)


def test_a_classification_stands_where_its_project_does(city: CleanCity) -> None:
    places = {key(row): (row["page"], row["line"]) for row in rows(city, "projects")}
    for table in ("project_themes", "project_priorities"):
        for row in rows(city, table):
            assert (row["page"], row["line"]) == places[key(row)], row


def test_projects_that_the_plan_marks_have_a_national_priority(city: CleanCity) -> None:
    marked = {key(row) for row in rows(city, "projects") if row["national_priority"] == "true"}
    assert marked <= set(map(key, rows(city, "project_priorities")))


def test_a_priority_that_an_editor_gave_has_a_theme_that_matches_it(city: CleanCity, schema: Schema) -> None:
    """Two classifications by one reader must not contradict each other."""
    themes = schema.code_lists["theme"]
    near = {
        code.value: {value for name, value in code.match.codes if name == "national_priority"} for code in themes.codes
    }
    near["online_booking"] = {"front_yard"}  # only some bookings belong to the reform of the front office
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows(city, "project_themes"):
        found.setdefault(key(row), set()).update(near[row["theme"]])
    for row in rows(city, "project_priorities"):
        assert row["basis"] != "editor" or row["priority"] in found[key(row)], row
