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
    OBSERVATION_STATUS,
    PART_OF,
    SEQUENCE,
    STRUCTURE,
    TITLE,
    VALUE,
    VALUE_KIND,
)
from keikaku.graph.terms import CLASS, DECIMAL, INTEGER, IRI, JA, TYPE, Memo, Node, Pair
from keikaku.schema import Table
from keikaku.terms import COSTS_STRUCTURE, VALUES_STRUCTURE, concept, observation_status

Row = tuple[str, ...]
VALUES: Final = "values"
COSTS: Final = "costs"
_ABOUT: Final = "approx"
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
        self._edition, self._comparator = table.names.index("edition_id"), table.names.index("comparator")
        self._always = _always(context, VALUES)
        self._always.append(context.pair(VALUE_KIND, IRI, concept("value_kind", kind)))
        self._units, self._status = _units(context), _Status(context)

    def pairs(self, row: Row) -> list[Pair]:
        if not row[self._value]:
            return []
        status = self._status.pair(row[self._edition], row[self._comparator])
        return [*self._always, status, *self._units[row[self._unit]]]


class _Status:
    """Tells the status of an observation by the SDMX code list: estimated, provisional or normal."""

    def __init__(self, context: Context) -> None:
        self._drafts = context.drafts
        self._pairs = {code: context.pair(OBSERVATION_STATUS, IRI, observation_status(code)) for code in "AEP"}

    def pair(self, edition_id: str, comparator: str = "") -> Pair:
        """Give E where the document itself says "about", P in a draft, and A else."""
        if comparator == _ABOUT:
            return self._pairs["E"]
        return self._pairs["P" if edition_id in self._drafts else "A"]


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
    units, always, status = _units(context), _always(context, VALUES), _Status(context)
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
            status.pair(row["edition_id"]),
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
