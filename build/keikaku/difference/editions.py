"""Compare two editions of a plan: what the newer one states otherwise, by the comparison that the site's pages use.

The same thing has the same id in every edition, so there are no new numbers to look for. What is printed and what was
read from it are not told twice: of a value the columns that it was read into are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from keikaku.check import check_city
from keikaku.difference.facts import Cell, CellKind, Change, CityDifference, Difference, RowKind, TableDifference
from keikaku.difference.find import EditionName
from keikaku.difference.naming import Names
from keikaku.difference.sides import City, Held
from keikaku.model import (
    COMPARED,
    REPLACED,
    Municipality,
    Plan,
    build_municipality,
    changes_between,
    kind_of,
    replacing,
    spelt_alike,
)
from keikaku.model import Change as ModelChange
from keikaku.problem import Problem, Severity
from keikaku.schema import Column, Schema, Table
from keikaku.text import shorten

_EDITION: Final = "edition_id"
_OWN: Final = frozenset({"corrections", "assessments", "editions"})
"""Tables of an edition that say nothing of the plan: notes on the reading, what was computed, the edition itself."""


def compare_editions(
    old: EditionName, new: EditionName, schema: Schema
) -> tuple[Difference | None, tuple[Problem, ...]]:
    """Compare two editions of a plan; None with the problem where that cannot be done."""
    if old.folder.resolve() != new.folder.resolve():
        return None, (Problem("E733", facts={"old": old.folder.name, "new": new.folder.name}),)
    checked = check_city(old.folder, old.folder.parent, schema)
    errors = sum(problem.severity is Severity.ERROR for problem in checked.problems)
    if checked.city is None or errors:
        return None, (Problem("E741", facts={"city": old.folder.name, "errors": errors}),)
    city = build_municipality(checked.city)
    found = [_plan_of(city, one) for one in (old, new)]
    problems = tuple(
        Problem("E731", facts={"edition": _said(one), "known": _listed(city)})
        for one, plan in zip((old, new), found, strict=True)
        if plan is None
    )
    before, after = found
    if before is None or after is None:
        return None, problems
    if before is not after:
        facts = {"old": before.row.title, "new": after.row.title, "known": _listed(city)}
        return None, (Problem("E734", facts=facts),)
    return _Editions(city, before, (old.edition_id, new.edition_id), schema).difference(), ()


def _plan_of(city: Municipality, name: EditionName) -> Plan | None:
    for plan in city.plans:
        known = {edition.row.edition_id for edition in plan.editions}
        if name.edition_id in known and name.plan_id in ("", plan.row.plan_id):
            return plan
    return None


def _said(name: EditionName) -> str:
    return shorten("/".join(part for part in (name.folder.name, name.plan_id, name.edition_id) if part), 80)


def _listed(city: Municipality) -> str:
    """List the editions that there are, as they are to be named."""
    return ", ".join(
        f"{city.slug}/{plan.row.plan_id}/{edition.row.edition_id}" for plan in city.plans for edition in plan.editions
    )


class _Editions:
    def __init__(self, city: Municipality, plan: Plan, editions: tuple[str, str], schema: Schema) -> None:
        self._city, self._plan, self._editions, self._schema = city, plan, editions, schema
        self._rows = {name: self._of_editions(name) for name in self._compared()}
        sides = [City("", "", self._held(edition)) for edition in editions]
        self._names = Names(sides[0], sides[1], schema)
        self._notes = _notes(city, editions)

    def difference(self) -> Difference:
        """Compare; the tables that the site compares come first."""
        by_table: dict[str, list[Change]] = {}
        for change in changes_between(self._rows, self._editions, self._schema):
            by_table.setdefault(change.table, []).append(self._told(change))
        tables = tuple(self._table(name, tuple(changes)) for name, changes in by_table.items())
        lgcode, name = self._city.city.lgcode, self._city.city.name.ja
        labels = {edition.row.edition_id: edition.row.label for edition in self._plan.editions}
        title = self._plan.row.title
        old, new = (f"{title} {labels[edition]} ({edition})" for edition in self._editions)
        return Difference("editions", old, new, (CityDifference(lgcode, name, tables),))

    def _compared(self) -> list[str]:
        others = [one.name for one in self._schema.tables if _EDITION in one.primary_key]
        return [*COMPARED, *(name for name in others if name not in {*COMPARED, *_OWN})]

    def _of_editions(self, name: str) -> tuple[Any, ...]:
        return tuple(row for row in self._city.rows[name] if row.edition_id in self._editions)

    def _held(self, edition: str) -> dict[str, Held]:
        """Give the rows of one edition as text, by which rows are called."""
        found = {}
        for name, rows in self._rows.items():
            header = self._schema.by_name[name].names
            own = (row for row in rows if row.edition_id == edition)
            found[name] = Held(name, header, tuple(tuple(_text(getattr(row, one)) for one in header) for row in own))
        departments = self._schema.by_name["departments"].names
        named = tuple(tuple(_text(getattr(row, one)) for one in departments) for row in self._city.rows["departments"])
        return {**found, "departments": Held("departments", departments, named)}

    def _table(self, name: str, changes: tuple[Change, ...]) -> TableDifference:
        table = self._schema.by_name[name]
        rows = [sum(row.edition_id == edition for row in self._rows[name]) for edition in self._editions]
        titles = {"": table.title} | {column.name: column.title for column in table.columns}
        return TableDifference(name, table.row_key, titles, (rows[0], rows[1]), {}, {}, False, 0, changes)

    def _told(self, change: ModelChange) -> Change:
        table = self._schema.by_name[change.table]
        kind: RowKind = _row_kind(kind_of(self._plan, change), change)
        key = tuple(_text(getattr(change.row, name)) for name in table.row_key)
        values = {name: _text(getattr(change.row, name)) for name in table.names}
        name = self._names.of(change.table, values, change.after is not None)
        alone = change.before is None or change.after is None
        return Change(
            kind,
            key,
            key,
            name,
            tuple(self._cell(change, column) for column in change.columns),
            values if alone else None,
            self._reasons(change, kind, table),
            "both" if not alone else "old" if change.after is None else "new",
        )

    def _cell(self, change: ModelChange, column: Column) -> Cell:
        old, new = getattr(change.before, column.name), getattr(change.after, column.name)
        kind: CellKind = "spelling" if spelt_alike(old, new) else "value"
        key = "|".join(_text(getattr(change.row, name)) for name in self._schema.by_name[change.table].row_key)
        reason = self._notes.get((change.after.edition_id, change.table, key, column.name), "")
        return Cell(column.name, kind, _text(old), _text(new), reason)

    def _reasons(self, change: ModelChange, kind: RowKind, table: Table) -> tuple[str, ...]:
        key = "|".join(_text(getattr(change.row, name)) for name in table.row_key)
        found = [change.reason]
        if kind == REPLACED and change.after is None:
            found.append(replacing(self._plan, change.before).revision_reason)
        if change.after is not None:
            found.append(self._notes.get((change.after.edition_id, table.name, key, ""), ""))
        return tuple(dict.fromkeys(one for one in found if one))


def _row_kind(kind: str, change: ModelChange) -> RowKind:
    """Tell how a row differs; one that is only written otherwise did not change."""
    if kind == "changed":
        pairs = ((getattr(change.before, one.name), getattr(change.after, one.name)) for one in change.columns)
        return "respelt" if all(spelt_alike(*pair) for pair in pairs) else "changed"
    return "replaced" if kind == REPLACED else "added" if kind == "added" else "removed"


def _notes(city: Municipality, editions: Iterable[str]) -> Mapping[tuple[str, str, str, str], str]:
    """Give the corrections of two editions by edition, table, row and column."""
    found: dict[tuple[str, str, str, str], str] = {}
    wanted = frozenset(editions)
    for row in city.rows["corrections"]:
        if row.edition_id in wanted:
            place = row.edition_id, row.table_name, row.row_key, row.column_name
            found[place] = " / ".join(part for part in (found.get(place, ""), row.reason) if part)
    return found


def _text(value: Any) -> str:
    """Write a value as the tables do."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
