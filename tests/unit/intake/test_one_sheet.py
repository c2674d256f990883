"""The one-sheet form (事業一覧) divided into the tables, from what init made to a city that is sound."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from keikaku.check import check_city
from keikaku.cli import run as keikaku
from keikaku.intake import Intake, Request, take_in, write
from keikaku.problem import has_errors
from keikaku.schema import load_schema

Row = dict[str, object]
PLAN: list[Row] = [
    {
        "基本方針": "1 便利な窓口",
        "施策": "1-1 手続のオンライン化",
        "事業番号": "1-1-1",
        "事業名": "電子申請",
        "担当課": "情報政策課、市民課ほか",
        "指標（KPI）": "申請件数",
        "単位": "件",
        "望ましい方向": "増えるほどよい",
        "基準年度": "R5",
        "基準値": 800,
        "目標 令和6年度": "1,000件以上",
        "実績 令和6年度": "１，２００件",
    },
    {"指標（KPI）": "手続の種類", "目標 令和6年度": "約20種類", "目標 令和7年度": "30～40種類"},
    {"事業名": "キャッシュレス", "担当課": "会計課", "指標（KPI）": "導入", "目標 令和6年度": "運用開始"},
    {"基本方針": "2 便利な行政", "事業名": "テレワーク", "担当課": "情報政策課", "備考": "継続"},
]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city as init makes it, and its one-sheet form."""
    monkeypatch.chdir(tmp_path)
    assert keikaku(["init", "212105", "--plan-title", "計画", "--start", "2024", "--end", "2026", "--yes"]) == 0
    assert keikaku(["template", "--city", "ena", "--one-sheet", "--output", "one.xlsx"]) == 0
    return tmp_path


def typed(folder: Path, rows: list[Row], change: Callable[[Any], object] = lambda sheet: None) -> Path:
    book = load_workbook(folder / "one.xlsx")
    sheet = book["事業一覧"]
    columns = {cell.value: cell.column for cell in sheet[2] if cell.value}
    for number, row in enumerate(rows, 3):
        for name, value in row.items():
            sheet.cell(number, columns[name]).value = value
    change(sheet)
    book.save(folder / "filled.xlsx")
    return folder / "filled.xlsx"


def run(folder: Path, path: Path, **settings: Any) -> Intake:
    return take_in(Request((path,), folder / "datapackage" / "ena", **settings), load_schema())


def table(found: Intake, name: str, *columns: str) -> list[tuple[str, ...]]:
    rows = csv.DictReader(found.tables[f"{name}.csv"].decode().splitlines())
    return [tuple(row[column] for column in columns) for row in rows]


def test_a_row_a_project_and_indicator_becomes_eight_tables(made: Path) -> None:
    found = run(made, typed(made, PLAN))
    assert found.sound
    assert table(found, "policies", "policy_id", "parent_policy_id", "level", "code", "title") == [
        ("1", "", "1", "1", "便利な窓口"),
        ("1-1", "1", "2", "1-1", "手続のオンライン化"),
        ("2", "", "1", "2", "便利な行政"),
    ]
    assert table(found, "projects", "project_id", "policy_id", "title", "remarks") == [
        ("1-1-1", "1-1", "電子申請", ""),
        ("1-1-2", "1-1", "キャッシュレス", ""),
        ("2-1", "2", "テレワーク", "継続"),
    ]
    assert table(found, "departments", "name") == [("情報政策課",), ("市民課",), ("会計課",)]
    assert table(found, "project_departments", "project_id", "role", "and_others") == [
        ("1-1-1", "lead", ""),
        ("1-1-1", "joint", "true"),
        ("1-1-2", "lead", ""),
        ("2-1", "lead", ""),
    ]
    assert table(found, "indicators", "indicator_id", "unit", "value_type", "baseline_fy", "baseline_value") == [
        ("1-1-1.1", "件", "number", "2023", "800"),
        ("1-1-1.2", "種類", "number", "", ""),
        ("1-1-2.1", "", "text", "", ""),
    ]
    assert table(
        found, "targets", "indicator_id", "fiscal_year", "raw", "comparator", "value", "value_max", "unit"
    ) == [
        ("1-1-1.1", "2024", "1,000件以上", "ge", "1000", "", "件"),
        ("1-1-1.2", "2024", "約20種類", "approx", "20", "", "種類"),
        ("1-1-1.2", "2025", "30～40種類", "", "30", "40", "種類"),
        ("1-1-2.1", "2024", "運用開始", "", "", "", ""),
    ]
    assert table(found, "results", "indicator_id", "raw", "value") == [("1-1-1.1", "１，２００件", "1200")]


def test_what_was_typed_is_the_source_and_gives_every_row_its_place(made: Path) -> None:
    folder = made / "datapackage" / "ena"
    found = run(made, typed(made, PLAN))
    write(folder, found.tables, found.typed)
    assert not has_errors(check_city(folder, folder.parent, load_schema()).problems)
    ((name, text),) = found.typed.items()
    assert (folder / "typed" / name).read_text(encoding="utf-8") == text
    lines = text.splitlines()
    for number, title in table(found, "projects", "line", "title"):
        assert title in lines[int(number) - 1]
    assert not run(made, typed(made, PLAN)).changes


def test_the_same_words_from_csv_give_the_same_tables(made: Path) -> None:
    path = typed(made, PLAN)
    sheet = load_workbook(path)["事業一覧"]
    target = made / "事業一覧.csv"
    with target.open("w", encoding="cp932", newline="") as file:
        csv.writer(file).writerows(
            ["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()
        )
    by_csv, by_book = run(made, target), run(made, path)
    assert by_csv.tables["targets.csv"].decode() == by_book.tables["targets.csv"].decode()
    assert by_csv.tables == by_book.tables


def test_ids_stay_when_rows_are_moved_and_titles_edited(made: Path) -> None:
    folder = made / "datapackage" / "ena"
    first = run(made, typed(made, PLAN))
    write(folder, first.tables, first.typed)
    moved = [
        PLAN[3],
        {**PLAN[2], "基本方針": "1 便利な窓口", "施策": "1-1 手続のオンライン化", "事業名": "キャッシュレス化"},
    ]
    moved += [{**PLAN[0], "事業名": "電子申請の拡大"}, PLAN[1]]
    found = run(made, typed(made, moved))
    assert dict(table(found, "projects", "title", "project_id")) == {
        "テレワーク": "2-1",
        "キャッシュレス化": "1-1-2",
        "電子申請の拡大": "1-1-1",
    }
    assert {one.kind for one in found.changes if one.table in {"projects", "indicators", "targets"}} == {"changed"}
    assert "W968" in {one.code for one in found.problems}


def test_what_the_sheet_says_twice_or_without_an_owner_is_refused(made: Path) -> None:
    rows = [PLAN[0], {**PLAN[1], "事業名": "電子申請", "事業番号": "1-1-1", "事業内容": "甲"}]
    rows += [{"事業名": "電子申請", "事業番号": "1-1-1", "事業内容": "乙"}, {"事業名": "別", "目標 令和6年度": "5"}]
    rows += [{"事業名": "さらに別", "指標（KPI）": "数", "目標 令和6年度": "3", "目標 令和7年度": "〃"}]
    found = run(made, typed(made, rows))
    places = {(one.code, one.where.cell) for one in found.problems}
    assert places >= {("E926", "E5"), ("E932", "L6"), ("E927", "N7")}


def test_a_year_that_the_form_does_not_have_may_be_added_in_any_spelling(made: Path) -> None:
    def more(sheet: Any) -> None:
        for column, title in enumerate(("目標2026", "R8 実績", "令和7年度\n実績"), sheet.max_column + 1):
            sheet.cell(2, column).value = title
            sheet.cell(3, column).value = column

    path = typed(made, PLAN[:1], more)
    found = run(made, path)
    # 令和8年度 and 令和7年度 have columns of their own already; a second one with values is refused, not dropped.
    assert {one.code for one in found.problems} == {"E107"}


def test_page_numbers_are_those_of_the_printed_plan_where_it_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    call = ["init", "212105", "--plan-title", "計画", "--start", "2024", "--end", "2026", "--pages", "--yes"]
    assert keikaku(call) == 0
    assert keikaku(["template", "--city", "ena", "--one-sheet", "--output", "one.xlsx"]) == 0
    rows = [{**PLAN[0], "ページ": 12}, PLAN[1], {**PLAN[3], "ページ": 15}]
    found = run(tmp_path, typed(tmp_path, rows))
    assert found.sound, found.problems
    assert table(found, "projects", "page") == [("12",), ("15",)]
    assert set(table(found, "targets", "page")) == {("12",)}


def test_ditto_marks_errors_and_formulas_are_never_taken_for_names(made: Path) -> None:
    rows: list[Row] = [
        PLAN[0],
        {"基本方針": "〃", "事業名": "同上", "担当課": "〃", "指標（KPI）": "#REF!", "目標 令和6年度": "=1+1"},
    ]
    found = run(made, typed(made, rows))
    places = {(one.code, one.where.cell) for one in found.problems}
    assert places >= {("E927", "A4"), ("E927", "D4"), ("E927", "F4"), ("E928", "G4"), ("E923", "L4")}
    assert table(found, "departments", "name") == [("情報政策課",), ("市民課",)]
    assert [title for (title,) in table(found, "policies", "title")] == ["便利な窓口", "手続のオンライン化"]


def test_years_below_a_heading_that_they_share(made: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "事業一覧"
    sheet.append(["令和6年度 実施計画"])
    sheet.append(["事業名", "担当課", "KPI", "単位", "目標", None, "実績"])
    sheet.append([None, None, None, None, "R6", "R7", "R6"])
    sheet.append(["電子申請", "情報政策課", "件数", "件", 10, 20, 11])
    sheet.merge_cells("E2:F2")
    sheet.cell(1_048_576, 1).number_format = "0.0"
    book.save(made / "own.xlsx")
    found = run(made, made / "own.xlsx")
    assert found.sound, found.problems
    assert table(found, "targets", "fiscal_year", "value") == [("2024", "10"), ("2025", "20")]
    assert table(found, "results", "fiscal_year", "value") == [("2024", "11")]
    assert found.accounts[0].rows == 4


def test_an_indicator_is_of_numbers_as_soon_as_it_has_one(made: Path) -> None:
    rows: list[Row] = [
        {"基本方針": "1 便利な窓口", "事業名": "甲", "指標（KPI）": "箇所数"},
        {"事業名": "乙", "指標（KPI）": "参加者数", "目標 令和6年度": 5},
    ]
    first = run(made, typed(made, rows))
    assert first.sound, first.problems
    assert table(first, "indicators", "title", "value_type") == [("箇所数", "text"), ("参加者数", "number")]
    write(made / "datapackage" / "ena", first.tables, first.typed)
    rows[0]["実績 令和6年度"] = "3か所"
    later = run(made, typed(made, rows))
    assert later.sound, later.problems
    assert ("箇所数", "number") in table(later, "indicators", "title", "value_type")


def test_ids_stay_when_the_titles_of_two_indicators_are_written_anew(made: Path) -> None:
    shared: Row = {"基本方針": "1 便利な窓口", "事業名": "電子申請"}
    years = ("目標 令和6年度", "目標 令和7年度", "目標 令和8年度")
    counted = {**shared, "指標（KPI）": "申請件数", "単位": "件", **dict(zip(years, ("10", "20", "30"), strict=True))}
    rated = {**shared, "指標（KPI）": "利用割合", "単位": "%", **dict(zip(years, ("50", "60", "70"), strict=True))}
    first = run(made, typed(made, [counted, rated]))
    write(made / "datapackage" / "ena", first.tables, first.typed)
    anew = [
        {**rated, "指標（KPI）": "どれだけ使われたか", "実績 令和6年度": "55"},
        {**counted, "指標（KPI）": "受付の数"},
    ]
    found = run(made, typed(made, anew))
    assert dict(table(found, "indicators", "title", "indicator_id")) == {
        "受付の数": "1-1.1",
        "どれだけ使われたか": "1-1.2",
    }
    assert [(one.code, one.where.cell) for one in found.problems] == [("W968", "G3"), ("W968", "G4")]
    other = [counted, {**rated, "指標（KPI）": "満足の度合い", "目標 令和7年度": "65"}]
    assert dict(table(run(made, typed(made, other)), "indicators", "title", "indicator_id"))["満足の度合い"] == "1-1.3"


def test_a_number_that_a_spreadsheet_took_for_a_day_is_told(made: Path) -> None:
    rows = [{**PLAN[0], "事業番号": datetime(2001, 1, 1)}, {**PLAN[2], "事業番号": "1月2日"}]  # noqa: DTZ001
    found = run(made, typed(made, rows))
    assert {(one.code, one.where.cell) for one in found.problems} == {("E939", "C3"), ("E939", "C4")}


def test_an_edition_that_is_not_there_is_told_once(made: Path) -> None:
    found = run(made, typed(made, PLAN), edition="plan-2042")
    assert [one.code for one in found.problems] == ["E934"]


def test_a_year_that_is_none_is_told_with_a_year_as_the_mend(made: Path) -> None:
    found = run(made, typed(made, [{**PLAN[0], "基準年度": "そのうち"}]))
    assert [(one.code, one.where.cell, one.facts["guess"]) for one in found.problems] == [("E202", "J3", "2020")]


def test_the_form_of_another_city_is_refused(made: Path) -> None:
    assert keikaku(["init", "132101", "--plan-title", "別の計画", "--start", "2024", "--end", "2026", "--yes"]) == 0
    filled = typed(made, PLAN)
    assert run(made, filled).sound
    found = take_in(Request((filled,), made / "datapackage" / "koganei"), load_schema())
    assert [(one.code, one.facts["other"]) for one in found.problems] == [("E940", "212105")]
