"""From a checked city, and what the rules made of its published files, to all that is known of its quality."""

from __future__ import annotations

from collections.abc import Iterable

from keikaku.check import CleanCity
from keikaku.problem import Problem
from keikaku.quality.agreement import attainment, corrections, totals
from keikaku.quality.completeness import edition_fills, table_fills
from keikaku.quality.facts import Quality
from keikaku.quality.figures import placed, rows_without_figures
from keikaku.quality.rules import RuleResult
from keikaku.schema import Schema


def measure(city: CleanCity, schema: Schema, warnings: Iterable[Problem], rules: Iterable[RuleResult]) -> Quality:
    """Measure a city's tables; `warnings` are those of its check, `rules` what `check_rules` gave for its folder."""
    tables = city.tables
    return Quality(
        tables=table_fills(tables),
        editions=edition_fills(tables),
        figures=rows_without_figures(tables),
        totals=totals(tables),
        attainment=attainment(tables),
        corrections=corrections(tables, schema.code_lists["correction_kind"]),
        placed=placed(tables),
        warnings=tuple(warnings),
        rules=tuple(rules),
    )
