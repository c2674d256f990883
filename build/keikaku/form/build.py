"""Make the form of the schema: which sheets, which columns, what each cell takes.

A column that the form calls extra is left out until a table has a value in it, so that nobody is asked for what import
derives, and nothing that a city has is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from keikaku.form.declare import ColumnForm, Kind, Reference, SheetForm, WorkbookForm
from keikaku.form.labels import TRUTH, shown
from keikaku.form.load import Declared, Setting, load_form
from keikaku.form.one_sheet import one_sheet
from keikaku.schema import Column, Schema, Table

Rows = Mapping[str, Sequence[Mapping[str, str]]]
"""The rows of tables by their names, each row by the names of its columns."""

_KINDS: Final[Mapping[str, Kind]] = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
}
_WIDTHS: Final[Mapping[Kind, int]] = {
    "text": 26,
    "integer": 10,
    "number": 12,
    "boolean": 9,
    "date": 13,
    "fiscal_year": 13,
    "code": 16,
    "reference": 16,
    "names": 22,
    "value": 14,
}
_EDITIONS: Final = "editions"
_PLACE: Final = frozenset({"page", "line", "pages", "pagination"})
FORM_SOURCE: Final = "form"
"""The kind of a source that is no document: what staff typed into the form."""


def form_of(schema: Schema, tables: Rows | None = None, one_sheet: bool = False, every: bool = False) -> WorkbookForm:
    """Make the form. `tables` are the rows that a city has already; `every` asks for all sheets and columns."""
    declared = load_form()
    rows = tables or {}
    if one_sheet:
        return WorkbookForm(f"{declared.version} one-sheet", (_one_sheet(schema, declared, rows),))
    names = [table.name for table in schema.tables if not table.derived]
    wanted = [name for name in names if name not in declared.sheets and (every or rows.get(name))]
    sheets = (_sheet(schema, declared, schema.by_name[name], rows, every) for name in (*declared.sheets, *wanted))
    return WorkbookForm(f"{declared.version} tables", tuple(sheets))


def rule_text(rule: str, default: str, codes: str, schema: Schema, lang: str = "ja") -> str:
    """Say what import writes into an empty cell; an empty text where it writes nothing."""
    rules = load_form().rules
    if default:
        return rules["default"].say(lang).format(label=shown(schema.code_lists[codes], default))
    return rules[rule].say(lang) if rule else ""


def _one_sheet(schema: Schema, declared: Declared, rows: Rows) -> SheetForm:
    def complete(table: str, column: str) -> ColumnForm:
        return _column(schema, declared, schema.by_name[table], schema.by_name[table].by_name[column])

    sheet = one_sheet(declared.one_sheet, rows, complete)
    if typed(rows):
        return replace(sheet, columns=tuple(form for form in sheet.columns if form.column not in _PLACE))
    return sheet


def _sheet(schema: Schema, declared: Declared, table: Table, rows: Rows, every: bool) -> SheetForm:
    own = rows.get(table.name, ())
    columns = [
        _column(schema, declared, table, column)
        for column in table.columns
        if every or _asked(declared.setting(table.name, column.name), column, own, rows)
    ]
    return SheetForm(table.title.ja, table.name, tuple(columns))


def _asked(setting: Setting, column: Column, own: Sequence[Mapping[str, str]], rows: Rows) -> bool:
    """Tell whether the form has a column: not an extra one without values, and the edition only where there are two.

    Where staff type straight into the form there is no page to name.
    """
    if column.name in _PLACE and typed(rows):
        return False
    if not setting.extra:
        return True
    if column.name == "edition_id":
        return len(rows.get(_EDITIONS, ())) > 1
    usual = {"", setting.default, setting.usual}
    return any(row.get(column.name, "") not in usual for row in own)


def typed(rows: Rows) -> bool:
    """Tell whether all the city's sources are forms that staff filled, with no printed document behind them."""
    sources = rows.get("sources", ())
    return bool(sources) and all(row.get("kind") == FORM_SOURCE for row in sources)


def _example(schema: Schema, column: Column, reference: Reference | None) -> str:
    """Give an example as the cell shows it: a label, or the name of what is referred to by name."""
    if reference:
        return schema.by_name[reference.table].by_name[reference.shown].example
    if column.codes:
        return shown(schema.code_lists[column.codes], column.example)
    return TRUTH.get(column.example, column.example) if column.type == "boolean" else column.example


def _column(schema: Schema, declared: Declared, table: Table, column: Column) -> ColumnForm:
    setting = declared.setting(table.name, column.name)
    reference = _reference(declared, table, column)
    kind = _kind(column, reference)
    told = rule_text(setting.rule, setting.default, column.codes or "", schema)
    return ColumnForm(
        column=column.name,
        table=table.name,
        title=column.title.ja,
        title_en=column.title.en,
        note=column.description.ja + told,
        kind=kind,
        example=_example(schema, column, reference),
        codes=column.codes or "",
        required=column.required and not (setting.rule or setting.default),
        width=max(_WIDTHS[kind], 2 * len(column.title.ja) + 2),
        rule=setting.rule,
        default=setting.default,
        reference=reference,
    )


def _kind(column: Column, reference: Reference | None) -> Kind:
    if reference:
        return "reference"
    if column.codes:
        return "code"
    if column.ref == "fiscal_year":
        return "fiscal_year"
    # A date that may be a year or a month alone is text to a spreadsheet.
    return "text" if len(column.precision) > 1 else _KINDS[column.type]


def _reference(declared: Declared, table: Table, column: Column) -> Reference | None:
    """Find the other table that a column names, by the foreign key that ends with it."""
    for key in table.foreign_keys:
        if key.columns[-1] == column.name:
            shown_column = declared.setting(table.name, column.name).shown or key.targets[-1]
            return Reference(key.table, key.targets[-1], shown_column)
    return None
