"""Write a sheet that staff fill: explanations in row 1, headers in row 2, data from row 3 on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from keikaku.form import ColumnForm, SheetForm
from keikaku.template.cells import Line
from keikaku.template.choices import FIRST_ROW, Choices
from keikaku.template.heights import height
from keikaku.template.style import ASKED, COLOURS, Style, asked

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_ALLOWED: Final = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}
"""What staff may do on a protected sheet: anything but change what the sheet is."""
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?")
_EPOCH: Final = "1900-03-01"
"""Before this day the calendars of spreadsheets differ, so a date is written as text."""
_LINE: Final = 12.5
_TALLEST: Final = 150


def write_sheet(
    book: Workbook, style: Style, form: SheetForm, lines: Sequence[Line], choices: Choices, rows: int
) -> None:
    """Write a sheet with its lines; `rows` is how far down the rules of cells reach."""
    sheet = book.add_worksheet(form.name)
    for place, column in enumerate(form.columns):
        sheet.set_column(place, place, column.width, style.data(column))
        sheet.write_string(0, place, explanation(column), style.explanation())
        sheet.write_string(1, place, column.title, style.header(asked(column)))
        sheet.write_comment(1, place, _note(column), {"author": "keikaku", "x_scale": 2.2, "y_scale": 1.6})
        if rule := choices.rule(column):
            sheet.data_validation(FIRST_ROW, place, FIRST_ROW + rows - 1, place, rule)
    for number, line in enumerate(lines, FIRST_ROW):
        for place, (column, text) in enumerate(zip(form.columns, line, strict=True)):
            if text:
                _cell(sheet, style, (number, place), column, text)
    _frame(sheet, form, len(lines))


def explanation(column: ColumnForm) -> str:
    """Say above a column what goes into it: whether it is needed, what it is, an example."""
    first = column.note.partition("。")[0]
    example = f"\n例: {column.example}" if column.example else ""
    return f"【{ASKED[asked(column)]}】{first}{example}"


def _frame(sheet: Worksheet, form: SheetForm, lines: int) -> None:
    """Set what does not depend on the rows: heights, panes, protection, the form on paper."""
    tallest = height(((explanation(column), column.width) for column in form.columns), _LINE)
    sheet.set_row(0, min(tallest, _TALLEST))
    sheet.set_row(1, height((column.title, column.width) for column in form.columns) + _LINE)
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.set_selection(FIRST_ROW, 0, FIRST_ROW, 0)
    sheet.protect("", _ALLOWED)
    sheet.set_tab_color(
        str(COLOURS["required" if any(one.required for one in form.columns) else "optional"]["bg_color"])
    )
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.autofilter(1, 0, max(lines, 1) + 1, len(form.columns) - 1)


def _note(column: ColumnForm) -> str:
    """Give the note of a header: the names that programmes use, then the whole explanation."""
    return f"{column.table}.{column.column}\n{column.title_en}\n{column.note}"


def _cell(sheet: Worksheet, style: Style, place: tuple[int, int], column: ColumnForm, text: str) -> None:
    """Write a cell: numbers and dates as such, everything else as text, which nothing runs as a formula."""
    if column.kind in {"number", "integer", "fiscal_year"} and _NUMBER.fullmatch(text):
        decimals = len(text.partition(".")[2])
        sheet.write_number(*place, float(text), style.number(column, decimals))
    elif column.kind == "date" and (day := _day(text)):
        sheet.write_datetime(*place, day, style.data(column))
    else:
        sheet.write_string(*place, text, style.data(column))


def _day(text: str) -> Any:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if text >= _EPOCH and len(text) == len(_EPOCH) else None
