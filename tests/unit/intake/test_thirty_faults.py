"""A workbook with more than thirty kinds of faults: one import tells all, each at its cell; mended, none is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from keikaku.intake import Intake, Request, take_in
from keikaku.problem import Problem, catalogue, mend, message
from keikaku.schema import load_schema

Change = Callable[[Any], object]


class Fault(NamedTuple):
    """A kind of fault: the sheet, the cell that must be named, the code, how it is planted and how it is mended."""

    kind: str
    sheet: str
    cell: str
    code: str
    plant: Change
    heal: Change


def put(cell: str, value: object) -> Change:
    return lambda sheet: setattr(sheet[cell], "value", value)


def fault(kind: str, sheet: str, cell: str, code: str, wrong: object, right: object) -> Fault:
    return Fault(kind, sheet, cell, code, put(cell, wrong), put(cell, right))


def rename(name: str) -> Change:
    return lambda sheet: setattr(sheet, "title", name)


def hide_row(row: int, hidden: bool) -> Change:
    return lambda sheet: setattr(sheet.row_dimensions[row], "hidden", hidden)


def hide_column(column: str, hidden: bool) -> Change:
    return lambda sheet: setattr(sheet.column_dimensions[column], "hidden", hidden)


def both(*changes: Change) -> Change:
    return lambda sheet: [change(sheet) for change in changes]


NUMBER = "目標値"
RESULT = "実績"
PROJECT = "取組事業"
FIGURES = "統計・調査結果"
PRIORITY = "国の重点取組事項との対応"


def faults(book: Any) -> list[Fault]:
    """Give the faults; the values to go back to are those of the workbook before it is spoilt."""

    def old(sheet: str, cell: str) -> object:
        return book[sheet][cell].value

    def wrong(kind: str, sheet: str, cell: str, code: str, value: object) -> Fault:
        return fault(kind, sheet, cell, code, value, old(sheet, cell))

    def at(sheet: str, title: str, row: int) -> str:
        return next(f"{cell.column_letter}{row}" for cell in book[sheet][2] if cell.value == title)

    def beyond(sheet: str, row: int) -> str:
        last = max(cell.column for cell in book[sheet][2] if cell.value)
        return f"{get_column_letter(last + 1)}{row}"

    # A derived target would be missing its result as well.
    stated = next(row for row in range(20, 400) if book[NUMBER][at(NUMBER, "目標の出所", row)].value == "計画に明記")
    words = at(PROJECT, "事業内容", 6)
    merged = f"{at(PROJECT, '事業内容', 5)}:{words}"
    hidden = at("指標", "定義・算式", 2)[:-1]
    value, comparator = at(RESULT, "値", 15), at(RESULT, "比較", 15)
    return [
        wrong("a percent sign in a number", NUMBER, at(NUMBER, "値", 3), "E924", "30％"),
        wrong("thousand yen in a number", "文書の合計", at("文書の合計", "値", 4), "E924", "35,393千円"),
        wrong("a counter in a number", RESULT, at(RESULT, "値", 16), "E924", "12件"),
        wrong("about, where no comparator can stand", "指標", at("指標", "基準値", 3), "E925", "約30"),
        wrong("ditto mark", RESULT, at(RESULT, "値", 4), "E927", "〃"),
        wrong("ditto in words", PROJECT, at(PROJECT, "目的・期待される効果", 4), "E927", "同上"),
        wrong("error value", RESULT, at(RESULT, "値", 5), "E928", "#REF!"),
        wrong("formula that was never calculated", RESULT, at(RESULT, "値", 6), "E923", "=1+1"),
        Fault(
            "merged cells",
            PROJECT,
            merged,
            "E922",
            lambda sheet: sheet.merge_cells(merged),
            both(lambda sheet: sheet.unmerge_cells(merged), put(words, old(PROJECT, words))),
        ),
        wrong("month in a column of years", PROJECT, at(PROJECT, "開始年度", 7), "E929", "R6.3"),
        wrong("words in a column of years", PROJECT, at(PROJECT, "開始年度", 8), "E202", "来年度から"),
        wrong("a day that there is not", "経過・出来事", at("経過・出来事", "開始日", 3), "E204", "2022年13月"),
        wrong("unknown choice", NUMBER, at(NUMBER, "比較", 7), "E206", "たぶん"),
        wrong("year outside the plan", NUMBER, at(NUMBER, "年度", stated), "E403", 2031),
        wrong("neither yes nor no", PROJECT, at(PROJECT, "新規", 9), "E205", "どちらとも"),
        wrong("empty title", PROJECT, at(PROJECT, "名称", 11), "E201", None),
        wrong(
            "department that there is not", "事業の担当課", at("事業の担当課", "担当課ID", 20), "E302", "どこにもない課"
        ),
        wrong("the same id twice", "経過・出来事", at("経過・出来事", "出来事ID", 5), "E301", "event-01"),
        wrong("id with other characters", FIGURES, at(FIGURES, "統計ID", 5), "E207", "統計五"),
        wrong("misspelt header", "施策", at("施策", "目指す姿", 2), "E105", "目指す姿勢"),
        fault("unknown column", PROJECT, beyond(PROJECT, 2), "W964", "担当者の私見", None),
        Fault(
            "the same header twice",
            FIGURES,
            beyond(FIGURES, 2),
            "E107",
            both(put(beyond(FIGURES, 2), "区分"), put(beyond(FIGURES, 3), "x")),
            both(put(beyond(FIGURES, 2), None), put(beyond(FIGURES, 3), None)),
        ),
        fault("value without a header", PRIORITY, beyond(PRIORITY, 2), "E117", None, None)._replace(
            plant=put(beyond(PRIORITY, 3), "memo"), heal=put(beyond(PRIORITY, 3), None)
        ),
        Fault("hidden row", "工程", "A10", "W961", hide_row(10, True), hide_row(10, False)),
        Fault("hidden column", "指標", f"{hidden}2", "W961", hide_column(hidden, True), hide_column(hidden, False)),
        fault("note below the table", "文書の合計", "A25", "W962", "※ 令和7年度は見込み", None),
        Fault(
            "row of totals",
            FIGURES,
            "A20",
            "W963",
            both(put("A20", "合計"), put(at(FIGURES, "値", 20), 5)),
            both(put("A20", None), put(at(FIGURES, "値", 20), None)),
        ),
        Fault(
            "comment",
            RESULT,
            "A8",
            "W970",
            lambda sheet: setattr(sheet["A8"], "comment", Comment("速報値", "課")),
            lambda sheet: setattr(sheet["A8"], "comment", None),
        ),
        Fault(
            "struck through",
            PROJECT,
            at(PROJECT, "名称", 20),
            "W971",
            lambda sheet: setattr(sheet[at(PROJECT, "名称", 20)], "font", Font(strike=True)),
            lambda sheet: setattr(sheet[at(PROJECT, "名称", 20)], "font", Font()),
        ),
        Fault("sheet with nearly the right name", "用語", "", "W966", rename("用語集"), rename("用語")),
        wrong("a number and another in brackets", NUMBER, at(NUMBER, "値", 12), "E203", "12(3)"),
        wrong("number out of range", "施策の記述", at("施策の記述", "連番", 5), "E208", 0),
        wrong("text far too long", PROJECT, at(PROJECT, "事業内容", 15), "E209", "あ" * 6000),
        wrong("character of one machine's own", PROJECT, at(PROJECT, "事業内容", 16), "E213", "\ue000町の事業"),
        wrong("text that a spreadsheet would run", PROJECT, at(PROJECT, "事業内容", 17), "E217", "@SUM(A1)"),
        Fault(
            "two comparators",
            RESULT,
            value,
            "E926",
            both(put(value, "約20"), put(comparator, "以上")),
            both(put(value, old(RESULT, value)), put(comparator, old(RESULT, comparator))),
        ),
        wrong("page that the document lacks", PROJECT, at(PROJECT, "ページ", 21), "E414", 999),
        wrong("another unit than the indicator's", NUMBER, at(NUMBER, "単位", 18), "E408", "人"),
        wrong("figure that is not printed", FIGURES, at(FIGURES, "値", 6), "W503", 98765),
    ]


def spoilt(path: Path) -> tuple[Any, list[Fault]]:
    book = load_workbook(path)
    planted = faults(book)
    for one in planted:
        one.plant(book[one.sheet])
    book.save(path)
    return book, planted


def run(path: Path, workspace: Path) -> Intake:
    return take_in(Request((path,), workspace / "hachioji"), load_schema())


def places(problems: tuple[Problem, ...]) -> set[tuple[str, str, str]]:
    return {(one.where.sheet, one.where.cell, one.code) for one in problems}


def test_thirty_faults_are_reported_at_their_cells_and_none_is_left_when_mended(
    workspace: Path, form: Callable[..., Path]
) -> None:
    path = form("hachioji")
    before = places(run(path, workspace).problems)
    book, planted = spoilt(path)
    assert len({one.kind for one in planted}) >= 30
    found = run(path, workspace)
    assert not found.sound
    renamed = {"用語": "用語集"}
    expected = {(renamed.get(one.sheet, one.sheet), one.cell, one.code) for one in planted}
    assert expected <= places(found.problems), sorted(expected - places(found.problems))
    # Nothing else is said than what follows at the very cells that were spoilt.
    cells = {(sheet, cell) for sheet, cell, _ in expected}
    others = {place for place in places(found.problems) - expected - before if place[:2] not in cells}
    assert not others, sorted(others)
    for one in planted:
        one.heal(book["用語集" if one.sheet == "用語" else one.sheet])
    book.save(path)
    healed = run(path, workspace)
    assert places(healed.problems) == before
    assert not healed.changes


def test_each_fault_is_told_in_both_languages_and_every_row_is_accounted_for(
    workspace: Path, form: Callable[..., Path]
) -> None:
    path = form("hachioji")
    spoilt(path)
    found = run(path, workspace)
    for problem in found.problems:
        assert problem.code in catalogue()
        told = message(problem, "ja") + mend(problem, "ja") + message(problem, "en") + mend(problem, "en")
        assert "{" not in told, (problem.code, told)
        # A dash stands for a fact that was not given; only the nearest code may be unknown.
        assert "—" not in told or problem.code == "E206", (problem.code, told)
    for one in found.accounts:
        parts = (one.heading, one.blank, one.notes, one.added, one.changed, one.unchanged, one.refused, one.left)
        assert sum(parts) == one.rows, one
