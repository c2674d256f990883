"""Rows that are the same but for their title: all that the tables say of a row stands in one new row, and in no other.

What is said of a row are its own cells and what hangs below it: the figures of an indicator, the indicators of a
project. So an id stays although a title was written anew from end to end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from keikaku.intake.entries import Book, Entry, Row
from keikaku.intake.words import title_key

_BELOW: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "policies": (("policies", "parent_policy_id"), ("projects", "policy_id")),
    "projects": (("indicators", "project_id"),),
    "indicators": (("targets", "indicator_id"), ("results", "indicator_id")),
}
"""Tables whose rows hang below those of a table, and the column that says so."""
_ENOUGH: Final = 3
"""So many things must be said of a row: one unit, or one target of 100 %, is that of many."""
_NO_WORDS: Final = frozenset({"edition_id", "page", "line", "position", "seq", "level"})
Facts = frozenset[tuple[str, ...]]


def same_but_for_title(
    book: Book,
    table: str,
    names: Collection[str],
    entries: Sequence[Entry],
    pool: Mapping[str, Row],
    owner: Callable[[Row], str],
) -> Iterator[tuple[Entry, str]]:
    """Give the rows that are those of the tables, with the ids of these. `names` are ids, titles and owners."""
    above = _of_entries(book, table)
    before = _of_former(book, table)
    said: dict[str, list[tuple[Entry, Facts]]] = defaultdict(list)
    for entry in entries:
        cells = {(name, entry[name]) for name in entry.given - _NO_WORDS if name not in names and entry[name]}
        said[owner(entry.values)].append((entry, frozenset(cells | above[id(entry)])))
    fitting: dict[int, list[tuple[Entry, str]]] = defaultdict(list)
    rivals: dict[str, int] = defaultdict(int)
    for name, row in pool.items():
        for entry, facts in said.get(owner(row), ()):
            own = {(column, row.get(column, "")) for column in entry.given - _NO_WORDS if column not in names}
            known = {fact for fact in own if fact[1]} | before[row.get("edition_id", ""), name]
            if len(known) >= _ENOUGH and known <= facts:
                fitting[id(entry)].append((entry, name))
                rivals[name] += 1
    yield from (found[0] for found in fitting.values() if len(found) == 1 and rivals[found[0][1]] == 1)


def _of_entries(book: Book, table: str) -> dict[int, set[tuple[str, ...]]]:
    found: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for below, column in _BELOW.get(table, ()):
        for child in book.of(below):
            if column in child.links:
                found[id(child.links[column])].add(_word(below, child.values))
    return found


def _of_former(book: Book, table: str) -> dict[tuple[str, str], set[tuple[str, ...]]]:
    found: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for below, column in _BELOW.get(table, ()):
        for row in book.former.get(below, []):
            found[row.get("edition_id", ""), row.get(column, "")].add(_word(below, row))
    return found


def _word(table: str, row: Row) -> tuple[str, ...]:
    return table, row.get("fiscal_year", ""), title_key(row.get("raw", "") or row.get("title", ""))
