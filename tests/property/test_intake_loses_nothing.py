"""Tables → workbook → tables, and tables → cp932 CSV → tables, lose nothing; what cp932 lacks is told, not replaced."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from keikaku.check import check_city
from keikaku.intake import Request, take_in, to_cp932
from keikaku.problem import has_errors
from keikaku.schema import load_schema
from keikaku.template import make_template
from keikaku.text import normalise
from kitchen import Tables, kitchen, write_kitchen

# Each example writes and reads whole cities; shrinking one would take minutes.
settings.register_profile(
    "sparing",
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
)
SPARING = settings.get_profile("sparing")
SIGNS = (
    "あア亜漢字計画0129AZaz 　・（）()「」①②㈱№～〜−‐－ー▲△※、。,.%％/\\'\"&<>=+-@#_|:;!?~円千億〃々〆⺠髙𠮷ﾊﾝｶｸ\n\t"
)
PLAIN = st.text(st.sampled_from(SIGNS) | st.characters(exclude_categories=("C",)), min_size=1, max_size=12)
TITLE = PLAIN.map(lambda text: " ".join(normalise(text).split())).filter(bool)
RAW = PLAIN.map(lambda text: text.replace("\n", "").replace("\t", "").strip()).filter(bool)
NUMBER = st.decimals(min_value=-(10**9), max_value=10**9, places=3).map(
    lambda number: (
        f"{number:f}".rstrip("0").rstrip(".").replace("-0", "0")
        if number == 0
        else f"{number:f}".rstrip("0").rstrip(".")
    )
)


@st.composite
def spoilt(draw: st.DrawFn) -> Tables:
    """The small city with words and figures of all kinds; all of them such that its check finds no error."""
    tables = kitchen()
    for row in tables["projects"]:
        row |= {"title": draw(TITLE), "description": draw(TITLE | st.just("")), "remarks": draw(TITLE | st.just(""))}
        row |= {"status_raw": draw(RAW | st.just("")), "is_new": draw(st.sampled_from(["", "true", "false"]))}
    for row in tables["indicators"]:
        row["title"] = draw(TITLE)
    for row in tables["statistics"]:
        row |= {"raw": draw(RAW), "value": draw(NUMBER), "topic": draw(TITLE)}
    for row in tables["results"]:
        row["raw"] = draw(RAW)
        row["as_of"] = draw(st.dates().filter(lambda day: day.year >= 1950).map(str) | st.just(""))
    for row in tables["terms"]:
        row["term"] = draw(TITLE)
    return tables


@contextmanager
def city(tables: Tables) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as root:
        workspace = Path(root) / "cities"
        write_kitchen(workspace, spoil=lambda every: every.update(tables))
        assume(not has_errors(check_city(workspace / "ena", workspace, load_schema()).problems))
        yield workspace / "ena"


def refused_as_said_twice(problems: object) -> bool:
    """A cell that holds nothing but a ditto mark is told: it cannot be known whether it is meant."""
    return any(one.code == "E927" for one in problems)  # type: ignore[attr-defined]


@pytest.mark.slow
@settings(SPARING, max_examples=8)
@given(spoilt())
def test_tables_to_the_workbook_and_back(tables: Tables) -> None:
    with city(tables) as folder:
        made = make_template(load_schema(), folder.parent, "ena", every=True)
        path = folder.parent / "form.xlsx"
        path.write_bytes(made.data)
        found = take_in(Request((path,), folder), load_schema())
        assume(not refused_as_said_twice(found.problems))
        assert not found.changes, found.changes[:3]
        assert found.sound, found.problems[:3]


@settings(SPARING, max_examples=25)
@given(spoilt())
def test_tables_to_csv_in_cp932_and_back(tables: Tables) -> None:
    with city(tables) as folder:
        schema, files = load_schema(), []
        lacking: set[tuple[str, str]] = set()
        for name in tables:
            columns = schema.by_name[name].names
            values = [[row.get(column, "") for column in columns] for row in read_back(folder, name)]
            data, problems = to_cp932(columns, values, f"{name}.csv")
            lacking |= {(name, one.where.cell) for one in problems}
            assert bool(data) != bool(problems)
            if data:
                path = folder.parent / f"{name}.csv"
                path.write_bytes(data)
                files.append(path)
        expected = {(name, cell) for name, cell, value in cells(folder, tables) if not survives(value)}
        assert lacking == expected
        found = take_in(Request(tuple(files), folder), schema)
        assume(not refused_as_said_twice(found.problems))
        assert not found.changes, found.changes[:3]


def survives(value: str) -> bool:
    try:
        return value.encode("cp932").decode("cp932") == value
    except UnicodeEncodeError:
        return False


def read_back(folder: Path, name: str) -> list[dict[str, str]]:
    import csv

    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(folder: Path, tables: Tables) -> Iterator[tuple[str, str, str]]:
    for name in tables:
        for number, row in enumerate(read_back(folder, name), 2):
            for index, value in enumerate(row.values()):
                yield name, f"{chr(65 + index)}{number}", value


def test_a_character_that_went_lost_is_told_and_with_mend_kept(tmp_path: Path) -> None:
    def rare(tables: Tables) -> None:
        tables["projects"][0]["title"] = "𠮷野の髙台の民俗⿰館"

    folder = write_kitchen(tmp_path / "cities", spoil=rare)
    text = (folder / "tables" / "projects.csv").read_text(encoding="utf-8")
    path = tmp_path / "projects.csv"
    path.write_bytes(text.encode("cp932", errors="replace"))
    found = take_in(Request((path,), folder), load_schema())
    assert [(one.code, one.where.cell) for one in found.problems if one.code == "E931"] == [("E931", "F2")]
    mended = take_in(Request((path,), folder, mend=True), load_schema())
    assert mended.sound
    assert not mended.changes
    shutil.rmtree(folder)
