"""Rules on printed figures that follow from other printed figures: a share from its count and base, a difference.

What the document prints is never changed. Where it does not come out, a correction must say so; else this is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from keikaku.check.rules.grid import Grid, rule
from keikaku.problem import Problem


@rule
def shares(grid: Grid) -> Iterator[Problem]:
    """A percentage is its numerator divided by its denominator, rounded to the decimals printed."""
    told = explained(grid, "results")
    for row in grid.rows("results"):
        column = "rate" if row["rate"] else "value" if row["unit"] == "%" else ""
        part, whole, printed = (
            row.number("numerator"),
            row.number("denominator"),
            row.number(column) if column else None,
        )
        if part is None or not whole or printed is None or row.key in told:
            continue
        computed = part * 100 / whole
        if not agree(printed, computed):
            facts = {"printed": str(printed), "computed": f"{computed:.2f}", "part": str(part), "whole": str(whole)}
            yield Problem("W504", row.where(column), facts)


@rule
def differences(grid: Grid) -> Iterator[Problem]:
    """A printed difference is the result less the stated target of the same year."""
    told = explained(grid, "results")
    targets = {row.key: row for row in grid.rows("targets") if row["origin"] == "stated" and not row["value_max"]}
    for row in grid.rows("results"):
        target = targets.get(row.key)
        value, delta = row.number("value"), row.number("delta")
        goal = target.number("value") if target else None
        if value is None or delta is None or goal is None or row.key in told:
            continue
        if not agree(delta, value - goal):
            facts = {"printed": str(delta), "computed": str(value - goal), "value": str(value), "target": str(goal)}
            yield Problem("W505", row.where("delta"), facts)


def explained(grid: Grid, table: str) -> set[tuple[str, str]]:
    """Give the rows of a table that a correction speaks of."""
    corrections = grid.rows("corrections")
    return {(row["edition_id"], row["row_key"]) for row in corrections if row["table_name"] == table}


def agree(printed: Decimal, computed: Decimal) -> bool:
    """Tell whether a printed figure is the computed one, rounded half up (四捨五入) to its own decimals."""
    exponent = printed.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return computed.quantize(unit, ROUND_HALF_UP) == printed
