"""Whatever is done to the tables, the told changes applied to the older ones give the newer ones."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keikaku.difference import City, Held, Side, compare_sides, form
from keikaku.schema import load_schema
from kitchen import kitchen

SCHEMA = load_schema()
TABLES = ("policies", "projects", "indicators", "targets", "results", "terms", "project_themes")
VALUES = st.one_of(
    st.sampled_from(["", "1", "1.0", "１", "窓口の改善", "e1", "e2", "1-1", "1-2", "1-1.1", "2025", "x y", "xy"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=6),
)
Edit = tuple[str, str, int, int, str]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["set", "drop", "copy", "swap", "shift"]),
        st.sampled_from(TABLES),
        st.integers(0, 20),
        st.integers(0, 30),
        VALUES,
    ),
    max_size=8,
)


def tables() -> dict[str, list[list[str]]]:
    found = {}
    for name, rows in kitchen().items():
        columns = SCHEMA.by_name[name].names
        found[name] = [[row.get(column, "") for column in columns] for row in rows]
    return found


def edited(edits: list[Edit]) -> dict[str, list[list[str]]]:
    every = tables()
    for kind, name, at, column, value in edits:
        rows = every[name]
        if not rows:
            continue
        row = rows[at % len(rows)]
        if kind == "set":
            row[column % len(row)] = value
        elif kind == "drop":
            rows.remove(row)
        elif kind == "copy":
            rows.append([*row[:1], value, *row[2:]])
        elif kind == "swap":
            rows.reverse()
        else:
            ids = [one[1] for one in rows]
            for one, new in zip(rows, [*ids[1:], value], strict=True):
                one[1] = new
    return every


def side(name: str, rows: Mapping[str, list[list[str]]]) -> Side:
    held = {table: Held(table, SCHEMA.by_name[table].names, tuple(map(tuple, own))) for table, own in rows.items()}
    return Side(name, (City("212105", "恵那市", {name: one for name, one in held.items() if one.rows}),))


def document(old: Mapping[str, list[list[str]]], new: Mapping[str, list[list[str]]]) -> dict[str, Any]:
    difference, _ = compare_sides(side("old", old), side("new", new), SCHEMA)
    assert difference is not None
    found: dict[str, Any] = json.loads(form(difference, SCHEMA, "json", "ja"))
    return found


def applied(old: Mapping[str, list[list[str]]], told: Mapping[str, Any]) -> dict[str, Counter[tuple[str, ...]]]:
    """Apply the changes to rows found by the old values that the changes themselves tell."""
    found = {
        name: [dict(zip(SCHEMA.by_name[name].names, row, strict=True)) for row in rows] for name, rows in old.items()
    }
    for city in told["cities"]:
        for table in city["tables"]:
            rows = found.setdefault(table["name"], [])
            _apply(rows, table)
    return {
        name: Counter(tuple(row.get(column, "") for column in SCHEMA.by_name[name].names) for row in rows)
        for name, rows in found.items()
        if rows
    }


def _apply(rows: list[dict[str, str]], table: Mapping[str, Any]) -> None:
    taken: list[dict[str, str]] = []
    for change in table["changes"]:
        if change["side"] == "new":
            taken.append(change["values"])
            continue
        wanted = dict(zip(table["key"], change["old_key"], strict=True))
        wanted |= change["values"] or {cell["column"]: cell["old"] for cell in change["cells"]}
        row = next(row for row in rows if all(row[name] == value for name, value in wanted.items()))
        rows.remove(row)
        if change["side"] == "both":
            taken.append({**row, **{cell["column"]: cell["new"] for cell in change["cells"]}})
    rows += taken


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_the_changes_applied_to_the_old_tables_give_the_new_ones(edits: list[Edit]) -> None:
    old, new = tables(), edited(edits)
    expected = {name: Counter(map(tuple, rows)) for name, rows in new.items() if rows}
    # A row without anything in it is no row.
    expected = {name: Counter({row: n for row, n in rows.items() if any(row)}) for name, rows in expected.items()}
    assert applied(old, document(old, new)) == {name: rows for name, rows in expected.items() if rows}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_tables_and_themselves_are_equal_in_any_state(edits: list[Edit]) -> None:
    rows = edited(edits)
    assert document(rows, rows)["differs"] is False


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_the_reversed_comparison_swaps_added_and_removed(edits: list[Edit]) -> None:
    old, new = tables(), edited(edits)

    def counts(told: Mapping[str, Any]) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for city in told["cities"]:
            for table in city["tables"]:
                found.update((table["name"], change["side"]) for change in table["changes"])
        return found

    swapped = {"old": "new", "new": "old", "both": "both"}
    backward = counts(document(new, old))
    assert {(name, swapped[one]): n for (name, one), n in backward.items()} == counts(document(old, new))
