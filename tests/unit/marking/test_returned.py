"""The returned workbook: marks at every problem, nothing else changed, earlier marks replaced."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from staff_workbook import NAME, problem, problems, staff_workbook

from keikaku.marking import returned_workbook
from keikaku.problem import Problem, Where

ERROR, WARNING = "FFFFC7CD", "FFFFEBA1"
BEGIN, END = "【直すところ】", "――――――"


def fills(sheet: Any) -> dict[str, str]:
    return {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type and cell.fill.fgColor.rgb in (ERROR, WARNING)
    }


def notes(sheet: Any) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def give_back(source: Path, found: list[Problem], name: str = "戻り.xlsx", lang: Any = "ja") -> Any:
    target = source.with_name(name)
    done = returned_workbook(source, found, target, lang, rows=20)
    assert done.path == target, done.problems
    return load_workbook(target)


def test_each_problem_has_its_colour_and_its_note(source: Path) -> None:
    book = give_back(source, problems())
    assert book.sheetnames == ["直すところ", "目標", "It's 実績", "隠し"]
    goals, results = book["目標"], book["It's 実績"]
    assert fills(goals) == {f"B{row}": ERROR for row in range(2, 8)} | {"C5": WARNING}
    assert fills(results) == {"A2": ERROR, "D9": ERROR}
    told = notes(goals)
    assert told["B2"].startswith(f"{BEGIN}\nE203 「値」が数値ではありません:「約0」\n直し方: ")
    assert told["B2"].endswith(END)
    assert told["B3"].startswith(f"職員のメモ\n\n{BEGIN}")
    assert told["B3"].index("E201") < told["B3"].index("E203") or told["B3"].index("E203") < told["B3"].index("E201")
    assert told["A9"] == "触らないこと"
    # What is wrong with a covered cell is told where it is seen.
    assert "E113" in notes(results)["A2"]
    assert "E201" in notes(results)["A2"]


def test_the_list_in_front_has_every_problem_by_importance_with_links(source: Path) -> None:
    sheet = give_back(source, problems())["直すところ"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=8)]
    assert len(rows) == len(problems())
    assert [row[6] for row in rows][:2] == ["E106", "E113"]
    assert rows[-1][1] == "警告"
    cells = [sheet.cell(number, 4) for number in range(8, 8 + len(rows))]
    places = {cell.value: cell.hyperlink.location if cell.hyperlink else None for cell in cells}
    assert places["C5"] == "'目標'!C5"
    assert places["D9"] == "'It''s 実績'!D9"
    assert places["B9"] is None, "a problem of another file leads nowhere"
    assert all(row[4] and row[5] for row in rows)
    assert "エラー 12 件、警告 1 件" in str(sheet["A2"].value)
    assert "もう一度" in str(sheet["A3"].value)
    assert sheet.column_dimensions["I"].hidden
    assert (sheet.row_dimensions[10].height or 0) >= 36, "a mend of two lines is seen whole"


def test_all_else_of_the_workbook_stays(source: Path) -> None:
    before, after = load_workbook(source), give_back(source, problems())
    goals, was = after["目標"], before["目標"]
    assert goals["B4"].number_format == "0.00"
    assert goals["B4"].font.b
    assert not goals["B4"].protection.locked
    assert goals.column_dimensions["A"].width == was.column_dimensions["A"].width
    assert goals.freeze_panes == "A2"
    assert goals.protection.sheet
    assert len(goals._charts) == 1
    assert [str(one.sqref) for one in goals.data_validations.dataValidation] == ["C2:C21"]
    assert len(goals.conditional_formatting) == 1
    assert goals.print_area == was.print_area
    assert after["It's 実績"].print_area == before["It's 実績"].print_area
    assert after["隠し"].sheet_state == "hidden"
    assert [[c.value for c in row] for row in goals.iter_rows()] == [[c.value for c in row] for row in was.iter_rows()]
    assert after.active.title == "直すところ"
    assert not goals.sheet_view.tabSelected
    assert not after["It's 実績"].sheet_view.tabSelected


def test_parts_that_are_not_marked_are_the_same_bytes(source: Path) -> None:
    give_back(source, problems())
    with zipfile.ZipFile(source) as was, zipfile.ZipFile(source.with_name("戻り.xlsx")) as now:
        same = {name for name in was.namelist() if was.read(name) == now.read(name)}
        assert set(was.namelist()) <= set(now.namelist())
    assert {"xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/theme/theme1.xml"} <= same


def rich_workbook(path: Path) -> Path:
    """A workbook with parts that openpyxl would drop: picture, text box, sparkline, table, own properties, links."""
    from xlsxwriter import Workbook as Writer

    book = Writer(str(path))
    sheet = book.add_worksheet("目標")
    sheet.write_row(0, 0, ["指標", "値", "単位", "備考"])
    for row in range(1, 21):
        sheet.write_row(row, 0, [f"指標{row}", f"約{row}", "％", row])
    sheet.add_table("F1:G4", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    sheet.add_sparkline("H2", {"range": "目標!D2:D9"})
    sheet.insert_textbox("J2", "四角")
    sheet.write_comment("B9", "職員のメモ", {"author": "山田"})
    sheet.insert_button("L2", {"caption": "押す"})
    sheet.conditional_format("D2:D9", {"type": "data_bar", "data_bar_2010": True})
    sheet.write_rich_string("D12", "太", book.add_format({"bold": True}), "字")
    sheet.write_url("D13", "https://example.jp/")
    sheet.set_header("&C印刷")
    other = book.add_worksheet("It's 実績")
    other.write(0, 0, "x")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=目標!$D$2:$D$9"})
    book.add_chartsheet().set_chart(chart)
    book.define_name("名前", "=目標!$A$1")
    book.set_custom_property("keikaku_form", "keikaku-form/1 tables")
    book.close()
    return path


def test_what_other_programmes_wrote_comes_back_as_it_was(tmp_path: Path) -> None:
    """Marked and unmarked again, every part has what it had; only numbers of styles may be others."""
    source = rich_workbook(tmp_path / NAME)
    marked, again = tmp_path / "戻り.xlsx", tmp_path / "再び.xlsx"
    assert returned_workbook(source, problems(), marked, "ja").path
    assert returned_workbook(marked, [], again, "ja").path
    with zipfile.ZipFile(source) as was, zipfile.ZipFile(marked) as between, zipfile.ZipFile(again) as now:
        for name in was.namelist():
            before, middle, after = was.read(name), between.read(name), now.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert _plain(before) == _plain(after)
                assert b"x14:sparkline" in middle
                assert b"tableParts" in middle
            elif name == "xl/drawings/vmlDrawing1.vml":
                assert before == after
                assert middle.count(b'ObjectType="Note"') > after.count(b'ObjectType="Note"')
            elif name.startswith(("xl/drawings", "xl/tables", "xl/charts", "xl/media", "xl/chartsheets", "docProps")):
                assert before == middle == after, name


def _plain(data: bytes) -> bytes:
    """Give a sheet without its selection, without numbers of styles and without cells that hold nothing."""
    from lxml import etree

    root = etree.fromstring(data)
    for one in list(root.iter("{*}c", "{*}sheetView")):
        one.attrib.pop("s", None)
        one.attrib.pop("tabSelected", None)
        if not len(one) and one.tag.endswith("}c"):
            one.getparent().remove(one)
    return etree.tostring(root, method="c14n")


def test_marks_of_an_earlier_time_are_replaced(source: Path) -> None:
    give_back(source, problems())
    again = source.with_name("戻り.xlsx")
    book = give_back(again, problems(again.name), "二度目.xlsx")
    assert book.sheetnames == ["直すところ", "目標", "It's 実績", "隠し"]
    assert fills(book["目標"]) == {f"B{row}": ERROR for row in range(2, 8)} | {"C5": WARNING}
    assert all(text.count(BEGIN) == 1 for cell, text in notes(book["目標"]).items() if cell != "A9")
    mended = give_back(again, [problem("E203", "目標", "B5", again.name, value="約", guess=1)], "三度目.xlsx")
    assert fills(mended["目標"]) == {"B5": ERROR}
    assert set(notes(mended["目標"])) == {"B3", "B5", "A9"}
    assert notes(mended["目標"])["B3"] == "職員のメモ"
    assert mended["目標"]["B4"].fill.fgColor.rgb == "FF00FF00"
    assert fills(mended["It's 実績"]) == {}
    sound = give_back(again, [], "四度目.xlsx")
    assert fills(sound["目標"]) == {}
    assert "問題は見つかりませんでした" in str(sound["直すところ"]["A2"].value)


def test_an_answer_below_our_note_is_kept(source: Path) -> None:
    book = give_back(source, problems())
    from openpyxl.comments import Comment

    book["目標"]["B2"].comment = Comment(f"{book['目標']['B2'].comment.text}\n直しました（山田）", "山田")
    book.save(source)
    assert notes(give_back(source, [])["目標"])["B2"].strip() == "直しました（山田）"


def test_the_same_input_gives_the_same_bytes(source: Path) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        give_back(source, problems(), name)
    assert source.with_name("一.xlsx").read_bytes() == source.with_name("二.xlsx").read_bytes()


def test_english_marks_are_understood_by_japanese_ones(source: Path) -> None:
    book = give_back(source, problems(), lang="en")
    assert book.sheetnames[0] == "To mend"
    assert notes(book["目標"])["B2"].startswith("[To mend]\nE203 ")
    again = give_back(source.with_name("戻り.xlsx"), [], "次.xlsx")
    assert again.sheetnames == ["直すところ", "目標", "It's 実績", "隠し"]
    assert set(notes(again["目標"])) == {"B3", "A9"}


def test_csv_files_are_returned_as_one_workbook(tmp_path: Path) -> None:
    one, two = tmp_path / "targets.csv", tmp_path / "結果.csv"
    one.write_text('id,値\n001,約10\n002,"a\nb"\n', encoding="utf-8-sig", newline="")
    two.write_bytes("id,備考\n1,=1+1\n".encode("cp932"))
    found = [problem("E203", "", "B2", "targets.csv", value="約10", guess=10), problem("E201", "", "B7", "結果.csv")]
    done = returned_workbook([one, two], found, tmp_path / "戻り.xlsx", "ja")
    assert (done.marked, done.unmarked, done.problems) == (2, 0, ())
    book = load_workbook(tmp_path / "戻り.xlsx")
    assert book.sheetnames == ["直すところ", "targets", "結果"]
    assert book["targets"]["A2"].value == "001"
    assert book["targets"]["B3"].value == "a\nb"
    assert book["結果"]["B2"].value == "=1+1"
    assert book["結果"]["B2"].data_type == "s"
    assert fills(book["targets"]) == {"B2": ERROR}
    assert set(notes(book["結果"])) == {"B7"}
    again = tmp_path / "again.xlsx"
    returned_workbook([one, two], found, again, "ja")
    assert again.read_bytes() == (tmp_path / "戻り.xlsx").read_bytes()


def soffice(folder: Path, path: Path, kind: str) -> Path:
    run = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*run, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_marks_and_keeps_them(source: Path, tmp_path: Path) -> None:
    give_back(source, problems())
    folder = tmp_path / "office"
    folder.mkdir()
    saved = soffice(folder, source.with_name("戻り.xlsx"), "xlsx")
    book = load_workbook(saved)
    assert fills(book["目標"]) == {f"B{row}": ERROR for row in range(2, 8)} | {"C5": WARNING}
    assert fills(book["It's 実績"]) == {"A2": ERROR, "D9": ERROR}
    told = notes(book["目標"])
    assert "E203 「値」が数値ではありません:「約0」\n直し方: " in told["B2"]
    assert told["B3"].startswith("職員のメモ")
    assert BEGIN in told["B3"]
    assert told["A9"] == "触らないこと"
    assert book.sheetnames[0] == "直すところ"
    links = {cell.hyperlink.location for (cell,) in book["直すところ"]["D8:D20"] if cell.hyperlink}
    assert {"目標!C5", "'It''s 実績'!D9"} <= {link.replace("'目標'", "目標") for link in links}
    # Saved by LibreOffice, checked again: all marks are found and taken off.
    mended = give_back(saved, [], "次.xlsx")
    assert mended.sheetnames == ["直すところ", "目標", "It's 実績", "隠し"]
    assert fills(mended["目標"]) == {}
    assert {cell: text.strip() for cell, text in notes(mended["目標"]).items()} == {
        "B3": "職員のメモ",
        "A9": "触らないこと",
    }
    assert mended["目標"]["B4"].fill.fgColor.rgb == "FF00FF00"


def test_five_thousand_rows_with_500_problems_take_less_than_three_seconds(tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("実績")
    for row in range(5001):
        sheet.append([f"値{row}-{column}" for column in range(20)])
    source = tmp_path / NAME
    book.save(source)
    found = [problem("E203", "実績", f"{'BCDEF'[n % 5]}{n * 9 + 2}", value=f"約{n}", guess=n) for n in range(500)]
    start = time.perf_counter()
    done = returned_workbook(source, found, tmp_path / "戻り.xlsx", "ja", rows=5000)
    spent = time.perf_counter() - start
    assert done.marked == 500
    assert spent < 3, spent


REFUSED = {
    "E101": lambda path: None,
    "E112": lambda path: path.write_bytes(b"PK\x03\x04 no workbook"),
    "E901": lambda path: path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    ),
    "E902": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_marked_is_refused_with_a_mend(code: str, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    REFUSED[code](path)
    done = returned_workbook(path, [], tmp_path / "戻り.xlsx", "ja")
    assert done.path is None
    assert [one.code for one in done.problems] == [code]
    assert not (tmp_path / "戻り.xlsx").exists()


def zipped(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_an_ods_file_and_a_bomb_are_refused(tmp_path: Path) -> None:
    ods = zipped(tmp_path / "表.ods", mimetype=b"application/vnd.oasis.opendocument.spreadsheet")
    assert [one.code for one in returned_workbook(ods, [], tmp_path / "戻り.xlsx", "ja").problems] == ["E903"]
    bomb = zipped(tmp_path / "爆.xlsx", bomb=bytes(300_000_000))
    assert [one.code for one in returned_workbook(bomb, [], tmp_path / "戻り.xlsx", "ja").problems] == ["E114"]


def test_a_part_with_entities_is_refused(source: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    parts["xl/workbook.xml"] = evil + re.sub(rb"^<\?xml[^>]*\?>", b"", parts["xl/workbook.xml"])
    path = zipped(tmp_path / "悪.xlsx", **parts)
    assert [one.code for one in returned_workbook(path, [], tmp_path / "戻り.xlsx", "ja").problems] == ["E112"]


def test_the_source_is_never_written_over(source: Path, tmp_path: Path) -> None:
    before = source.read_bytes()
    for target in (source, tmp_path / "戻り.pdf"):
        assert [one.code for one in returned_workbook(source, [], target, "ja").problems] == ["E904"]
    other = staff_workbook(tmp_path / "もう一つ.xlsx")
    assert [one.code for one in returned_workbook([source, other], [], tmp_path / "x.xlsx", "ja").problems] == ["E905"]
    assert [one.code for one in returned_workbook([], [], tmp_path / "x.xlsx", "ja").problems] == ["E906"]
    assert source.read_bytes() == before


def test_a_conversation_in_a_cell_is_left_alone_and_told(source: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/threadedComments/threadedComment1.xml"] = (
        b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        b'<threadedComment ref="B3" id="{1}"><text>a</text></threadedComment></ThreadedComments>'
    )
    name = "xl/worksheets/_rels/sheet1.xml.rels"
    relation = (
        b'<Relationship Id="rIdT" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        b'Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    parts[name] = parts[name].replace(b"</Relationships>", relation)
    path = zipped(tmp_path / NAME, **parts)
    done = returned_workbook(path, problems(), tmp_path / "戻り.xlsx", "ja")
    assert [one.code for one in done.problems] == ["W907"]
    assert done.problems[0].facts["cells"] == "目標!B3"
    book = load_workbook(tmp_path / "戻り.xlsx")
    assert notes(book["目標"])["B3"] == "職員のメモ"
    assert fills(book["目標"])["B3"] == ERROR


def test_control_characters_in_facts_do_not_break_the_workbook(source: Path) -> None:
    found = [problem("E203", "目標", "B2", value="\x00\x08\ud800\uffff<&>", guess=1, title_ja="\x1f")]
    assert "B2" in notes(give_back(source, found)["目標"])


def test_a_problem_without_a_place_is_listed_only(source: Path) -> None:
    done = returned_workbook(source, [Problem("E101", Where(NAME))], source.with_name("x.xlsx"), "ja")
    assert (done.marked, done.unmarked) == (0, 1)
