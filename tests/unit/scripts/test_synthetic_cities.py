"""Synthetic cities keep the schema's rules and the promised sizes, and repeat byte for byte."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from random import Random

import pytest

import synthetic
from keikaku.check import check_city
from keikaku.iri import check_digit
from keikaku.schema import load_schema
from keikaku.text import normalise
from synthetic_city.words import description, project_title

SEED = 7


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return synthetic.write_cities(tmp_path_factory.mktemp("cities"), 2, SEED)


def rows(city: Path, table: str) -> list[dict[str, str]]:
    with (city / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_check_finds_nothing_but_a_missing_licence(cities: list[Path]) -> None:
    found = [check_city(city, city.parent, load_schema()) for city in cities]
    assert [[problem.code for problem in checked.problems] for checked in found] == [["W501"], []]


def test_every_table_has_rows_in_the_schemas_columns(cities: list[Path]) -> None:
    for table in [table for table in load_schema().tables if not table.derived]:
        head, *rest = (cities[0] / "tables" / f"{table.name}.csv").read_text(encoding="utf-8").splitlines()
        assert head.split(",") == list(table.names)
        assert rest


def test_sizes(cities: list[Path]) -> None:
    city = cities[0]
    assert len({row["project_id"] for row in rows(city, "projects")}) == 170
    assert len({row["indicator_id"] for row in rows(city, "indicators")}) == 250
    assert len(rows(city, "targets")) + len(rows(city, "results")) == 1000
    assert len(rows(city, "schedule")) == 680
    assert len(rows(city, "departments")) == 40
    levels = Counter(row["level"] for row in rows(city, "policies") if row["edition_id"] == "dx-2023")
    assert levels == {"1": 3, "2": 18, "3": 54}


def test_unusual_rows_are_present(cities: list[Path]) -> None:
    targets, results = rows(cities[0], "targets"), rows(cities[0], "results")
    assert {row["applies"] for row in targets} == {"year", "every_year", "plan_end"}
    assert {row["origin"] for row in targets} == {"stated", "derived"}
    assert any(row["value_max"] for row in targets)
    assert any(not row["value"] for row in targets)
    assert {"1", "2"} == {row["seq"] for row in results}
    assert {"achieved", "not_achieved", ""} == {row["status"] for row in results}
    assert any(row["replaces_indicator_id"] for row in rows(cities[0], "indicators"))


def test_the_same_seed_gives_the_same_bytes(cities: list[Path], tmp_path: Path) -> None:
    synthetic.write_city(tmp_path, 1, SEED)
    for path in sorted(tmp_path.rglob("*.*")):
        assert path.read_bytes() == (cities[1] / path.relative_to(tmp_path)).read_bytes()


def test_another_seed_gives_other_rows(cities: list[Path], tmp_path: Path) -> None:
    synthetic.write_city(tmp_path, 1, SEED + 1)
    assert rows(tmp_path, "projects") != rows(cities[1], "projects")


def test_codes_of_cities_are_valid_and_distinct() -> None:
    codes = [synthetic._lgcode(number) for number in range(synthetic.MAX_CITIES)]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 6 and check_digit(code[:5]) == code[5] for code in codes)
    with pytest.raises(ValueError, match="number"):
        synthetic._lgcode(synthetic.MAX_CITIES)


def test_texts_are_normal_and_as_long_as_promised() -> None:
    rng = Random(SEED)  # noqa: S311 - nothing secret
    for _ in range(2000):
        title, text = project_title(rng), description(rng)
        assert 10 <= len(title) <= 40
        assert 60 <= len(text) <= 150
        assert normalise(title + text) == title + text
