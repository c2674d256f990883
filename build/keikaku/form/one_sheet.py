"""The one-sheet form: one row a project and indicator, its columns going to several tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from keikaku.form.declare import ColumnForm, SheetForm
from keikaku.form.load import OneSheet, Single
from keikaku.form.years import said, years_of

Complete = Callable[[str, str], ColumnForm]
"""Gives the form of a table's column."""


def one_sheet(declared: OneSheet, rows: Mapping[str, Sequence[Mapping[str, str]]], complete: Complete) -> SheetForm:
    """Make the sheet, the yearly columns for each fiscal year of the plan (see `years_of`)."""
    columns: list[ColumnForm] = []
    yearly: list[Single] = []
    years = years_of(rows)
    for single in declared.columns:
        if single.yearly:
            yearly.append(single)
            continue
        columns += _repeated(yearly, years, complete)
        yearly = []
        columns.append(_single(single, complete))
    columns += _repeated(yearly, years, complete)
    return SheetForm(declared.name, "", tuple(columns))


def _repeated(singles: Sequence[Single], years: Sequence[int], complete: Complete) -> Iterator[ColumnForm]:
    """Give target and result of a year side by side, as they are compared."""
    for year in years:
        for single in singles:
            form = _single(single, complete)
            title, title_en = form.title.format(year=said(year)), form.title_en.format(year=f"FY{year}")
            # An empty cell is no value, and nothing is derived for it.
            yield replace(form, title=title, title_en=title_en, kind="value", rule="", fiscal_year=year, width=15)


def _single(single: Single, complete: Complete) -> ColumnForm:
    form = complete(single.table, single.column)
    return replace(
        form,
        title=single.title.ja,
        title_en=single.title.en,
        note=single.note.ja if single.note else form.note,
        kind="names" if single.many else form.kind,
        width=22 if single.many else max(form.width if form.kind != "text" else 20, 2 * len(single.title.ja) + 2),
        required=single.required,
        level=single.level,
    )
