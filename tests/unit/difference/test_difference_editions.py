"""Two editions of a plan: the same comparison as on the site's page of changes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from keikaku.check import check_city
from keikaku.cli import run
from keikaku.difference import Difference, EditionName, compare_editions
from keikaku.model import COMPARED, build_municipality, edition_changes, kind_of
from keikaku.schema import Schema
from kitchen import Tables, write_kitchen

ROOT = Path(__file__).resolve().parents[3]
ENA = ROOT / "datapackage" / "ena"


def compare(folder: Path, old: str, new: str, schema: Schema) -> Difference:
    difference, problems = compare_editions(EditionName(folder, "", old), EditionName(folder, "", new), schema)
    assert difference is not None, problems
    return difference


def test_the_editions_of_a_real_plan_differ_as_the_site_says(schema: Schema) -> None:
    city = check_city(ENA, ENA.parent, schema).city
    assert city is not None
    (plan,) = build_municipality(city).plans
    changes = edition_changes(plan, "ict2-2025", schema)
    site = Counter((change.table, kind_of(plan, change)) for change in changes)
    found: Counter[tuple[str, str]] = Counter()
    for _, table in compare(ENA, "ict2-2024-03", "ict2-2025", schema).tables():
        if table.name in COMPARED:
            # What is only written otherwise is a change like any other on the site, which does not show the texts.
            found.update((table.name, "changed" if one.kind == "respelt" else one.kind) for one in table.changes)
    assert found == site
    assert site["indicators", "replaced"] == 2


def test_an_indicator_that_was_replaced_tells_the_plans_own_reason(schema: Schema) -> None:
    tables = {table.name: table for _, table in compare(ENA, "ict2-2024-03", "ict2-2025", schema).tables()}
    replaced = [one for one in tables["indicators"].changes if one.kind == "replaced"]
    assert any("R5市民意識調査より" in reason for one in replaced for reason in one.reasons)


def test_an_edition_and_itself_are_equal(schema: Schema) -> None:
    assert not compare(ENA, "ict2-2025", "ict2-2025", schema).any


def test_the_reversed_comparison_swaps_added_and_removed(schema: Schema) -> None:
    forward = compare(ENA, "ict2-2024-03", "ict2-2025", schema)
    backward = compare(ENA, "ict2-2025", "ict2-2024-03", schema)
    swapped = {"old": "new", "new": "old"}

    def rows(difference: Difference) -> Counter[tuple[str, str, tuple[str, ...]]]:
        return Counter((table.name, one.side, one.key) for _, table in difference.tables() for one in table.changes)

    assert {(name, swapped.get(side, side), key): n for (name, side, key), n in rows(backward).items()} == rows(forward)


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("ena/ict2-2024", "212105/ict2-2025", "E731", "ena/ict2/ict2-2024-03, ena/ict2/ict2-2025"),
        ("ena/other/ict2-2025", "ena/ict2/ict2-2025", "E731", "ena/other/ict2-2025"),
        ("hanno/jo2-summary", "hanno/jo3-2026-draft", "E734", "第3次飯能市地域情報化推進計画"),
        ("ena/ict2-2025", "imari/dx-2021", "E733", "imari"),
        ("ena/ict2-2025", "ena", "E732", "ena/ict2-2025"),
        ("nowhere/e1", "ena", "E730", "hachioji, 132012"),
        ("ena/ict2/ict2-2025/x", "ena", "E730", "ena/ict2/ict2-2025/x"),
        ("ena", "imari", "E733", "412058"),
    ],
)
def test_what_cannot_be_compared_is_said_with_what_there_is(
    old: str, new: str, code: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", old, new, "--source", str(ROOT / "datapackage"), "--lang", "ja"]) == 2
    error = capsys.readouterr().err
    assert code in error
    assert said in error


def test_editions_in_faulty_tables_are_not_compared(
    workspace: Path, schema: Schema, capsys: pytest.CaptureFixture[str]
) -> None:
    def spoil(tables: Tables) -> None:
        tables["results"][0]["value"] = "約30"

    write_kitchen(workspace, spoil=spoil)
    assert run(["diff", "ena/e1", "ena/e2", "--source", str(workspace)]) == 2
    assert "E741" in capsys.readouterr().err
    assert run(["diff", "ena", str(workspace / "ena" / "tables"), "--source", str(workspace)]) == 0
