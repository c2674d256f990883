"""What an edition changed, as values: old and new, how much that is, why, and where each of the two is printed.

Input: two editions of a plan in the model. Output: changes grouped by policy, for the page, and as rows and records for
the files beside it. Differences are counted only between numbers of one unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, NamedTuple

from keikaku.model import (
    REPLACED,
    Change,
    Edition,
    Indicator,
    Plan,
    Project,
    edition_changes,
    kind_of,
    replacing,
    spelt_alike,
)
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, Place
from keikaku.site.lists.changes import shown
from keikaku.site.standing.yearly import in_order
from keikaku.site.wording.words import number

VALUES: Final = frozenset({"targets", "results"})
_IN_RAW: Final = frozenset({"value", "value_max", "unit", "comparator", "raw"})
"""Columns of targets and results that the printed text says together."""
_TENTH: Final = Decimal("0.1")


class ValueChange(NamedTuple):
    """What a column said and says; `difference` is empty but between numbers of one unit."""

    column: str
    before: str
    after: str
    difference: str


class Entry(NamedTuple):
    """A row that was added, removed, changed, or replaced: `old` is what it took the place of, `new` what took its.

    `printed` is what a target or result says, `values` are other columns that differ.
    """

    kind: str
    label: str
    table: str
    link: Link
    old: Link | None
    new: Link | None
    printed: ValueChange | None
    values: tuple[ValueChange, ...]
    reason: str
    notes: tuple[Link, ...]
    before: Place | None
    after: Place | None


class Group(NamedTuple):
    """The changes below a policy."""

    policies: tuple[str, ...]
    entries: tuple[Entry, ...]


class Amount(NamedTuple):
    """How far a number moved: by how much, and by what part of the old one (empty where that was zero)."""

    by: Decimal
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Located:
    """A change with the policies that lead down to it and its place in the order of the plan."""

    change: Change
    policies: tuple[str, ...]
    order: int


def amount(before: Any, after: Any) -> Amount | None:
    """Give how far a number moved; None where one of the two is no number."""
    if not all(isinstance(one, (int, Decimal)) and not isinstance(one, bool) for one in (before, after)):
        return None
    by = Decimal(after) - Decimal(before)
    percent = (by * 100 / abs(Decimal(before))).quantize(_TENTH, ROUND_HALF_UP) if before else None
    return Amount(by, percent)


def moved(change: Change, column: str = "value") -> Amount | None:
    """Give how far a column's number moved; None where it did not, is no number, or has another unit now."""
    if change.kind != "changed" or getattr(change.before, "unit", "") != getattr(change.after, "unit", ""):
        return None
    found = amount(*(getattr(row, column) for row in (change.before, change.after)))
    return found if found and found.by else None


def located(index: CityIndex, plan: Plan, edition: Edition) -> tuple[Located, ...]:
    """Give the changes of an edition in the order of the plan: by policy, then by project."""
    places = _places(plan)
    found = []
    for change in edition_changes(plan, edition.row.edition_id, index.site.schema):
        policies, order = places.get(_owner(plan, change), ((), len(places)))
        found.append(Located(change, policies, order))
    ranks = {policies: rank for rank, policies in enumerate(dict.fromkeys(way for way, _ in places.values()))}
    return tuple(sorted(found, key=lambda one: (ranks.get(one.policies, len(ranks)), one.order)))


def _places(plan: Plan) -> Mapping[tuple[str, str], tuple[tuple[str, ...], int]]:
    """Give, for each policy, project and free indicator, the policies down to it and its turn."""
    found: dict[tuple[str, str], tuple[tuple[str, ...], int]] = {}
    for policies, _ in in_order(plan):
        own = plan.policies[policies[-1]].projects if policies else plan.loose_projects
        if policies:
            found["policy", policies[-1]] = (policies, len(found))
        for project_id in own:
            found["project", project_id] = (policies, len(found))
    return found


def _owner(plan: Plan, change: Change) -> tuple[str, str]:
    """Give what a changed row hangs on: a project, else a policy."""
    row = change.row
    if change.table in VALUES:
        row = plan.indicators[row.indicator_id].latest
    if getattr(row, "project_id", ""):
        return "project", row.project_id
    return "policy", getattr(row, "policy_id", "")


class Comparison(NamedTuple):
    """An edition of a plan with what it changed, and where its page stands."""

    edition: Edition
    changes: tuple[Located, ...]
    path: str


def comparisons(index: CityIndex, plan: Plan) -> tuple[Comparison, ...]:
    """Compare each edition of a plan that names one before it, newest first."""
    return tuple(
        Comparison(edition, located(index, plan, edition), changes_path(index, plan, edition))
        for edition in reversed(plan.editions)
        if edition.row.previous_edition_id
    )


def changes_path(index: CityIndex, plan: Plan, edition: Edition) -> str:
    """Give where the page of an edition's changes stands: for the newest that has any it is the plan's own."""
    newest = [one for one in plan.editions if one.row.previous_edition_id][-1]
    if edition is newest:
        return index.page("changes", plan_id=plan.row.plan_id)
    return index.page("edition_changes", plan_id=plan.row.plan_id, edition_id=edition.row.edition_id)


class Teller:
    """Says the changes of one plan in the words of one language."""

    def __init__(self, index: CityIndex, plan: Plan) -> None:
        self._index, self._plan, self._words = index, plan, index.words

    def entry(self, change: Change) -> Entry:
        """Say one change."""
        index, plan = self._index, self._plan
        kind = kind_of(plan, change)
        rows = [row for row in (change.before, change.after) if row]
        old = change.row.replaces_indicator_id if kind == REPLACED and change.after else ""
        new = replacing(plan, change.row) if kind == REPLACED and not change.after else None
        return Entry(
            kind,
            self._words.say(f"change_{kind}"),
            index.table_title(change.table),
            self._link(change),
            index.indicator(plan.indicators[old]) if old else None,
            index.indicator(plan.indicators[new.indicator_id]) if new else None,
            self._printed(change) if change.table in VALUES else None,
            tuple(self._values(change)),
            new.revision_reason if new else change.reason,
            tuple(note for row in rows for note in index.notes(change.table, row)),
            index.place(change.before) if change.before else None,
            index.place(change.after) if change.after else None,
        )

    def _link(self, change: Change) -> Link:
        row, plan, index = change.row, self._plan, self._index
        if change.table in VALUES:
            title = plan.indicators[row.indicator_id].latest.title
            text = self._words.say("value_of_year", title=title, year=self._words.fiscal_year(row.fiscal_year))
            return index.row_link(change.table, row, text)
        if change.table == "policies":
            return index.policy(plan.policies[row.policy_id])
        thing: Project | Indicator
        thing = plan.projects[row.project_id] if change.table == "projects" else plan.indicators[row.indicator_id]
        return index.project(thing) if isinstance(thing, Project) else index.indicator(thing)

    def _values(self, change: Change) -> Iterator[ValueChange]:
        for column in change.columns:
            if change.table not in VALUES or column.name not in _IN_RAW:
                before, after = (getattr(row, column.name) for row in (change.before, change.after))
                if spelt_alike(before, after):
                    continue
                found = None if column.ref else moved(change, column.name)
                yield ValueChange(
                    self._words.label(column.title),
                    shown(self._words, column, before),
                    shown(self._words, column, after),
                    self._moved(found, getattr(change.after, "unit", "")),
                )

    def _printed(self, change: Change) -> ValueChange | None:
        """Say a target or result as printed; one that is new or gone stands alone."""
        before, after = (row.raw if row else "" for row in (change.before, change.after))
        if change.before and change.after and spelt_alike(before, after):
            return None
        title = self._index.column_title(change.table, "raw")
        return ValueChange(title, before, after, self._moved(moved(change), change.row.unit))

    def _moved(self, found: Amount | None, unit: str) -> str:
        if found is None:
            return ""
        words = self._words
        by = words.say("moved_by", sign="+" if found.by > 0 else "", value=words.quantity(found.by, unit))
        if found.percent is None:
            return by
        sign = "+" if found.percent > 0 else ""
        return by + words.say("moved_percent", sign=sign, value=number(found.percent))


def grouped(pieces: Sequence[tuple[tuple[str, ...], Entry]]) -> Iterator[Group]:
    """Put entries together by the policies down to them."""
    held: dict[tuple[str, ...], list[Entry]] = {}
    for policies, entry in pieces:
        held.setdefault(policies, []).append(entry)
    return (Group(policies, tuple(entries)) for policies, entries in held.items())
