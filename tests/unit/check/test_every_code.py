"""Each code of the catalogue has a fixture that triggers it, at the right cell, and nothing else.

The codes that only a build can give (E6xx, E7xx, E122) are tested with the command line.
"""

from __future__ import annotations

import csv
import os
import string
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from keikaku.check import check_city
from keikaku.marking import as_text, report
from keikaku.problem import catalogue, mend, message
from keikaku.schema import Schema, load_schema
from kitchen import Tables, kitchen, write_kitchen, write_table

Spoil = Callable[[Tables], object]
Break = Callable[[Path], object]

BY_SYSTEM = {"E123"}
"""What depends on the system's mood has a test of its own below."""
BY_BUILD = {"E122", "E601", "E701", "E702", "E703", "E704"}
BY_VERIFY = {"E705", "E706", "E707", "E708", "E709", "E710", "E711", "W712", "W713"}
"""Tested where they arise, in tests/unit/verify."""
BY_PUSH = {f"E{number}" for number in (*range(801, 809), *range(811, 821))}
"""The same, in tests/servers/test_push*.py and tests/unit/publish."""
BY_MARKING = {f"E{number}" for number in (*range(901, 907), 908, 909)} | {"W907"}
"""The same, in tests/unit/marking and tests/unit/lint."""
BY_DIFFERENCE = {f"E{number}" for number in (*range(730, 738), *range(740, 745))} | {"W738", "W739"}
"""The same, in tests/unit/difference and tests/unit/progress."""
BY_IMPORT = {f"E{number}" for number in range(920, 941)} | {f"W{number}" for number in range(960, 975)}
"""The same, in tests/unit/intake."""
BY_START = {f"E{number}" for number in range(960, 973)}
"""The same, in tests/unit/start and tests/unit/form."""

BY_PORTAL = {
    f"E{number}" for number in (*range(1001, 1018), *range(1019, 1043), *range(1051, 1067), *range(1068, 1073))
} | {"W1018", "W1067"}
"""The same, in tests/unit/portal and, on a real portal, in tests/servers/test_portal*.py."""


def change(table: str, row: int, **values: str) -> Spoil:
    return lambda tables: tables[table][row].update(values)


def add(table: str, **values: str) -> Spoil:
    return lambda tables: tables[table].append({**tables[table][-1], **values})


def both(*spoils: Spoil) -> Spoil:
    return lambda tables: [spoil(tables) for spoil in spoils]


def without_corrections(tables: Tables) -> None:
    tables["corrections"].clear()


# The tables are sound, but for one value: code, table of the cell, its address, and how the value is spoilt.
VALUES: list[tuple[str, str, str, Spoil]] = [
    ("E109", "sources", "H2", change("sources", 0, file="../../etc/passwd")),
    ("E201", "policies", "G2", change("policies", 0, title="")),
    ("E202", "policies", "D2", change("policies", 0, level="一")),
    ("E203", "targets", "H4", change("targets", 2, value="約10", raw="約10")),
    ("E204", "sources", "E2", change("sources", 0, issued="2024/3/28")),
    ("E205", "projects", "O2", change("projects", 0, is_new="○")),
    ("E206", "results", "P2", change("results", 0, status="達成")),
    (
        "E207",
        "policies",
        "B2",
        both(change("policies", 0, policy_id="1/"), change("policies", 1, parent_policy_id="1/")),
    ),
    ("E208", "targets", "C2", change("targets", 0, fiscal_year="1850")),
    ("E208", "statistics", "H2", change("statistics", 0, value="9" * 4999, raw="9" * 4999)),
    ("E208", "finances", "F2", change("finances", 0, amount_yen="1" + "0" * 16)),
    ("E209", "projects", "I2", change("projects", 0, description="長" * 50_000_000)),
    ("E210", "projects", "I2", change("projects", 0, description="一行目\n二行目")),
    ("E211", "projects", "I2", change("projects", 0, description=" 前の空白")),
    ("E212", "projects", "I2", change("projects", 0, description="ＩＣＴと⺠間")),
    ("E213", "projects", "I2", change("projects", 0, description="見えない\x07文字")),
    ("E213", "projects", "I2", change("projects", 0, description="向きを変える\u202e文字")),
    ("E213", "projects", "I2", change("projects", 0, description="外字\ue000")),
    ("E214", "plans", "F2", change("plans", 0, start_fy="令和4年度")),
    ("E214", "sources", "E2", change("sources", 0, issued="令和6年3月28日")),
    ("W216", "statistics", "J2", change("statistics", 0, unit="本")),
    ("E217", "projects", "I2", change("projects", 0, description='=HYPERLINK("http://x")')),
    ("E301", "policies", "B8", add("policies", policy_id="1a", parent_policy_id="1", level="2")),
    ("E302", "project_departments", "C2", change("project_departments", 0, department_id="nowhere")),
    ("E302", "results", "B4", add("results", indicator_id="9-9.9")),
    (
        "E401",
        "departments",
        "C2",
        both(
            change("departments", 0, parent_department_id="d2"),
            lambda t: (
                t["departments"].pop(1)
                and t["departments"].insert(1, {"department_id": "d2", "name": "情報課", "source_id": "s1"})
            ),
            change("departments", 0, parent_department_id="d1"),
        ),
    ),
    ("E402", "policies", "D3", both(change("policies", 1, level="5"), change("policies", 2, level="6"))),
    ("E403", "results", "C2", change("results", 0, fiscal_year="2031")),
    ("E404", "events", "D2", change("events", 0, date_end="2023-03-01")),
    ("E405", "indicators", "C2", change("indicators", 0, policy_id="1")),
    ("E408", "results", "J2", change("results", 0, unit="人", rate="")),
    (
        "E409",
        "editions",
        "F4",
        both(
            add("plans", plan_id="q"),
            add("editions", edition_id="e3", plan_id="q", previous_edition_id="e1"),
            add("policies", edition_id="e3", policy_id="1", parent_policy_id="", level="1"),
        ),
    ),
    ("E410", "corrections", "D2", change("corrections", 0, row_key="1-1.1|1999|1")),
    ("E411", "targets", "L2", change("targets", 0, origin="derived")),
    ("E412", "targets", "C2", change("targets", 0, fiscal_year="2024")),
    ("E414", "policies", "K2", change("policies", 0, page="10")),
    ("E416", "targets", "I2", change("targets", 0, value_max="5")),
    ("E417", "targets", "H3", change("targets", 1, value="1", raw="1")),
    ("E418", "project_links", "C2", change("project_links", 0, linked_project_id="1-2")),
    ("E419", "plans", "A3", add("plans", plan_id="data")),
    ("E419", "departments", "A4", add("departments", department_id="Nul.1", parent_department_id="")),
    ("E419", "departments", "A4", add("departments", department_id="D1", parent_department_id="")),
    ("E420", "policies", "K2", change("policies", 0, page="2")),
    ("E421", "pages", "D3", change("pages", 0, line="60")),
    (
        "W504",
        "results",
        "M2",
        both(change("results", 0, numerator="3", denominator="10"), without_corrections),
    ),
    (
        "W504",
        "results",
        "I4",
        add("results", unit="%", value="33.3", rate="", raw="33.3% 3 10", numerator="3", denominator="10", seq="2"),
    ),
    (
        "W505",
        "results",
        "O2",
        both(
            change("results", 0, fiscal_year="2025", delta="-2", delta_raw="▲2"),
            without_corrections,
        ),
    ),
    ("W503", "results", "I2", change("results", 0, value="8")),
    ("W506", "results", "P2", change("results", 0, fiscal_year="2025", status="achieved")),
    ("W507", "totals", "I2", both(change("totals", 0, value="3", raw="3事業"), without_corrections)),
    ("W508", "totals", "F2", both(change("totals", 0, derivation=""), without_corrections)),
    ("W509", "editions", "A4", add("editions", edition_id="e3", previous_edition_id="")),
]


def replace(name: str, old: str, new: str) -> Break:
    def act(folder: Path) -> None:
        path = folder / "tables" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8", newline="\n")

    return act


def recode(name: str, encoding: str) -> Break:
    def act(folder: Path) -> None:
        path = folder / "tables" / name
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))

    return act


def config(old: str, new: str) -> Break:
    def act(folder: Path) -> None:
        path = folder / "city.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return act


def write(name: str, data: bytes) -> Break:
    return lambda folder: (folder / "tables" / name).write_bytes(data)


def link_outside(folder: Path) -> None:
    outside = folder.parent.parent / "outside.csv"
    (folder / "tables" / "terms.csv").rename(outside)
    try:
        (folder / "tables" / "terms.csv").symlink_to(outside)
    except OSError:
        pytest.skip("this system does not let a test make symbolic links")


def to_workbook(name: str, edit: Callable[[Workbook], object]) -> Break:
    """Move one table into a workbook and spoil it there."""

    def act(folder: Path) -> None:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = name
        path = folder / "tables" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                sheet.append([cell or None for cell in row])
        path.unlink()
        edit(book)
        book.save(folder / "tables" / "book.xlsx")

    return act


def huge_workbook(folder: Path) -> None:
    import zipfile

    path = folder / "tables" / "huge.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(300):
            member.write(b"0" * 1024 * 1024)


# The files themselves are faulty: code, file, cell, and how the folder is broken.
FILES: list[tuple[str, str, str, Break]] = [
    ("E101", "tables", "", lambda folder: [path.unlink() for path in (folder / "tables").iterdir()]),
    ("E102", "tables/totals.csv", "", recode("totals.csv", "cp932")),
    ("E102", "tables/events.csv", "", recode("events.csv", "utf-16")),
    ("E103", "tables/terms.csv", "", write("terms.csv", b"edition_id,\x81\xff\n")),
    ("E104", "tables/terms.csv", "", write("terms.csv", b"")),
    ("E105", "tables/terms.csv", "I1", replace("terms.csv", "line\n", "line,memo\n")),
    (
        "E106",
        "tables/terms.csv",
        "A1",
        replace("terms.csv", "edition_id,term_id,term,abbreviation,", "edition_id,term_id,term,"),
    ),
    ("E107", "tables/terms.csv", "I1", replace("terms.csv", "line\n", "line,line\n")),
    ("E108", "tables/terms.csv", "A2", replace("terms.csv", "RPA", "RPA,余分")),
    ("E109", "tables/terms.csv", "", link_outside),
    ("E110", "tables/kpi.csv", "", write("kpi.csv", b"a\n1\n")),
    ("E111", "tables/terms.csv", "", lambda folder: _copy_into_book(folder)),
    ("E112", "tables/book.xlsx", "", write("book.xlsx", b"not a workbook")),
    ("E113", "tables/book.xlsx", "A1:B1", to_workbook("events", lambda book: book.worksheets[0].merge_cells("A1:B1"))),
    ("E114", "tables/huge.xlsx", "", huge_workbook),
    ("E115", "tables/terms.csv", "A2", replace("terms.csv", "RPA", '"RPA')),
    ("E116", "tables/plan.pdf", "", write("plan.pdf", b"%PDF-1.4")),
    ("E117", "tables/terms.csv", "I1", replace("terms.csv", "line\n", "line,\n")),
    ("E118", "tables/book.xlsx", "F2", to_workbook("totals", lambda book: _formula(book, "F2"))),
    ("E119", "city.yaml", "", config("kana: えなし\n", "")),
    ("E120", "tables/terms.csv", "A2", replace("terms.csv", "line\n", "line\n,,,,,,,\n")),
    ("E121", "city.yaml", "", config("212105", "212106")),
    ("E124", "city.yaml", "", config("kana:", "frequency: YEARLY\nkana:")),
    ("W124", "tables/assessments.csv", "", write("assessments.csv", b"edition_id\n")),
    ("W125", "tables/codes.csv", "", write("codes.csv", b"list,value,ja,en\n")),
    ("W501", "city.yaml", "", lambda folder: None),
]


def _formula(book: Workbook, cell: str) -> None:
    book.worksheets[0][cell] = "=1+1"


def _copy_into_book(folder: Path) -> None:
    text = (folder / "tables" / "terms.csv").read_text(encoding="utf-8")
    to_workbook("terms", lambda book: None)(folder)
    (folder / "tables" / "terms.csv").write_text(text, encoding="utf-8")
    # The workbook is read first (by name), so the CSV file is the repetition.


def asked_facts(code: str) -> set[str]:
    """Give the facts that the catalogue's texts of a code ask for."""
    entry = catalogue()[code]
    texts = [text for words in (entry.ja, entry.en) for text in (words.title, words.message, words.mend)]
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def found(folder: Path, schema: Schema) -> list[tuple[str, str, str]]:
    problems = check_city(folder, folder.parent, schema).problems
    for problem in problems:
        assert message(problem, "ja")
        assert mend(problem, "en")
        assert asked_facts(problem.code) <= set(problem.facts), problem
    listed = [(problem.code, problem.where.file, problem.where.cell) for problem in problems]
    return [entry for entry in listed if entry[0] != "W501"] or listed


@pytest.mark.parametrize(("code", "table", "cell", "spoil"), VALUES, ids=[f"{c[0]}-{c[1]}" for c in VALUES])
def test_a_wrong_value_is_named_at_its_cell(
    code: str, table: str, cell: str, spoil: Spoil, workspace: Path, schema: Schema
) -> None:
    folder = write_kitchen(workspace, spoil=spoil)
    listed = found(folder, schema)
    assert (code, f"ena/tables/{table}.csv", cell) in listed
    assert {entry[0] for entry in listed} <= {code, *COMPANIONS.get(code, set())}


# Some faults cannot be alone: an id of a wrong form is not referred to, and a year out of range is out of the plan.
COMPANIONS = {
    "E203": {"W503"},
    "E214": set(),
    "E301": {"E302"},
    "E414": {"E420"},
    "E421": {"E420"},
    "W504": {"E408"},
    "E403": {"E410"},
    "E208": {"E403", "E412", "W503"},
}


@pytest.mark.parametrize(("code", "file", "cell", "break_it"), FILES, ids=[f"{c[0]}-{c[1]}" for c in FILES])
def test_a_broken_file_is_named(
    code: str, file: str, cell: str, break_it: Break, workspace: Path, schema: Schema
) -> None:
    folder = write_kitchen(workspace)
    break_it(folder)
    listed = found(folder, schema)
    assert (code, f"ena/{file}", cell) in listed
    others = {entry[0] for entry in listed} - {code}
    # What cannot be read leaves columns or rows missing, which is said as well.
    assert others <= {"E105", "E106", "E108", "E117", "E201", "E207", "E302", "E208", "E217"}


def test_every_code_has_a_fixture() -> None:
    here = {case[0] for case in VALUES + FILES} | BY_SYSTEM
    elsewhere = BY_BUILD | BY_VERIFY | BY_PUSH | BY_PORTAL | BY_DIFFERENCE | BY_MARKING | BY_START | BY_IMPORT
    assert here | elsewhere == set(catalogue())


def test_a_workbook_is_as_good_as_files(workspace: Path, schema: Schema) -> None:
    folder = write_kitchen(workspace)
    for name in kitchen():
        to_workbook(name, lambda book: None)(folder)
        (folder / "tables" / "book.xlsx").rename(folder / "tables" / f"{name}.xlsx")
    assert [entry[0] for entry in found(folder, schema)] == ["W501"]
    book = load_workbook(folder / "tables" / "targets.xlsx")
    book.worksheets[0]["H2"] = "約30%"
    book.save(folder / "tables" / "targets.xlsx")
    problem = check_city(folder, workspace, schema).problems[0]
    assert problem.where.say("ja") == "ena/tables/targets.xlsx ›「targets」› H2"
    assert problem.where.row_key == "e1|1-1.1|2025|1"
    assert as_text(report([problem], 1), "ja").startswith(
        "E203  ena/tables/targets.xlsx ›「targets」› H2  「値」が数値ではありません:「約30%」\n"
        "      行: e1|1-1.1|2025|1\n"
        "      直し方: 数値の列には 30 のように半角の数字だけを書き、単位は「単位」の列に書いてください。\n"
    )
    assert message(problem, "ja") == "「値」が数値ではありません:「約30%」"


def test_japanese_sheet_and_column_names_are_understood(workspace: Path, schema: Schema) -> None:
    folder = write_kitchen(workspace)
    to_workbook("terms", lambda book: _japanese(book))(folder)
    assert [entry[0] for entry in found(folder, schema)] == ["W501"]


def _japanese(book: Workbook) -> None:
    table = load_schema().by_name["terms"]
    book.worksheets[0].title = table.title.ja
    for cell in book.worksheets[0][1]:
        cell.value = table.by_name[str(cell.value)].title.ja


def test_utf8_with_a_byte_order_mark_is_read(workspace: Path, schema: Schema) -> None:
    folder = write_kitchen(workspace)
    recode("terms.csv", "utf-8-sig")(folder)
    assert [entry[0] for entry in found(folder, schema)] == ["W501"]


@pytest.mark.parametrize(
    ("issued", "code", "proposed"),
    [
        ("令和6年2月29日", "E214", "2024-02-29"),
        ("2024/2/29", "E204", "2024-02-29"),
        ("令和6年2月31日", "E204", "2024-03-28"),
        ("2023/2/29", "E204", "2024-03-28"),
        ("2023-02-29", "E204", "2024-03-28"),
    ],
)
def test_no_day_is_proposed_that_no_calendar_has(
    workspace: Path, schema: Schema, issued: str, code: str, proposed: str
) -> None:
    folder = write_kitchen(workspace, spoil=change("sources", 0, issued=issued))
    (problem,) = [one for one in check_city(folder, workspace, schema).problems if one.code != "W501"]
    assert problem.code == code
    assert proposed in {problem.facts.get("western"), problem.facts.get("guess")}


def test_all_faults_are_reported_at_once(workspace: Path, schema: Schema) -> None:
    spoils = [case[3] for case in VALUES if case[0] in {"E201", "E205", "E206", "E302", "E404", "E408"}]
    folder = write_kitchen(workspace, spoil=both(*spoils))
    recode("totals.csv", "cp932")(folder)
    assert {entry[0] for entry in found(folder, schema)} == {"E102", "E201", "E205", "E206", "E302", "E404", "E408"}


def test_a_file_of_one_table_is_checked_by_itself(workspace: Path, schema: Schema) -> None:
    from keikaku.check import check_file

    folder = write_kitchen(workspace, spoil=change("results", 0, status="達成"))
    checked = check_file(folder / "tables" / "results.csv", schema)
    assert [(problem.code, problem.where.cell) for problem in checked.problems] == [("E206", "P2")]
    assert checked.problems[0].facts["near"] == "achieved"


@pytest.mark.parametrize(
    ("code", "break_it"),
    [
        ("E104", write("indicators.csv", b"")),
        ("E103", write("indicators.csv", b"edition_id,\x81\xff\n")),
        ("E115", replace("indicators.csv", "電子化", '"電子化')),
        ("E106", replace("indicators.csv", "indicator_id", "indicator")),
        ("E110", lambda folder: (folder / "tables/indicators.csv").rename(folder / "tables/kpi.csv")),
    ],
)
def test_a_table_that_cannot_be_read_does_not_make_all_references_to_it_wrong(
    code: str, break_it: Break, workspace: Path, schema: Schema
) -> None:
    folder = write_kitchen(workspace)
    break_it(folder)
    codes = {entry[0] for entry in found(folder, schema)}
    assert code in codes
    assert not codes & {"E302", "E410"}


@pytest.mark.parametrize("name", ["tables/terms.csv", "city.yaml"])
def test_a_file_that_the_system_refuses_is_named(
    name: str, workspace: Path, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_kitchen(workspace)
    original = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == folder / name:
            raise PermissionError(13, "Permission denied")
        return original(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    listed = found(folder, schema)
    assert [entry for entry in listed if entry[0] != "W501"] == [("E123", f"ena/{name}", "")]


def test_a_table_that_is_not_there_makes_references_to_it_wrong(workspace: Path, schema: Schema) -> None:
    folder = write_kitchen(workspace)
    (folder / "tables" / "indicators.csv").unlink()
    assert {entry[0] for entry in found(folder, schema)} == {"E302", "E410"}


def test_the_merged_header_is_named_before_what_it_hides(workspace: Path, schema: Schema) -> None:
    folder = write_kitchen(workspace)
    to_workbook("targets", lambda book: book.worksheets[0].merge_cells("A1:C1"))(folder)
    listed = found(folder, schema)
    assert listed[0] == ("E113", "ena/tables/book.xlsx", "A1:C1")
    assert not {"E302", "E410"} & {entry[0] for entry in listed}


def test_an_empty_folder_of_tables_is_not_a_traceback(workspace: Path, schema: Schema) -> None:
    folder = write_kitchen(workspace)
    for name in list(kitchen()):
        write_table(folder, name, [])
    assert not [entry for entry in found(folder, schema) if entry[0] != "W501"]


def test_paths_are_the_same_on_every_system(workspace: Path, schema: Schema) -> None:
    folder = write_kitchen(workspace, spoil=change("results", 0, status="達成"))
    assert os.sep == "/" or all(os.sep not in entry[1] for entry in found(folder, schema))
