"""The totals that a plan prints, each beside the one that is counted from its rows, and whether the two agree."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from keikaku.model import Plan
from keikaku.quality import TotalCheck
from keikaku.site.index import CityIndex
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid

_MARKS: Final = {
    True: ("total_agree", "status-agree"),
    False: ("total_differ", "status-differ"),
    None: ("total_unknown", ""),
}


def totals_checked(index: CityIndex, plan: Plan) -> Grid | None:
    """Give the totals that the newest edition with any prints; None where the plan prints none."""
    editions = [edition for edition in plan.editions if edition.totals]
    if not editions:
        return None
    newest = editions[-1]
    places = {row.total_id: index.place(row) for row in newest.totals}
    checks = (one for one in index.given.quality.totals if one.edition_id == newest.row.edition_id)
    rows = [Row(_cells(index, plan, one), place=places.get(one.total_id)) for one in checks]
    words = index.words
    names = ("measure", "policy", "fiscal_year", "printed_total", "computed_total", "agreement")
    return (
        make_grid(words.say("totals_checked"), [words.say(f"column_{name}") for name in names], rows) if rows else None
    )


def _cells(index: CityIndex, plan: Plan, one: TotalCheck) -> tuple[Cell, ...]:
    words = index.words
    link = index.policy(plan.policies[one.policy_id]) if one.policy_id in plan.policies else None
    said, look = _MARKS[one.agrees]
    computed = words.quantity(_as_printed(one.computed, one.printed), one.unit) if one.computed is not None else ""
    return (
        Cell(one.measure),
        Cell(link.text, link.href) if link else Cell(words.say("all")),
        Cell(words.fiscal_year(one.fiscal_year)),
        Cell(words.quantity(one.printed, one.unit), look="number"),
        Cell(computed, look="number"),
        Cell(words.say(said), look=look),
    )


def _as_printed(computed: Decimal, printed: Decimal) -> Decimal:
    """Round to as many decimals as the document prints, half up as it does; a whole number of things stays whole."""
    return computed.quantize(Decimal(1).scaleb(int(printed.as_tuple().exponent)), ROUND_HALF_UP)
