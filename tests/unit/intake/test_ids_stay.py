"""Ids of what is there stay, whatever is done to titles and rows; new rows get numbers that nothing ever had."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from keikaku.intake import Intake, Request, take_in, write
from keikaku.schema import load_schema
from kitchen import Tables, write_kitchen

Form = Callable[..., Path]


def run(path: Path, folder: Path, **settings: Any) -> Intake:
    return take_in(Request((path,), folder, **settings), load_schema())


def write_csv(path: Path, header: list[str], *rows: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def projects(intake: Intake) -> dict[str, str]:
    rows = list(csv.DictReader(intake.tables["projects.csv"].decode().splitlines()))
    return {row["title"]: row["project_id"] for row in rows if row["edition_id"] == "e2"}


def four(tables: Tables) -> None:
    base = tables["projects"][-1]
    names = ["電子申請の拡大", "窓口のキャッシュレス化", "テレワーク環境の整備", "公共施設予約のオンライン化"]
    tables["projects"] = [row for row in tables["projects"] if row["edition_id"] == "e1"]
    tables["projects"] += [
        {**base, "edition_id": "e2", "project_id": f"1-{number}", "title": name, "position": str(number)}
        for number, name in enumerate(names, 1)
    ]


def test_a_row_that_was_moved_and_renamed_keeps_the_id_that_stands_in_it(workspace: Path, form: Form) -> None:
    path = form("imari")
    book = load_workbook(path)
    sheet = book["取組事業"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    titles = next(cell.column for cell in sheet[2] if cell.value == "名称")
    rows[0][titles - 1] = "すっかり名前の変わった事業"
    for number, values in enumerate(reversed(rows), 3):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value
    book.save(path)
    found = run(path, workspace / "imari")
    assert found.sound
    assert [(one.kind, one.column, one.new) for one in found.changes] == [
        ("changed", "title", "すっかり名前の変わった事業")
    ]


def test_without_ids_rows_are_known_by_title_then_by_likeness_and_new_ones_are_numbered_on(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities", spoil=four)
    path = write_csv(
        tmp_path / "projects.csv",
        ["版ID", "施策ID", "名称"],
        ["e2", "1a1", "公共施設予約のオンライン化"],
        ["e2", "1a1", "窓口でのキャッシュレス化"],
        ["e2", "1a1", "新しい地図情報の公開"],
        ["e2", "1a1", "電子申請の拡大"],
    )
    found = run(path, folder)
    assert projects(found) == {
        "公共施設予約のオンライン化": "1-4",
        "窓口でのキャッシュレス化": "1-2",
        "新しい地図情報の公開": "1-5",
        "電子申請の拡大": "1-1",
    }
    told = [(one.code, one.where.cell) for one in found.problems if one.code in {"W968", "W973"}]
    assert told == [("W968", "C3")]
    assert ("removed", "e2|1-3") in {(one.kind, one.key) for one in found.changes}


def test_two_candidates_that_are_alike_are_left_to_staff(tmp_path: Path) -> None:
    def twins(tables: Tables) -> None:
        four(tables)
        tables["projects"][-1]["title"] = "電子申請の拡充"

    folder = write_kitchen(tmp_path / "cities", spoil=twins)
    path = write_csv(tmp_path / "projects.csv", ["版ID", "施策ID", "名称"], ["e2", "1a1", "電子申請の拡張"])
    found = run(path, folder)
    assert projects(found)["電子申請の拡張"] == "1-5"
    assert "W973" in {one.code for one in found.problems}


def test_the_number_of_a_removed_row_is_never_given_again(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities", spoil=four)
    header = ["版ID", "事業ID", "施策ID", "名称"]
    first = ["e2", "1-1", "1a1", "電子申請の拡大"]
    path = write_csv(tmp_path / "projects.csv", header, first, ["e2", "1-2", "1a1", "窓口"])
    found = run(path, folder)
    write(folder, found.tables, found.typed)
    path = write_csv(tmp_path / "projects.csv", header, first, ["e2", "", "1a1", "まったく別の取組"])
    assert projects(run(path, folder))["まったく別の取組"] == "1-5"


def test_the_plans_own_number_makes_the_id(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    path = write_csv(
        tmp_path / "projects.csv",
        ["版ID", "番号", "施策ID", "名称"],
        ["e2", "２－①", "1a1", "甲"],
        ["e2", "行－②", "1a1", "乙"],
    )
    found = run(path, folder)
    assert projects(found) == {"甲": "2-1", "乙": "1a1-1"}
    rows = list(csv.DictReader(found.tables["projects.csv"].decode().splitlines()))
    assert [(row["code"], row["code_raw"]) for row in rows if row["title"] == "甲"] == [("2-1", "２－①")]


def test_rows_name_others_by_title_or_number(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    path = write_csv(tmp_path / "project_departments.csv", ["版ID", "事業", "担当課"], ["e2", "窓口の改善", "情報課"])
    found = run(path, folder)
    rows = list(csv.DictReader(found.tables["project_departments.csv"].decode().splitlines()))
    assert [(row["project_id"], row["department_id"], row["role"]) for row in rows if row["edition_id"] == "e2"] == [
        ("1-1", "d2", "lead")
    ]


def test_a_new_edition_takes_the_ids_of_the_one_before(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    editions = write_csv(
        tmp_path / "editions.csv",
        ["版ID", "計画ID", "版の名称", "状態", "前の版ID", "出典ID"],
        ["e3", "p", "次の報告", "進捗報告", "e2", "s2"],
    )
    path = write_csv(tmp_path / "projects.csv", ["施策ID", "名称"], ["1a1", "窓口の改善"], ["1a1", "新しいもの"])
    policies = write_csv(
        tmp_path / "policies.csv", ["名称", "上位施策"], ["基本方針", ""], ["施策", "基本方針"], ["基本事業", "施策"]
    )
    found = take_in(Request((editions, path, policies), folder, edition="e3"), load_schema())
    rows = list(csv.DictReader(found.tables["projects.csv"].decode().splitlines()))
    assert {row["title"]: row["project_id"] for row in rows if row["edition_id"] == "e3"} == {
        "窓口の改善": "1-1",
        "新しいもの": "1-3",
    }
    rows = list(csv.DictReader(found.tables["policies.csv"].decode().splitlines()))
    assert [(row["policy_id"], row["parent_policy_id"], row["level"]) for row in rows if row["edition_id"] == "e3"] == [
        ("1", "", "1"),
        ("1a", "1", "2"),
        ("1a1", "1a", "3"),
    ]
    assert not [one for one in found.changes if one.kind == "removed"]
