"""Corrections as quality annotations: each points at the row of which it speaks, where it speaks of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from keikaku.graph.context import Context
from keikaku.graph.mapping import HAS_TARGET, QUALITY_ANNOTATION
from keikaku.graph.terms import CLASS, IRI, TYPE, Pair
from keikaku.schema import Table

_SEPARATOR: Final = "|"


def annotator(context: Context, corrections: Table) -> Callable[[tuple[str, ...]], list[Pair]]:
    """Give the function from a correction to what makes it an annotation.

    A correction of a table as a whole, or of a row that is not named completely, has no target.
    """
    tables = context.schema.by_name
    namers = {name: context.iris.row_namer(table.subject) for name, table in tables.items()}
    annotation = context.pair(TYPE, CLASS, QUALITY_ANNOTATION)

    def pairs(cells: tuple[str, ...]) -> list[Pair]:
        row = dict(zip(corrections.names, cells, strict=True))
        table, parts = tables[row["table_name"]], row["row_key"].split(_SEPARATOR)
        if not row["row_key"] or len(parts) != len(table.row_key):
            return [annotation]
        plan_id = context.editions[row["edition_id"]][0]
        ids = {"edition_id": row["edition_id"], "plan_id": plan_id} | dict(zip(table.row_key, parts, strict=True))
        path, fragment = namers[table.name](ids)
        return [annotation, context.pair(HAS_TARGET, IRI, context.iris.on_page(path, fragment))]

    return pairs
