"""A difference in the words of one language, ready to be set as text, Markdown or HTML."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from keikaku.difference.aligned import PLACES
from keikaku.difference.facts import Cell, Change, CityDifference, Difference, RowKind, TableDifference
from keikaku.difference.words import say
from keikaku.problem import Lang
from keikaku.schema import Column, Label, Schema
from keikaku.text import shorten

_SUMMED: Final = frozenset({"followed", "moved", "reshaped"})
"""Kinds of change in which nothing that the plan says changed: where there are many, they are only counted.

What only follows a new number elsewhere is counted always."""
_FEW: Final = 20
_SIGNS: Final[dict[RowKind, str]] = {
    "added": "+",
    "removed": "-",
    "replaced": "*",
    "changed": "~",
    "renumbered": "#",
    "followed": ">",
    "respelt": "=",
    "moved": "^",
    "reshaped": "|",
}
_UNSAID: Final = PLACES | {"edition_id"}
"""Columns that the short account of a row leaves out."""
_STATED: Final = 40
_LINE_END: Final = "⏎"


class CellView(NamedTuple):
    """A column with what it said and says; `note` tells that the meaning is the same, or the like."""

    label: str
    old: str
    new: str
    note: str
    reason: str


class RowView(NamedTuple):
    """A row; `stated` is what an added or removed one says, in short."""

    kind: RowKind
    side: str
    sign: str
    kind_label: str
    key: str
    was_key: str
    name: str
    cells: tuple[CellView, ...]
    stated: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]


class TableView(NamedTuple):
    """A table with its counts in words, what is to say of its form, and its rows."""

    title: str
    counts: str
    notes: tuple[str, ...]
    rows: tuple[RowView, ...]


class CityView(NamedTuple):
    """A city with the tables that differ; the note is empty but where only one side has the city."""

    title: str
    note: str
    tables: tuple[TableView, ...]


class View(NamedTuple):
    """The whole."""

    lang: Lang
    old: str
    new: str
    summary: str
    notes: tuple[str, ...]
    cities: tuple[CityView, ...]


def make_view(difference: Difference, schema: Schema, lang: Lang, *, everything: bool) -> View:
    """Say a difference; without `everything`, many rows in which nothing of substance changed are only counted."""
    teller = _Teller(schema, lang, everything)
    counts = difference.counts()
    said = say("total", lang, counts=teller.counts(counts)) if counts else ""
    cities = tuple(teller.city(one) for one in difference.cities if one.tables)
    summary = said if counts else "" if cities else say("none", lang)
    left = (
        ("only_old", difference.only_old),
        ("only_new", difference.only_new),
        ("left_out", difference.cities_left_out),
    )
    notes = tuple(say(key, lang, names=teller.listed(names)) for key, names in left if names)
    return View(lang, shown(difference.old), shown(difference.new), summary, notes, cities)


def shown(text: str) -> str:
    """Make a text safe to look at: what would move the cursor or turn the direction is a box, a line end a sign."""
    text = text.replace("\r\n", _LINE_END).replace("\n", _LINE_END)
    if text.isprintable():
        return text
    return "".join("□" if unicodedata.category(one)[0] == "C" else one for one in text)


class _Teller:
    def __init__(self, schema: Schema, lang: Lang, everything: bool) -> None:
        self._schema, self._lang, self._everything = schema, lang, everything

    def listed(self, names: tuple[str, ...]) -> str:
        """List names of tables, with their titles."""
        known = self._schema.by_name
        titled = (self._titled(known[name].title, name) if name in known else shown(name) for name in names)
        return say("separator", self._lang).join(titled)

    def counts(self, counts: Mapping[RowKind, int]) -> str:
        """Say how many rows differ in which way."""
        told = (say(kind, self._lang, count=f"{count:,}") for kind, count in counts.items())
        return say("separator", self._lang).join(told)

    def city(self, city: CityDifference) -> CityView:
        """Say what differs in a city."""
        lang, name = self._lang, shown(city.name)
        if city.code:
            title = say("city", lang, name=name, code=shown(city.code)) if name else shown(city.code)
        else:
            title = name or (
                "" if any(table.name in self._schema.by_name for table in city.tables) else say("shared", lang)
            )
        if city.side != "both" and not self._everything:
            return CityView(title, say(f"city_{city.side}", lang), tuple(self._counted(table) for table in city.tables))
        return CityView(title, "", tuple(self._table(table) for table in city.tables))

    def _counted(self, table: TableDifference) -> TableView:
        """Count the rows of a table without listing them."""
        return self._table(replace(table, changes=()))._replace(counts=self.counts(table.counts()))

    def _titled(self, title: Label, name: str) -> str:
        return say("table", self._lang, title=shown(title.say(self._lang)), name=shown(name))

    def _table(self, table: TableDifference) -> TableView:
        title = table.titles.get("")
        hidden = self._hidden(table)
        listed = tuple(one for one in table.changes if one.kind not in hidden)
        return TableView(
            self._titled(title, table.name) if title else shown(table.name),
            self.counts(table.counts()),
            tuple(self._notes(table)),
            tuple(self._row(table, one) for one in listed),
        )

    def _notes(self, table: TableDifference) -> Iterator[str]:
        lang = self._lang
        for key, columns in (("column_added", table.columns_added), ("column_removed", table.columns_removed)):
            for name, count in columns.items():
                yield say(key, lang, column=self._column(table, name), count=f"{count:,}")
        if table.columns_reordered:
            yield say("columns_reordered", lang)
        if table.reordered:
            yield say("reordered", lang, count=f"{table.reordered:,}")
        if hidden := self._hidden(table):
            yield say("hidden", lang, counts=self.counts(hidden))

    def _hidden(self, table: TableDifference) -> Mapping[RowKind, int]:
        """Give the kinds of change of which there are too many to list, with their numbers."""
        if self._everything:
            return {}
        summed = {kind: count for kind, count in table.counts().items() if kind in _SUMMED}
        return {kind: count for kind, count in summed.items() if count > _FEW or kind == "followed"}

    def _row(self, table: TableDifference, change: Change) -> RowView:
        lang = self._lang
        was = " | ".join(change.old_key)
        return RowView(
            change.kind,
            change.side,
            _SIGNS[change.kind],
            say(f"kind_{change.kind}", lang),
            shown(" | ".join(change.key)),
            shown(say("was_key", lang, key=was)) if change.old_key != change.key else "",
            shown(change.name),
            tuple(self._cell(table, cell) for cell in change.cells),
            tuple(self._stated(table, change)),
            tuple(map(shown, change.reasons)),
        )

    def _cell(self, table: TableDifference, cell: Cell) -> CellView:
        old, new = (self._value(table, cell.column, value) for value in (cell.old, cell.new))
        note = say(f"cell_{cell.kind}", self._lang)
        return CellView(self._column(table, cell.column), old, new, note, shown(cell.reason))

    def _stated(self, table: TableDifference, change: Change) -> Iterator[tuple[str, str]]:
        """Give what an added or removed row says beside its key, its place and its name."""
        for name, value in (change.values or {}).items():
            if value and name not in _UNSAID and name not in table.key and value != change.name:
                yield self._column(table, name), shorten(self._value(table, name, value), _STATED)

    def _column(self, table: TableDifference, name: str) -> str:
        title = table.titles.get(name)
        return shown(title.say(self._lang)) if title else shown(name)

    def _value(self, table: TableDifference, column: str, value: str) -> str:
        if not value:
            return say("empty", self._lang)
        declared = self._schema.by_name.get(table.name)
        known: Column | None = declared.by_name.get(column) if declared else None
        code = self._schema.code_lists[known.codes].by_value.get(value) if known and known.codes else None
        if code is None:
            return shown(value)
        label = code.ja if self._lang == "ja" else code.en
        return value if label == value else say("code", self._lang, label=label, value=value)
