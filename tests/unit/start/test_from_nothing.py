"""From an empty folder to a published city without touching YAML or CSV: init, template, fill, import, check, build.

The form is filled as people fill it (years in three ways, numbers in any width), saved by openpyxl as Excel would, or
opened and saved by LibreOffice.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from keikaku.cli import run
from keikaku.form import SheetForm, form_of
from keikaku.schema import Schema
from keikaku.template.example import example_rows, example_sheets

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
WAYS = {"2024": "令和6年度", "2025": "Ｒ７", "2026": "2026年度", "2023": "2023"}
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
BY_INIT = {"sources"}
"""What init has written is not typed again."""


def typed(kind: str, text: str) -> str | int | float:
    """Give what somebody types for a text of the example."""
    if kind == "fiscal_year":
        return WAYS.get(text, text)
    if kind == "number":
        return text.translate(WIDE) if len(text) % 2 else float(text)
    if kind == "date":
        year, month, day = map(int, text.split("-"))
        return f"令和{year - 2018}年{month}月{day}日"
    return text


def fill(path: Path, sheets: list[tuple[SheetForm, list[tuple[str, ...]]]]) -> None:
    book = load_workbook(path)
    for form, lines in sheets:
        sheet = book[form.name]
        places = {cell.value: cell.column for cell in sheet[2]}
        for number, line in enumerate(lines, 3):
            for column, text in zip(form.columns, line, strict=True):
                if text and form.table not in BY_INIT:
                    sheet.cell(number, places[column.title]).value = typed(column.kind, text)
    book.save(path)


def resaved(path: Path) -> None:
    """Let LibreOffice open and save the workbook."""
    assert OFFICE is not None
    target = path.parent / "office"
    call = [OFFICE, "--headless", f"-env:UserInstallation={(target / 'profile').as_uri()}", "--convert-to", "xlsx"]
    subprocess.run([*call, "--outdir", str(target), str(path)], check=True, capture_output=True, timeout=120)
    shutil.copy(target / path.name, path)


def table(workspace: Path, name: str) -> list[dict[str, str]]:
    with (workspace / f"tara/tables/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("office", [False, True], ids=["openpyxl", "libreoffice"])
@pytest.mark.parametrize("one_sheet", [False, True], ids=["tables", "one-sheet"])
def test_a_city_comes_from_nothing(
    one_sheet: bool, office: bool, tmp_path: Path, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    if office and OFFICE is None:
        pytest.skip("no LibreOffice on this machine")
    monkeypatch.chdir(tmp_path)
    mode = ["--one-sheet"] if one_sheet else []
    plan = ["--plan-title", "青空町デジタル推進計画", "--start", "R6", "--end", "令和8年度", "--licence", "cc-by-4.0"]
    assert run(["init", "太良町", *plan, "--yes"]) == 0
    assert run(["template", "--city", "tara", *mode, "--output", "form.xlsx"]) == 0
    fill(Path("form.xlsx"), example_sheets(schema, form_of(schema, one_sheet=one_sheet)))
    if office:
        resaved(tmp_path / "form.xlsx")
    assert run(["import", "form.xlsx", "--city", "tara", "--dry-run"]) == 0
    assert not Path("datapackage/tara/tables/projects.csv").exists()
    assert run(["import", "form.xlsx", "--city", "tara", "--yes"]) == 0
    assert run(["check"]) == 0
    assert_as_the_example(Path("datapackage"), one_sheet=one_sheet)
    assert run(["template", "--city", "tara", *mode, "--output", "again.xlsx"]) == 0
    before = {path: path.read_bytes() for path in Path("datapackage/tara/tables").iterdir()}
    assert run(["import", "again.xlsx", "--city", "tara", "--yes"]) == 0
    assert {path: path.read_bytes() for path in Path("datapackage/tara/tables").iterdir()} == before


def assert_as_the_example(workspace: Path, *, one_sheet: bool) -> None:
    """The tables hold what the example holds, as far as the form asks for it."""
    rows = example_rows()
    asked = {
        "projects": ("project_id", "policy_id", "title", "description", "remarks"),
        "policies": ("policy_id", "parent_policy_id", "title"),
        "indicators": ("indicator_id", "project_id", "title", "unit", "polarity", "baseline_fy", "baseline_value"),
        "targets": ("indicator_id", "fiscal_year", "raw", "value", "unit", "comparator"),
        "results": ("indicator_id", "fiscal_year", "raw", "value", "unit"),
    }
    for name, columns in asked.items():
        expected = [tuple(row.get(column, "") for column in columns) for row in rows[name]]
        found = [tuple(row[column] for column in columns) for row in table(workspace, name)]
        assert sorted(found) == sorted(expected), name
    named = {row["department_id"]: row["name"] for row in table(workspace, "departments")}
    expected_names = {row["department_id"]: row["name"] for row in rows["departments"]}
    assert [(row["project_id"], named[row["department_id"]]) for row in table(workspace, "project_departments")] == [
        (row["project_id"], expected_names[row["department_id"]]) for row in rows["project_departments"]
    ]
    if not one_sheet:
        assert [row["status"] for row in table(workspace, "projects")] == ["running", "studying", "running"]
        assert table(workspace, "editions")[0]["as_of"] == "2024-03-28"


@pytest.mark.slow
def test_what_came_from_nothing_is_published(
    tmp_path: Path, schema: Schema, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    plan = ["--plan-title", "青空町デジタル推進計画", "--start", "R6", "--end", "令和8年度"]
    assert run(["init", "414417", *plan, "--yes"]) == 0
    assert run(["build"]) == 0  # A city that has only begun can be built, too.
    assert run(["template", "--city", "tara"]) == 0
    fill(Path("tara.xlsx"), example_sheets(schema, form_of(schema)))
    assert run(["import", "tara.xlsx", "--city", "tara", "--yes"]) == 0
    assert run(["build"]) == 0, capsys.readouterr().err
    page = Path("public/414417/dx/indicators/1-1-1.1/index.html").read_text(encoding="utf-8")
    assert "オンラインでできる手続きの数" in page
    assert "22" in page
