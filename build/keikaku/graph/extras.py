"""What is said of rows besides their columns: that they are observations, annotations, concepts, revisions.

A table's subject decides what is said; here is the list. Nothing else knows all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from keikaku.check import CleanTable
from keikaku.graph.annotations import annotator
from keikaku.graph.context import Context
from keikaku.graph.cube import observer
from keikaku.graph.mapping import (
    ASSESSED_RESULT,
    ASSESSED_TARGET,
    GENERATED_BY,
    PHASE,
    PROPER_INTERVAL,
    PUBLISHER,
    UNIT_OF,
)
from keikaku.graph.policies import PolicyConcepts
from keikaku.graph.revisions import VALUES, Revisions
from keikaku.graph.terms import CLASS, IRI, TYPE, Pair
from keikaku.iri import ASSESSING_FRAGMENT, LASTING

Row = tuple[str, ...]
Extra = Callable[[Row], list[Pair]]
_OF_MUNICIPALITY: Final[Mapping[str, str]] = {"plan": PUBLISHER, "department": UNIT_OF}
"""Kinds of row that say whose they are."""


def extras(context: Context, clean: CleanTable) -> list[Extra]:
    """Give the functions from a row to what is said of it besides its columns."""
    subject = clean.table.subject
    found: list[Extra] = []
    if subject in _OF_MUNICIPALITY:
        owner = [context.pair(_OF_MUNICIPALITY[subject], IRI, context.municipality)]
        found.append(lambda row: owner)
    if subject in LASTING | VALUES and context.previous:
        found.append(Revisions(context, clean).pairs)
    if observe := observer(context, clean.table):
        found.append(observe)
    makers: Mapping[str, Callable[[Context, CleanTable], Extra]] = {
        "correction": lambda context, clean: annotator(context, clean.table),
        "policy": lambda context, clean: PolicyConcepts(context, clean).pairs,
        "assessment": _assessed,
        "schedule": _phases,
    }
    if subject in makers:
        found.append(makers[subject](context, clean))
    return found


def _assessed(context: Context, clean: CleanTable) -> Extra:
    """Link an assessment with the target and the result that it compares, and with how it was made."""
    names = clean.table.names
    target_of, result_of = context.iris.row_namer("target"), context.iris.row_namer("result")
    made = context.pair(GENERATED_BY, IRI, context.iris.about_data(ASSESSING_FRAGMENT))

    def pairs(row: Row) -> list[Pair]:
        values = dict(zip(names, row, strict=True))
        values["plan_id"] = context.editions[values["edition_id"]][0]
        found = [made]
        if values["target_seq"]:
            target = {**values, "fiscal_year": values["target_fiscal_year"], "seq": values["target_seq"]}
            found.append(context.pair(ASSESSED_TARGET, IRI, context.iris.on_page(*target_of(target))))
        if values["result_seq"]:
            result = context.iris.on_page(*result_of({**values, "seq": values["result_seq"]}))
            found.append(context.pair(ASSESSED_RESULT, IRI, result))
        return found

    return pairs


def _phases(context: Context, clean: CleanTable) -> Extra:
    """Say which cells of a schedule are phases: stretches of time with a stage of their project."""
    at = clean.table.names.index("kind")
    types = [context.pair(TYPE, CLASS, PHASE), context.pair(TYPE, CLASS, PROPER_INTERVAL)]
    return lambda row: types if row[at] == "phase" else []
