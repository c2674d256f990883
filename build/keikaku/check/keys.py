"""Primary keys are unique; foreign keys point at a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from keikaku.check.clean import CleanTable
from keikaku.problem import Problem
from keikaku.schema import ForeignKey


def check_keys(tables: Mapping[str, CleanTable], present: frozenset[str]) -> Iterator[Problem]:
    """Report repeated keys and dangling references. References to tables that were not given are left alone."""
    for table in tables.values():
        yield from _repeats(table)
        for key in table.table.foreign_keys:
            if key.table in present:
                yield from _dangling(table, key, tables[key.table])


def _places(table: CleanTable, columns: tuple[str, ...]) -> list[int]:
    return [table.table.names.index(name) for name in columns]


def _repeats(table: CleanTable) -> Iterator[Problem]:
    places = _places(table, table.table.primary_key)
    first: dict[tuple[str, ...], int] = {}
    for index, row in enumerate(table.rows):
        key = tuple(row[place] for place in places)
        if key in first:
            facts: dict[str, str | int] = {"key": " | ".join(key), "first": table.numbers[first[key]]}
            yield Problem("E301", table.where(index, table.table.primary_key[-1]), facts)
        else:
            first[key] = index


def _dangling(table: CleanTable, key: ForeignKey, target: CleanTable) -> Iterator[Problem]:
    places = _places(table, key.columns)
    known = {tuple(row[place] for place in _places(target, key.targets)) for row in target.rows}
    column = key.columns[-1]
    for index, row in enumerate(table.rows):
        value = tuple(row[place] for place in places)
        # An empty last column states no reference; what must not be empty is reported as such.
        if value[-1] and value not in known:
            facts: dict[str, str | int] = {
                "value": " | ".join(value),
                "column": column,
                "table": key.table,
                "title_ja": target.table.title.ja,
                "title_en": target.table.title.en,
            }
            yield Problem("E302", table.where(index, column), facts)
