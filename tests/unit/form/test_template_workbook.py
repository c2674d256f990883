"""The workbook as staff get it: headers, notes, lists, locks, the example, and everything that a city has already."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from keikaku.cli import run
from keikaku.form import EXAMPLE, GUIDE, LISTS, TRUTH, SheetForm, code_of, form_of
from keikaku.read.workbook import cell_text
from keikaku.schema import Schema
from keikaku.template import make_template
from keikaku.template.cells import Shown
from keikaku.template.flat import flat_lines, misfits
from kitchen import Tables, write_kitchen

ROOT = Path(__file__).resolve().parents[3]
HEADER, FIRST = 2, 3


def opened(schema: Schema, workspace: Path = ROOT / "datapackage", city: str = "", **more: Any) -> Workbook:
    made = make_template(schema, workspace, city, **more)
    assert made.problems == ()
    return load_workbook(io.BytesIO(made.data))


def rules(sheet: Any) -> dict[str, Any]:
    """Give the rules of cells by the letters of their columns."""
    return {str(rule.sqref).partition("3")[0]: rule for rule in sheet.data_validations.dataValidation}


def listed(book: Workbook, name: str) -> list[str]:
    """Give what a defined name lists."""
    area = book.defined_names[name].attr_text.rpartition("!")[2].replace("$", "")
    return [row[0].value for row in book[LISTS][area]]


@pytest.fixture(scope="module")
def blank(schema: Schema) -> Workbook:
    return opened(schema)


def test_each_column_has_its_header_its_note_and_its_explanation(blank: Workbook, schema: Schema) -> None:
    for form in form_of(schema).sheets:
        sheet = blank[form.name]
        assert [cell.value for cell in sheet[HEADER]] == [column.title for column in form.columns]
        for column, top, cell in zip(form.columns, sheet[1], sheet[HEADER], strict=True):
            assert cell.comment.text.startswith(f"{column.table}.{column.column}\n")
            assert top.value.startswith("【必須】" if column.required else ("【任意】", "【空でもよい】"))
        assert sheet.max_row == HEADER
        assert sheet.freeze_panes == "B3"


def test_headers_are_locked_and_cells_are_not_and_there_is_no_password(blank: Workbook) -> None:
    assert blank.security.lockStructure
    assert not blank.security.workbookPassword
    for sheet in blank.worksheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        if sheet.title not in {GUIDE, EXAMPLE, LISTS}:
            assert all(cell.protection.locked for row in sheet["1:2"] for cell in row)
            assert not sheet.column_dimensions["A"].protection.locked
            assert not sheet.protection.insertRows  # False: it is allowed.


def test_the_form_is_known_by_a_hidden_name_and_a_property(blank: Workbook) -> None:
    assert blank.custom_doc_props["keikaku_form"].value == "keikaku-form/1 tables"
    assert blank.defined_names["keikaku_form"].attr_text == '"keikaku-form/1 tables"'
    assert blank.defined_names["keikaku_form"].hidden
    assert blank[LISTS].sheet_state == "hidden"


def test_every_code_is_chosen_from_a_list_of_labels(schema: Schema) -> None:
    book = opened(schema, every=True)
    for form in form_of(schema, every=True).sheets:
        found = rules(book[form.name])
        for place, column in enumerate(form.columns):
            letter = book[form.name].cell(1, place + 1).column_letter
            if column.kind == "code":
                assert found[letter].formula1 == f"list_{column.codes}"
                labels = listed(book, found[letter].formula1)
                codes = schema.code_lists[column.codes]
                assert [code_of(codes, label) for label in labels] == [code.value for code in codes.codes]
                assert found[letter].errorStyle == ("information" if codes.open else None)
            if column.kind == "boolean":
                assert listed(book, found[letter].formula1) == list(TRUTH.values())


def test_ids_are_chosen_from_the_sheet_where_they_are_typed(blank: Workbook) -> None:
    rule = rules(blank["目標値"])["A"]
    assert rule.formula1 == "ids_indicators_indicator_id"
    assert blank.defined_names[rule.formula1].attr_text.startswith("OFFSET('指標'!$A$3,")
    assert rule.errorStyle == "warning"
    assert rules(blank["事業の担当課"])["B"].formula1 == "ids_departments_name"


@pytest.mark.parametrize("one_sheet", [False, True])
def test_no_rule_refuses_a_fiscal_year_or_a_date_however_it_is_typed(one_sheet: bool, schema: Schema) -> None:
    book = opened(schema, one_sheet=one_sheet)
    for form in form_of(schema, one_sheet=one_sheet).sheets:
        found = rules(book[form.name])
        for place, column in enumerate(form.columns):
            rule = found.get(book[form.name].cell(1, place + 1).column_letter)
            if column.kind == "fiscal_year":
                assert rule.formula1 == "list_years"
                assert not rule.showErrorMessage
            if column.kind in {"date", "value"}:
                assert rule.type in {None, "none"}
    assert "令和6年度" in listed(book, "list_years")


def test_ids_stay_text_so_that_no_spreadsheet_makes_a_date_of_them(schema: Schema) -> None:
    data = make_template(schema, ROOT / "datapackage").data
    book = load_workbook(io.BytesIO(data))
    assert book["取組事業"].column_dimensions["A"].number_format == "@"
    assert book["版"].column_dimensions["E"].number_format == "yyyy-mm-dd"


def test_the_example_is_marked_and_shows_years_as_staff_write_them(blank: Workbook) -> None:
    cells = [str(cell.value) for row in blank[EXAMPLE] for cell in row if cell.value]
    assert "これは記入例です" in cells[1]
    assert "令和6年度" in cells
    assert "企画政策課" in cells


@pytest.mark.parametrize("one_sheet", [False, True])
def test_the_guide_tells_the_steps_and_every_rule(one_sheet: bool, schema: Schema) -> None:
    book = opened(schema, one_sheet=one_sheet)
    text = "\n".join(str(cell.value) for row in book[GUIDE] for cell in row if cell.value)
    for sheet in form_of(schema, one_sheet=one_sheet).sheets:
        assert sheet.name in text
        for column in sheet.columns:
            if column.rule:
                assert f"{sheet.name}の{column.title}" in text
    assert "令和6年度、R6、2024" in text
    assert "{" not in text


def test_the_same_input_gives_the_same_bytes(schema: Schema) -> None:
    for settings in ({"city": "imari"}, {"one_sheet": True}):
        first, second = (make_template(schema, ROOT / "datapackage", **settings).data for _ in range(2))
        assert first == second
        with zipfile.ZipFile(io.BytesIO(first)) as archive:
            assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def spoil(tables: Tables) -> None:
    tables["projects"][0]["description"] = '=HYPERLINK("http://example.jp","x")'
    tables["projects"][1]["description"] = "+1+1|cmd"
    tables["departments"][0]["name"] = "@SUM(1,1)"
    tables["projects"][2]["description"] = "http://example.jp"


def test_nothing_in_a_cell_is_run(workspace: Path, schema: Schema) -> None:
    write_kitchen(workspace, spoil=spoil)
    book = opened(schema, workspace, "ena")
    values = [cell for sheet in book.worksheets for row in sheet for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in values if cell.data_type == "f" or cell.hyperlink]
    assert '=HYPERLINK("http://example.jp","x")' in [cell.value for cell in values]


def understood(schema: Schema, form: SheetForm, sheet: Any, names: Mapping[str, str]) -> list[dict[str, str]]:
    """Read a sheet as a table again."""
    found = []
    for row in sheet.iter_rows(min_row=FIRST, max_col=len(form.columns)):
        values = {}
        for column, cell in zip(form.columns, row, strict=True):
            text = cell_text(cell)
            if column.kind == "code":
                text = code_of(schema.code_lists[column.codes], text) or text
            elif column.kind == "boolean":
                text = {label: value for value, label in TRUTH.items()}.get(text, text)
            elif column.reference and column.reference.table == "departments":
                text = names.get(text, text)
            values[column.column] = text
        found.append(values)
    return found


@pytest.mark.parametrize("city", ["ena", "hachioji", "hanno", "imari"])
def test_a_city_gets_all_that_it_has(city: str, schema: Schema) -> None:
    book = opened(schema, city=city)
    have: dict[str, list[dict[str, str]]] = {}
    for path in sorted((ROOT / "datapackage" / city / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            have[path.stem] = list(csv.DictReader(file))
    names = {row["name"]: row["department_id"] for row in have.get("departments", ())}
    form = form_of(schema, have)
    assert {sheet.table for sheet in form.sheets} >= {name for name, rows in have.items() if rows}
    for sheet in form.sheets:
        rows = have.get(sheet.table, [])
        columns = [column.column for column in sheet.columns]
        left = {(name, value) for row in rows for name, value in row.items() if value and name not in columns}
        assert {pair for pair in left if pair[0] != "edition_id"} <= {("seq", "1"), ("origin", "stated")}, sheet.name
        expected = [{name: row[name] for name in columns} for row in rows]
        assert understood(schema, sheet, book[sheet.name], names) == expected


def test_one_edition_can_be_asked_for(schema: Schema) -> None:
    book = opened(schema, city="ena", edition="ict2-2025")
    editions = {row[0].value for row in book["取組事業"].iter_rows(min_row=FIRST)}
    assert editions == {"ict2-2025"}
    assert [row[0].value for row in book["版"].iter_rows(min_row=FIRST)] == ["ict2-2024-03", "ict2-2025"]


@pytest.mark.parametrize(
    ("city", "edition", "reason"),
    [
        ("imari", "", "文書から書き写した原文"),
        ("hachioji", "", "同じ年度に二つ以上"),
        ("hachioji", "", "施策に付いた指標"),
        ("ena", "ict2-2025", "文書から書き写した原文"),
    ],
)
def test_a_city_that_does_not_fit_on_one_sheet_is_told_why(
    city: str, edition: str, reason: str, schema: Schema
) -> None:
    (refused,) = make_template(schema, ROOT / "datapackage", city, edition, one_sheet=True).problems
    assert refused.code == "E968"
    assert reason in str(refused.facts["reasons_ja"])


def test_what_import_typed_fits_on_one_sheet(schema: Schema) -> None:
    from keikaku.intake.places import file_of

    sheet = form_of(schema, one_sheet=True).sheets[0]
    assert misfits(sheet, {"sources": [{"source_id": "dx", "kind": "plan", "file": file_of("dx")}]}) == []
    assert misfits(sheet, {"sources": [{"source_id": "dx", "kind": "plan", "file": "plan.txt"}]}) != []


def test_the_one_sheet_holds_departments_and_years_of_the_example(schema: Schema) -> None:
    from keikaku.template.example import example_rows

    rows = example_rows()
    sheet = form_of(schema, rows, one_sheet=True).sheets[0]
    lines = flat_lines(sheet, rows, Shown(schema, rows))
    table = [dict(zip([column.title for column in sheet.columns], line, strict=True)) for line in lines]
    assert [row["事業名"] for row in table] == ["オンライン申請の拡大"] * 2 + ["書かない窓口", "会議のペーパーレス化"]
    assert table[0]["担当課"] == "企画政策課、住民課"
    assert table[0]["基本方針"] == "1 便利な窓口"
    assert table[0]["施策"] == "1-1 手続きのオンライン化"
    assert (table[0]["目標 令和6年度"], table[0]["実績 令和6年度"]) == ("20手続", "22手続")


def test_what_cannot_be_made_is_told_and_nothing_is_overwritten(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_kitchen(workspace)
    call = ["template", "--source", str(workspace), "--lang", "ja"]
    assert run([*call, "--city", "nowhere"]) == 2
    assert run([*call, "--city", "ena", "--edition", "e9"]) == 2
    assert run([*call, "--city", "ena", "--one-sheet"]) == 2
    assert run([*call, "--output", "form.xls"]) == 2
    shown = capsys.readouterr().err
    assert [code for code in ("E703", "E969", "E971", ".xlsx") if code not in shown] == []
    assert run([*call, "--city", "ena"]) == 0
    before = Path("ena.xlsx").read_bytes()
    assert "keikaku import ena.xlsx --city ena" in capsys.readouterr().out
    assert run([*call, "--city", "ena"]) == 2
    assert "E967" in capsys.readouterr().err
    assert Path("ena.xlsx").read_bytes() == before


def test_a_city_whose_files_cannot_be_read_gets_no_workbook_that_lacks_rows(workspace: Path, schema: Schema) -> None:
    folder = write_kitchen(workspace)
    (folder / "tables" / "targets.csv").write_bytes(b"\xff\xff\x00")
    problems = make_template(schema, workspace, "ena").problems
    assert problems[0].code == "E970"
    assert "E105" in [problem.code for problem in problems]


def test_a_form_is_no_table_and_says_what_to_do_with_it(
    workspace: Path, schema: Schema, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_kitchen(workspace)
    form = make_template(schema, workspace, "ena").data
    (workspace.parent / "form.xlsx").write_bytes(form)
    assert run(["check", str(workspace.parent / "form.xlsx"), "--lang", "ja"]) == 1
    shown = capsys.readouterr().out
    assert shown.count("E972") == 1
    assert "keikaku import form.xlsx" in shown
    (folder / "tables" / "form.xlsx").write_bytes(form)
    assert [problem.code for problem in make_template(schema, workspace, "ena").problems][:2] == ["E970", "E972"]


def test_a_value_with_a_fault_is_kept_as_it_is(workspace: Path, schema: Schema) -> None:
    def spoilt(tables: Tables) -> None:
        tables["targets"][0]["value"] = "約10"
        tables["targets"][1]["applies"] = "someday"

    write_kitchen(workspace, spoil=spoilt)
    book = opened(schema, workspace, "ena")
    values = [cell.value for row in book["目標値"] for cell in row]
    assert {"約10", "someday"} <= set(values)


def texts(sheet: Any) -> list[list[str]]:
    """Give the texts of a sheet down to its last filled row."""
    rows = [[cell_text(cell) for cell in row] for row in sheet]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def test_libre_office_keeps_the_form(tmp_path: Path, schema: Schema) -> None:
    import subprocess

    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    source, target = tmp_path / "form.xlsx", tmp_path / "again"
    source.write_bytes(make_template(schema, ROOT / "datapackage", "imari").data)
    call = [office, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "xlsx"]
    subprocess.run([*call, "--outdir", str(target), str(source)], check=True, capture_output=True, timeout=120)
    before, after = load_workbook(source), load_workbook(target / "form.xlsx")
    assert after.sheetnames == before.sheetnames
    assert after.custom_doc_props["keikaku_form"].value == "keikaku-form/1 tables"
    assert after[LISTS].sheet_state == "hidden"
    for sheet in before.worksheets[2:-1]:
        again = after[sheet.title]
        assert texts(again) == texts(sheet)
        assert [cell.comment.text.split("\n")[0] for cell in again[HEADER]] == [
            cell.comment.text.split("\n")[0] for cell in sheet[HEADER]
        ]
        assert again.protection.sheet
        formulas = {letter: rule.formula1 for letter, rule in rules(sheet).items() if rule.type == "list"}
        kept = {letter: rule.formula1 for letter, rule in rules(again).items() if rule.type == "list"}
        assert kept == formulas
