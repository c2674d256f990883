"""The bench: stages measured in processes of their own, figures told as a table and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest

import _bench_stages
import synthetic


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    synthetic.write_cities(folder, 1, 1)
    return folder


def test_a_stage_is_measured_in_its_own_process(bench: ModuleType, workspace: Path, tmp_path: Path) -> None:
    (line,) = bench.measure_stage("check", workspace, 1, tmp_path)
    assert (line.stage, line.cities, line.unit) == ("check", 1, "rows")
    assert line.amount > 3000
    assert line.seconds > 0
    assert line.rate == pytest.approx(line.amount / line.seconds)


def test_every_format_of_the_graph_holds_the_same(workspace: Path, tmp_path: Path) -> None:
    measures = _bench_stages.graph(workspace, 1, tmp_path)
    assert len({measure.amount for measure in measures}) == 1
    assert len({measure.what for measure in measures}) == 4


def test_two_processes_write_the_pages_that_one_does(workspace: Path, tmp_path: Path) -> None:
    *_, alone, several = _bench_stages.site(workspace, 1, tmp_path)
    assert several.amount == alone.amount > 1000


def test_the_bench_knows_every_stage(bench: ModuleType) -> None:
    assert list(bench.MOST_CITIES) == list(_bench_stages.STAGES)


def test_table_and_json_tell_the_same(bench: ModuleType) -> None:
    lines = [
        bench.Line("check", "read and check", 2, 9000, "rows", 0.5, 0.4, 41.4),
        bench.Line("cli", "keikaku --help", 0, 1, "calls", 0.0, None, None),
    ]
    head, rule, first, second = bench.table(lines).splitlines()
    assert head.count("|") == rule.count("|") == first.count("|") == second.count("|")
    assert first == "| check | read and check | 2 | 9,000 rows | 0.500 | 0.400 | 18,000 | 41 MB |"
    assert second == "| cli | keikaku --help | — | 1 calls | 0.000 | — | 0 | — |"
    told = json.loads(bench.as_json(lines, 5))
    assert told["seed"] == 5
    assert [line["per_second"] for line in told["lines"]] == [18000, 0]


def test_cities_that_are_there_are_used_again(bench: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "city-0000").mkdir()
    bench.prepare(tmp_path, 2, 1)
    assert not list((tmp_path / "city-0000").iterdir())
    assert (tmp_path / "city-0001" / "city.yaml").is_file()
