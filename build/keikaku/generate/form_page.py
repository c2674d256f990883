"""Generate `docs/staff/form.md`: every column of the staff workbook, what goes into it, and what import derives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from keikaku.form import ColumnForm, SheetForm, choices, form_of
from keikaku.schema import Schema
from keikaku.template.style import ASKED, asked
from keikaku.template.words import texts

_HEAD: Final = """# 入力様式の列の一覧 / Columns of the workbook

`keikaku template` が作る入力様式の、すべてのシートと列です。作り方は [docs/template.md](../template.md)、使い方は
[手引き](README.md) にあります。灰色の「空でもよい」列は、空なら書いてある規則で補われます。
「ふだんは出ない」列は、その市の表に値があるときか、`--all-sheets` を付けたときだけ出ます。

*Every sheet and column of the workbook that `keikaku template` makes, with the rule by which import fills empty cells.
Columns marked ふだんは出ない appear where a city has values in them, or with `--all-sheets`.*

Generated from `datapackage/schema/` by `scripts/generate.py`; do not edit.
"""
_SHOWN_CHOICES: Final = 8


def form_page(schema: Schema) -> str:
    """Give the page."""
    usual = {(form.table, form.column) for sheet in form_of(schema).sheets for form in sheet.columns}
    sheets = (*form_of(schema, one_sheet=True).sheets, *form_of(schema, every=True).sheets)
    return "\n".join([_HEAD, *_typing(), *(line for sheet in sheets for line in _sheet(sheet, schema, usual))])


def _typing() -> Iterator[str]:
    words = texts().typing
    yield f"## {words.heading}\n\n| | |\n|---|---|"
    for entry in words.lines:
        yield f"| {entry['what']} | {entry['how']} |"
    yield ""


def _sheet(sheet: SheetForm, schema: Schema, usual: set[tuple[str, str]]) -> Iterator[str]:
    name = f"（`{sheet.table}`）" if sheet.table else "（一枚の様式）"
    yield f"## {sheet.name}{name}\n"
    if sheet.table:
        yield f"{schema.by_name[sheet.table].description.ja}\n"
    yield "| 列 / Column | 物理名 | | 書くこと |\n|---|---|---|---|"
    years = [form.fiscal_year for form in sheet.columns if form.fiscal_year]
    for form in sheet.columns:
        if form.fiscal_year in {None, *years[:1]}:
            rare = bool(sheet.table) and (form.table, form.column) not in usual
            yield _row(form, schema, "ふだんは出ない" if rare else ASKED[asked(form)])
    yield ""


def _row(form: ColumnForm, schema: Schema, needed: str) -> str:
    told = form.note
    if form.codes:
        listed = choices(schema.code_lists[form.codes])
        more = "…" if len(listed) > _SHOWN_CHOICES else ""
        told += f" 選択肢: {'、'.join(listed[:_SHOWN_CHOICES])}{more}"
    title = f"{form.title}（年度ごと）" if form.fiscal_year else form.title
    return f"| {title} / {form.title_en} | `{form.table}.{form.column}` | {needed} | {told.replace('|', '&#124;')} |"
