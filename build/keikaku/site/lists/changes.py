"""What differs between two editions, column by column; the same thing has the same id in every edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from keikaku.iri import revision_fragment
from keikaku.model import Plan
from keikaku.model.changes import differs
from keikaku.schema import Column, Table
from keikaku.site.index import CityIndex
from keikaku.site.links import Link
from keikaku.site.wording.words import Words


class Difference(NamedTuple):
    """One column that two editions state differently."""

    column: str
    before: str
    after: str


class Step(NamedTuple):
    """What a later edition states otherwise of a thing; `id` is the element that is the revision."""

    edition: Link
    id: str
    differences: tuple[Difference, ...]


class Changed(NamedTuple):
    """A thing that two editions state differently."""

    link: Link
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edition adds, no longer states, or states differently, of one kind of thing."""

    kind: str
    added: tuple[Link, ...]
    gone: tuple[Link, ...]
    changed: tuple[Changed, ...]

    @property
    def any(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.added or self.gone or self.changed)


class Comparer:
    """Compares the statements of one table."""

    def __init__(self, index: CityIndex, table: Table) -> None:
        self._index = index
        self._columns = table.compared

    def differences(self, before: Any, after: Any) -> tuple[Difference, ...]:
        """Compare two statements of one thing."""
        words = self._index.words
        return tuple(
            Difference(
                words.label(column.title),
                shown(words, column, getattr(before, column.name)),
                shown(words, column, getattr(after, column.name)),
            )
            for column in self._columns
            if differs(column, before, after)
        )


def shown(words: Words, column: Column, value: Any) -> str:
    """Say what a column of a statement holds."""
    if value is None or value == "":
        return words.say("not_stated")
    if column.type == "boolean":
        return words.truth(value)
    if column.ref == "fiscal_year":
        return words.fiscal_year(value)
    return words.code(column.codes, value) if column.codes else str(value)


def steps(index: CityIndex, table: str, statements: Sequence[Any]) -> tuple[Step, ...]:
    """Compare a thing's statements one after another; each step is the later edition and what it changed."""
    comparer = Comparer(index, index.site.schema.by_name[table])
    pairs = pairwise(statements)
    return tuple(
        Step(index.edition(new.edition_id), revision_fragment(new.edition_id), comparer.differences(old, new))
        for old, new in pairs
    )


def edition_changes(index: CityIndex, plan: Plan, before: str, after: str) -> tuple[Changes, ...]:
    """Compare two editions of a plan: policies, projects, indicators, targets and results."""
    schema = index.site.schema.by_name
    kinds: list[tuple[str, Mapping[str, Any], Callable[[Any], Link]]] = [
        ("policies", plan.policies, index.policy),
        ("projects", plan.projects, index.project),
        ("indicators", plan.indicators, index.indicator),
    ]
    found = [
        _compare(
            index.table_title(table),
            [(link(thing), _of(thing.statements, before), _of(thing.statements, after)) for thing in things.values()],
            Comparer(index, schema[table]).differences,
        )
        for table, things, link in kinds
    ]
    found += [_compare_values(index, plan, table, before, after) for table in ("targets", "results")]
    return tuple(changes for changes in found if changes.any)


def _of(rows: Iterable[Any], edition_id: str) -> Any:
    return next((row for row in rows if row.edition_id == edition_id), None)


def _compare(
    kind: str,
    pairs: Iterable[tuple[Link, Any, Any]],
    compare: Callable[[Any, Any], tuple[Difference, ...]],
) -> Changes:
    added, gone, changed = [], [], []
    for link, old, new in pairs:
        if old is None and new is not None:
            added.append(link)
        elif new is None and old is not None:
            gone.append(link)
        elif old is not None:
            differences = compare(old, new)
            if differences:
                changed.append(Changed(link, differences))
    return Changes(kind, tuple(added), tuple(gone), tuple(changed))


def _compare_values(index: CityIndex, plan: Plan, table: str, before: str, after: str) -> Changes:
    """Compare targets or results of the same indicator, year and sequence by what is printed."""
    title = index.column_title(table, "raw")

    def compare(old: Any, new: Any) -> tuple[Difference, ...]:
        return () if old.raw == new.raw else (Difference(title, old.raw, new.raw),)

    pairs = []
    for indicator in plan.indicators.values():
        by_key: dict[tuple[int, int], dict[str, Any]] = {}
        for row in getattr(indicator, table):
            by_key.setdefault((row.fiscal_year, row.seq), {})[row.edition_id] = row
        for rows in by_key.values():
            newest = rows.get(after) or rows.get(before)
            if newest is not None:
                text = index.words.say(
                    "value_named", title=indicator.latest.title, year=index.words.fiscal_year(newest.fiscal_year)
                )
                pairs.append((index.row_link(table, newest, text), rows.get(before), rows.get(after)))
    return _compare(index.table_title(table), pairs, compare)
