"""The sheet 記入例: the same sheets and headers, filled for a fictitious town."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from keikaku.form import EXAMPLE, Rows, SheetForm, WorkbookForm, form_of, said
from keikaku.schema import Schema
from keikaku.template.cells import Line, Shown
from keikaku.template.flat import flat_lines
from keikaku.template.guide import READ_ONLY
from keikaku.template.heights import height
from keikaku.template.style import Style, asked
from keikaku.template.words import load_example, texts

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_WIDTH: Final = 18


def example_rows() -> Rows:
    """Give the tables of the example, each row with its edition."""
    example = load_example()
    edition = example.tables["editions"][0]["edition_id"]
    return {name: [{"edition_id": edition, **row} for row in rows] for name, rows in example.tables.items()}


def example_sheets(schema: Schema, form: WorkbookForm) -> list[tuple[SheetForm, list[Line]]]:
    """Give the sheets of the example with their lines: those of the form, as a town without printed pages has them."""
    rows = example_rows()
    shown = Shown(schema, rows)
    if not form.sheets[0].table:
        sheet = form_of(schema, rows, one_sheet=True).sheets[0]
        return [(sheet, flat_lines(sheet, rows, shown))]
    # What import derives is not shown, as in the form that a town gets.
    sheets = form_of(schema, {"sources": rows["sources"]}).sheets
    return [(sheet, shown.lines(sheet.columns, rows.get(sheet.table, ()))) for sheet in sheets]


def write_example(book: Workbook, style: Style, schema: Schema, form: WorkbookForm) -> None:
    """Write the example, one sheet below the other, under a banner that says what it is."""
    words = texts().example
    sheet = book.add_worksheet(EXAMPLE)
    banner = style.of(bold=True, font_size=14, bg_color="#FFF2CC", font_color="#7F6000")
    sheet.write_string(0, 0, words["title"], style.of(bold=True, font_size=18))
    sheet.write_string(1, 0, words["banner"].format(city=load_example().city["name"]), banner)
    sheet.set_column(0, 40, _WIDTH)
    row = 3
    cell = style.of(text_wrap=True, valign="top", border=4, font_color="#404040", num_format="@")
    for part, lines in example_sheets(schema, form):
        sheet.write_string(row, 0, words["sheet"].format(name=part.name), style.of(bold=True, font_size=12))
        sheet.set_row(row + 1, height((column.title, _WIDTH) for column in part.columns))
        for place, column in enumerate(part.columns):
            sheet.write_string(row + 1, place, column.title, style.header(asked(column)))
        for number, line in enumerate(lines, row + 2):
            sheet.set_row(number, height((text, _WIDTH) for text in line))
            for place, (column, text) in enumerate(zip(part.columns, line, strict=True)):
                # Years are shown as staff write them, so that nobody thinks that they must be converted.
                year = column.kind == "fiscal_year" and text
                sheet.write_string(number, place, said(int(text)) if year else text, cell)
        row += len(lines) + 3
    sheet.set_tab_color("#FFD966")
    sheet.protect("", READ_ONLY)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
