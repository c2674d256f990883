"""What stands beside pages that list or compare, as CSV and JSON: the same facts, with codes and full addresses."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from keikaku.model import Change
from keikaku.schema import Code
from keikaku.site.index import CityIndex
from keikaku.site.lists.across import Across
from keikaku.site.lists.editions import Comparison, moved
from keikaku.site.lists.status_lines import PlanStandings
from keikaku.site.standing.yearly import Said

_THEME: Final = (
    *("theme", "lgcode", "city", "project", "project_url", "departments", "indicator", "indicator_url", "unit"),
    *("polarity", "time_basis", "fiscal_year", "target_raw", "result_raw", "printed_status", "computed_status"),
    "attainment_rate",
)
_STATUS: Final = (
    *("lgcode", "plan_id", "policy_id", "project_id", "project", "indicator_id", "indicator", "departments", "themes"),
    *("fiscal_year", "target_raw", "result_raw", "printed_status", "computed_status", "status", "not_computed"),
    *("attainment_rate", "url"),
)
_CHANGES: Final = (
    *("kind", "table", "id", "title", "fiscal_year", "policy_id", "column", "before", "after", "difference", "percent"),
    *("reason", "page_before", "page_after"),
)
_SEVERAL: Final = "|"


def write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows, the first being the heading.

    Raises:
        OSError: the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def status_rows(index: CityIndex, given: Sequence[PlanStandings]) -> Iterator[Sequence[str]]:
    """Give every indicator of a city in every year."""
    yield _STATUS
    for plan in given:
        for one in plan.standings:
            row, project = one.indicator.latest, one.project
            departments = _SEVERAL.join(index.department(key).text for key in one.departments)
            path = index.page("indicator", plan_id=one.plan_id, indicator_id=row.indicator_id)
            yield (
                *(index.city.city.lgcode, one.plan_id, one.policies[-1] if one.policies else "", row.project_id),
                *(project.latest.title if project else "", row.indicator_id, row.title, departments),
                *(
                    _SEVERAL.join(one.themes),
                    str(one.year),
                    _raw(one.targets),
                    _raw(one.results),
                    one.printed,
                    one.computed,
                ),
                *(one.state, one.reason, "" if one.rate is None else str(one.rate), index.site.base_url + path),
            )


def _raw(given: Iterable[Said]) -> str:
    """Give what is printed; of a target of which only the difference is, the value that follows from it."""
    return _SEVERAL.join(f"{one.value}{one.unit}" if one.derived else one.raw for one in given)


def theme_rows(across: Across, code: Code, base_url: str) -> Iterator[Sequence[str]]:
    """Give the indicators under a theme, and the projects that have none."""
    names: Mapping[str, str] = {city.lgcode: city.name.ja for city in across.cities()}
    yield _THEME
    for card in across.projects(code.value):
        departments = _SEVERAL.join(card.departments)
        own = (code.value, card.lgcode, names[card.lgcode], card.title, base_url + card.path, departments)
        for kpi in card.kpis:
            how = (kpi.title, base_url + kpi.path, kpi.unit, kpi.polarity, kpi.time_basis)
            yield (*own, *how, str(kpi.year), _raw(kpi.targets), _raw(kpi.results), kpi.printed, kpi.computed, kpi.rate)
        if not card.kpis:
            yield (*own, *[""] * (len(_THEME) - len(own)))


def changes_rows(compared: Comparison) -> Iterator[Sequence[str]]:
    """Give what an edition changed, one column of one row a line; a row that is new or gone is a line of its own."""
    yield _CHANGES
    yield _CHANGES
    for found in compared.changes:
        change = found.change
        pages = tuple(str(row.page) if row else "" for row in (change.before, change.after))
        head = (change.kind, change.table, *_key(change), found.policies[-1] if found.policies else "")
        for column in change.columns or (None,):
            name = column.name if column else ""
            old, new = (_text(getattr(row, name)) if column and row else "" for row in (change.before, change.after))
            far = moved(change, name) if column and not column.ref else None
            amounts = (str(far.by), "" if far.percent is None else str(far.percent)) if far else ("", "")
            yield (*head, name, old, new, *amounts, change.reason, *pages)


def changes_document(index: CityIndex, compared: Comparison) -> bytes:
    """Give what an edition changed as JSON: for each row its key, both rows whole, and the columns that differ."""
    row = compared.edition.row
    document = {
        "plan_id": row.plan_id,
        "edition_id": row.edition_id,
        "previous_edition_id": row.previous_edition_id,
        "changes": [
            {
                "table": one.change.table,
                "kind": one.change.kind,
                "url": index.site.base_url + "#".join(index.name(one.change.table, one.change.row)),
                "policies": one.policies,
                "columns": [column.name for column in one.change.columns],
                "reason": one.change.reason,
                "before": _record(one.change.before),
                "after": _record(one.change.after),
            }
            for one in compared.changes
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _record(row: Any) -> dict[str, Any] | None:
    """Give what a row states, leaving out what it does not."""
    return row and {name: value for name, value in msgspec.to_builtins(row).items() if value not in (None, "")}


def _key(change: Change) -> tuple[str, str, str]:
    """Give the id of the thing that changed, its title, and the fiscal year of a value."""
    row = change.row
    own = next(getattr(row, name) for name in ("indicator_id", "project_id", "policy_id") if hasattr(row, name))
    return own, getattr(row, "title", ""), str(getattr(row, "fiscal_year", ""))


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
