"""`quality.json`: everything that the quality page shows, for programmes, after vocab/quality.schema.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from keikaku.check import CleanCity
from keikaku.file_names import table_file
from keikaku.iri import Iris, quality_schema_url
from keikaku.problem import Problem, Where, mend, message
from keikaku.problem import catalogue as problem_catalogue
from keikaku.quality.facts import ColumnFill, Disagreement, EditionFill, Figures, Part, Quality, TableFill, TotalCheck
from keikaku.quality.metrics import Measurement, catalogue, measurements
from keikaku.quality.rules import EXCEPTION, NOT_APPLICABLE, PASS, Finding, RuleResult
from keikaku.quality.rules import catalogue as rule_catalogue
from keikaku.quality.summary import summary
from keikaku.schema import Label, Schema, Table
from keikaku.terms import metric

Json = dict[str, Any]


def quality_json(quality: Quality, city: CleanCity, schema: Schema, base_url: str) -> bytes:
    """Give the document of a city."""
    writer = _Writer(quality, city, schema, Iris(base_url, city.city.lgcode))
    return json.dumps(writer.document(), ensure_ascii=False, indent=2).encode() + b"\n"


class _Writer:
    """Puts facts into words of both languages and names of both kinds."""

    def __init__(self, quality: Quality, city: CleanCity, schema: Schema, iris: Iris) -> None:
        self._quality = quality
        self._city = city.city
        self._schema = schema
        self._iris = iris
        self._editions = {row["edition_id"]: row for row in city.tables["editions"].dicts()}
        self._corrections = {(row["edition_id"], row["correction_id"]): row for row in _rows(city, "corrections")}
        self._titles = {(row["edition_id"], row["indicator_id"]): row["title"] for row in _rows(city, "indicators")}

    def document(self) -> Json:
        """Give the whole document."""
        quality = self._quality
        return {
            "$schema": quality_schema_url(self._iris.base_url),
            "id": self._iris.thing("quality", {}),
            "dataset": self._iris.thing("data", {}),
            "city": {"lgcode": self._city.lgcode, "name": _label(self._city.name)},
            "summary": _label(summary(quality)),
            "rows": quality.rows,
            "places": {
                **_part(quality.placed.rows),
                "missing": [{"table": table, "key": key} for table, key in quality.placed.missing],
            },
            "completeness": {
                "tables": [self._table(table) for table in quality.tables],
                "editions": [self._edition(edition) for edition in quality.editions],
            },
            "rows_without_figures": [self._figures(figures) for figures in quality.figures],
            "totals": self._totals(),
            "attainment": self._attainment(),
            "corrections": self._corrected(),
            "rules": self._rules(),
            "warnings": [_warning(problem) for problem in quality.warnings],
            "measurements": [self._measurement(one) for one in measurements(quality)],
        }

    def _table(self, table: TableFill) -> Json:
        declared = self._schema.by_name[table.table]
        return {
            "table": table.table,
            "title": _label(declared.title),
            "file": table_file(self._iris.lgcode, table.table),
            "derived": table.derived,
            "rows": table.rows,
            "cells": _part(table.cells),
            "columns": [_column(column, declared) for column in table.columns],
        }

    def _edition(self, edition: EditionFill) -> Json:
        labels = catalogue().metrics
        return {
            **self._named_edition(edition.edition_id),
            "plan_id": edition.plan_id,
            "measures": [
                {"metric": name, "label": _label(labels[name].label), **_part(part)}
                for name, part in edition.parts.items()
            ],
        }

    def _named_edition(self, edition_id: str) -> Json:
        row = self._editions[edition_id]
        return {"edition_id": edition_id, "edition_label": row["label"]}

    def _figures(self, figures: Figures) -> Json:
        gaps = [{"key": gap.key, "raw": gap.raw, "numeric_indicator": gap.numeric} for gap in figures.gaps]
        title = self._schema.by_name[figures.table].title
        edition = self._named_edition(figures.edition_id)
        counts = {"rows": figures.rows, "without": len(gaps)}
        return {"table": figures.table, "title": _label(title), **edition, **counts, "items": gaps}

    def _totals(self) -> Json:
        quality = self._quality
        return {
            "printed": len(quality.totals),
            "agreeing": quality.totals_that(True),
            "disagreeing": quality.totals_that(False),
            "not_compared": quality.totals_that(None),
            "items": [self._total(total) for total in quality.totals],
        }

    def _total(self, total: TotalCheck) -> Json:
        notes = [(key, self._corrections[total.edition_id, key]) for key in total.corrections]
        return {
            "id": self._row("total", total.edition_id, total_id=total.total_id),
            **self._named_edition(total.edition_id),
            "total_id": total.total_id,
            "measure": total.measure,
            "policy_id": total.policy_id,
            "fiscal_year": total.fiscal_year,
            "unit": total.unit,
            "derivation": total.derivation,
            "derivation_label": self._code("total_derivation", total.derivation),
            "printed": _number(total.printed),
            "computed": None if total.computed is None else _number(_short(total.computed)),
            "agrees": total.agrees,
            "corrections": [
                {"id": self._row("correction", total.edition_id, correction_id=key), "reason": row["reason"]}
                for key, row in notes
            ],
        }

    def _row(self, kind: str, edition_id: str, **ids: str) -> str:
        """Give the URI of a row of an edition."""
        plan_id = self._editions[edition_id]["plan_id"]
        values = {"plan_id": plan_id, "edition_id": edition_id, **ids}
        return self._iris.on_page(*self._iris.row_namer(kind)(values))

    def _attainment(self) -> Json:
        found = self._quality.attainment
        return {
            "rows": found.rows,
            "computed": found.computed,
            "printed": found.printed,
            "compared": found.compared,
            "agreeing": found.agreeing,
            "disagreeing": len(found.disagreements),
            "not_computed": [
                {"reason": reason, "label": self._code("attainment_reason", reason), "count": count}
                for reason, count in found.reasons.items()
            ],
            "disagreements": [self._disagreement(one) for one in found.disagreements],
        }

    def _disagreement(self, one: Disagreement) -> Json:
        ids = {"indicator_id": one.indicator_id, "fiscal_year": str(one.fiscal_year)}
        return {
            "id": self._row("assessment", one.edition_id, **ids),
            **self._named_edition(one.edition_id),
            "indicator_id": one.indicator_id,
            "title": self._titles[one.edition_id, one.indicator_id],
            "fiscal_year": one.fiscal_year,
            "printed": one.printed,
            "printed_label": self._code("attainment_status", one.printed),
            "computed": one.computed,
            "computed_label": self._code("attainment_status", one.computed),
        }

    def _corrected(self) -> Json:
        quality = self._quality
        by_kind: dict[str, int] = {}
        for one in quality.corrections:
            by_kind[one.kind] = by_kind.get(one.kind, 0) + one.count
        kinds = self._schema.code_lists["correction_kind"].codes
        return {
            "count": quality.corrected,
            "by_kind": [
                {"kind": code.value, "label": {"ja": code.ja, "en": code.en}, "count": by_kind.get(code.value, 0)}
                for code in kinds
            ],
            "by_edition": [
                {**self._named_edition(one.edition_id), "kind": one.kind, "count": one.count}
                for one in quality.corrections
            ],
        }

    def _rules(self) -> Json:
        quality, source = self._quality, rule_catalogue().source
        return {
            "source": {
                "title": _label(source.title),
                "publisher": _label(source.publisher),
                "issued": source.issued,
                "licence": source.licence,
            },
            "count": len(quality.rules),
            "passed": quality.rules_that(PASS),
            "not_applicable": quality.rules_that(NOT_APPLICABLE),
            "exceptions": quality.rules_that(EXCEPTION),
            "items": [_rule(rule) for rule in quality.rules],
        }

    def _measurement(self, one: Measurement) -> Json:
        known = catalogue().metrics[one.metric]
        value = _number(one.value) if isinstance(one.value, Decimal) else one.value
        return {
            "id": self._iris.on_page(*self._iris.measurement(one.metric, one.key)),
            "metric": metric(one.metric),
            "label": _label(known.label),
            "computed_on": self.computed_on(one),
            "unit": known.unit,
            "value": value,
        }

    def computed_on(self, one: Measurement) -> str:
        """Give the URI of what was measured."""
        if one.level == "table":
            return self._iris.table(one.key)
        if one.level == "edition":
            ids = {"plan_id": self._editions[one.key]["plan_id"], "edition_id": one.key}
            return self._iris.thing("edition", ids)
        return self._iris.thing("data", {})

    def _code(self, code_list: str, value: str) -> Json | None:
        code = self._schema.code_lists[code_list].by_value.get(value)
        return {"ja": code.ja, "en": code.en} if code else None


def _rows(city: CleanCity, table: str) -> list[dict[str, str]]:
    return list(city.tables[table].dicts())


def _label(label: Label) -> Json:
    return {"ja": label.ja, "en": label.en}


def _part(part: Part) -> Json:
    return {"count": part.count, "of": part.of, "percent": None if part.percent is None else float(part.percent)}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _short(value: Decimal) -> Decimal:
    """Keep four decimals of a computed mean or share."""
    return round(value, 4)


def _column(column: ColumnFill, table: Table) -> Json:
    title = table.by_name[column.column].title
    return {"column": column.column, "title": _label(title), "required": column.required, **_part(column.filled)}


def _rule(rule: RuleResult) -> Json:
    return {
        "rule": rule.rule_id,
        "level": rule.level,
        "name": _label(rule.text.name),
        "statement": _label(rule.text.statement),
        "result": rule.result,
        "reason": _label(rule.reason) if rule.reason else None,
        "on_purpose": rule.on_purpose,
        "found": rule.found,
        "examples": [_example(finding) for finding in rule.examples],
    }


def _example(finding: Finding) -> Json:
    return {"file": finding.file, "sheet": finding.sheet, "cell": finding.cell, "value": finding.value}


def _warning(problem: Problem) -> Json:
    entry = problem_catalogue()[problem.code]
    return {
        "code": problem.code,
        "title": {"ja": entry.ja.title, "en": entry.en.title},
        "where": _where(problem.where),
        "message": {"ja": message(problem, "ja"), "en": message(problem, "en")},
        "mend": {"ja": mend(problem, "ja"), "en": mend(problem, "en")},
    }


def _where(where: Where) -> Mapping[str, str]:
    return {
        "file": where.file,
        "sheet": where.sheet,
        "cell": where.cell,
        "row_key": where.row_key,
        "column": where.column,
    }
