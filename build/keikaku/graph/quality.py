"""Quality in the graph: the dataset, the report on its quality, and one node a measurement (Data Quality Vocabulary).

The metrics themselves and their dimensions are individuals of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from keikaku.check import CleanCity
from keikaku.graph.context import Context
from keikaku.graph.mapping import (
    COMMENT,
    COMPUTED_ON,
    DATASET,
    MEASURED,
    MEASURED_IN,
    MEASUREMENT_OF,
    PART_OF,
    PUBLISHER,
    QUALITY_MEASUREMENT,
    QUALITY_METADATA,
    QUALITY_REPORT,
    TITLE,
)
from keikaku.graph.terms import CLASS, DECIMAL, EN, INTEGER, IRI, JA, STRING, TYPE, Kind, Node, Pair
from keikaku.quality import Measurement, Quality, catalogue, measurements
from keikaku.terms import concept, metric

_PERCENT: Final = concept("unit", "percent")


def quality_nodes(quality: Quality, city: CleanCity, context: Context) -> Iterator[Node]:
    """Give the dataset, the report and all measurements."""
    iris, name = context.iris, city.city.name.ja
    dataset, report = iris.thing("data", {}), iris.thing("quality", {})
    yield Node(
        iris.page("data", {}),
        dataset,
        [
            context.pair(TYPE, CLASS, DATASET),
            context.pair(TITLE, JA, f"{name}の計画データ"),
            context.pair(PUBLISHER, IRI, context.municipality),
            context.pair(QUALITY_METADATA, IRI, report),
        ],
    )
    pairs = [context.pair(TYPE, CLASS, QUALITY_REPORT), context.pair(TITLE, JA, f"{name}の計画データの品質")]
    yield Node(iris.page("quality", {}), report, pairs)
    shared = (context.pair(TYPE, CLASS, QUALITY_MEASUREMENT), context.pair(PART_OF, IRI, report))
    for one in measurements(quality):
        yield _measurement(one, context, shared)


def _measurement(one: Measurement, context: Context, shared: tuple[Pair, ...]) -> Node:
    path, fragment = context.iris.measurement(one.metric, one.key)
    pairs = [
        *shared,
        context.pair(MEASUREMENT_OF, IRI, metric(one.metric)),
        context.pair(COMPUTED_ON, IRI, _computed_on(one, context)),
        context.pair(MEASURED, _kind(one.value), str(one.value)),
    ]
    if catalogue().metrics[one.metric].unit == "percent":
        pairs.append(context.pair(MEASURED_IN, IRI, _PERCENT))
    if one.reason:
        pairs += [context.pair(COMMENT, JA, one.reason.ja), context.pair(COMMENT, EN, one.reason.en)]
    return Node(path, context.iris.on_page(path, fragment), pairs)


def _computed_on(one: Measurement, context: Context) -> str:
    if one.level == "table":
        return context.iris.table(one.key)
    if one.level == "edition":
        return context.reference("edition", "", one.key)
    return context.iris.thing("data", {})


def _kind(value: int | Decimal | str) -> Kind:
    if isinstance(value, Decimal):
        return DECIMAL
    return INTEGER if isinstance(value, int) else STRING
