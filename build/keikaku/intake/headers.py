"""Which column of the form a header means: by the names of schema and form, by synonyms, and by its fiscal year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from keikaku.form import ColumnForm, SheetForm, form_of
from keikaku.intake.words import folded, synonyms, without_brackets
from keikaku.intake.years import fiscal_year
from keikaku.schema import Schema, Table
from keikaku.text import normalise

ONE_SHEET: Final = "one_sheet"
"""What stands for a table where a row goes to several."""
_YEAR: Final = re.compile(
    r"\(?(?:(?:令和|平成|[RHrh])\.?\s*(?:元|\d{1,2})|(?:FY)?(?:19|20)\d{2})\s*(?:年度|年)?(?:\s*\((?:19|20)\d{2}(?:年度)?\))?\)?"
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a column's values go; `level` and `fiscal_year` are of the one-sheet form."""

    table: str
    column: str
    fiscal_year: int | None = None
    level: int | None = None


@dataclass(frozen=True)
class Headers:
    """What the headers of one sheet may be called. `table` is empty for the one-sheet form."""

    name: str
    table: str
    titles: Mapping[str, Target]
    yearly: Mapping[str, Target]
    forms: Mapping[Target, ColumnForm]

    def find(self, text: str) -> Target | None:
        """Tell which column a header means; None where it means none."""
        if not text:
            return None
        for tried in (text, without_brackets(text)):
            found = self.titles.get(folded(tried)) or self._of_year(tried)
            if found:
                return found
        return None

    def form(self, target: Target) -> ColumnForm | None:
        """Give the form of a column, a yearly one by any of its years."""
        return self.forms.get(target) or self.forms.get(Target(target.table, target.column, None, target.level))

    def _of_year(self, text: str) -> Target | None:
        plain = normalise(text)
        found = _YEAR.search(plain)
        year = fiscal_year(found.group().strip("()")) if found else None
        if not found or not year:
            return None
        base = self.yearly.get(folded(plain[: found.start()] + plain[found.end() :]))
        return Target(base.table, base.column, int(year), base.level) if base else None


def headers_of(schema: Schema) -> dict[str, Headers]:
    """Give the headers of each table by its name, and those of the one-sheet form."""
    whole, single = form_of(schema, every=True), form_of(schema, one_sheet=True)
    found = {sheet.table: _of_table(sheet, schema.by_name[sheet.table]) for sheet in whole.sheets}
    return {**found, ONE_SHEET: _of_one_sheet(single.sheets[0])}


def _of_table(sheet: SheetForm, table: Table) -> Headers:
    forms = {Target(table.name, form.column): form for form in sheet.columns}
    own, every = synonyms().get(table.name, {}), synonyms()["*"]
    titles: dict[str, Target] = {}
    _add(titles, table.name, [(column.name, [column.name]) for column in table.columns])
    _add(titles, table.name, [(column.name, [column.title.ja]) for column in table.columns])
    _add(titles, table.name, [(column.name, [column.title.en]) for column in table.columns])
    _add(titles, table.name, [(form.column, [form.title, form.title_en]) for form in sheet.columns])
    _add(titles, table.name, own.items())
    _add(titles, table.name, [(name, words) for name, words in every.items() if name in table.names])
    return Headers(sheet.name, table.name, titles, {}, forms)


def _add(titles: dict[str, Target], table: str, names: Iterable[tuple[str, list[str]]]) -> None:
    """Add names of columns; what was added before wins."""
    for column, words in names:
        for word in words:
            titles.setdefault(folded(word), Target(table, column))


def _of_one_sheet(sheet: SheetForm) -> Headers:
    titles: dict[str, Target] = {}
    yearly: dict[str, Target] = {}
    forms: dict[Target, ColumnForm] = {}
    for form in sheet.columns:
        target = Target(form.table, form.column, None, form.level)
        forms[target] = form
        if form.fiscal_year is None:
            for word in (form.title, form.title_en):
                titles.setdefault(folded(word), target)
        else:
            yearly.setdefault(folded(_YEAR.sub("", normalise(form.title))), target)
    for name, words in synonyms()[ONE_SHEET].items():
        table, column, *level = name.split(".")
        target = Target(table, column, None, int(level[0]) if level else None)
        known = yearly if table in {"targets", "results"} else titles
        for word in words:
            known.setdefault(folded(word), target)
    return Headers(sheet.name, "", titles, yearly, forms)
