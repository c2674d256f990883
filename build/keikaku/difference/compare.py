"""Compare two sides: city by city, table by table, rows matched by their keys and told column by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from keikaku.difference.aligned import NUMBERS, PLACES, Aligned, Row, align
from keikaku.difference.facts import Cell, CellKind, Change, CityDifference, Difference, RowKind, TableDifference
from keikaku.difference.matching import Matches, match, out_of_order
from keikaku.difference.naming import Names
from keikaku.difference.pairing import comparable_tables, pair_cities
from keikaku.difference.reasons import Reasons
from keikaku.difference.renumberings import Renumberings
from keikaku.difference.sides import City, Held, Side
from keikaku.problem import Problem, Where
from keikaku.schema import Label, Schema, Table

_WEIGHT: tuple[tuple[CellKind, RowKind], ...] = (
    *(("value", "changed"), ("renumbered", "followed"), ("spelling", "respelt"), ("place", "moved")),
    ("column", "reshaped"),
)
"""What a row has done whose weightiest cell is of a kind."""


def compare_sides(old: Side, new: Side, schema: Schema) -> tuple[Difference | None, tuple[Problem, ...]]:
    """Compare two sides; None where they are of different cities. Problems are of the comparison, not of reading."""
    pairs, left_out, fault = pair_cities(old, new)
    if fault:
        return None, (fault,)
    problems: list[Problem] = []
    found: list[CityDifference] = []
    only: tuple[list[str], list[str]] = ([], [])
    for before, after in pairs:
        names, alone = comparable_tables(before, after, old, new, schema)
        for told, more in zip(only, alone, strict=True):
            told += [name for name in more if name not in told]
        one = _City(before, after, schema, old.shown if old.published else "")
        tables = tuple(table for name in names if (table := one.table(name)).any)
        problems += one.problems
        if tables or len(pairs) == 1:
            side: Literal["old", "new", "both"] = "both" if before.tables and after.tables else _only(before)
            found.append(CityDifference(after.code or before.code, after.name or before.name, tables, side))
    told_of = tuple(sorted(only[0])), tuple(sorted(only[1]))
    return Difference("tables", old.shown, new.shown, tuple(found), *told_of, left_out), tuple(problems)


def _only(before: City) -> Literal["old", "new"]:
    return "old" if before.tables else "new"


class _City:
    """Compares the tables of one city; parents come before what names them, so that new numbers are known."""

    def __init__(self, before: City, after: City, schema: Schema, shown: str) -> None:
        self._before, self._after, self._schema = before, after, schema
        self._aligned: dict[str, Aligned] = {}
        self._found: dict[str, TableDifference] = {}
        self._renumberings = Renumberings(schema)
        self._names = Names(before, after, schema)
        self._reasons = Reasons(before, after, schema)
        self.problems: list[Problem] = []

    def table(self, name: str) -> TableDifference:
        """Compare one table, after those that its rows name."""
        if name not in self._found:
            table = self._schema.by_name.get(name)
            for key in table.foreign_keys if table else ():
                if key.table != name:
                    self.table(key.table)
            self._found[name] = self._compare(name, table)
        return self._found[name]

    def _compare(self, name: str, table: Table | None) -> TableDifference:
        old, new = self._before.tables.get(name), self._after.tables.get(name)
        aligned = align(name, table, old, new)
        matches = match(aligned, self._renumberings.follow(aligned))
        if matches.repeated:
            self.problems.append(Problem("W739", Where(name), {"keys": matches.repeated}))
        self._remember(aligned, matches)
        followed = self._renumberings.follow(aligned)
        changes = sorted(self._changes(aligned, matches, followed), key=lambda one: one[0])
        columns = set(aligned.columns)
        both = [[one for one in held.header if one in aligned.in_old & aligned.in_new] for held in (old, new) if held]
        return TableDifference(
            name,
            tuple(aligned.columns[at] for at in aligned.key),
            _titles(table, old, new),
            (len(aligned.old), len(aligned.new)),
            _filled(aligned, columns - aligned.in_old, aligned.new),
            _filled(aligned, columns - aligned.in_new, aligned.old),
            len(both) > 1 and both[0] != both[1],
            out_of_order(matches.pairs),
            tuple(change for _, change in changes),
        )

    def _remember(self, aligned: Aligned, matches: Matches) -> None:
        """Keep which rows have a new number, for the tables that name them."""
        if aligned.table is None:
            return
        names = [aligned.columns[at] for at in aligned.key]
        for old, new in matches.pairs:
            before, after = aligned.key_of(aligned.old[old]), aligned.key_of(aligned.new[new])
            if before != after:
                self._renumberings.add(aligned.name, names, before, after)

    def _changes(
        self, aligned: Aligned, matches: Matches, followed: tuple[Row, ...]
    ) -> Iterator[tuple[tuple[int, int], Change]]:
        """Give the changes, each with its place: where it stands in the newer version, or stood in the older."""
        for old, new in matches.pairs:
            if aligned.old[old] != aligned.new[new]:
                change = self._changed(aligned, aligned.old[old], followed[old], aligned.new[new])
                yield (new, 1), change
        for new in matches.added:
            yield (new, 2), self._alone("added", aligned, aligned.new[new])
        partner = dict(matches.pairs)
        for old in matches.removed:
            # After the row that it stood behind, as far as that is still there.
            before = next((partner[at] for at in range(old, -1, -1) if at in partner), -1)
            yield (before, 3), self._alone("removed", aligned, aligned.old[old])

    def _alone(self, kind: RowKind, aligned: Aligned, row: Row) -> Change:
        key = aligned.key_of(row)
        present = aligned.in_new if kind == "added" else aligned.in_old
        values = {name: value for name, value in zip(aligned.columns, row, strict=True) if name in present}
        reasons = self._reasons.of_row(aligned.name, values, kind)
        name = self._names.of(aligned.name, values, kind == "added")
        return Change(kind, key, key, name, (), values, reasons, "new" if kind == "added" else "old")

    def _changed(self, aligned: Aligned, old: Row, followed: Row, new: Row) -> Change:
        values = dict(zip(aligned.columns, new, strict=True))
        before = dict(zip(aligned.columns, old, strict=True))
        renumbered = any(old[at] != new[at] for at in aligned.own)
        cells = []
        for at, name in enumerate(aligned.columns):
            if old[at] != new[at]:
                number = renumbered and name in NUMBERS
                kind: CellKind = "renumbered" if number else _kind(aligned, at, old, followed, new)
                reason = self._reasons.of_cell(aligned.name, values, name, kind)
                cells.append(Cell(name, kind, old[at], new[at], reason))
        kinds = {cell.kind for cell in cells}
        did: RowKind = "renumbered" if renumbered else next(row for cell, row in _WEIGHT if cell in kinds)
        said = {cell.new for cell in cells}
        reasons = tuple(one for one in self._reasons.of_change(aligned.name, before, values) if one not in said)
        called = self._names.of(aligned.name, values, newer=True)
        return Change(did, aligned.key_of(new), aligned.key_of(old), called, tuple(cells), None, reasons)


def _kind(aligned: Aligned, at: int, old: Row, followed: Row, new: Row) -> CellKind:
    name = aligned.columns[at]
    if name not in aligned.in_old & aligned.in_new:
        return "column"
    if at in aligned.own or (followed[at] == new[at] != old[at]):
        return "renumbered"
    if aligned.same(at, old, new):
        return "spelling"
    return "place" if name in PLACES else "value"


def _titles(table: Table | None, old: Held | None, new: Held | None) -> Mapping[str, Label]:
    """Give the words for a table and its columns: the schema's, else those that a side declares itself."""
    own = {"": table.title} | {column.name: column.title for column in table.columns} if table else {}
    return {**(old.titles if old else {}), **(new.titles if new else {}), **own}


def _filled(aligned: Aligned, columns: Iterable[str], rows: Iterable[Row]) -> dict[str, int]:
    """Count the rows that say something in some columns, in their order."""
    wanted = set(columns)
    places = [(at, name) for at, name in enumerate(aligned.columns) if name in wanted]
    counted = dict.fromkeys((name for _, name in places), 0)
    for row in rows:
        for at, name in places:
            counted[name] += bool(row[at])
    return counted
