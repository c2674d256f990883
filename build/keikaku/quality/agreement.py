"""Agreement: printed totals with computed ones, printed statuses with computed ones, and what corrections say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from keikaku.check import CleanTable, reconcile
from keikaku.quality.facts import Attainment, Corrected, Disagreement, TotalCheck
from keikaku.schema import CodeList

Tables = Mapping[str, CleanTable]


def totals(tables: Tables) -> tuple[TotalCheck, ...]:
    """Compare all printed totals, in the order of their table."""
    told: dict[tuple[str, str], list[str]] = {}
    for row in tables["corrections"].dicts():
        if row["table_name"] == "totals":
            told.setdefault((row["edition_id"], row["row_key"]), []).append(row["correction_id"])
    return tuple(
        TotalCheck(
            edition_id=found.row["edition_id"],
            total_id=found.row["total_id"],
            measure=found.row["measure"],
            policy_id=found.row["policy_id"],
            fiscal_year=found.row.whole("fiscal_year"),
            unit=found.row["unit"],
            printed=found.printed,
            computed=found.computed,
            derivation=found.basis,
            agrees=found.agrees,
            corrections=tuple(told.get((found.row["edition_id"], found.row["total_id"]), ())),
        )
        for found in reconcile(tables)
    )


def attainment(tables: Tables) -> Attainment:
    """Compare computed and printed statuses."""
    rows = list(tables["assessments"].dicts())
    reasons = Counter(row["not_computed"] for row in rows if row["not_computed"])
    return Attainment(
        rows=len(rows),
        computed=sum(bool(row["computed_status"]) for row in rows),
        printed=sum(bool(row["printed_status"]) for row in rows),
        agreeing=sum(row["agrees"] == "true" for row in rows),
        disagreements=tuple(_disagreement(row) for row in rows if row["agrees"] == "false"),
        reasons=dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
    )


def _disagreement(row: Mapping[str, str]) -> Disagreement:
    ids = (row["edition_id"], row["indicator_id"], int(row["fiscal_year"]))
    return Disagreement(*ids, row["printed_status"], row["computed_status"])


def corrections(tables: Tables, kinds: CodeList) -> tuple[Corrected, ...]:
    """Count the corrections of each edition by kind; what does not occur is left out."""
    counted = Counter((row["edition_id"], row["kind"]) for row in tables["corrections"].dicts())
    editions = [row["edition_id"] for row in tables["editions"].dicts()]
    return tuple(
        Corrected(edition, code.value, counted[edition, code.value])
        for edition in editions
        for code in kinds.codes
        if counted[edition, code.value]
    )
