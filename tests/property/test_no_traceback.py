"""Whatever stands in a cell, checking says what is wrong, and what passes the check can be built."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from keikaku.check import check_city
from keikaku.graph import write_documents, write_graph
from keikaku.model import build_municipality
from keikaku.package import write_package
from keikaku.problem import has_errors
from keikaku.quality import check_rules, measure, quality_json
from keikaku.schema import load_schema
from keikaku.site import SiteCity, make_site, render_city
from kitchen import Tables, kitchen, write_kitchen

SCHEMA = load_schema()
BASE = "https://keikaku.example/"
SITE = make_site(BASE, SCHEMA)
CELLS = sorted(
    (table.name, row, column.name)
    for table in SCHEMA.tables
    if not table.derived
    for row in range(len(kitchen()[table.name]))
    for column in table.columns
)
KNOWN = sorted({value for rows in kitchen().values() for row in rows for value in row.values()})
CODES = sorted({code.value for codes in SCHEMA.code_lists.values() for code in codes.codes})
VALUES = st.one_of(
    st.just(""),
    st.sampled_from(KNOWN),
    st.sampled_from(CODES),
    st.integers(-(10**20), 10**20).map(str),
    st.decimals(-(10**9), 10**9, places=3).map(str),
    st.sampled_from(
        [
            "0",
            "-1",
            "0.0",
            "1e5",
            "NaN",
            "Infinity",
            "2024-02-30",
            "2024-13",
            "令和",
            "<b>&\"'",
            "a/../b",
            "🎌",
            "%s {x}",
        ]
    ),
    st.text(max_size=30),
)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CELLS), VALUES), min_size=1, max_size=3))
def test_any_cell_may_hold_anything(changes: list[tuple[tuple[str, int, str], str]]) -> None:
    def spoil(tables: Tables) -> None:
        for (table, row, column), value in changes:
            tables[table][row][column] = value

    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name) / "in"
        workspace.mkdir()
        checked = check_city(write_kitchen(workspace, spoil=spoil), workspace, SCHEMA)
        if not has_errors(checked.problems):
            build(checked.city, Path(name) / "out")


def build(city: Any, root: Path) -> None:
    data = root / "212105" / "data"
    write_package(city, SCHEMA, data, BASE)
    quality = measure(city, SCHEMA, (), check_rules(data))
    assert json.loads(quality_json(quality, city, SCHEMA, BASE))
    write_graph(city, BASE, data, quality)
    write_documents(city, BASE, root, quality)
    assert render_city(SiteCity(build_municipality(city), quality), root, SITE).pages > 10
