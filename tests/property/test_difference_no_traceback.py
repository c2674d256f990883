"""Whatever stands in a package or a table, a comparison ends with an answer or a problem, never with a traceback."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keikaku.difference import FORMATS, Side, compare_sides, find, form, known_cities
from keikaku.problem import Problem, message
from keikaku.schema import load_schema

SCHEMA = load_schema()
QUIET = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)
RESOURCE = st.fixed_dictionaries(
    {},
    optional={
        "name": st.one_of(st.sampled_from(["targets", "cities", "codes", "memo"]), JSON),
        "path": st.one_of(st.sampled_from(["t.csv", "../t.csv", "t.CSV", "x/t.csv", "t.csv\x00"]), JSON),
        "hash": JSON,
        "title": JSON,
        "schema": st.one_of(
            JSON,
            st.fixed_dictionaries(
                {}, optional={"primaryKey": JSON, "fields": st.lists(st.one_of(JSON, JSON), max_size=2)}
            ),
        ),
    },
)
DESCRIPTOR = st.one_of(
    JSON, st.fixed_dictionaries({"resources": st.lists(RESOURCE, max_size=3)}, optional={"spatial": JSON})
)
TABLE = st.one_of(
    st.binary(max_size=60),
    st.lists(
        st.lists(st.sampled_from(["edition_id", "lgcode", "name", "212105", "e1", "", "1", '"', "\n"]), max_size=4),
        max_size=4,
    ).map(lambda rows: "\n".join(",".join(row) for row in rows).encode()),
)


def answer(path: Path) -> None:
    found = find(str(path), known_cities(path / "none"), SCHEMA)
    if isinstance(found, Problem):
        assert message(found, "ja")
        return
    assert isinstance(found, Side)
    difference, problems = compare_sides(found, found, SCHEMA)
    for problem in (*found.problems, *problems):
        assert message(problem, "en")
    if difference is None:
        return
    assert not difference.any
    for name in FORMATS:
        assert form(difference, SCHEMA, name, "ja")


@QUIET
@given(DESCRIPTOR, TABLE)
def test_any_package(descriptor: object, table: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content = json.dumps(descriptor).encode()
        (folder / "datapackage.json").write_bytes(content)
        (folder / "t.csv").write_bytes(table)
        with zipfile.ZipFile(folder / "p.zip", "w") as archive:
            archive.writestr("datapackage.json", content)
            archive.writestr("t.csv", table)
        answer(folder)
        answer(folder / "p.zip")


@QUIET
@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        for file in ("datapackage.json", "p.zip", "targets.csv", "memo.csv", "b.xlsx"):
            folder = Path(name) / file.replace(".", "-")
            folder.mkdir()
            (folder / file).write_bytes(content)
            answer(folder / file)
            answer(folder)


@QUIET
@given(TABLE, TABLE)
def test_any_two_tables(old: bytes, new: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        sides = []
        for number, content in enumerate((old, new)):
            folder = Path(name) / str(number)
            folder.mkdir()
            (folder / "targets.csv").write_bytes(content)
            (folder / "memo.csv").write_bytes(content)
            side = find(str(folder), known_cities(folder / "none"), SCHEMA)
            assert isinstance(side, Side)
            sides.append(side)
        difference, _ = compare_sides(sides[0], sides[1], SCHEMA)
        assert difference is not None
        for form_name in FORMATS:
            assert form(difference, SCHEMA, form_name, "en", everything=True)
