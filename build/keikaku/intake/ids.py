"""Ids: that of a row that is there already stays, whatever was done to its title or place; a new row gets a new one.

Without an id in the sheet a row is recognised, in this order, by the plan's own number, by its title, and by a title
that is nearly the same (told, so that staff can say otherwise by typing an id). A new id is the plan's number or the
next free number, and none that the tables have now or had in any former state.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from keikaku.intake.entries import Book, Entry, Row
from keikaku.intake.words import title_key
from keikaku.problem import Problem
from keikaku.text import normalise, shorten

_ID: Final = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
_NUMBERED: Final = re.compile(r"(.*?)(\d+)")
SIMILAR: Final = 0.75
"""Titles that are so much alike (0 to 1, by their longest common parts) may be of the same thing."""
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
    used = set(ever) | {row[named.id] for row in book.rows(named.table) if row.get(named.id)}
    for edition, group in groups.items():
        without = [entry for entry in group if not entry[named.id]]
        if not without:
            continue
        claimed = {entry[named.id] for entry in book.of(named.table) if entry["edition_id"] == edition}
        pool = _pool(book, named, edition, claimed)
        yield from _recognise(named, without, pool)
        for entry in without:
            if not entry[named.id]:
                entry.values[named.id] = _new_id(book, named, entry, used)
                used.add(entry[named.id])


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
    open_entries = [entry for entry in entries if not entry[named.id] and _title(named, entry.values)]
    scores = sorted(
        (
            (-score, number, name)
            for number, entry in enumerate(open_entries)
            for name, row in pool.items()
            if (score := _alike(named, entry, row)) >= SIMILAR
        ),
    )
    for minus, number, name in scores:
        entry = open_entries[number]
        if entry[named.id] or name not in pool:
            continue
        rivals = [s for s, other, theirs in scores if (other == number) != (theirs == name) and theirs in pool]
        clear = all(minus <= rival - _AHEAD for rival in rivals)
        former = pool[name]
        facts = {"title": shorten(entry[named.titles[0]]), "former": shorten(former[named.titles[0]]), "id": name}
        if clear:
            _take(named, entry, name, pool)
        yield Problem("W968" if clear else "W973", entry.where(named.titles[0]), facts)


def _alike(named: Named, entry: Entry, row: Row) -> float:
    """Tell how much two rows are alike; of two different owners they are not the same thing."""
    if named.owners and _owner(named, entry.values) != _owner(named, row):
        return 0.0
    if named.numbered and _code(entry.values) and _code(row):
        return 0.0
    matcher = SequenceMatcher(None, _title(named, entry.values), _title(named, row), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR else 0.0


def _code(row: Row) -> str:
    return title_key(row.get("code", ""))


def _title(named: Named, row: Row) -> str:
    parts = [title_key(row.get(name, "")) for name in named.titles]
    return "|".join(parts) if any(parts) else ""


def _owner(named: Named, row: Row) -> str:
    return "|".join(row.get(name, "") for name in named.owners)


def _new_id(book: Book, named: Named, entry: Entry, used: set[str]) -> str:
    owner = next((entry[name] for name in named.owners if entry[name]), "")
    if named.numbered and (own := _from_code(entry["code"])):
        for tried in (own, f"{owner}-{own}" if owner else ""):
            if tried and tried not in used:
                return tried
    prefix, width = _pattern(book, named, entry, owner)
    numbers = [int(found[2]) for name in used if (found := _NUMBERED.fullmatch(name)) and found[1] == prefix]
    return f"{prefix}{max(numbers, default=0) + 1:0{width}d}"


def _from_code(code: str) -> str:
    """Make an id of the plan's number: 1－1－② is 1-1-2; nothing where it has other characters."""
    plain = re.sub(r"[\s.．・、()_－‐−–—―ー-]+", "-", normalise(code)).strip("-")
    return plain if _ID.fullmatch(plain) else ""


def _pattern(book: Book, named: Named, entry: Entry, owner: str) -> tuple[str, int]:
    """Go on as the siblings are numbered: gyo-01, gyo-02 … is followed by gyo-03."""
    siblings = [
        found
        for row in book.rows(named.table)
        if row.get(named.id) and _owner(named, row) == _owner(named, entry.values)
        if (found := _NUMBERED.fullmatch(row[named.id]))
    ]
    if siblings and len({found[1] for found in siblings}) == 1:
        padded = any(found[2].startswith("0") for found in siblings)
        return siblings[0][1], min(len(found[2]) for found in siblings) if padded else 1
    if named.owners:
        separator = "." if named.table == "indicators" else "-"
        return (f"{owner}{separator}" if owner else named.prefix), 1
    return named.prefix, 2


def ids_ever(former_states: Iterable[Mapping[str, Sequence[Row]]], named: Named) -> set[str]:
    """Give the ids that a table had in former states."""
    return {row[named.id] for state in former_states for row in state.get(named.table, ()) if row.get(named.id)}
