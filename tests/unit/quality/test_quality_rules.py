"""The 30 rules on a sound data folder, and on copies of it that are spoilt in one place each."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from keikaku.national_rules import catalogue, dependent, is_two_values
from keikaku.quality import EXCEPTION, NOT_APPLICABLE, PASS, RuleResult, check_rules
from keikaku.quality.rules.finding import CHECKS

Spoil = Callable[[Path], object]
CSV = "212105_plan_{}.csv"
BOOK = "212105_plan.xlsx"


def outcome(folder: Path, rule_id: str) -> RuleResult:
    return next(result for result in check_rules(folder) if result.rule_id == rule_id)


def cell(table: str, row: int, column: str, value: str) -> Spoil:
    """Change one cell; row 1 is the headings."""

    def spoil(folder: Path) -> None:
        path = folder / CSV.format(table)
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        rows[row - 1][rows[0].index(column)] = value
        _write(path, rows)

    return spoil


def rows(table: str, change: Callable[[list[list[str]]], object]) -> Spoil:
    def spoil(folder: Path) -> None:
        path = folder / CSV.format(table)
        with path.open(encoding="utf-8", newline="") as file:
            found = list(csv.reader(file))
        change(found)
        _write(path, found)

    return spoil


def _write(path: Path, found: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(found)


def text(table: str, old: str, new: str) -> Spoil:
    """Change the bytes of a file."""

    def spoil(folder: Path) -> None:
        path = folder / CSV.format(table)
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), encoding="utf-8", newline="")

    return spoil


def descriptor(change: Callable[[dict[str, Any]], object]) -> Spoil:
    def spoil(folder: Path) -> None:
        path = folder / "datapackage.json"
        body = json.loads(path.read_bytes())
        change(body)
        path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")

    return spoil


def field(table: str, name: str, change: Callable[[dict[str, Any]], object]) -> Spoil:
    def spoil(body: dict[str, Any]) -> None:
        resource = next(one for one in body["resources"] if one["name"] == table)
        change(next(one for one in resource["schema"]["fields"] if one["name"] == name))

    return descriptor(spoil)


def resource(table: str, change: Callable[[dict[str, Any]], object]) -> Spoil:
    return descriptor(lambda body: change(next(one for one in body["resources"] if one["name"] == table)))


def sheet(change: Callable[[Worksheet], object], name: str = "results") -> Spoil:
    def spoil(folder: Path) -> None:
        book = load_workbook(folder / BOOK)
        change(book[name])
        book.save(folder / BOOK)

    return spoil


def picture(folder: Path) -> None:
    with zipfile.ZipFile(folder / BOOK, "a") as book:
        book.writestr("xl/media/image1.png", b"")


def without(*names: str) -> Callable[[dict[str, Any]], object]:
    return lambda body: [body.pop(name) for name in names]


FAULTS: list[tuple[str, Spoil, str, str]] = [
    ("L1-01", lambda folder: (folder / "計画.pdf").touch(), "計画.pdf", ""),
    ("L1-01", lambda folder: (folder / CSV.format("results")).unlink(), CSV.format("results"), ""),
    ("L1-01", lambda folder: (folder / CSV.format("results")).write_bytes(b"%PDF\xff"), CSV.format("results"), ""),
    ("L1-01", lambda folder: (folder / BOOK).write_bytes(b"%PDF"), BOOK, ""),
    ("L1-02", rows("results", lambda found: found.append(found[0])), CSV.format("results"), "A6"),
    ("L1-02", sheet(lambda found: found.append([c.value for c in found[1]])), BOOK, "A6"),
    ("L1-03", rows("results", lambda found: found.insert(2, [""] * len(found[0]))), CSV.format("results"), "A3"),
    ("L1-03", rows("results", lambda found: [row.insert(1, "") for row in found]), CSV.format("results"), "B1"),
    ("L1-03", sheet(lambda found: found.insert_cols(2)), BOOK, "B1"),
    ("L1-04", rows("results", lambda found: found.append(["※ 速報値"])), CSV.format("results"), "A6"),
    ("L1-04", sheet(lambda found: found.__setitem__("Z9", "メモ")), BOOK, "Z9"),
    ("L1-04", sheet(lambda found: setattr(found["A2"], "comment", Comment("要確認", "x"))), BOOK, "A2"),
    ("L1-04", sheet(lambda found: setattr(found.oddHeader.center, "text", "部外秘")), BOOK, ""),
    ("L1-05", cell("results", 1, "raw", "列3"), CSV.format("results"), "G1"),
    ("L1-05", field("results", "raw", without("title")), CSV.format("results"), "G1"),
    ("L1-06", cell("projects", 2, "title", "窓口　　の改善"), CSV.format("projects"), "F2"),
    ("L1-06", cell("projects", 2, "title", "窓 口"), CSV.format("projects"), "F2"),
    ("L1-06", cell("results", 2, "unit", " 種"), CSV.format("results"), "J2"),
    ("L1-07", cell("indicators", 2, "definition", "12(3)"), CSV.format("indicators"), "G2"),
    ("L1-07", cell("results", 4, "status", "achieved/not_achieved"), CSV.format("results"), "P4"),
    ("L1-08", cell("projects", 2, "title", "窓口の改善①"), CSV.format("projects"), "F2"),
    ("L1-09", cell("results", 2, "value", "-"), CSV.format("results"), "I2"),
    ("L1-09", cell("results", 4, "value", "0"), CSV.format("results"), "I4"),
    ("L1-09", rows("results", lambda found: _set(found, 4, raw="0件", value="")), CSV.format("results"), "I4"),
    ("L1-10", picture, BOOK, ""),
    ("L1-11", sheet(lambda found: setattr(found["A2"], "font", Font(bold=True))), BOOK, "A2"),
    ("L1-11", sheet(lambda found: setattr(found["A2"], "font", Font(color="FFFF0000"))), BOOK, "A2"),
    ("L1-11", sheet(lambda found: setattr(found["B3"], "fill", PatternFill("solid", "FFFFFF00"))), BOOK, "B3"),
    ("L1-11", sheet(lambda found: found.conditional_formatting.add("A2", CellIsRule("equal", ["1"]))), BOOK, ""),
    ("L1-12", sheet(lambda found: found.merge_cells("A2:A3")), BOOK, "A2:A3"),
    ("L1-13", sheet(lambda found: setattr(found.row_dimensions[3], "hidden", True)), BOOK, "3"),
    ("L1-13", sheet(lambda found: setattr(found.column_dimensions["B"], "hidden", True)), BOOK, "B"),
    ("L1-13", sheet(lambda found: found.row_dimensions.group(2, 3)), BOOK, "2"),
    ("L1-13", sheet(lambda found: setattr(found, "sheet_state", "hidden")), BOOK, ""),
    ("L1-13", sheet(lambda found: found.auto_filter.add_filter_column(0, ["e1"])), BOOK, ""),
    ("L1-14", cell("projects", 2, "title", "窓口の\n改善"), CSV.format("projects"), "F2"),
    ("L1-15", text("results", "種", "種,"), CSV.format("results"), "A2"),
    ("L1-15", text("results", "種", '種"'), CSV.format("results"), ""),
    ("L1-15", text("results", ",", ',"'), CSV.format("results"), ""),
    ("L2-01", cell("results", 2, "value", "7種"), CSV.format("results"), "I2"),
    ("L2-01", cell("results", 2, "value", "1,204"), CSV.format("results"), "I2"),
    ("L2-01", cell("results", 2, "value", "▲7"), CSV.format("results"), "I2"),
    ("L2-01", sheet(lambda found: found.__setitem__("I2", "7種")), BOOK, "I2"),
    ("L2-02", cell("indicators", 3, "title", "〃"), CSV.format("indicators"), "F3"),
    ("L2-02", cell("indicators", 3, "title", "同上"), CSV.format("indicators"), "F3"),
    ("L2-02", cell("indicators", 3, "edition_id", ""), CSV.format("indicators"), "A3"),
    ("L2-03", cell("results", 1, "raw", "value"), CSV.format("results"), "G1"),
    ("L2-03", sheet(lambda found: found.__setitem__("B1", "edition_id")), BOOK, "A1"),
    ("L2-04", cell("results", 4, "status", "達成"), CSV.format("results"), "P4"),
    ("L2-05", cell("finances", 2, "kind", "その他（寄附）"), CSV.format("finances"), "E2"),
    ("L2-06", sheet(lambda found: found.__setitem__("I2", "=1+6")), BOOK, "I2"),
    ("L3-01", rows("results", lambda found: found.insert(0, ["実績"])), CSV.format("results"), "A1"),
    ("L3-01", rows("results", lambda found: found.insert(1, [""] * 19)), CSV.format("results"), "A2"),
    ("L3-01", sheet(lambda found: found.insert_rows(1)), BOOK, "A1"),
    ("L3-02", lambda folder: (folder / CSV.format("codes")).unlink(), CSV.format("sources"), "D1"),
    ("L3-02", text("codes", "attainment_status,achieved,達成,Achieved\n", ""), CSV.format("results"), "P4"),
    ("L3-02", text("codes", "achieved,達成,Achieved", "achieved,達成,"), CSV.format("results"), "P4"),
    ("L3-02", field("results", "status", without("codeList")), CSV.format("results"), "P1"),
    ("L3-03", cell("results", 2, "value", "X"), CSV.format("results"), "I2"),
    ("L3-04", field("results", "rate", without("unit")), CSV.format("results"), "M1"),
    ("L3-04", cell("results", 2, "unit", ""), CSV.format("results"), "I2"),
    ("L3-05", cell("results", 2, "fiscal_year", "R6"), CSV.format("results"), "C2"),
    ("L3-05", cell("events", 2, "date_start", "2024.3"), CSV.format("events"), "C2"),
    ("L3-06", descriptor(without("spatial")), "datapackage.json", ""),
    ("L3-06", descriptor(lambda body: body["spatial"].update(lgcode="212106")), "datapackage.json", ""),
    ("L3-06", descriptor(lambda body: body["spatial"].update(municipality="恵那")), "datapackage.json", ""),
    ("L3-07", descriptor(lambda body: body["history"].pop()), CSV.format("editions"), "A3"),
    ("L3-07", rows("results", lambda found: [row.insert(3, "x") for row in found]), CSV.format("results"), "A1"),
    ("L3-08", field("results", "value", without("description")), "datapackage.json", ""),
    ("L3-08", descriptor(without("sources")), "datapackage.json", ""),
    ("L3-08", resource("results", without("byteOrderMark")), CSV.format("results"), ""),
    ("L3-08", lambda folder: (folder / "other.csv").touch(), "other.csv", ""),
    ("L3-09", cell("results", 1, "rate", "fy2024"), CSV.format("results"), "M1"),
    ("L3-09", rows("results", lambda found: _rename(found[0])), CSV.format("results"), "G1"),
]


def _set(found: list[list[str]], row: int, **values: str) -> None:
    for name, value in values.items():
        found[row - 1][found[0].index(name)] = value


def _rename(header: list[str]) -> None:
    header[6], header[8] = "value_1", "value_2"


def test_a_split_table_is_one_layout_no_longer(folder: Path) -> None:
    shutil.copy(folder / CSV.format("results"), folder / "212105_plan_results_2024.csv")

    def split(body: dict[str, Any]) -> None:
        own = next(one for one in body["resources"] if one["name"] == "results")
        body["resources"].append({**own, "name": "results-2024", "path": "212105_plan_results_2024.csv"})

    descriptor(split)(folder)
    assert outcome(folder, "L3-07").result == EXCEPTION


def test_a_byte_order_mark_must_be_stated(folder: Path) -> None:
    path = folder / CSV.format("results")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert outcome(folder, "L3-08").result == EXCEPTION
    assert outcome(folder, "L3-01").result == PASS
    resource("results", lambda body: body.update(byteOrderMark=True))(folder)
    assert outcome(folder, "L3-08").result == PASS


def test_every_rule_has_its_check_and_its_fixture() -> None:
    assert list(catalogue().rules) == sorted(CHECKS)
    assert len(CHECKS) == 30
    assert {rule_id for rule_id, *_ in FAULTS} == set(CHECKS)


def test_every_text_is_in_both_languages() -> None:
    for text_of in catalogue().rules.values():
        for label in (text_of.name, text_of.statement, text_of.fault, text_of.as_printed, text_of.unused):
            assert label is None or (label.ja.strip() and label.en.strip() and label.en.isascii())


def test_what_is_published_meets_every_rule_but_those_that_keep_the_print(published: Path) -> None:
    found = {result.rule_id: result for result in check_rules(published)}
    assert {rule_id for rule_id, one in found.items() if one.result == NOT_APPLICABLE} == {"L2-05", "L3-03"}
    exceptions = {rule_id: one for rule_id, one in found.items() if one.result == EXCEPTION}
    assert set(exceptions) == {"L1-07", "L1-08"}
    assert all(one.on_purpose for one in exceptions.values())
    for one in found.values():
        assert (one.reason is None) == (one.result == PASS)
        assert bool(one.examples) == (one.result == EXCEPTION)


@pytest.mark.parametrize(
    ("rule_id", "spoil", "file", "place"), FAULTS, ids=[f"{rule}-{n}" for n, (rule, *_) in enumerate(FAULTS)]
)
def test_a_fault_is_found_at_its_place(folder: Path, rule_id: str, spoil: Spoil, file: str, place: str) -> None:
    spoil(folder)
    found = outcome(folder, rule_id)
    assert found.result == EXCEPTION
    assert not found.on_purpose
    assert found.reason == found.text.fault
    assert found.found >= 1
    assert (file, place) in {(one.file, one.cell) for one in found.examples}, found.examples


@pytest.mark.parametrize(
    ("rule_id", "spoil"),
    [
        ("L1-06", cell("results", 2, "raw", "7  種")),
        ("L1-07", cell("results", 4, "raw", "12件、3件")),
        ("L1-08", cell("results", 4, "raw", "⑫件")),
        ("L2-02", cell("results", 4, "raw", "同上")),
        ("L3-05", cell("statistics", 2, "period_raw", "Ｒ６．３")),
    ],
)
def test_columns_that_repeat_the_print_may_do_so_on_purpose(folder: Path, rule_id: str, spoil: Spoil) -> None:
    spoil(folder)
    found = outcome(folder, rule_id)
    assert (found.result, found.on_purpose, found.reason) == (EXCEPTION, True, found.text.as_printed)


def test_a_fault_among_exceptions_on_purpose_is_a_fault(folder: Path) -> None:
    cell("projects", 2, "title", "窓口の改善①")(folder)
    found = outcome(folder, "L1-08")
    assert found.found > 1
    assert [one.value for one in found.examples] == ["窓口の改善①"]


def test_a_mark_that_is_defined_is_allowed(folder: Path) -> None:
    cell("results", 2, "value", "X")(folder)
    resource("results", lambda body: body["schema"].update(missingValues=["", "X"]))(folder)
    assert outcome(folder, "L3-03").result == EXCEPTION
    field("results", "value", lambda body: body.update(description="秘匿した値は X とする。"))(folder)
    assert outcome(folder, "L3-03").result == PASS


def test_other_with_a_column_for_its_details_is_allowed(folder: Path) -> None:
    text("codes", "grant,交付金・補助金,Grant", "grant,その他,Other")(folder)
    assert outcome(folder, "L2-05").result == PASS


def test_an_era_year_with_a_western_year_beside_it_is_allowed(folder: Path) -> None:
    cell("events", 2, "date_raw", "令和６年３月")(folder)
    assert outcome(folder, "L3-05").result == PASS


@pytest.mark.parametrize("name", ["datapackage.json", BOOK, CSV.format("codes"), CSV.format("results")])
def test_a_missing_file_is_no_exception_of_the_other_kind(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert {result.result for result in check_rules(folder)} >= {EXCEPTION}


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"resources": 1}', b'{"resources": [1, {"schema": []}]}'])
def test_a_broken_descriptor_is_judged_too(folder: Path, body: bytes) -> None:
    (folder / "datapackage.json").write_bytes(body)
    assert outcome(folder, "L3-08").result == EXCEPTION


@pytest.mark.parametrize("value", ["12(3)", "5,6", "5、6", "5/6", "①32⼈（80％）", "1,204件(80%)", "10回、200人"])
def test_two_values_are_seen(value: str) -> None:
    assert is_two_values(value)


@pytest.mark.parametrize(
    "value",
    [
        "1,204件",
        "2024/3/28",
        "約30%",
        "77. 8%",
        "3・4歳児健診",
        "AI/RPA",
        "10～20社",
        "令和6年度(2024年度)",
        "80歳以上でも、30%以上",
    ],
)
def test_one_value_is_one(value: str) -> None:
    assert not is_two_values(value)


def test_platform_dependent_characters_are_known() -> None:
    assert all(map(dependent, "①⑳Ⅳ㈱㎡㍻№ｱ髙﨑⺠⼈\ue000"))
    assert not any(map(dependent, "☆○〜～−％…―‐℃√𠮷漢字かな"))
