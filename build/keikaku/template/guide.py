"""The sheet 手引き: the steps, what may be typed, and what import writes into cells that stay empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from keikaku.form import GUIDE, WorkbookForm, rule_text
from keikaku.schema import Schema
from keikaku.template.heights import height
from keikaku.template.style import Style
from keikaku.template.words import texts

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_WIDTHS: Final = (3, 34, 96)
_LINE: Final = 1.7
READ_ONLY: Final = {"format_columns": True, "format_rows": True}


class Page:
    """A sheet of text, written line by line: a narrow margin, a term, its explanation."""

    def __init__(self, sheet: Worksheet, style: Style) -> None:
        self.sheet: Final = sheet
        self._style: Final = style
        self._row = 0

    def line(self, text: str, **settings: Any) -> None:
        """Write a line over the whole width."""
        self.sheet.write_string(self._row, 0, text, self._style.of(**settings))
        self.sheet.set_row(self._row, _LINE * settings.get("font_size", 11))
        self._row += 1

    def heading(self, text: str) -> None:
        """Write a heading, with a blank line before it."""
        self._row += 1
        self.line(text, bold=True, font_size=13, font_color="#1F4E79")

    def pair(self, term: str, told: str, header: Any = None) -> None:
        """Write a term and its explanation."""
        plain = self._style.of(text_wrap=True, valign="top", border=4)
        self.sheet.write_string(self._row, 1, term, header or plain)
        self.sheet.write_string(self._row, 2, told, plain)
        self.sheet.set_row(self._row, height(((term, _WIDTHS[1]), (told, _WIDTHS[2]))))
        self._row += 1


def write_guide(
    book: Workbook, style: Style, form: WorkbookForm, schema: Schema, city: str, filled: Sequence[int]
) -> None:
    """Write the guide; `filled` are the numbers of rows that the sheets hold already."""
    words = texts()
    sheet = book.add_worksheet(GUIDE)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    page = Page(sheet, style)
    page.line(words.title, bold=True, font_size=18)
    if city:
        page.line(city, bold=True, font_size=14)
    page.line(words.lead)
    _steps(page, form)
    page.heading(words.colours.heading)
    for entry in words.colours.lines:
        page.pair(entry["term"], entry["text"], style.header(entry["colour"]))
    page.heading(words.typing.heading)
    for entry in words.typing.lines:
        page.pair(entry["what"], entry["how"])
    _sheets(page, form, schema, filled)
    _rules(page, form, schema)
    sheet.protect("", READ_ONLY)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.activate()


def _steps(page: Page, form: WorkbookForm) -> None:
    words = texts().steps
    page.heading(words.heading)
    names = "、".join(sheet.name for sheet in form.sheets)
    steps = words.tables if form.sheets[0].table else words.one_sheet
    for number, step in enumerate(steps, 1):
        page.pair(f"手順 {number}", step.format(sheets=names))


def _sheets(page: Page, form: WorkbookForm, schema: Schema, filled: Sequence[int]) -> None:
    words = texts().sheets
    page.heading(words.heading)
    for sheet, count in zip(form.sheets, filled, strict=True):
        told = schema.by_name[sheet.table].description.ja if sheet.table else words.lines[0]["one_sheet"]
        page.pair(sheet.name, told + (words.lines[0]["filled"].format(rows=count) if count else ""))


def _rules(page: Page, form: WorkbookForm, schema: Schema) -> None:
    """Say of every column that may stay empty what import writes there; columns with the same rule stand together."""
    page.heading(texts().rules.heading)
    told: dict[str, list[str]] = {}
    for sheet in form.sheets:
        for column in sheet.columns:
            if text := rule_text(column.rule, column.default, column.codes, schema):
                told.setdefault(text, []).append(f"{sheet.name}の{column.title}")
    for text, columns in told.items():
        page.pair("、".join(columns), text)
