"""`keikaku lint`: each rule finds what was planted and leaves the clean twin alone; nothing makes it stumble."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook
from planted import BASE, CLEAN, OLE, PLANTED, Case, text, utf

from keikaku.cli import run
from keikaku.lint import FileResult, as_html, as_json, as_text, lint
from keikaku.national_rules import catalogue

BY_PERSON = {rule for rule, words in catalogue().rules.items() if words.lint.judged == "person"}


def judged(case: Case, folder: Path) -> FileResult:
    path = folder / f"{case.file}{case.suffix}"
    case.write(path)
    return lint([path])[0]


def rules(result: FileResult) -> set[str]:
    return {finding.rule for finding in result.findings}


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: f"{case.rule}-{case.name}")
def test_what_is_planted_is_found_and_nothing_else(case: Case, tmp_path: Path) -> None:
    found = rules(judged(case, tmp_path))
    assert case.rule in found
    assert found <= {case.rule} | case.also


@pytest.mark.parametrize("case", CLEAN, ids=lambda case: f"{case.rule}-{case.name}-{case.suffix}")
def test_clean_twins_are_left_alone(case: Case, tmp_path: Path) -> None:
    assert judged(case, tmp_path).findings == ()


def test_every_rule_that_a_machine_judges_is_planted_at_least_twice() -> None:
    planted = Counter(case.rule for case in PLANTED)
    wanted = set(catalogue().rules) - BY_PERSON
    # Files are compared by year in a test of its own.
    assert {rule for rule in wanted if planted[rule] < 2} == {"L3-07"}
    assert len(PLANTED) >= 60


def test_every_kind_of_finding_is_planted(tmp_path: Path) -> None:
    found = set()
    for number, case in enumerate(PLANTED):
        folder = tmp_path / str(number)
        folder.mkdir()
        found |= {(finding.rule, finding.kind) for finding in judged(case, folder).findings}
    declared = {(rule, kind) for rule, words in catalogue().rules.items() for kind in words.lint.kinds}
    # What a descriptor lists is tested with one.
    assert declared - found == {("L2-04", "unlisted")}


def test_files_of_several_years_are_compared(tmp_path: Path) -> None:
    for year, rows in ((2023, BASE), (2024, [[*row[:4], row[5], row[4]] for row in BASE])):
        (tmp_path / f"施設_{year}.csv").write_text(text(rows), encoding="utf-8")
    first, second = lint(sorted(tmp_path.iterdir()))
    assert first.sound
    assert rules(second) == {"L3-07"}
    assert rules(lint([tmp_path / "施設_2024.csv"])[0]) == set()


def test_places_are_cells_and_ranges(tmp_path: Path) -> None:
    path = tmp_path / "施設.csv"
    rows = [list(row) for row in BASE]
    for row in rows[2:5]:
        row[4] = "約5人"
    rows[5][4] = "▲3"
    path.write_text(text(rows), encoding="utf-8")
    shown = as_text(lint([path]), "ja")
    assert "L2-01  施設.csv › E3:E6  数値の列に文字を含む値があります:「約5人」" in shown
    assert "直し方: 半角の数字だけを書いてください" in shown
    english = as_text(lint([path]), "en")
    assert 'L2-01  施設.csv › E3:E6  A number column has a value with text: "約5人"' in english


def test_a_file_with_a_descriptor_is_judged_by_it(tmp_path: Path) -> None:
    head = ["id", "raw", "value", "unit"]
    rows = [head, ["a", "①約5人(3)", 5, "人"], ["b", "〃", "", ""], ["c", "令和6年度", 7, "人"]]
    (tmp_path / "212105_t.csv").write_text(text(rows), encoding="utf-8")
    assert rules(lint([tmp_path / "212105_t.csv"])[0]) >= {"L1-08", "L2-02"}
    fields: list[dict[str, object]] = [
        {"name": "id", "type": "string"},
        {"name": "raw", "type": "string", "asPrinted": True},
        {"name": "value", "type": "number", "unitColumn": "unit"},
        {"name": "unit", "type": "string"},
    ]
    descriptor = {"resources": [{"name": "t", "path": "212105_t.csv", "schema": {"fields": fields}}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert lint([tmp_path / "212105_t.csv"])[0].sound
    fields[0]["constraints"] = {"enum": ["a", "b"]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    found = lint([tmp_path / "212105_t.csv"])[0].findings
    assert [(one.rule, one.kind, one.place) for one in found] == [("L2-04", "unlisted", "A4")]


@pytest.mark.slow
def test_our_own_outputs_pass(public_cities: Path) -> None:
    files = sorted([*public_cities.glob("*/data/*.csv"), *public_cities.glob("*/data/*.xlsx")])
    assert len(files) > 80
    faults = [finding for result in lint(files) for finding in result.findings]
    assert [result.problem for result in lint(files) if result.problem] == []
    assert faults == []


def soffice(folder: Path, path: Path, kind: str) -> Path:
    call = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*call, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_writes_passes(tmp_path: Path) -> None:
    path = tmp_path / "施設一覧.xlsx"
    next(case for case in CLEAN if case.name == "real-dates").write(path)
    folder = tmp_path / "office"
    folder.mkdir()
    book = soffice(folder, path, "xlsx")
    assert lint([book])[0].findings == ()
    assert lint([soffice(folder, path, "csv:Text - txt - csv (StarCalc):44,34,76")])[0].findings == ()
    ods = soffice(folder, path, "ods")
    problem = lint([ods])[0].problem
    assert problem is not None
    assert problem.code == "E903"


def test_five_thousand_rows_of_twenty_columns_take_less_than_five_seconds(tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("表")
    lines = []
    for row in range(5001):
        cells = [f"項目{at}（人）" if row == 0 else f"文字{row}-{at}①" if at < 10 else row * at for at in range(20)]
        sheet.append(cells)
        lines.append(",".join(map(str, cells)))
    book.save(tmp_path / "表.xlsx")
    (tmp_path / "表.csv").write_text("\n".join(lines), encoding="utf-8")
    for path in (tmp_path / "表.xlsx", tmp_path / "表.csv"):
        start = time.process_time()
        as_text(lint([path]), "ja")
        assert time.process_time() - start < 5, path


def workbook(folder: Path, part: str = "", data: bytes = b"") -> Path:
    book = Workbook()
    assert book.active is not None
    for row in BASE:
        book.active.append(row)
    path = folder / "表.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if part:
        parts[part] = data
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def sheet(body: str, more: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{more}</worksheet>'.encode()


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
HOSTILE = {
    "bomb": ("E112", SHEET, b"<?xml version='1.0'?>" + b" " * 30_000_000),
    "larger-bomb": ("E114", SHEET, bytes(300_000_000)),
    "entities": ("E112", SHEET, b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'),
    "no-xml": ("E112", SHEET, b"\x00\x01"),
    "deep": ("E112", SHEET, b"<worksheet>" + b"<x>" * 5000 + b"</x>" * 5000 + b"</worksheet>"),
    "row-is-a-word": ("E112", SHEET, sheet('<row r="abc"><c r="ZZZZZ9"><v>1</v></c></row>')),
    "row-is-negative": ("E112", SHEET, sheet('<row r="-5"><c r="A1"><v>1</v></c></row>')),
    "row-is-huge": ("E112", SHEET, sheet('<row r="99999999999"><c><v>1</v></c></row>')),
    "style-is-a-word": ("E112", SHEET, sheet('<row r="1"><c r="A1" s="x"><v>1</v></c></row>')),
    "far-cells": ("", SHEET, sheet(FAR, '<mergeCells><mergeCell ref="B2:XFD1048000"/></mergeCells>')),
    "no-names": (
        "",
        SHEET,
        sheet("<row><c t='s'><v>9999</v></c></row><!-- a --><row><c s='99'><v>1e400</v></c></row>"),
    ),
    "no-sheets": ("E112", "xl/workbook.xml", b"<workbook/>"),
    "no-relations": ("E112", "xl/_rels/workbook.xml.rels", b"<x/>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_a_problem_and_no_traceback(name: str, tmp_path: Path) -> None:
    code, part, data = HOSTILE[name]
    result = lint([workbook(tmp_path, part, data)])[0]
    assert (result.problem.code if result.problem else "") == code
    assert result.problem or result.findings
    for report in (as_text([result], "ja"), as_json([result]), as_html([result], "en")):
        assert report


@pytest.mark.parametrize("seed", range(12))
def test_damaged_workbooks_are_a_problem_and_no_traceback(seed: int, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    data, chance = bytearray(path.read_bytes()), random.Random(seed)  # noqa: S311 - no secret
    for _ in range(30):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(data[: chance.randrange(len(data) // 2, len(data))])
    result = lint([path])[0]
    assert result.problem is not None or result.rules


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", OLE, "E902"),
        ("a.xls", OLE, "E902"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "E901"),
        ("a.json", b"{}", "E909"),
        ("a.csv", b"," * 3_000_000, "E908"),
    ],
)
def test_what_is_not_judged_is_said_with_a_mend(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    result = lint([tmp_path / name])[0]
    assert result.problem is not None
    assert result.problem.code == code
    assert f"{code}  {name}" in as_text([result], "ja")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_empty_file_is_empty_and_of_no_other_kind(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"a{suffix}").write_bytes(b"")
    assert [(one.rule, one.kind) for one in lint([tmp_path / f"a{suffix}"])[0].findings] == [("L3-01", "empty")]


def test_a_name_that_is_left_out_is_no_wrong_name(tmp_path: Path) -> None:
    rows = ["団体名,年度,人口（人）", "岐阜県恵那市,2022,3", "〃,2023,4", "岐阜県恵那市,2024,5"]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert rules(lint([tmp_path / "a.csv"])[0]) == {"L2-02"}


ODD = {
    "nothing": b"",
    "mark-only": b"\xef\xbb\xbf",
    "nul": b"a,b\0c\n",
    "half-utf-16": b"\xff\xfe\x00\xd8a",
    "carriage-returns": "市名,人口\r恵那市,1\r".encode(),
    "one-column": "市名\n恵那市\n".encode(),
    "unclosed": b'a,b\n"' + b"x" * 1_000_000,
    "quotation-marks": b'"' * 500_001,
    "slow-patterns": ("a,b\n" + "1," * 50 + "\n" + "約" * 9000 + "1\n" + "あ " * 9000 + "x\n" + "(1" * 5000).encode(),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_csv_files_are_judged(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(ODD[name])
    start = time.process_time()
    result = lint([tmp_path / "a.csv"])[0]
    assert as_text([result], "ja")
    assert time.process_time() - start < 5


def test_the_command_reports_and_leaves_with_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "良い施設.csv", tmp_path / "悪い施設.csv"
    good.write_bytes(utf())
    bad.write_bytes(utf().replace("西図書館".encode(), "①西図書館".encode()))
    assert run(["lint", str(good), "--lang", "ja"]) == 0
    shown = capsys.readouterr().out
    assert "機械で分かる違反はありません" in shown
    assert "L3-08  項目の定義" in shown
    assert run(["lint", str(good), str(bad), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [file["sound"] for file in report["files"]] == [True, False]
    assert [len(file["rules"]) for file in report["files"]] == [30, 30]
    found = next(rule for rule in report["files"][1]["rules"] if rule["rule"] == "L1-08")
    assert found["result"] == "found"
    assert [one["place"] for one in found["findings"]] == ["C3", "C5"]
    assert found["findings"][0]["mend"]["ja"].startswith("通常の文字")
    page = tmp_path / "r.html"
    assert run(["lint", str(bad), "--format", "html", "--output", str(page), "--lang", "ja"]) == 1
    assert "①西図書館" in page.read_text(encoding="utf-8")
    capsys.readouterr()
    assert run(["lint", str(tmp_path / "no.csv")]) == 2
    assert run(["lint"]) == 2


def test_markup_in_a_file_is_text_in_the_page(tmp_path: Path) -> None:
    (tmp_path / "恵那市.csv").write_text("名前,説明\n<script>①</script>,a\n", encoding="utf-8")
    page = as_html(lint([tmp_path / "恵那市.csv"]), "ja")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
