"""Names of what rows refer to: a row of results stands beside its indicator's and its project's title.

In: a city. Out: `Mention`s by source. They prove nothing about the row, but tell why certain words are printed there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from keikaku.check import CleanCity
from keikaku.schema import Table
from keikaku.verify.columns import words_of
from keikaku.verify.fold import fold
from keikaku.verify.values import edition_sources, source_of, whole

DEEP: Final = 3
"""Names are followed through so many references (result, indicator, project, policy)."""
_CODE: Final = 3
"""Shorter numbers say nothing by themselves."""
_ALSO: Final = "project_departments"
"""A table without words of its own, whose rows stand where a department is named."""

_OVERVIEWS: Final = ("policies", "projects")
"""Tables whose titles plans list in overviews."""

RowId = tuple[str, int]
"""A table, and the index of a row of it."""
Key = tuple[str, tuple[str, ...], tuple[str, ...]]
"""A table, columns of it, and their values."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A folded name that may be printed beside a row's own values."""

    table: str
    row: int
    needle: str
    page: int | None
    line: int | None


def gather_mentions(city: CleanCity) -> dict[str, list[Mention]]:
    """Give the names that rows mention through their references, by source."""
    sources = edition_sources(city)
    names = _Names(city)
    found: dict[str, list[Mention]] = defaultdict(list)
    for table in city.tables.values():
        if not words_of(table.table) and table.table.name != _ALSO:
            continue
        for index, row in enumerate(table.dicts()):
            place = whole(row["page"]), whole(row["line"])
            needles = dict.fromkeys(names.through(table.table, row))
            found[source_of(row, sources)] += [Mention(table.table.name, index, needle, *place) for needle in needles]
    return found


def gather_relations(city: CleanCity) -> dict[RowId, tuple[RowId, ...]]:
    """Give the rows to which each row refers, the nearest first."""
    names = _Names(city)
    return {
        (table.table.name, index): tuple((other, at) for other, at, _ in names.related(table.table, row))
        for table in city.tables.values()
        for index, row in enumerate(table.dicts())
    }


def gather_names(city: CleanCity) -> dict[str, dict[str, set[int]]]:
    """Give what overviews name again, by source: titles and numbers, with the pages of their table's rows."""
    sources = edition_sources(city)
    found: dict[str, dict[str, set[int]]] = defaultdict(dict)
    for table in (city.tables[name].dicts() for name in _OVERVIEWS):
        rows = list(table)
        pages: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            pages[source_of(row, sources)].add(whole(row["page"]) or 0)
        for row in rows:
            source = source_of(row, sources)
            for name in (row["title"], row["code_raw"] + row["title"], row["code_raw"]):
                if needle := fold(name):
                    found[source].setdefault(needle, set()).update(pages[source])
    return found


class _Names:
    """The names of rows, and of what they refer to."""

    def __init__(self, city: CleanCity) -> None:
        self._tables: Final = {name: table.table for name, table in city.tables.items()}
        self._rows: Final[dict[Key, tuple[int, dict[str, str]]]] = {}
        self._printed: Final[dict[tuple[str, str], list[str]]] = defaultdict(list)
        wanted = {(key.table, key.targets) for table in self._tables.values() for key in table.foreign_keys}
        for name, columns in sorted(wanted):
            for index, row in enumerate(city.tables[name].dicts()):
                self._rows[name, columns, tuple(row[column] for column in columns)] = index, row
        for row in city.tables["corrections"].dicts():
            if row["column_name"] in {"title", "name"} and row["as_printed"]:
                self._printed[row["table_name"], row["row_key"]].append(fold(row["as_printed"]))

    def through(self, table: Table, row: Mapping[str, str]) -> Iterator[str]:
        """Give the folded names of what a row refers to, and of what that refers to."""
        for name, _, other in self.related(table, row):
            yield from self._of(self._tables[name], other)

    def related(
        self, table: Table, row: Mapping[str, str], deep: int = DEEP
    ) -> Iterator[tuple[str, int, dict[str, str]]]:
        """Give what a row refers to, and what that refers to: table, index and row."""
        for key in table.foreign_keys:
            found = self._rows.get((key.table, key.targets, tuple(row[column] for column in key.columns)))
            if found and deep:
                yield key.table, *found
                yield from self.related(self._tables[key.table], found[1], deep - 1)

    def _of(self, table: Table, row: Mapping[str, str]) -> Iterator[str]:
        """Give a thing's name, its number, what is printed beside it, and other forms of it that corrections tell."""
        title = next((row[name] for name in ("title", "name") if name in table.names), "")
        if title and table.name != "sources":
            code = row.get("code_raw", "")
            yield from filter(None, map(fold, (title, row.get("tagline", ""), code + title if code else "")))
            if len(fold(code)) >= _CODE:
                yield fold(code)
            yield from self._printed.get((table.name, "|".join(row[name] for name in table.row_key)), ())
