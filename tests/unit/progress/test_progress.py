"""What is filled, missing and due, as of a day: honest about what was not reported, and whom to ask."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import html5lib
import pytest
from jsonschema import Draft202012Validator

from keikaku.check import check_city
from keikaku.cli import run
from keikaku.progress import FORMATS, CityProgress, Progress, fiscal_year_of, form, measure_city
from keikaku.schema import Schema, load_schema
from kitchen import Tables, write_kitchen

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "vocab" / "progress.schema.json").read_bytes())
Measure = Callable[..., CityProgress]


def target(year: int, applies: str = "year", indicator: str = "1-1.1", edition: str = "e2") -> dict[str, str]:
    own = {"edition_id": edition, "indicator_id": indicator, "fiscal_year": str(year), "seq": "1"}
    return {**own, "raw": f"{year}年に10種", "value": "10", "unit": "種", "origin": "stated", "applies": applies}


def result(year: int, raw: str = "7種", value: str = "7", **more: str) -> dict[str, str]:
    own = {"edition_id": "e2", "indicator_id": "1-1.1", "fiscal_year": str(year), "seq": "1"}
    return {**own, "raw": raw, "value": value, "unit": "種" if value else "", **more}


@pytest.fixture
def measured(workspace: Path) -> Measure:
    def measure(
        spoil: Callable[[Tables], object] | None = None, year: int = 2025, current: int = 2025, only: bool = False
    ) -> CityProgress:
        checked = check_city(write_kitchen(workspace, spoil=spoil), workspace, load_schema())
        found = measure_city(checked, year, current, only=only)
        assert found is not None
        return found

    return measure


def only_these(*rows: dict[str, str], results: tuple[dict[str, str], ...] = ()) -> Callable[[Tables], object]:
    def spoil(tables: Tables) -> None:
        tables["targets"], tables["results"] = list(rows), list(results)
        tables["corrections"] = []

    return spoil


def due(city: CityProgress) -> list[tuple[str, str, int]]:
    return [(item.kind, item.state, item.fiscal_year) for plan in city.plans for item in plan.items]


def test_a_year_that_has_ended_is_overdue_and_the_current_one_open(measured: Measure) -> None:
    city = measured(only_these(target(2024), target(2025), target(2023), results=(result(2023),)))
    assert due(city) == [("result", "overdue", 2024), ("result", "open", 2025)]
    counts = [(one.fiscal_year, one.due, one.reported) for one in city.plans[0].counts]
    assert counts == [(2023, 1, 1), (2024, 1, 0), (2025, 1, 0)]


def test_a_target_of_the_whole_plan_is_due_in_its_year_only(measured: Measure) -> None:
    assert due(measured(only_these(target(2025, "plan_end")), year=2024, current=2024)) == []


def test_a_target_of_every_year_is_due_in_each_year_of_the_plan(measured: Measure) -> None:
    city = measured(only_these(target(2025, "every_year"), results=(result(2023),)))
    assert [year for _, _, year in due(city)] == [2022, 2024, 2025]


def test_a_year_to_come_is_not_looked_at_unless_asked_for(measured: Measure) -> None:
    spoil = only_these(target(2024), target(2025))
    assert due(measured(spoil, year=2024, current=2024)) == [("result", "open", 2024)]


def test_one_year_can_be_asked_for(measured: Measure) -> None:
    city = measured(only_these(target(2024), target(2025)), year=2025, current=2023, only=True)
    assert due(city) == [("result", "ahead", 2025)]


def test_a_dash_is_no_result_and_is_said(measured: Measure) -> None:
    city = measured(only_these(target(2024), results=(result(2024, "―", ""),)))
    (item,) = city.plans[0].items
    assert (item.kind, item.dash) == ("result", True)


def test_a_result_in_words_is_a_result(measured: Measure) -> None:
    assert due(measured(only_these(target(2024), results=(result(2024, "調査・研究", ""),)))) == []


def test_an_indicator_that_was_replaced_or_dropped_is_not_asked_for(measured: Measure) -> None:
    def replaced(tables: Tables) -> None:
        only_these(target(2024), target(2024, indicator="1-1.2"))(tables)
        next(row for row in tables["indicators"] if (row["edition_id"], row["indicator_id"]) == ("e2", "1-1.2")).update(
            replaces_indicator_id="1-1.1"
        )

    city = measured(replaced)
    assert [item.indicator.id for item in city.plans[0].items] == ["1-1.2"]


def test_an_indicator_of_an_older_edition_is_not_asked_for(measured: Measure) -> None:
    def dropped(tables: Tables) -> None:
        only_these(target(2024, edition="e1"))(tables)
        tables["indicators"] = [
            row for row in tables["indicators"] if row["edition_id"] == "e1" or row["indicator_id"] != "1-1.1"
        ]

    assert due(measured(dropped)) == []


def test_a_result_of_an_older_edition_counts(measured: Measure) -> None:
    assert due(measured(only_these(target(2024), results=(result(2024, edition_id="e1"),)))) == []


def test_those_who_lead_are_asked(measured: Measure) -> None:
    def spoil(tables: Tables) -> None:
        only_these(target(2024))(tables)
        own = {"edition_id": "e2", "project_id": "1-1", "position": "2"}
        tables["project_departments"].append({**own, "department_id": "d1", "role": "joint"})

    (item,) = measured(spoil).plans[0].items
    assert [tuple(one) for one in item.departments] == [("d2", "情報課")]


def test_a_mark_is_asked_for_only_where_the_report_gives_marks(measured: Measure) -> None:
    second = result(2024, indicator_id="1-1.2")
    assert due(measured(only_these(results=(result(2024), second)))) == []


def test_a_result_without_the_mark_that_others_have_is_told(measured: Measure) -> None:
    second = result(2024, indicator_id="1-1.2")
    city = measured(only_these(results=(result(2024, status="achieved", status_raw="達成"), second)))
    assert [(item.kind, item.indicator.id) for item in city.plans[0].items] == [("mark", "1-1.2")]


def test_a_scheduled_evaluation_without_any_report_is_told_once(measured: Measure) -> None:
    def spoil(tables: Tables) -> None:
        only_these()(tables)
        row = {"edition_id": "e2", "project_id": "1-1", "fiscal_year": "2024", "kind": "evaluation", "raw": "参加社数"}
        tables["schedule"] += [{**row, "seq": "1"}, {**row, "seq": "2", "raw": "満足度"}]

    (item,) = measured(spoil).plans[0].items
    assert (item.kind, item.state, item.says) == ("evaluation", "overdue", "参加社数 / 満足度")


def test_columns_that_matter_name_the_rows_without_them(measured: Measure) -> None:
    def spoil(tables: Tables) -> None:
        tables["targets"][0]["value"] = ""

    city = measured(spoil)
    found = {(one.table, one.column): one for one in city.columns}
    assert found["targets", "value"].gaps == ("e1|1-1.1|2025|1",)
    assert (found["targets", "value"].filled.count, found["targets", "value"].filled.of) == (1, 2), (
        "milestones have none"
    )
    assert found["plans", "start_fy"].gaps == ()


def test_faulty_tables_are_measured_as_far_as_they_go(measured: Measure) -> None:
    def spoil(tables: Tables) -> None:
        only_these(target(2024), {**target(2025), "fiscal_year": "令和7年度"})(tables)
        tables["plans"][0]["end_fy"] = "ない"

    city = measured(spoil)
    assert city.errors
    assert ("result", "overdue", 2024) in due(city)


@pytest.mark.parametrize(("day", "year"), [("2026-03-31", 2025), ("2026-04-01", 2026), ("2026-12-31", 2026)])
def test_the_fiscal_year_begins_in_april(day: str, year: int) -> None:
    assert fiscal_year_of(date.fromisoformat(day)) == year


def test_a_plan_without_results_is_not_reported_and_not_missed(schema: Schema) -> None:
    folder = ROOT / "datapackage" / "imari"
    city = measure_city(check_city(folder, folder.parent, schema), 2026, 2026, only=False)
    assert city is not None
    (plan,) = city.plans
    assert (plan.reports, plan.state) == (False, "overdue")
    text = form(Progress(date(2026, 11, 21), 2026, False, (city,)), schema, "text", "ja")
    assert "目標を達成しなかったという意味ではありません" in text
    assert "未達成" not in text.replace("達成・未達成の印", "")


def test_a_real_city_says_whom_to_ask(schema: Schema) -> None:
    folder = ROOT / "datapackage" / "hachioji"
    city = measure_city(check_city(folder, folder.parent, schema), 2025, 2025, only=True)
    assert city is not None
    text = form(Progress(date(2025, 11, 21), 2025, True, (city,)), schema, "text", "ja")
    assert "デジタル推進課: 実績 23 件 未報告（年度途中）" in text
    assert "令和7年度（2025年度）: 目標のある指標 165 件 / 実績の報告あり 0 件 / 未報告 165 件（年度の途中。" in text


@pytest.mark.parametrize("name", FORMATS)
def test_every_form_is_the_same_twice_and_harmless(name: str, measured: Measure, schema: Schema) -> None:
    def spoil(tables: Tables) -> None:
        only_these(target(2024))(tables)
        for row in tables["indicators"]:
            row["title"] = "@SUM(1)<script>x</script>"

    city = measured(spoil)
    progress = Progress(date(2026, 11, 21), 2026, False, (city,))
    text = form(progress, schema, name, "ja")
    assert text == form(progress, schema, name, "ja")
    if name == "json":
        Draft202012Validator.check_schema(SCHEMA)
        Draft202012Validator(SCHEMA).validate(json.loads(text))
    if name == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        assert rows[0]["indicator"] == "'@SUM(1)<script>x</script>"
        assert {row["kind"] for row in rows} == {"result", "column"}
    if name == "html":
        html5lib.HTMLParser(strict=True).parse(text)
        assert "<script" not in text


def test_the_command_finds_cities_by_folder_and_code(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_kitchen(workspace)
    source = ["--source", str(workspace), "--format", "json"]
    for name in ("ena", "212105"):
        assert run(["status", *source, "--city", name, "--as-of", "2024-05-01"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["fiscal_year"], [city["folder"] for city in told["cities"]]) == (2024, ["ena"])
    assert run(["status", *source, "--as-of", "令和8年11月21日"]) == 0
    assert json.loads(capsys.readouterr().out)["as_of"] == "2026-11-21"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--city", "nowhere"], "E742"),
        (["--as-of", "昨日"], "E743"),
        (["--as-of", "2026-13-01"], "E743"),
        (["--source", "{empty}"], "E702"),
        (["--fiscal-year", "25"], "E744"),
        (["--fiscal-year", "1988"], "E744"),
        (["--fiscal-year", "来年"], "E744"),
    ],
)
def test_wrong_calls_are_explained(
    more: list[str], code: str, workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_kitchen(workspace)
    (tmp_path / "empty").mkdir()
    given = [part.format(empty=tmp_path / "empty") for part in more]
    assert run(["status", "--source", str(workspace), *given]) == 2
    assert code in capsys.readouterr().err


def test_settings_that_cannot_be_read_are_said(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_kitchen(workspace)
    (folder / "city.yaml").write_text("lgcode: [", encoding="utf-8")
    assert run(["status", "--source", str(workspace)]) == 1
    assert "E119" in capsys.readouterr().err


def test_errors_in_the_tables_give_exit_code_one(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_kitchen(workspace, spoil=lambda tables: tables["targets"][0].update(value="約10"))
    assert run(["status", "--source", str(workspace), "--lang", "ja"]) == 1
    assert "先に keikaku check を実行してください" in capsys.readouterr().out


def test_a_year_before_the_plan_is_not_due(measured: Measure) -> None:
    assert due(measured(only_these(target(2025, "every_year")), year=2019, current=2025, only=True)) == []


def test_an_empty_city_is_shown_the_way_in(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_kitchen(workspace)
    for path in (folder / "tables").iterdir():
        path.unlink()
    assert run(["status", "--source", str(workspace), "--lang", "ja"]) == 1
    shown = capsys.readouterr().out
    assert "表にはまだ何も入っていません。" in shown
    assert "keikaku template" in shown
    assert "すべて記入されています" not in shown


def test_tables_without_rows_are_named(schema: Schema) -> None:
    folder = ROOT / "datapackage" / "hanno"
    city = measure_city(check_city(folder, folder.parent, schema), 2026, 2026, only=False)
    assert city is not None
    text = form(Progress(date(2026, 11, 21), 2026, False, (city,)), schema, "text", "ja")
    assert "行のない表: 施策の記述、目標値、工程、費用・財源" in text


@pytest.mark.parametrize("year", ["2025", "２０２５", "2025年度", "令和7年度", "R7"])
def test_a_fiscal_year_is_understood_as_people_write_it(
    year: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_kitchen(workspace)
    assert run(["status", "--source", str(workspace), "--fiscal-year", year, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["fiscal_year"], told["only_this_year"]) == (2025, True)


def test_without_a_department_the_policy_is_named(measured: Measure, schema: Schema) -> None:
    def spoil(tables: Tables) -> None:
        only_these(target(2024))(tables)
        tables["project_departments"] = []

    city = measured(spoil)
    assert city.plans[0].items[0].policy.title == "基本事業"
    text = form(Progress(date(2026, 11, 21), 2026, False, (city,)), schema, "text", "ja")
    assert "施策: 基本事業" in text
    assert "担当課の記載がない 1 件" in text
