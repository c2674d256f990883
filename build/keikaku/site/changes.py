"""What differs between two editions, column by column; the same thing has the same id in every edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

from keikaku.model import Plan
from keikaku.schema import Column, Table
from keikaku.site.index import CityIndex
from keikaku.site.links import Link
from keikaku.site.words import fiscal_year

_UNTOLD: Final = frozenset({"position", "page", "line", "level"})


class Difference(NamedTuple):
    """One column that two editions state differently."""

    column: str
    before: str
    after: str


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
        skipped = {*table.primary_key, *_UNTOLD}
        self._columns = [column for column in table.columns if column.name not in skipped]
        normalised = {column.name for column in self._columns if not column.raw}
        self._columns = [c for c in self._columns if c.name.removesuffix("_raw") not in normalised - {c.name}]

    def differences(self, before: Any, after: Any) -> tuple[Difference, ...]:
        """Compare two statements of one thing."""
        found = []
        for column in self._columns:
            old, new = getattr(before, column.name), getattr(after, column.name)
            # A mark that an edition does not use (null) says no more than one that is not set (false).
            if (bool(old) != bool(new)) if column.type == "boolean" else (old != new):
                found.append(Difference(column.title.ja, self._show(column, old), self._show(column, new)))
        return tuple(found)

    def _show(self, column: Column, value: Any) -> str:
        words = self._index.words
        if value is None or value == "":
            return words.say("not_stated")
        if column.type == "boolean":
            return words.truth(value)
        if column.ref == "fiscal_year":
            return fiscal_year(value)
        return words.code(column.codes, value) if column.codes else str(value)


def steps(index: CityIndex, table: str, statements: Sequence[Any]) -> tuple[tuple[Link, tuple[Difference, ...]], ...]:
    """Compare a thing's statements one after another; each step is the later edition and what it changed."""
    comparer = Comparer(index, index.site.schema.by_name[table])
    pairs = pairwise(statements)
    return tuple((index.edition(new.edition_id), comparer.differences(old, new)) for old, new in pairs)


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
            schema[table].title.ja,
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
    raw = index.site.schema.by_name[table].by_name["raw"]

    def compare(old: Any, new: Any) -> tuple[Difference, ...]:
        return () if old.raw == new.raw else (Difference(raw.title.ja, old.raw, new.raw),)

    pairs = []
    for indicator in plan.indicators.values():
        by_key: dict[tuple[int, int], dict[str, Any]] = {}
        for row in getattr(indicator, table):
            by_key.setdefault((row.fiscal_year, row.seq), {})[row.edition_id] = row
        for rows in by_key.values():
            newest = rows.get(after) or rows.get(before)
            if newest is not None:
                text = index.words.say(
                    "value_named", title=indicator.latest.title, year=fiscal_year(newest.fiscal_year)
                )
                pairs.append((index.row_link(table, newest, text), rows.get(before), rows.get(after)))
    return _compare(index.site.schema.by_name[table].title.ja, pairs, compare)
