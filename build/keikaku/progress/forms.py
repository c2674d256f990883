"""The forms of progress: text for a terminal, one HTML page, CSV and JSON for programmes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, Final

from keikaku.problem import Lang
from keikaku.progress.facts import CityProgress, Item, PlanProgress, Progress
from keikaku.progress.view import View, make_view
from keikaku.progress.words import say
from keikaku.quality import Part
from keikaku.schema import Schema, data_folder
from keikaku.text import harmless_cell

FORMATS: Final = ("text", "json", "csv", "html")
SCHEMA: Final = "https://w3id.org/keikaku/ns/progress.schema.json"
"""The name of the JSON Schema, which stands in vocab/."""
_HEADER: Final = (
    *("lgcode", "kind", "state", "plan_id", "fiscal_year", "departments", "policy_id", "policy", "project_id"),
    *("project", "indicator_id", "indicator", "says", "table", "column", "filled", "of"),
)
_SEVERAL: Final = "|"


def form(progress: Progress, schema: Schema, name: str, lang: Lang, *, everything: bool = False) -> str:
    """Give progress in one of the `FORMATS`; CSV and JSON always hold everything."""
    if name == "csv":
        return _csv(progress)
    if name == "json":
        return json.dumps(_document(progress), ensure_ascii=False, indent=2) + "\n"
    view = make_view(progress, schema, lang, everything=everything)
    return _html(view) if name == "html" else _text(view)


def _text(view: View) -> str:
    lines = [view.title]
    for city in view.cities:
        lines += ["", city.title, *([f"  ! {city.errors}"] if city.errors else [])]
        for plan in city.plans:
            lines += ["", f"  {plan.title} [{plan.state}]", *(f"    {one}" for one in (*plan.counts, *plan.notes))]
            lines += [f"    {say('ask', view.lang)}:"] if plan.asks else []
            for ask in plan.asks:
                lines.append(f"      {ask.title}")
                lines += ["        " + "  ".join(filter(None, ("-", *item[1:]))) for item in ask.items]
                lines += [f"        {ask.left}"] if ask.left else []
        lines += ["", f"  {say('filled', view.lang)}:", *(f"    {one}" for one in city.filled)]
        lines += [f"  {say('missing', view.lang)}:"] if city.missing else []
        lines += [f"    {one}" for one in city.missing]
        lines.append(f"  {say('steps', view.lang)}:")
        lines += [f"    {number}. {one}" for number, one in enumerate(city.steps, 1)]
    return "\n".join([*lines, "", view.summary]) + "\n"


def _html(view: View) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(data_folder("site_templates"))
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    words = {key: say(key, view.lang) for key in ("ask", "filled", "missing", "steps")}
    return pages.get_template("progress.html").render(view=view, words=words) + "\n"


def _csv(progress: Progress) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    for city in progress.cities:
        writer.writerows(tuple(map(harmless_cell, row)) for row in _rows(city))
    return text.getvalue()


def _rows(city: CityProgress) -> Iterator[tuple[str, ...]]:
    for plan in city.plans:
        for one in plan.items:
            asked = _SEVERAL.join(department.title for department in one.departments)
            place = (city.code, one.kind, one.state, plan.plan.id, str(one.fiscal_year), asked)
            yield (*place, *one.policy, *one.project, *one.indicator, one.says, *[""] * 4)
    for column in city.columns:
        filled = (str(column.filled.count), str(column.filled.of))
        yield (city.code, "column", *[""] * 11, column.table, column.column, *filled)


def _document(progress: Progress) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "as_of": progress.as_of.isoformat(),
        "fiscal_year": progress.fiscal_year,
        "only_this_year": progress.only,
        "cities": [_city(city) for city in progress.cities],
    }


def _city(city: CityProgress) -> dict[str, Any]:
    return {
        "lgcode": city.code,
        "folder": city.slug,
        "name": {"ja": city.name.ja, "en": city.name.en},
        "errors": city.errors,
        "warnings": city.warnings,
        "rows": city.rows,
        "tables": [{"name": one.table, "rows": one.rows, "cells": _part(one.cells)} for one in city.tables],
        "columns": [
            {"table": one.table, "column": one.column, "filled": _part(one.filled), "missing": list(one.gaps)}
            for one in city.columns
        ],
        "plans": [_plan(plan) for plan in city.plans],
    }


def _plan(plan: PlanProgress) -> dict[str, Any]:
    return {
        "plan_id": plan.plan.id,
        "title": plan.plan.title,
        "edition_id": plan.edition.id,
        "edition_status": plan.edition_status,
        "start_fy": plan.years[0],
        "end_fy": plan.years[1],
        "state": plan.state,
        "indicators": plan.indicators,
        "reports_results": plan.reports,
        "prints_marks": plan.marks,
        "years": [
            {"fiscal_year": one.fiscal_year, "state": one.state, "due": one.due, "reported": one.reported}
            for one in plan.counts
        ],
        "completeness": {name: _part(part) for name, _, part in plan.parts},
        "items": [_item(item) for item in plan.items],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "state": item.state,
        "fiscal_year": item.fiscal_year,
        "departments": [{"department_id": one.id, "name": one.title} for one in item.departments],
        "policy_id": item.policy.id,
        "policy": item.policy.title,
        "project_id": item.project.id,
        "project": item.project.title,
        "indicator_id": item.indicator.id,
        "indicator": item.indicator.title,
        "says": item.says,
        "printed_dash": item.dash,
    }


def _part(part: Part) -> dict[str, int | float | None]:
    return {"count": part.count, "of": part.of, "percent": None if part.percent is None else float(part.percent)}
