"""Whatever stands in a file, import tells what is wrong and never fails, and every row of it is accounted for."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from keikaku.intake import Intake, Request, take_in, view
from keikaku.problem import mend, message
from keikaku.schema import load_schema
from kitchen import write_kitchen

SCHEMA = load_schema()
TABLES = [table for table in SCHEMA.tables if not table.derived]
TITLED = {column.title.ja for table in TABLES for column in table.columns}
HEADERS = sorted(TITLED | {"目標 令和6年度", "事業名", "", "謎"})
WORDS = [
    *("", "〃", "同上", "約30％", "▲1,234", "35,393千円", "令和6年度", "R6.3", "2024/3/28", "45379", "○"),
    *("e2", "1-1", "1a1", "s1", "達成", "増えるほどよい", "10〜20", "－", "※ 注", "合計", "窓口の改善"),
    *("=1+1", "#REF!", "a\nb", "\u3000", "𠮷", "1" * 40),
]
VALUES: st.SearchStrategy[Any] = (
    st.sampled_from(WORDS)
    | st.text(max_size=6).filter(lambda text: text.isprintable())
    | st.integers(-(10**6), 10**6)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.dates(dt.date(1900, 3, 1), dt.date(2100, 1, 1))
    | st.none()
)
GRIDS = st.lists(st.lists(VALUES, max_size=6), max_size=6)
TITLES = st.lists(st.sampled_from(HEADERS), max_size=6)
KNOWN = [name for table in TABLES for name in (table.title.ja, table.name)]
NAMES = st.sampled_from([*KNOWN, "事業一覧", "Sheet1"])
SPARING = settings(
    deadline=None,
    max_examples=60,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def judge(found: Intake) -> None:
    for problem in found.problems:
        for lang in ("ja", "en"):
            assert message(problem, lang)
            assert mend(problem, lang)
    for one in found.accounts:
        parts = (one.heading, one.blank, one.notes, one.added, one.changed, one.unchanged, one.refused, one.left)
        assert sum(parts) == one.rows
    assert isinstance(view.as_text(found, "ja"), str)


@SPARING
@given(NAMES, TITLES, GRIDS, st.booleans(), st.booleans(), st.sampled_from(["", "e2", "e9"]))
def test_any_workbook(
    name: str, titles: list[str], grid: list[list[Any]], merge: bool, repair: bool, edition: str
) -> None:
    with tempfile.TemporaryDirectory() as root:
        folder = write_kitchen(Path(root) / "cities")
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = name
        sheet.append(titles)
        for row in grid:
            sheet.append(row)
        if merge:
            sheet.merge_cells("A2:B3")
            sheet.row_dimensions[2].hidden = True
        path = Path(root) / "book.xlsx"
        book.save(path)
        judge(take_in(Request((path,), folder, edition=edition, mend=repair), SCHEMA))


@SPARING
@given(NAMES, st.binary(max_size=60) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace")))
def test_any_csv(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as root:
        folder = write_kitchen(Path(root) / "cities")
        path = Path(root) / f"恵那市_{name}.csv"
        path.write_bytes("版ID,事業ID,名称,値\n".encode() + content)
        judge(take_in(Request((path,), folder), SCHEMA))
