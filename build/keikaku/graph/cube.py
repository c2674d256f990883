"""Observations of the Data Cube vocabulary: targets, results and baselines are one cube, costs another.

Everything is attached to the observation itself. Only numbers are observations: a target or result in words stays
what it is, without a value. The structures of both cubes stand in vocab/cube.ttl.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from keikaku.check import CleanCity, CleanTable
from keikaku.graph.context import Context
from keikaku.graph.mapping import (
    COST_KIND,
    CUBE,
    DATASET_OF,
    EDITION,
    FISCAL_YEAR,
    INDICATOR,
    MEASURED_IN,
    OBSERVATION,
    PART_OF,
    SEQUENCE,
    STRUCTURE,
    TITLE,
    VALUE,
    VALUE_KIND,
)
from keikaku.graph.terms import CLASS, DECIMAL, INTEGER, IRI, JA, TYPE, Memo, Node, Pair
from keikaku.iri import COSTS_STRUCTURE, VALUES_STRUCTURE, concept
from keikaku.schema import Table

Row = tuple[str, ...]
VALUES: Final = "values"
COSTS: Final = "costs"
_KINDS: Final[Mapping[str, str]] = {"target": "target", "result": "result"}
"""Kinds of row that are observations of values, with the value kind of each."""
_STRUCTURES: Final = {VALUES: VALUES_STRUCTURE, COSTS: COSTS_STRUCTURE}
_TITLES: Final = {VALUES: "目標値・実績・基準値", COSTS: "事業の費用"}


def observer(context: Context, table: Table) -> Callable[[Row], list[Pair]] | None:
    """Give the function from a row to what makes it an observation; None where rows of the table never are."""
    if table.subject in _KINDS:
        return _Values(context, table, _KINDS[table.subject]).pairs
    return _Costs(context, table).pairs if table.subject == "finance" else None


class _Values:
    """Makes observations of targets or results."""

    def __init__(self, context: Context, table: Table, kind: str) -> None:
        self._value, self._unit = table.names.index("value"), table.names.index("unit")
        self._always = _always(context, VALUES)
        self._always.append(context.pair(VALUE_KIND, IRI, concept("value_kind", kind)))
        self._units = _units(context)

    def pairs(self, row: Row) -> list[Pair]:
        return self._always + self._units[row[self._unit]] if row[self._value] else []


class _Costs:
    """Makes observations of amounts that are of a project and a year."""

    def __init__(self, context: Context, table: Table) -> None:
        self._context = context
        self._key = [table.names.index(name) for name in ("edition_id", "project_id", "fiscal_year", "kind")]
        self._amount = table.names.index("amount_yen")
        self._always = [*_always(context, COSTS), context.pair(MEASURED_IN, IRI, concept("unit", "yen"))]
        self._met: Counter[Row] = Counter()

    def pairs(self, row: Row) -> list[Pair]:
        key = tuple(row[at] for at in self._key)
        if not (all(key) and row[self._amount]):
            return []
        self._met[key] += 1
        kind = self._context.pair(COST_KIND, IRI, concept("finance_kind", key[-1]))
        # A project may have several amounts of one kind in a year: they are told apart by their order.
        return [*self._always, kind, self._context.pair(SEQUENCE, INTEGER, str(self._met[key]))]


def _always(context: Context, cube: str) -> list[Pair]:
    return [
        context.pair(TYPE, CLASS, OBSERVATION),
        context.pair(DATASET_OF, IRI, context.iris.on_page(context.iris.page("data", {}), cube)),
    ]


def _units(context: Context) -> Memo[str, list[Pair]]:
    """Give the unit of measure by the unit's text; one that the list of units does not have stays text alone."""
    codes = context.schema.code_lists["unit"].by_value

    def make(text: str) -> list[Pair]:
        code = codes.get(text)
        return [context.pair(MEASURED_IN, IRI, concept("unit", code.local_name))] if code else []

    return Memo(make)


def baselines(indicators: CleanTable, context: Context) -> Iterator[Node]:
    """Give the baselines that state both year and value, as observations on the pages of their indicators."""
    units, always = _units(context), _always(context, VALUES)
    name = context.iris.row_namer("baseline")
    for row in indicators.dicts():
        if not (row["baseline_fy"] and row["baseline_value"]):
            continue
        plan_id, source_id = context.editions[row["edition_id"]]
        path, fragment = name({**row, "plan_id": plan_id})
        pairs = [
            *always,
            context.pair(VALUE_KIND, IRI, concept("value_kind", "baseline")),
            context.pair(INDICATOR, IRI, context.reference("indicator", plan_id, row["indicator_id"])),
            context.pair(EDITION, IRI, context.reference("edition", plan_id, row["edition_id"])),
            context.pair(FISCAL_YEAR, IRI, context.reference("fiscal_year", plan_id, row["baseline_fy"])),
            context.pair(SEQUENCE, INTEGER, "1"),
            context.pair(VALUE, DECIMAL, row["baseline_value"]),
            *units[row["unit"]],
            context.derived(source_id)[row["page"]],
        ]
        yield Node(path, context.iris.on_page(path, fragment), pairs)


def cubes(city: CleanCity, context: Context) -> Iterator[Node]:
    """Give the two cubes of a city, which are parts of its dataset."""
    page = context.iris.page("data", {})
    for cube, structure in _STRUCTURES.items():
        pairs = [
            context.pair(TYPE, CLASS, CUBE),
            context.pair(STRUCTURE, IRI, structure),
            context.pair(TITLE, JA, f"{city.city.name.ja}：{_TITLES[cube]}"),
            context.pair(PART_OF, IRI, context.iris.thing("data", {})),
        ]
        yield Node(page, context.iris.on_page(page, cube), pairs)
