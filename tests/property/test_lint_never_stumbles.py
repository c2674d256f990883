"""Whatever a file holds, lint gives a report: findings, questions or a problem, and never an exception."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from keikaku.lint import as_html, as_json, as_text, lint

WORDS = st.sampled_from(
    [
        "",
        " ",
        "a\nb",
        "令和6年度",
        "2024",
        "R6",
        "1,234",
        "▲5",
        "－",
        "X",
        "12(3)",
        "①",
        "合計",
        "〃",
        "その他（x）",
        "あり",
    ]
)
CELLS = st.one_of(WORDS, st.text(max_size=8), st.integers(-(10**6), 10**6).map(str))
TABLES = st.lists(st.lists(CELLS, max_size=7), max_size=12)


def judge(name: str, write: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)  # type: ignore[operator]
        results = lint([path])
        assert len(results[0].rules) == 30
        for lang in ("ja", "en"):
            assert as_text(results, lang)  # type: ignore[arg-type]
        assert as_json(results)
        assert as_html(results, "ja")


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.txt", "a.xls", "a.bin"]))
def test_any_bytes(data: bytes, name: str) -> None:
    judge(name, lambda path: path.write_bytes(data))


@settings(max_examples=120, deadline=None)
@given(TABLES)
def test_any_csv(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in rows)
    judge("表.csv", lambda path: path.write_bytes(text.encode("utf-8", "surrogatepass")))


@settings(max_examples=80, deadline=None)
@given(TABLES, st.integers(0, 4), st.integers(0, 4))
def test_any_sheet(rows: list[list[str]], down: int, right: int) -> None:
    def write(path: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for number, row in enumerate(rows, 1 + down):
            for column, value in enumerate(row, 1 + right):
                try:
                    sheet.cell(number, column, value)
                except IllegalCharacterError:
                    continue
        if down and right:
            sheet.merge_cells(start_row=down, end_row=down + 2, start_column=right, end_column=right + 2)
        book.save(path)

    judge("表.xlsx", write)
