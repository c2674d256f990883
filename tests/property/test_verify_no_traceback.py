"""Whatever a document or a cell holds, verifying says something about it and never fails."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from keikaku.pipeline import verify
from keikaku.problem import Problem
from keikaku.schema import load_schema
from keikaku.verify import Thresholds, passes
from keikaku.verify.document import Document, read_document
from keikaku.verify.report import as_json, as_text
from kitchen import Tables, kitchen, write_kitchen

JUNK = st.one_of(
    st.binary(max_size=400),
    st.binary(max_size=400).map(lambda data: b"%PDF-1.7\n" + data),
    st.text(max_size=400).map(lambda text: text.encode("utf-8", "ignore")),
    st.lists(
        st.sampled_from(
            [
                *(
                    "計画",
                    "窓口の改善",
                    "①7種(70.0％)",
                    "10種以上",
                    "【再掲】",
                    "導入、運用",
                    "2024",
                    "1,000",
                    "3",
                    "。",
                ),
                *(" ", "\n", "\n ", "\f", "\r\n", "\t", "|", "....", "---", "※", "#", "- "),
                *("<br>", "<div>", "<sup>1</sup>", "&amp;"),
            ]
        ),
        max_size=80,
    ).map(lambda words: "".join(words).encode()),
)
CELLS = sorted(
    (table.name, row, column.name)
    for table in load_schema().tables
    for row in range(len(kitchen().get(table.name, [])))
    for column in table.columns
)
VALUES = st.one_of(
    st.text(max_size=30), st.sampled_from(["", "0", "-1", "9" * 30, "①", "【】", "x y", "1-1.1", "NaN", "e1"])
)


@settings(max_examples=300)
@given(JUNK)
def test_any_file_is_a_document_or_a_problem(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(data)
        assert isinstance(read_document(path), Document | Problem)


@settings(max_examples=150, deadline=None)
@given(JUNK, st.lists(st.tuples(st.sampled_from(CELLS), VALUES), max_size=4))
def test_any_document_and_any_cell_can_be_verified(
    data: bytes, changes: list[tuple[tuple[str, int, str], str]]
) -> None:
    def spoil(tables: Tables) -> None:
        for (table, row, column), value in changes:
            tables[table][row][column] = value

    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name) / "in"
        workspace.mkdir()
        write_kitchen(workspace, spoil=spoil)
        path = Path(name) / "s2.txt"
        path.write_bytes(data)
        proof = verify(workspace, "ena", [f"s2={path}"])
        for one in proof.verified:
            assert 0 <= one.coverage.share <= 100
            assert passes(one, Thresholds()) in {True, False}
        assert as_text(proof.verified, proof.missing, Thresholds(), "ja")
        assert as_json("ena", proof.verified, proof.missing, Thresholds(), proof.problems)
