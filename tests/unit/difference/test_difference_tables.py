"""Two versions of the tables: what was added, removed and changed, and what only was renumbered, moved or respelt."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from keikaku.cli import run
from keikaku.difference import Change, Difference, Side, compare_sides, find, known_cities
from keikaku.schema import Schema, load_schema
from kitchen import Rows, Tables, write_kitchen, write_table

ROOT = Path(__file__).resolve().parents[3]


def read(path: Path, schema: Schema) -> Side:
    side = find(str(path), known_cities(path.parent), schema)
    assert isinstance(side, Side), side
    return side


def compare(old: Path, new: Path) -> Difference:
    schema = load_schema()
    difference, problems = compare_sides(read(old, schema), read(new, schema), schema)
    assert difference is not None, problems
    return difference


def told(difference: Difference) -> dict[str, list[Change]]:
    return {table.name: list(table.changes) for _, table in difference.tables()}


@pytest.fixture
def pair(tmp_path: Path) -> Callable[[Callable[[Tables], object]], Difference]:
    def make(spoil: Callable[[Tables], object]) -> Difference:
        for name in ("old", "new"):
            (tmp_path / name).mkdir(exist_ok=True)
        old = write_kitchen(tmp_path / "old")
        new = write_kitchen(tmp_path / "new", spoil=spoil)
        return compare(old, new)

    return make


Pair = Callable[[Callable[[Tables], object]], Difference]


def test_a_copy_differs_in_nothing(pair: Pair) -> None:
    assert not pair(lambda tables: None).any


def test_a_changed_value_is_told_with_old_and_new(pair: Pair) -> None:
    found = told(pair(lambda tables: tables["targets"][0].update(value="12")))
    assert list(found) == ["targets"]
    (change,) = found["targets"]
    assert (change.kind, change.key, change.name) == ("changed", ("e1", "1-1.1", "2025", "1"), "電子化した記録 (2025)")
    assert [tuple(cell) for cell in change.cells] == [("value", "value", "10", "12", "")]


@pytest.mark.parametrize(
    ("table", "column", "new", "kind"),
    [
        ("results", "rate", "70", "respelt"),
        ("targets", "value", "１０", "respelt"),
        ("targets", "raw", "10種 以上", "respelt"),
        ("indicators", "page", "2", "moved"),
        ("policies", "position", "5", "moved"),
        ("indicators", "level", "outcome", "changed"),
        ("targets", "value", "10.01", "changed"),
        ("projects", "is_revised", "", "changed"),
    ],
)
def test_what_means_the_same_or_stands_elsewhere_is_no_changed_value(
    table: str, column: str, new: str, kind: str, pair: Pair
) -> None:
    found = told(pair(lambda tables: tables[table][0].update({column: new})))
    assert [change.kind for change in found[table]] == [kind]


def test_added_and_removed_rows_say_all_they_hold(pair: Pair) -> None:
    def spoil(tables: Tables) -> None:
        tables["events"] = [{**tables["events"][0], "event_id": "ev9", "title": "別の会議", "date_raw": "令和7年"}]

    removed, added = told(pair(spoil))["events"]
    assert (added.kind, added.side, added.values and added.values["title"]) == ("added", "new", "別の会議")
    assert (removed.kind, removed.side, removed.values and removed.values["title"]) == ("removed", "old", "会議")


def test_rows_in_another_order_are_told_apart(pair: Pair) -> None:
    difference = pair(lambda tables: tables["policies"].reverse())
    ((_, table),) = difference.tables()
    assert (table.name, table.reordered > 0, table.changes) == ("policies", True, ())


def insert_first(tables: Tables) -> None:
    """Put a project in front, so that the numbers of the others move by one, with all that hangs on them."""
    moved = {"1-1": "1-2", "1-2": "1-3", "1-1.1": "1-2.1", "1-1.2": "1-2.2"}
    ids = ("project_id", "linked_project_id", "indicator_id")
    for rows in tables.values():
        for row in rows:
            row.update({name: moved.get(row[name], row[name]) for name in ids if name in row})
    for edition in ("e1", "e2"):
        new = {"edition_id": edition, "project_id": "1-1", "policy_id": "1a1", "title": "新しい事業", "position": "0"}
        tables["projects"].insert(0, new)


def test_numbers_that_move_by_one_change_no_value(pair: Pair) -> None:
    difference = pair(insert_first)
    counts = difference.counts()
    assert counts["added"] == 2
    assert "removed" not in counts
    assert "changed" not in counts
    assert counts["renumbered"] == 8, "two projects and two indicators in each of two editions"
    projects = [one for one in told(difference)["projects"] if one.kind == "renumbered"]
    assert [(one.old_key[1], one.key[1]) for one in projects] == [("1-1", "1-2"), ("1-2", "1-3")] * 2
    assert {one.kind for one in told(difference)["targets"]} == {"followed"}


def test_corrections_follow_the_rows_that_they_speak_of(pair: Pair) -> None:
    def spoil(tables: Tables) -> None:
        insert_first(tables)
        for row in tables["corrections"]:
            row["row_key"] = row["row_key"].replace("1-2", "1-3").replace("1-1", "1-2")

    difference = pair(spoil)
    assert set(difference.counts()) == {"added", "renumbered", "followed"}
    assert {one.kind for one in told(difference)["corrections"]} == {"followed"}


def test_a_renumbered_row_whose_value_changed_tells_both(pair: Pair) -> None:
    def spoil(tables: Tables) -> None:
        insert_first(tables)
        next(row for row in tables["projects"] if row["project_id"] == "1-2")["description"] = "直した説明"

    changes = [one for one in told(pair(spoil))["projects"] if one.kind == "renumbered"]
    first = next(one for one in changes if one.key == ("e1", "1-2"))
    assert {cell.column: cell.kind for cell in first.cells} == {"project_id": "renumbered", "description": "value"}


def test_a_title_that_is_put_right_keeps_its_number(pair: Pair) -> None:
    found = told(pair(lambda tables: tables["projects"][0].update(title="窓口の改善と案内")))
    assert [(one.kind, one.key) for one in found["projects"]] == [("changed", ("e1", "1-1"))]


def test_a_copied_row_does_not_renumber_the_original(pair: Pair) -> None:
    def spoil(tables: Tables) -> None:
        tables["projects"].append({**tables["projects"][0], "project_id": "1-9"})
        tables["projects"][0]["remarks"] = "備考"

    found = told(pair(spoil))["projects"]
    assert sorted((one.kind, one.key[1]) for one in found) == [("added", "1-9"), ("changed", "1-1")]


def test_a_renamed_edition_is_one_row_that_others_follow(pair: Pair) -> None:
    def spoil(tables: Tables) -> None:
        for rows in tables.values():
            for row in rows:
                row.update({name: "e2b" for name in ("edition_id", "previous_edition_id") if row.get(name) == "e2"})

    difference = pair(spoil)
    assert set(difference.counts()) <= {"renumbered", "followed"}
    assert [one.kind for one in told(difference)["editions"]] == ["renumbered"]


def test_columns_of_one_side_only_are_no_changed_values(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old, new = write_kitchen(tmp_path / "old"), write_kitchen(tmp_path / "new")
    path = new / "tables" / "indicators.csv"
    header, *rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
    at = header.index("revision_reason")
    rows = [[*row[:at], *row[at + 1 :], f"メモ{number}" if number else ""] for number, row in enumerate(rows)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[*header[:at], *header[at + 1 :], "memo"], *rows])
    ((_, table),) = compare(old, new).tables()
    assert (dict(table.columns_added), dict(table.columns_removed)) == ({"memo": 3}, {"revision_reason": 0})
    assert {one.kind for one in table.changes} == {"reshaped"}
    assert [cell.new for one in table.changes for cell in one.cells] == ["メモ1", "メモ2", "メモ3"]


def test_rows_of_one_key_are_all_told(pair: Pair, tmp_path: Path, schema: Schema) -> None:
    def spoil(tables: Tables) -> None:
        tables["terms"] += [{**tables["terms"][0]}, {**tables["terms"][0], "term": "OCR"}]

    assert [(one.kind, one.values and one.values["term"]) for one in told(pair(spoil))["terms"]] == [
        ("added", "RPA"),
        ("added", "OCR"),
    ]
    _, problems = compare_sides(*(read(tmp_path / name / "ena", schema) for name in ("old", "new")), schema)
    assert [(problem.code, problem.where.file) for problem in problems] == [("W739", "terms")]


def test_a_table_without_rows_may_be_without_a_file(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old = write_kitchen(tmp_path / "old")
    new = write_kitchen(tmp_path / "new")
    (new / "tables" / "schedule.csv").unlink()
    assert [one.kind for one in told(compare(old, new))["schedule"]] == ["removed", "removed"]
    write_table(old, "schedule", [])
    assert not compare(old, new).any


def test_an_unknown_table_is_compared_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old, new = write_kitchen(tmp_path / "old"), write_kitchen(tmp_path / "new")
    (old / "tables" / "memo.csv").write_text("a,b\n1,x\n2,y\n", encoding="utf-8")
    (new / "tables" / "memo.csv").write_text("a,b\n2,y\n3,z\n", encoding="utf-8")
    assert [(one.kind, one.values) for one in told(compare(old, new))["memo"]] == [
        ("removed", {"a": "1", "b": "x"}),
        ("added", {"a": "3", "b": "z"}),
    ]


def test_a_table_whose_file_was_renamed_is_known_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    tables = write_kitchen(tmp_path / "old") / "tables"
    text = (tables / "projects.csv").read_text(encoding="utf-8")
    title = next(csv.DictReader(text.splitlines()))["title"]
    (tmp_path / "projects (1).csv").write_text(text.replace(title, "新しい名", 1), encoding="utf-8")
    difference = compare(tables / "projects.csv", tmp_path / "projects (1).csv")
    changes = told(difference)["projects"]
    assert [(one.kind, [cell.column for cell in one.cells]) for one in changes] == [("changed", ["title"])]


def test_the_settings_of_the_city_are_compared(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old, new = write_kitchen(tmp_path / "old"), write_kitchen(tmp_path / "new")
    config = new / "city.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("えなし", "エナシ"), encoding="utf-8")
    (change,) = told(compare(old, new))["city.yaml"]
    assert [(cell.column, cell.old, cell.new) for cell in change.cells] == [("kana", "えなし", "エナシ")]


def test_cells_beyond_the_header_are_not_lost(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old, new = write_kitchen(tmp_path / "old"), write_kitchen(tmp_path / "new")
    path = new / "tables" / "terms.csv"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + ",はみ出し\n", encoding="utf-8")
    ((_, table),) = compare(old, new).tables()
    assert list(table.columns_added.values()) == [1]
    assert table.changes[0].cells[-1].new == "はみ出し"


def correct(row: dict[str, str], **more: str) -> dict[str, str]:
    own = {"edition_id": row["edition_id"], "correction_id": "c-new", "table_name": "targets"}
    key = f"{row['indicator_id']}|{row['fiscal_year']}|{row['seq']}"
    return {**own, "row_key": key, "kind": "typo", "reason": "印刷の誤り。", **more}


def test_a_correction_that_names_the_cell_is_its_reason(pair: Pair) -> None:
    def spoil(tables: Tables) -> None:
        tables["targets"][0]["value"] = "12"
        tables["corrections"].append(correct(tables["targets"][0], column_name="value"))

    (change,) = told(pair(spoil))["targets"]
    assert change.cells[0].reason == "印刷の誤り。"


def test_what_both_sides_say_of_a_row_is_no_reason(tmp_path: Path) -> None:
    def known(tables: Tables) -> None:
        tables["corrections"].append(correct(tables["targets"][0]))
        tables["indicators"][0]["revision_reason"] = "前からの理由"

    def spoil(tables: Tables) -> None:
        known(tables)
        tables["targets"][0]["value"] = "12"

    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old, new = write_kitchen(tmp_path / "old", spoil=known), write_kitchen(tmp_path / "new", spoil=spoil)
    (change,) = told(compare(old, new))["targets"]
    assert (change.reasons, change.cells[0].reason) == ((), "")


def plant(folder: Path, table: str, edit: Callable[[Rows], object]) -> None:
    path = folder / "tables" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    header = list(rows[0])
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_seven_edits_of_a_real_city_are_all_told(tmp_path: Path) -> None:
    old, new = ROOT / "datapackage" / "imari", tmp_path / "imari"
    shutil.copytree(old, new)
    plant(new, "targets", lambda rows: rows[0].update(value="12"))
    plant(new, "targets", lambda rows: rows[1].update(value="2.0"))
    plant(new, "targets", lambda rows: rows[2].update(page="9"))
    plant(new, "terms", lambda rows: rows.pop(3))
    plant(new, "events", lambda rows: rows.append({**rows[-1], "event_id": "new-1", "title": "試験"}))
    plant(new, "projects", lambda rows: rows[0].update(title="DX講座の開催"))
    plant(new, "policies", lambda rows: rows.reverse())
    difference = compare(old, new)
    counts = {"added": 1, "removed": 1, "changed": 2, "respelt": 1, "moved": 1}
    assert difference.counts() == counts
    reordered = {table.name: table.reordered for _, table in difference.tables() if table.reordered}
    assert reordered == {
        "policies": len(list(csv.DictReader((old / "tables/policies.csv").open(encoding="utf-8")))) - 1
    }


def test_the_reversed_comparison_swaps_added_and_removed(pair: Pair, tmp_path: Path) -> None:
    forward = pair(insert_first).counts()
    backward = compare(tmp_path / "new" / "ena", tmp_path / "old" / "ena").counts()
    swapped = {"added": "removed", "removed": "added"}
    assert {swapped.get(kind, kind): count for kind, count in backward.items()} == dict(forward)


def test_a_city_that_only_one_workspace_has_is_counted_and_listed_on_demand(
    tmp_path: Path, schema: Schema, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        write_kitchen(tmp_path / name)
    other = write_kitchen(tmp_path / "new", "imari")
    config = (other / "city.yaml").read_text(encoding="utf-8").replace("212105", "412058").replace("恵那市", "伊万里市")
    (other / "city.yaml").write_text(config, encoding="utf-8")
    difference = compare(tmp_path / "old", tmp_path / "new")
    assert [(city.code, city.side) for city in difference.cities] == [("412058", "new")]
    assert set(difference.counts()) == {"added"}
    call = ["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--lang", "ja"]
    assert run(call) == 0
    short = capsys.readouterr().out
    assert "新しいほうにだけある市です" in short
    assert "窓口の改善" not in short
    assert run([*call, "--all"]) == 0
    assert "窓口の改善" in capsys.readouterr().out
