"""The public test vectors hold the rules of attainment to their word."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from keikaku.attainment import Case, Result, Target, judge
from keikaku.schema import data_folder, load_schema

VECTORS = data_folder("vocab") / "attainment" / "vectors.csv"
ABSENT = "none"
"""In target and result: there is no such row at all, unlike an empty value, which is a row in words."""


def vectors() -> list[dict[str, str]]:
    with Path(VECTORS).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def case(row: dict[str, str]) -> Case:
    target = Target(
        number(row["target"]) if row["target"] != ABSENT else None,
        row["target_unit"],
        row["target_comparator"],
        number(row["target_max"]),
        row["target_basis"],
    )
    value = number(row["result"]) if row["result"] != ABSENT else None
    result = Result(value, row["result_unit"], row["result_comparator"], number(row["result_rate"]))
    return Case(
        value_type=row["value_type"],
        polarity=row["polarity"],
        time_basis=row["time_basis"],
        unit=row["unit"],
        target=None if row["target"] == ABSENT else target,
        result=None if row["result"] == ABSENT else result,
        previous=number(row["previous"]),
        baseline=number(row["baseline"]),
        due=row["due"] == "true",
    )


@pytest.mark.parametrize("row", vectors(), ids=lambda row: str(row["case_id"]))
def test_vector(row: dict[str, str]) -> None:
    verdict = judge(case(row))
    found = {name: getattr(verdict, name) for name in ("rule", "status", "formula", "reason")}
    assert found == {name: row[name] for name in found}
    assert verdict.rate == number(row["rate"])
    assert verdict.target == number(row["target_used"])


def test_vectors_reach_every_rule_formula_and_reason() -> None:
    lists = load_schema().code_lists
    for column in ("rule", "formula", "reason"):
        codes = {code.value for code in lists[f"attainment_{column}"].codes}
        assert {row[column] for row in vectors()} - {""} == codes


def test_a_verdict_has_a_status_or_a_reason() -> None:
    for row in vectors():
        verdict = judge(case(row))
        assert bool(verdict.status) != bool(verdict.reason), row["case_id"]


def test_ids_are_unique() -> None:
    ids = [row["case_id"] for row in vectors()]
    assert len(ids) == len(set(ids))
