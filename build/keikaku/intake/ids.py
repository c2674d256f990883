"""Ids: that of a row that is there already stays, whatever was done to its title or place; a new row gets a new one.

Without an id in the sheet a row is recognised, in this order, by the plan's own number, by its title, by a title that
is nearly the same, and by all else that is said of it (both told, so that staff can say otherwise by typing an id). A
new id is the plan's number or the next free number, and none that the tables have now or had in any former state.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from typing import Final

from keikaku.intake.entries import Book, Entry, Row
from keikaku.intake.likeness import same_but_for_title
from keikaku.intake.words import title_key
from keikaku.problem import Problem
from keikaku.text import normalise, shorten

_ID: Final = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
_NUMBERED: Final = re.compile(r"(.*?)(\d+)")
SIMILAR: Final = 0.75
"""Titles that are so much alike (0 to 1, by their longest common parts) may be of the same thing."""
_RIVALS: Final = 50
_AHEAD: Final = 0.1
"""By so much the most similar title must be ahead of the next one."""


@dataclass(frozen=True, slots=True)
class Named:
    """How the rows of a table are known: id, owner (whose numbers and titles are unique within it), and the prefix.

    `titles` together name the row; `numbered` tells that the plan's own number makes the id.
    """

    table: str
    id: str
    titles: tuple[str, ...]
    owners: tuple[str, ...] = ()
    prefix: str = ""
    numbered: bool = False
    similar: bool = False


NAMED: Final = (
    Named("sources", "source_id", ("title",), prefix="source-"),
    Named("departments", "department_id", ("name",), prefix="dep-", similar=True),
    Named("policies", "policy_id", ("title",), ("parent_policy_id",), numbered=True, similar=True),
    Named("projects", "project_id", ("title",), ("policy_id",), numbered=True, similar=True),
    Named("indicators", "indicator_id", ("title",), ("project_id", "policy_id"), similar=True),
    Named("finances", "finance_id", ("project_id", "fiscal_year", "kind", "programme"), prefix="fin-"),
    Named("statistics", "statistic_id", ("survey", "topic", "population", "category", "period_raw"), prefix="stat-"),
    Named("totals", "total_id", ("policy_id", "fiscal_year", "measure"), prefix="total-"),
    Named("events", "event_id", ("title",), prefix="event-", similar=True),
    Named("terms", "term_id", ("term",), prefix="term-"),
    Named("corrections", "correction_id", ("table_name", "row_key", "column_name", "as_printed"), prefix="c-"),
)
"""Tables whose ids import gives, those first that others name."""


def give_ids(book: Book, named: Named, ever: Iterable[str], entries: Sequence[Entry]) -> Iterator[Problem]:
    """Give an id to each of the rows that has none. `ever` are the ids that the table had in any former state."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry["edition_id"]].append(entry)
    numbers = _Numbers(book, named, ever)
    for edition, group in groups.items():
        without = [entry for entry in group if not entry[named.id]]
        if not without:
            continue
        claimed = {entry[named.id] for entry in book.of(named.table) if entry["edition_id"] == edition}
        pool = _pool(book, named, edition, claimed)
        yield from _recognise(named, without, pool)
        yield from _recognise_rest(book, named, without, pool)
        for entry in without:
            if not entry[named.id]:
                entry.values[named.id] = numbers.next(entry)
            numbers.add(entry[named.id], _owner(named, entry.values))


def _pool(book: Book, named: Named, edition: str, claimed: set[str]) -> dict[str, Row]:
    """Give what a row may be: rows of this edition, then of others of the same plan, by id."""
    plan = book.plan_of(edition)
    pool: dict[str, Row] = {}
    rows = book.former.get(named.table, [])
    for row in sorted(rows, key=lambda row: row.get("edition_id", "") != edition):
        own = row.get("edition_id", "")
        if row[named.id] not in claimed and (own == edition or (plan and book.plan_of(own) == plan)):
            pool.setdefault(row[named.id], row)
    return pool


def _recognise(named: Named, entries: Sequence[Entry], pool: dict[str, Row]) -> Iterator[Problem]:
    keys: list[Callable[[Row], object]] = []
    if named.numbered:
        keys += [lambda row: _code(row) and (_code(row), _owner(named, row)), _code]
    keys += [
        lambda row: _title(named, row) and (_title(named, row), _owner(named, row)),
        lambda row: _title(named, row),
    ]
    for key in keys:
        _recognise_by(key, named, entries, pool)
    if named.similar:
        yield from _recognise_similar(named, entries, pool)


def _recognise_by(key: Callable[[Row], object], named: Named, entries: Sequence[Entry], pool: dict[str, Row]) -> None:
    """Take over ids where a key is that of exactly one row on either side."""
    known: dict[object, list[str]] = defaultdict(list)
    for name, row in pool.items():
        known[key(row)].append(name)
    asked: dict[object, list[Entry]] = defaultdict(list)
    for entry in entries:
        if not entry[named.id]:
            asked[key(entry.values)].append(entry)
    for value, found in asked.items():
        if value and len(found) == 1 and len(known.get(value, ())) == 1:
            _take(named, found[0], known[value][0], pool)


def _take(named: Named, entry: Entry, name: str, pool: dict[str, Row]) -> None:
    entry.values[named.id] = name
    del pool[name]


def _recognise_similar(named: Named, entries: Sequence[Entry], pool: dict[str, Row]) -> Iterator[Problem]:
    """Take the pairs that are most alike first. A row whose best pair is not clearly ahead of the next stays new."""
    waiting = [entry for entry in entries if not entry[named.id] and _title(named, entry.values)]
    pairs = sorted(_alike(named, waiting, pool), key=lambda pair: (-pair[0], pair[1], pair[2]))
    of_entry: dict[int, list[tuple[float, int, str]]] = defaultdict(list)
    of_name: dict[str, list[tuple[float, int, str]]] = defaultdict(list)
    for pair in pairs:
        of_entry[pair[1]].append(pair)
        of_name[pair[2]].append(pair)
    told: set[int] = set()
    for score, number, name in pairs:
        entry = waiting[number]
        if entry[named.id] or name not in pool or number in told:
            continue
        rivals = (
            other
            for other in (*of_entry[number][:_RIVALS], *of_name[name][:_RIVALS])
            if other[1:] != (number, name) and other[2] in pool and not waiting[other[1]][named.id]
        )
        clear = all(score >= rival[0] + _AHEAD for rival in rivals)
        former = pool[name]
        facts = {"title": shorten(entry[named.titles[0]]), "former": shorten(former[named.titles[0]]), "id": name}
        told.add(number)
        if clear:
            _take(named, entry, name, pool)
        yield Problem("W968" if clear else "W973", entry.where(named.titles[0]), facts)


def _recognise_rest(book: Book, named: Named, entries: Sequence[Entry], pool: dict[str, Row]) -> Iterator[Problem]:
    """Take over ids of rows whose title alone was written anew; a number of its own says what a row is."""
    waiting = [entry for entry in entries if not entry[named.id] and not _code(entry.values)]
    known = {name: row for name, row in pool.items() if not _code(row)}
    if not named.similar or not waiting or not known:
        return
    names = (named.id, *named.titles, *named.owners)
    pairs = same_but_for_title(book, named.table, names, waiting, known, partial(_owner, named))
    for entry, name in list(pairs):
        title, former = shorten(entry[named.titles[0]]), shorten(pool[name][named.titles[0]])
        _take(named, entry, name, pool)
        yield Problem("W968", entry.where(named.titles[0]), {"title": title, "former": former, "id": name})


def _alike(named: Named, entries: Sequence[Entry], pool: Mapping[str, Row]) -> Iterator[tuple[float, int, str]]:
    """Give the pairs of rows that are alike enough, with how much; of two different owners none are the same thing."""
    by_owner: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        by_owner[_owner(named, entry.values)].append(number)
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    for name, row in pool.items():
        matcher.set_seq2(_title(named, row))
        for number in by_owner.get(_owner(named, row), ()):
            values = entries[number].values
            if named.numbered and _code(values) and _code(row):
                continue
            matcher.set_seq1(_title(named, values))
            if matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR:
                score = matcher.ratio()
                if score >= SIMILAR:
                    yield score, number, name


def _code(row: Row) -> str:
    return title_key(row.get("code", ""))


def _title(named: Named, row: Row) -> str:
    parts = [title_key(row.get(name, "")) for name in named.titles]
    return "|".join(parts) if any(parts) else ""


def _owner(named: Named, row: Row) -> str:
    return "|".join(row.get(name, "") for name in named.owners)


class _Numbers:
    """The ids that a table has or ever had, and how the rows of one owner are numbered."""

    def __init__(self, book: Book, named: Named, ever: Iterable[str]) -> None:
        self._named = named
        self._used: set[str] = set()
        self._highest: dict[str, int] = {}
        self._siblings: dict[str, dict[str, str]] = defaultdict(dict)
        for name in ever:
            self.add(name)
        for row in book.rows(named.table):
            if row.get(named.id):
                self.add(row[named.id], _owner(named, row))

    def add(self, name: str, owner: str | None = None) -> None:
        """Note an id, and whose it is where it is one of now."""
        self._used.add(name)
        found = _NUMBERED.fullmatch(name)
        if not found:
            return
        prefix, digits = found.groups()
        self._highest[prefix] = max(self._highest.get(prefix, 0), int(digits))
        if owner is not None:
            known = self._siblings[owner].get(prefix, digits)
            # The shortest number tells the width, and one with a zero in front that there is one.
            self._siblings[owner][prefix] = min(known, digits, key=lambda one: (not one.startswith("0"), len(one)))

    def next(self, entry: Entry) -> str:
        """Give a new id: the plan's own number, else the next of the siblings."""
        named = self._named
        # What an owner is called that is not there (it is told) makes no id.
        owner = next((entry[name] for name in named.owners if _ID.fullmatch(entry[name])), "")
        if named.numbered and (own := _from_code(entry["code"])):
            for tried in (own, f"{owner}-{own}" if owner else ""):
                if tried and tried not in self._used:
                    return tried
        prefix, width = self._pattern(_owner(named, entry.values), owner)
        return f"{prefix}{self._highest.get(prefix, 0) + 1:0{width}d}"

    def _pattern(self, owners: str, owner: str) -> tuple[str, int]:
        """Go on as the siblings are numbered: gyo-01, gyo-02 … is followed by gyo-03."""
        siblings = self._siblings.get(owners, {})
        if len(siblings) == 1:
            ((prefix, digits),) = siblings.items()
            return prefix, len(digits) if digits.startswith("0") else 1
        if self._named.owners:
            separator = "." if self._named.table == "indicators" else "-"
            return (f"{owner}{separator}" if owner else self._named.prefix), 1
        return self._named.prefix, 2


def _from_code(code: str) -> str:
    """Make an id of the plan's number: 1－1－② is 1-1-2; nothing where it has other characters."""
    plain = re.sub(r"[\s.．・、()_－‐−–—―ー-]+", "-", normalise(code)).strip("-")
    return plain if _ID.fullmatch(plain) else ""


def ids_ever(former_states: Iterable[Mapping[str, Sequence[Row]]], named: Named) -> set[str]:
    """Give the ids that a table had in former states."""
    return {row[named.id] for state in former_states for row in state.get(named.table, ()) if row.get(named.id)}
