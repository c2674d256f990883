"""Files as people have them: other encodings, other programmes' exports, tables that do not begin in the first row."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from keikaku.intake import Intake, Request, take_in, to_cp932
from keikaku.schema import load_schema
from kitchen import write_kitchen

Form = Callable[..., Path]
HEADER = ["版ID", "統計ID", "項目", "値", "単位", "原文", "ページ"]


def run(folder: Path, *files: Path, **settings: Any) -> Intake:
    return take_in(Request(files, folder, **settings), load_schema())


def table(found: Intake, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(found.tables[f"{name}.csv"].decode().splitlines()))


def codes(found: Intake) -> set[tuple[str, str]]:
    return {(one.code, one.where.cell) for one in found.problems}


def workbook(path: Path, sheets: dict[str, Callable[[Any, Any], object]]) -> Path:
    book = xlsxwriter.Workbook(path)
    for name, fill in sheets.items():
        fill(book.add_worksheet(name), book)
    book.close()
    return path


def statistics(path: Path, values: list[tuple[object, str | None]], name: str = "統計・調査結果") -> Path:
    """Write a workbook of statistics: each value with the number format of its cell."""

    def fill(sheet: Any, book: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        for number, (value, form) in enumerate(values, 1):
            sheet.write_row(number, 0, ["e2", f"st{number}", f"項目{number}"])
            cell_format = book.add_format({"num_format": form}) if form else None
            if isinstance(value, tuple):
                sheet.write_formula(number, 3, value[0], cell_format, value[1])
            else:
                sheet.write(number, 3, value, cell_format)
            sheet.write(number, 6, 1)

    return workbook(path, {name: fill})


@pytest.mark.parametrize("city", ["ena", "hachioji", "hanno", "imari"])
def test_the_real_cities_come_back_from_their_form_unchanged(city: str, workspace: Path, form: Form) -> None:
    found = run(workspace / city, form(city))
    assert found.sound
    assert not found.changes
    assert found.rows > 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_csv_in_any_usual_encoding(encoding: str, tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    path = tmp_path / "恵那市_用語.csv"
    path.write_bytes("版ID,用語ID,用語,ページ\r\ne2,te1,ＲＰＡ,1\r\ne2,,窓口,\r\n".encode(encoding))
    found = run(folder, path)
    assert found.sound
    assert [(row["term_id"], row["term"]) for row in table(found, "terms")] == [("te1", "RPA"), ("te2", "窓口")]
    assert {one.kind for one in found.readings} >= ({"encoding"} if encoding in {"cp932", "utf-16"} else set())


def test_what_excel_calls_unicode_text(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    path = tmp_path / "用語.txt"
    path.write_bytes("版ID\t用語ID\t用語\r\ne2\tte1\tA, B\r\n".encode("utf-16"))
    assert [row["term"] for row in table(run(folder, path), "terms")] == ["A, B"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_told_behind_a_row_of_explanations(separator: str, tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    rows = [["符号\n例: e2", "用語の符号, 空でもよい", '用語の"名称"'], ["版ID", "用語ID", "用語"]]
    rows += [["e2", "te1", "甲\x0b乙\u2028丙"], ["e2", "te2", "長" * 200_000], ["e2", "te3", "一行目\n二行目"]]
    path = tmp_path / "用語.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows(rows)
    found = run(folder, path)
    assert codes(found) == {("E209", "C4")}
    assert [row["term"][:6] for row in table(found, "terms")] == ["甲乙丙", "長" * 6, "一行目二行目"]


def test_an_open_quotation_mark_is_told_and_no_empty_table(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    path = tmp_path / "用語.csv"
    path.write_text('"版ID,用語ID,用語\n', encoding="utf-8")
    assert {one.code for one in run(folder, path).problems if one.code.startswith("E1")} == {"E115"}


def test_our_notes_are_known_by_their_words(tmp_path: Path) -> None:
    """LibreOffice saves a returned workbook without the authors of its notes."""
    folder = write_kitchen(tmp_path / "cities")
    book = Workbook()
    book.active.title = "用語"
    for row in (["版ID", "用語ID", "用語", "読み"], ["e2", "te1", "甲", None], ["e2", "te2", "乙", None]):
        book.active.append(row)
    ours = "【直すところ】\nE203 数値ではありません。\n――――――"
    notes = {"A2": ours, "B2": f"[To mend]{ours[7:]}", "C2": f"課のメモ\n\n{ours}", "D3": "空のセルのメモ"}
    for cell, text in notes.items():
        book.active[cell].comment = Comment(text, "")
    book.save(tmp_path / "a.xlsx")
    told = {
        one.where.cell: one.facts["text"] for one in run(folder, tmp_path / "a.xlsx").problems if one.code == "W970"
    }
    assert told == {"C2": "課のメモ", "D3": "空のセルのメモ"}


def test_an_owner_that_is_not_there_is_told_and_gives_no_id(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    path = tmp_path / "取組事業.csv"
    path.write_text("版ID,施策ID,名称\ne2,ない施策,新しい事業\n", encoding="utf-8")
    assert {cell for code, cell in codes(run(folder, path)) if code == "E207"} == {"B2"}


def test_numbers_are_read_as_they_are_shown(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    shown: list[tuple[object, str | None]] = [
        (12, None),
        (0.1 + 0.2, None),
        (70, "0.0"),
        (1234567, "#,##0"),
        (-5, '#,##0;"▲ "#,##0'),
        ("△１，２３４", None),
        ("1,234.50", None),
        ("−3", None),
        (("=6*2", 12), None),
    ]
    found = run(folder, statistics(tmp_path / "book.xlsx", shown))
    values = [row["value"] for row in table(found, "statistics")]
    assert values == ["12", "0.3", "70.0", "1234567", "-5", "-1234", "1234.50", "-3", "12"]
    assert ("W960", "D10") in codes(found)


@pytest.mark.parametrize(
    ("value", "form", "published", "unit"),
    [
        (0.125, "0.0%", "12.5", "%"),
        (35393, '#,##0"千円"', "35393", "千円"),
        ("12.5％", None, "12.5", "%"),
        ("35,393千円", None, "35393", "千円"),
        ("3.5億円", None, "3.5", "億円"),
        ("28万人", None, "280000", "人"),
        ("15件", None, "15", "件"),
        ("約3割", None, "30", "%"),
    ],
)
def test_a_unit_in_a_number_is_refused_or_divided_with_a_correction(
    value: object, form: str | None, published: str, unit: str, tmp_path: Path
) -> None:
    folder = write_kitchen(tmp_path / "cities")
    path = statistics(tmp_path / "book.xlsx", [(value, form)])
    assert ("E924", "D2") in codes(run(folder, path))
    found = run(folder, path, mend=True)
    assert ("W972", "D2") in codes(found)
    row = table(found, "statistics")[0]
    assert (row["value"], row["unit"]) == (published, unit)
    told = table(found, "corrections")[-1]
    assert (told["table_name"], told["row_key"], told["column_name"]) == ("statistics", "st1", "value")
    assert (told["as_published"], told["kind"]) == (f"{published} {unit}", "notation")
    assert found.sound, found.problems


def test_an_amount_in_thousands_becomes_yen_with_a_correction_once(tmp_path: Path) -> None:
    from keikaku.intake import write

    folder = write_kitchen(tmp_path / "cities")
    path = tmp_path / "finances.csv"
    path.write_text('版ID,費用ID,事業ID,種類,金額,ページ\ne2,f1,1-1,交付金・補助金,"35,393千円",1\n', encoding="utf-8")
    found = run(folder, path, mend=True)
    assert found.sound
    assert [(row["amount_yen"], row["raw"]) for row in table(found, "finances")] == [("35393000", "35,393千円")]
    write(folder, found.tables, found.typed)
    again = run(folder, path, mend=True)
    assert not again.changes


def test_a_unit_in_a_header_is_no_silent_factor_of_a_thousand(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    path = tmp_path / "finances.csv"
    path.write_text("版ID,費用ID,事業ID,種類,金額（単位：千円）,ページ\ne2,f1,1-1,事業費,500,p.1\n", encoding="utf-8")
    assert ("E924", "E2") in codes(run(folder, path))
    found = run(folder, path, mend=True)
    assert [(row["amount_yen"], row["page"]) for row in table(found, "finances")] == [("500000", "1")]
    path = tmp_path / "statistics.csv"
    path.write_text("版ID,統計ID,項目,値（人）,ページ\ne2,st1,人口,500,1\n", encoding="utf-8")
    assert [(row["value"], row["unit"], row["raw"]) for row in table(run(folder, path), "statistics")] == [
        ("500", "人", "500人")
    ]


def test_comparators_go_to_their_column(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    path = statistics(tmp_path / "book.xlsx", [("約30", None), ("10以上", None), ("20程度", None), ("－", None)])
    rows = table(run(folder, path), "statistics")
    assert [(row["comparator"], row["value"], row["raw"]) for row in rows] == [
        ("approx", "30", "約30"),
        ("ge", "10", "10以上"),
        ("approx", "20", "20程度"),
        ("", "", "-"),
    ]


def test_years_and_days_in_every_usual_form(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    years = ["令和６年度", "R6", "2024年度", "2024", "令和6年度(2024年度)"]

    def fill(sheet: Any, book: Any) -> None:
        sheet.write_row(0, 0, ["版ID", "指標", "年度", "連番", "時点", "原文"])
        days = ["令和6年3月28日", "R6.3.28", "2024/3/28", 45379, 45379]
        formats = [None, None, None, None, book.add_format({"num_format": '[$-411]ggge"年"m"月"d"日"'})]
        for number, (year, day, form) in enumerate(zip(years, days, formats, strict=True), 1):
            sheet.write_row(number, 0, ["e2", "1-1.1", year, number])
            sheet.write(number, 4, day, form)
            sheet.write(number, 5, "x")

    found = run(folder, workbook(tmp_path / "book.xlsx", {"実績": fill}))
    rows = [row for row in table(found, "results") if row["edition_id"] == "e2"]
    assert {row["fiscal_year"] for row in rows} == {"2024"}
    assert [row["as_of"] for row in rows] == ["2024-03-28"] * 5


def test_a_table_with_titles_above_synonyms_moved_columns_and_a_header_of_two_rows(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")

    def fill(sheet: Any, book: Any) -> None:
        sheet.merge_range(0, 0, 0, 4, "令和6年度 事業の一覧")
        sheet.write(1, 4, "情報政策課 作成")
        sheet.write_row(3, 1, ["事業名※", "施策 番号", "備 考\n（任意）", "事業ＩＤ", "版"])
        sheet.write_row(4, 1, ["title", "policy_id", "remarks", "project_id", "edition_id"])
        sheet.write_row(5, 1, ["窓口の\n改善　", "1a1", " 継続 ", "１－１", "e2"])
        sheet.write_row(9, 1, ["窓口の改善（再掲）", "1a1", "", "1-2", "e2"])
        sheet.write(11, 1, "※ 令和6年4月現在")

    found = run(folder, workbook(tmp_path / "book.xlsx", {"取組事業": fill}))
    rows = [row for row in table(found, "projects") if row["edition_id"] == "e2"]
    assert [(row["project_id"], row["title"], row["remarks"]) for row in rows] == [
        ("1-1", "窓口の改善", "継続"),
        ("1-2", "窓口の改善(再掲)", ""),
    ]
    account = found.accounts[0]
    assert (account.rows, account.heading, account.blank, account.notes, account.data) == (12, 5, 4, 1, 2)
    assert ("W962", "B12") in codes(found)


def test_merged_cells_are_refused_or_filled(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")

    def fill(sheet: Any, book: Any) -> None:
        sheet.write_row(0, 0, ["版ID", "用語ID", "用語", "略語"])
        sheet.write_row(1, 1, ["te1", "RPA", "R"])
        sheet.write_row(2, 1, ["te2", "AI", "A"])
        sheet.merge_range(1, 0, 2, 0, "e2")

    path = workbook(tmp_path / "book.xlsx", {"用語": fill})
    assert codes(run(folder, path)) == {("E922", "A2:A3")}
    found = run(folder, path, mend=True)
    assert found.sound
    assert codes(found) == {("W967", "A2:A3")}
    assert {row["edition_id"] for row in table(found, "terms")} == {"e2"}


def test_a_sheet_is_known_by_a_near_name_or_by_its_header(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    near = run(folder, statistics(tmp_path / "a.xlsx", [(12, None)], "統計調査結果 (2)"))
    by_header = run(folder, statistics(tmp_path / "b.xlsx", [(12, None)], "Sheet1"))
    for found in (near, by_header):
        assert found.accounts[0].table == "statistics"
        assert "W966" in {one.code for one in found.problems}


def test_a_sheet_without_rows_changes_nothing(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")
    path = tmp_path / "用語.csv"
    path.write_text("版ID,用語ID,用語\n,,\n,,\n", encoding="utf-8")
    found = run(folder, path)
    assert found.sound
    assert not found.changes


def test_a_file_that_has_a_part_only_is_asked_about_and_kept_with_keep(workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "用語.csv"
    path.write_text("用語ID,用語,ページ,行\nterm-01,テレワーク,5,200\n", encoding="utf-8")
    found = run(workspace / "hanno", path, edition="jo3-2026-draft")
    assert "W969" in {one.code for one in found.problems}
    kept = run(workspace / "hanno", path, edition="jo3-2026-draft", keep=True)
    assert not [one for one in kept.changes if one.kind == "removed"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"no workbook", "E112"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "E116"),
        ("用語.csv", b"\xff\x00\x81\xff", "E103"),
        ("用語.csv", b"", "E104"),
        ("用語.csv", '用語ID,用語\na,"b\n'.encode(), "E115"),
        ("用語.csv", "何か,別の\na,b\n".encode(), "E921"),
        ("memo.csv", "何か,別の\na,b\n".encode(), "E920"),
        ("なし.xlsx", None, "E101"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_else_happens(
    name: str, content: bytes | None, code: str, tmp_path: Path
) -> None:
    folder = write_kitchen(tmp_path / "cities")
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    found = run(folder, path)
    assert not found.sound
    assert code in {one.code for one in found.problems}


def test_a_sheet_that_is_no_table_is_told(tmp_path: Path) -> None:
    folder = write_kitchen(tmp_path / "cities")

    def memo(sheet: Any, book: Any) -> None:
        sheet.write_column(0, 0, ["打合せの記録", "4月1日", "4月2日"])

    def terms(sheet: Any, book: Any) -> None:
        sheet.write_row(0, 0, ["版ID", "用語ID", "用語", "ページ", "行"])
        sheet.write_row(1, 0, ["e2", "te1", "RPA", 1, 1])

    found = run(folder, workbook(tmp_path / "book.xlsx", {"用語": terms, "議事": memo}))
    assert [one.code for one in found.problems] == ["W965"]
    assert found.accounts[-1].left == 3


def test_a_character_that_cp932_lacks_is_told_when_it_is_written() -> None:
    data, problems = to_cp932(["a", "b"], [["x", "𠮷野"], ["①", "髙"]], "t.csv")
    assert data == b""
    assert [(one.code, one.where.cell, one.facts["characters"]) for one in problems] == [("E936", "B2", "𠮷")]


def test_a_workbook_that_libreoffice_saved(workspace: Path, form: Form, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("LibreOffice is not installed")
    source = form("ena")
    book = load_workbook(source)
    book["取組事業"]["E3"] = "名称を直した"
    book.save(source)
    out = tmp_path / "office"
    command = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=180)
    found = run(workspace / "ena", out / source.name)
    assert found.sound
    assert len(found.changes) == 1
