"""What is written as CSV or as a workbook is read back to the same text, whatever it holds."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keikaku.check.cells import cell_check
from keikaku.package.files import delimited
from keikaku.read.delimited import read_delimited
from keikaku.schema import load_schema

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=20)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8)
JAPANESE = st.text(st.characters(codec="cp932", exclude_categories=("Cc",)), min_size=1, max_size=20)


@settings(max_examples=150)
@given(ROWS)
def test_csv_reads_back(rows: list[tuple[str, ...]]) -> None:
    kept = [row for row in rows if any(row)] or [("a", "", "")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(delimited(("x", "y", "z"), kept))
        reading = read_delimited(path, "terms", "t.csv")
    # A blank first character would be taken for a byte order mark; nothing else may change.
    assert reading.tables[0].header == ("x", "y", "z")
    assert list(reading.tables[0].rows) == kept
    assert reading.problems == ()


@settings(max_examples=100)
@given(JAPANESE)
def test_cp932_is_said_and_read_right_or_is_utf8(text: str) -> None:
    data = f"見出し,{text}\n".replace('"', "").encode("cp932", "ignore")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(data)
        reading = read_delimited(path, "terms", "t.csv")
    assert [problem.code for problem in reading.problems] == ["E102"]
    assert ",".join(reading.tables[0].header) == data.decode("cp932").rstrip("\n")


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60), st.sampled_from([(t, c) for t in load_schema().tables for c in t.columns]))
def test_no_cell_makes_the_check_fail(value: str, place: tuple[object, object]) -> None:
    from keikaku.schema import Column

    column = place[1]
    assert isinstance(column, Column)
    codes = load_schema().code_lists[column.codes] if column.codes else None
    for code, facts in cell_check(column, codes)(value):
        assert code[0] in "EW"
        assert all(isinstance(fact, str | int) for fact in facts.values())
