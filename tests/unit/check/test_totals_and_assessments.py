"""Totals are computed from the rows; assessments choose the right target and result, and disagreement is said."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from keikaku.check import Checked, check_city, reconcile
from keikaku.check.rules.figures import agree
from keikaku.schema import load_schema
from kitchen import Rows, Tables, write_kitchen

Spoil = Callable[[Tables], object]
_PLACE = {"page": "1", "line": "1"}


def checked(workspace: Path, spoil: Spoil) -> Checked:
    return check_city(write_kitchen(workspace, spoil=spoil), workspace, load_schema())


def judged(tables: Tables) -> None:
    """Give the newer edition three projects: one achieved, one not, one of both, below two policies."""
    new = {"edition_id": "e2", **_PLACE}
    tables["policies"] += [{**new, "policy_id": "2", "level": "1", "title": "別の方針", "position": "2"}]
    projects = {"1-1": "1a1", "1-2": "1a1", "2-1": "2"}
    tables["projects"] = [row for row in tables["projects"] if row["edition_id"] == "e1"]
    tables["projects"] += [
        {**new, "project_id": key, "policy_id": policy, "title": "事業", "position": "1"}
        for key, policy in projects.items()
    ]
    statuses = {"1-1.1": ["achieved"], "1-2.1": ["not_achieved"], "2-1.1": ["achieved"], "2-1.2": ["not_achieved"]}
    tables["indicators"] = [row for row in tables["indicators"] if row["edition_id"] == "e1"]
    tables["results"] = [row for row in tables["results"] if row["edition_id"] == "e1"]
    tables["targets"] = [row for row in tables["targets"] if row["edition_id"] == "e1"]
    for position, (key, found) in enumerate(statuses.items(), 1):
        ids = {**new, "indicator_id": key}
        owner = {"project_id": key.split(".")[0], "position": str(position), "value_type": "number", "unit": "件"}
        tables["indicators"].append({**ids, **owner, "title": "件数", "polarity": "up"})
        for status in found:
            told = {"raw": f"{position}0件", "value": f"{position}0", "unit": "件", "status": status}
            tables["results"].append({**ids, "fiscal_year": "2024", "seq": "1", **told})
    tables["corrections"].clear()


TOTALS = [
    ("projects", "", "3"),
    ("projects", "1", "2"),
    ("projects_with_indicators", "", "3"),
    ("projects_with_status", "", "3"),
    ("projects_achieved", "", "1"),
    ("projects_not_achieved", "", "1"),
    ("projects_partly_achieved", "", "1"),
    ("projects_partly_achieved", "1", "0"),
    ("share_achieved", "", "33.3"),
    ("share_achieved", "1", "50.0"),
    ("projects_below", "", "2"),
    ("mean_of_results", "", "25"),
    ("sum_of_results", "", "100"),
    ("sum_of_results", "2", "70"),
]


def with_total(derivation: str, scope: str, value: str) -> Spoil:
    def spoil(tables: Tables) -> None:
        judged(tables)
        told = {"measure": "合計", "raw": value, "value": value, "unit": "件", "derivation": derivation}
        more = {"threshold": "30" if derivation == "projects_below" else "", "policy_id": scope}
        tables["totals"] = [{"edition_id": "e2", "total_id": "t1", "fiscal_year": "2024", **told, **more, **_PLACE}]

    return spoil


@pytest.mark.parametrize(("derivation", "scope", "value"), TOTALS)
def test_a_total_comes_out(workspace: Path, derivation: str, scope: str, value: str) -> None:
    found = checked(workspace, with_total(derivation, scope, value))
    assert [problem.code for problem in found.problems if problem.code.startswith("W5")] == ["W501"]
    assert found.city is not None
    (total,) = reconcile(found.city.tables)
    assert total.agrees
    assert not total.explained


@pytest.mark.parametrize(("derivation", "scope", "value"), TOTALS)
def test_a_total_that_is_off_by_one_is_reported(workspace: Path, derivation: str, scope: str, value: str) -> None:
    found = checked(workspace, with_total(derivation, scope, str(Decimal(value) + 1)))
    (problem,) = [problem for problem in found.problems if problem.code == "W507"]
    assert problem.facts["derivation"] == derivation
    assert Decimal(str(problem.facts["computed"])).quantize(Decimal(value)) == Decimal(value)


def test_a_correction_explains_a_total(workspace: Path) -> None:
    def spoil(tables: Tables) -> None:
        with_total("projects", "", "9")(tables)
        ids = {"edition_id": "e2", "correction_id": "c1", "table_name": "totals", "row_key": "t1"}
        tables["corrections"].append({**ids, "kind": "inconsistent", "reason": "文書の誤り。"})

    found = checked(workspace, spoil)
    assert not [problem for problem in found.problems if problem.code == "W507"]
    assert found.city is not None
    (total,) = reconcile(found.city.tables)
    assert total.agrees is False
    assert total.explained


def test_a_total_repeats_another_in_less_detail(workspace: Path) -> None:
    def spoil(tables: Tables) -> None:
        with_total("share_achieved", "", "33.3")(tables)
        (total,) = tables["totals"]
        tables["totals"].append({**total, "total_id": "t2", "derivation": "repeats", "value": "33", "raw": "33"})

    assert "W507" not in {problem.code for problem in checked(workspace, spoil).problems}


@pytest.mark.parametrize(
    ("printed", "computed", "same"),
    [
        ("33.3", "33.333", True),
        ("33.4", "33.333", False),
        ("0.5", "0.45", True),
        ("13", "12.5", True),
        ("12", "12.6", False),
    ],
)
def test_figures_agree_as_printed(printed: str, computed: str, same: bool) -> None:
    assert agree(Decimal(printed), Decimal(computed)) is same


def values(tables: Tables, targets: Rows, results: Rows, **indicator: str) -> None:
    """Give the newer edition one indicator with the targets and results asked for."""
    ids = {"edition_id": "e2", "indicator_id": "1-1.1", **_PLACE}
    stated = {"seq": "1", "applies": "year", "origin": "stated", "unit": "件"}
    own = {
        "project_id": "1-1",
        "position": "1",
        "title": "件数",
        "unit": "件",
        "value_type": "number",
        "polarity": "up",
    }
    for name, rows in (
        ("indicators", [{**ids, **own, **indicator}]),
        ("targets", [{**ids, **stated, "raw": row.get("value", "文"), **row} for row in targets]),
        ("results", [{**ids, "seq": "1", "unit": "件", "raw": row.get("value", "文"), **row} for row in results]),
    ):
        tables[name] = [row for row in tables[name] if row["edition_id"] == "e1"] + rows
    tables["corrections"].clear()


def assessed(workspace: Path, targets: Rows, results: Rows, **indicator: str) -> list[dict[str, str]]:
    found = checked(workspace, lambda tables: values(tables, targets, results, **indicator))
    assert found.city is not None
    return [row for row in found.city.tables["assessments"].dicts() if row["edition_id"] == "e2"]


def test_the_stated_target_of_the_year_goes_before_a_derived_one(workspace: Path) -> None:
    targets = [
        {"fiscal_year": "2024", "value": "10", "origin": "derived"},
        {"fiscal_year": "2024", "value": "20", "seq": "2"},
    ]
    (row,) = assessed(workspace, targets, [{"fiscal_year": "2024", "value": "15"}])
    assert (row["target_value"], row["computed_status"], row["target_origin"]) == ("20", "not_achieved", "stated")


def test_a_target_of_every_year_judges_each_year(workspace: Path) -> None:
    targets = [{"fiscal_year": "2025", "value": "10", "applies": "every_year"}]
    results = [{"fiscal_year": "2023", "value": "9"}, {"fiscal_year": "2024", "value": "10"}]
    rows = assessed(workspace, targets, results)
    assert [(row["fiscal_year"], row["computed_status"], row["not_computed"]) for row in rows] == [
        ("2023", "not_achieved", ""),
        ("2024", "achieved", ""),
        ("2025", "", "not_yet_due"),
    ]
    assert {row["target_fiscal_year"] for row in rows} == {"2025"}


def test_a_target_of_the_plan_as_a_whole_waits_for_its_year(workspace: Path) -> None:
    targets = [{"fiscal_year": "2025", "value": "10", "applies": "plan_end"}]
    results = [{"fiscal_year": "2024", "value": "12"}, {"fiscal_year": "2025", "value": "12"}]
    rows = assessed(workspace, targets, results)
    assert [(row["computed_status"], row["not_computed"], row["attainment_rate"]) for row in rows] == [
        ("", "not_yet_due", "120.0"),
        ("achieved", "", "120.0"),
    ]


def test_a_year_without_a_target_says_so_and_a_past_one_without_a_result_too(workspace: Path) -> None:
    rows = assessed(
        workspace,
        [{"fiscal_year": "2023", "value": "10"}, {"fiscal_year": "2025", "value": "10"}],
        [{"fiscal_year": "2024", "value": "12"}],
    )
    assert [row["not_computed"] for row in rows] == ["no_result", "no_target", "not_yet_due"]


def test_of_two_reports_the_last_with_a_value_counts(workspace: Path) -> None:
    results = [
        {"fiscal_year": "2024", "value": "5"},
        {"fiscal_year": "2024", "value": "11", "seq": "2"},
        {"fiscal_year": "2024", "seq": "3", "raw": "集計中", "unit": ""},
    ]
    (row,) = assessed(workspace, [{"fiscal_year": "2024", "value": "10"}], results)
    assert (row["result_seq"], row["computed_status"]) == ("2", "achieved")


def test_a_relative_target_uses_the_year_before(workspace: Path) -> None:
    targets = [{"fiscal_year": "2024", "value": "5", "raw": "5%増", "unit": "件", "basis": "previous_year"}]
    results = [{"fiscal_year": "2023", "value": "100"}, {"fiscal_year": "2024", "value": "104"}]
    row = assessed(workspace, targets, results)[-1]
    assert (row["target_value"], row["computed_status"], row["attainment_rate"]) == ("105", "not_achieved", "99.0")


def test_a_printed_status_that_the_figures_deny_is_said_and_published(workspace: Path) -> None:
    targets, results = (
        [{"fiscal_year": "2024", "value": "10"}],
        [{"fiscal_year": "2024", "value": "9", "status": "achieved", "status_raw": "【達成】"}],
    )
    found = checked(workspace, lambda tables: values(tables, targets, results))
    (problem,) = [problem for problem in found.problems if problem.code == "W506"]
    assert problem.where.column == "status"
    assert found.city is not None
    row = next(row for row in found.city.tables["assessments"].dicts() if row["edition_id"] == "e2")
    assert (row["printed_status"], row["computed_status"], row["agrees"]) == ("achieved", "not_achieved", "false")


def test_a_mixed_status_is_not_that_of_one_indicator(workspace: Path) -> None:
    results = [{"fiscal_year": "2024", "value": "9", "status": "partly_achieved"}]
    (row,) = assessed(workspace, [{"fiscal_year": "2024", "value": "10"}], results)
    assert row["agrees"] == ""


@pytest.mark.parametrize(
    ("raw", "value", "sound"),
    [
        ("ポータルサイト閲覧数43.5万件", "435000", True),
        ("全体申請件数（136万7千件）", "1367000", True),
        ("約1,200万枚", "12000000", True),
        ("7割", "70", True),
        ("66. 7%", "66.7", True),
        ("28万件", "28000", False),
        ("①5件", "1", False),
    ],
)
def test_a_value_is_read_from_what_is_printed(workspace: Path, raw: str, value: str, sound: bool) -> None:
    results = [{"fiscal_year": "2024", "value": value, "raw": raw}]
    found = checked(workspace, lambda tables: values(tables, [], results))
    assert ("W503" in {problem.code for problem in found.problems}) is not sound
