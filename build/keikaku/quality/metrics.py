"""Metrics: what is measured, in which dimension of quality, and the measurements that follow from a city's facts.

The same measurements go to the graph, to `quality.json` and to the page. A share of nothing is not measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from keikaku.quality.completeness import EDITION_METRICS
from keikaku.quality.facts import Part, Quality
from keikaku.quality.rules import EXCEPTION, NOT_APPLICABLE, PASS
from keikaku.quality.rules import catalogue as rule_catalogue
from keikaku.schema import Label
from keikaku.terms import rule_metric

_FILE: Final = Path(__file__).with_name("metrics.yaml")
Unit = Literal["count", "percent", "result"]
Level = Literal["", "table", "edition"]


class Dimension(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dimension of quality."""

    label: Label
    definition: Label


class Metric(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A metric. `per` names what it is measured on besides the whole dataset."""

    dimension: str
    unit: Unit
    label: Label
    definition: Label
    per: Level = ""


class Metrics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All dimensions and metrics by their local names in the vocabulary."""

    dimensions: dict[str, Dimension]
    metrics: dict[str, Metric]


@dataclass(frozen=True, slots=True)
class Measurement:
    """A value of a metric. `level` and `key` name the table or the edition; both are empty for the whole dataset."""

    metric: str
    value: int | Decimal | str
    level: Level = ""
    key: str = ""
    reason: Label | None = None


@cache
def catalogue() -> Metrics:
    """Give the metrics, the rules among them."""
    declared = msgspec.yaml.decode(_FILE.read_bytes(), type=Metrics)
    rules = {
        rule_metric(rule_id): Metric("machineReadability", "result", _label(rule_id, text.name), text.statement)
        for rule_id, text in rule_catalogue().rules.items()
    }
    return Metrics(declared.dimensions, declared.metrics | rules)


def _label(rule_id: str, name: Label) -> Label:
    return Label(f"{rule_id} {name.ja}", f"{rule_id} {name.en}")


def measurements(quality: Quality) -> tuple[Measurement, ...]:
    """Give all measurements: of the dataset, then of tables and editions, then the rules."""
    return (*_of_dataset(quality), *_of_tables(quality), *_of_editions(quality), *_of_rules(quality))


def _of_dataset(quality: Quality) -> Iterator[Measurement]:
    cells = [table.cells for table in quality.tables]
    parts = {"filledCells": Part(sum(part.count for part in cells), sum(part.of for part in cells))}
    parts |= {name: quality.overall(name) for name in EDITION_METRICS}
    parts["rowsWithPlace"] = quality.placed.rows
    attainment = quality.attainment
    counts = {
        "rowCount": quality.rows,
        "rowsWithoutFigures": sum(len(figures.gaps) for figures in quality.figures),
        "totalsPrinted": len(quality.totals),
        "totalsAgreeing": quality.totals_that(True),
        "totalsDisagreeing": quality.totals_that(False),
        "totalsNotCompared": quality.totals_that(None),
        "statusesComputed": attainment.computed,
        "statusesAgreeing": attainment.agreeing,
        "statusesDisagreeing": len(attainment.disagreements),
        "correctionCount": quality.corrected,
        "warningCount": len(quality.warnings),
        "rulesPassed": quality.rules_that(PASS),
        "rulesNotApplicable": quality.rules_that(NOT_APPLICABLE),
        "ruleExceptions": quality.rules_that(EXCEPTION),
    }
    for name in catalogue().metrics:
        value = counts[name] if name in counts else parts[name].percent if name in parts else None
        if value is not None:
            yield Measurement(name, value)


def _of_tables(quality: Quality) -> Iterator[Measurement]:
    for table in quality.tables:
        yield Measurement("rowCount", table.rows, "table", table.table)
        if table.cells.percent is not None:
            yield Measurement("filledCells", table.cells.percent, "table", table.table)
    without: dict[str, int] = {}
    for figures in quality.figures:
        without[figures.table] = without.get(figures.table, 0) + len(figures.gaps)
    for name, count in without.items():
        yield Measurement("rowsWithoutFigures", count, "table", name)


def _of_editions(quality: Quality) -> Iterator[Measurement]:
    corrected: dict[str, int] = {}
    for one in quality.corrections:
        corrected[one.edition_id] = corrected.get(one.edition_id, 0) + one.count
    for edition in quality.editions:
        for name, part in edition.parts.items():
            if part.percent is not None:
                yield Measurement(name, part.percent, "edition", edition.edition_id)
        yield Measurement("correctionCount", corrected.get(edition.edition_id, 0), "edition", edition.edition_id)


def _of_rules(quality: Quality) -> Iterator[Measurement]:
    for rule in quality.rules:
        yield Measurement(rule_metric(rule.rule_id), rule.result, reason=rule.reason)
