"""A workbook is previewed as an import would make it; the tables stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from previewing import BASE, PAGE, Preview

from keikaku import pipeline
from keikaku.check import CleanCity
from keikaku.intake import Request, take_in, write
from keikaku.package.files import write_workbook
from keikaku.preview.server import find
from keikaku.preview.session import cache_of
from keikaku.preview.workbook import WorkbookReader
from keikaku.schema import Schema


@pytest.fixture
def book(clean_kitchen: CleanCity, schema: Schema, tmp_path: Path) -> Path:
    path = tmp_path / "desk" / "plan.xlsx"
    path.parent.mkdir()
    write_workbook(clean_kitchen, schema, path)
    return path


@pytest.fixture
def preview(cities: Path, book: Path, tmp_path: Path) -> Iterator[Preview]:
    out = tmp_path / "out"
    made = Preview(cities, out, WorkbookReader(Request((book,), cities / "ena"), cache_of(out) / "workbook").read)
    made.session.start()
    yield made
    made.session.stop()


def type_into(book: Path, sheet: str, old: str, new: str) -> None:
    opened = load_workbook(book)
    cells = [cell for row in opened[sheet].iter_rows() for cell in row if cell.value == old]
    assert cells
    for cell in cells:
        cell.value = new
    opened.save(book)


def test_a_saved_workbook_is_shown_and_the_tables_stay(
    preview: Preview, book: Path, tmp_path: Path, schema: Schema, tree: Callable[[Path], dict[str, bytes]]
) -> None:
    preview.settle()
    before = tree(preview.workspace)
    type_into(book, "projects", next(iter(_titles(preview))), "新しい名前の事業")
    preview.session.refresh()
    body = find(preview.session, "212105/p/projects/1-1/index.html")[2]
    assert body is not None
    assert "新しい名前の事業" in body.decode()
    assert tree(preview.workspace) == before
    preview.settle()
    intake = take_in(Request((book,), preview.workspace / "ena"), schema)
    write(preview.workspace / "ena", intake.tables, intake.typed)
    assert pipeline.build(preview.workspace, tmp_path / "full", BASE, ["ena"], lambda *step: None).sound
    assert tree(preview.out) == tree(tmp_path / "full")


def _titles(preview: Preview) -> list[str]:
    draft = preview.session.state.draft
    assert draft is not None
    return [row["title"] for row in draft.tables.cities[0][0].tables["projects"].dicts()]


def test_a_fault_is_told_at_its_cell_of_the_workbook(preview: Preview, book: Path) -> None:
    preview.settle()
    before = find(preview.session, PAGE)[2]
    type_into(book, "results", "①7種(70.0％)", "")
    opened = load_workbook(book)
    sheet = opened["results"]
    column = next(cell.column for cell in sheet[1] if cell.value == "value")
    sheet.cell(2, column).value = "約30%"
    opened.save(book)
    preview.session.refresh()
    problems = preview.session.state.problems
    assert any(one.where.file == "plan.xlsx" and one.where.cell.endswith("2") for one in problems)
    assert find(preview.session, PAGE)[2] == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04half of it"])
def test_a_workbook_that_is_no_workbook_is_a_problem(preview: Preview, book: Path, content: bytes) -> None:
    preview.settle()
    book.write_bytes(content)
    preview.session.refresh()
    assert preview.session.state.problems
    assert preview.session.state.draft is not None


def test_a_workbook_that_is_gone_is_a_problem_until_it_is_back(preview: Preview, book: Path) -> None:
    preview.settle()
    content = book.read_bytes()
    book.unlink()
    preview.session.refresh()
    assert preview.session.state.problems or preview.session.state.reason
    book.write_bytes(content)
    preview.session.refresh()
    assert preview.session.state.problems == ()
    assert preview.session.state.reason == ""
