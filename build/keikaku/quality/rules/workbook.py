"""Rules on the workbook: objects, formatting, merged cells, hidden parts, formulas. What does not open meets none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from keikaku.quality.published import Published, PublishedBook
from keikaku.quality.rules.finding import Finding, check

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_OBJECTS: Final = ("drawings/", "media/", "charts/", "embeddings/", "ctrlProps/", "activeX/", "diagrams/")
_BLACK: Final = ("FF000000", "00000000")
_TEXT_THEME: Final = 1
_TRUTH: Final = frozenset({"=TRUE()", "=FALSE()"})


def _sheets(published: Published) -> Iterator[tuple[PublishedBook, Worksheet]]:
    for book in published.books:
        yield from ((book, sheet) for sheet in (book.book.worksheets if book.book else ()))


def _unread(published: Published) -> Iterator[Finding]:
    """A workbook that does not open, or is missing, meets no rule."""
    yield from (Finding(book.file) for book in published.books if book.book is None)
    if not published.books:
        yield Finding("*.xlsx")


@check("L1-10")
def no_objects(published: Published) -> Iterator[Finding]:
    """No part of the workbook is a drawing, a picture, a chart or embedded."""
    yield from _unread(published)
    for book in published.books:
        yield from (Finding(book.file, "", part) for part in book.parts if any(kind in part for kind in _OBJECTS))


@check("L1-11")
def formats_mean_nothing(published: Published) -> Iterator[Finding]:
    """Cells below the headings look alike."""
    yield from _unread(published)
    for book, sheet in _sheets(published):
        if len(sheet.conditional_formatting):
            yield Finding(book.file, "", "conditional formatting", sheet.title)
        looks: dict[int, bool] = {}
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                style = cell.style_id
                if style not in looks:
                    looks[style] = _stands_out(cell)
                if looks[style]:
                    yield Finding(book.file, cell.coordinate, str(cell.value or ""), sheet.title)


def _stands_out(cell: Any) -> bool:
    font, colour = cell.font, cell.font.color
    coloured = colour is not None and not (
        (colour.type == "theme" and colour.theme == _TEXT_THEME)
        or (colour.type == "rgb" and colour.rgb in _BLACK)
        or colour.type == "indexed"
    )
    return bool(font.b or font.i or font.strike or font.u or coloured or cell.fill.fill_type)


@check("L1-12")
def no_merged_cells(published: Published) -> Iterator[Finding]:
    """No sheet has merged cells."""
    yield from _unread(published)
    for book, sheet in _sheets(published):
        yield from (Finding(book.file, str(area), "", sheet.title) for area in sheet.merged_cells.ranges)


@check("L1-13")
def nothing_hidden(published: Published) -> Iterator[Finding]:
    """No sheet, row or column is hidden, grouped or filtered away."""
    yield from _unread(published)
    for book, sheet in _sheets(published):
        if sheet.sheet_state != "visible" or sheet.auto_filter.filterColumn:
            yield Finding(book.file, "", "", sheet.title)
        for dimensions in (sheet.row_dimensions, sheet.column_dimensions):
            for name, one in dimensions.items():
                if one.hidden or one.collapsed or one.outlineLevel:
                    yield Finding(book.file, str(name), "", sheet.title)


@check("L2-06")
def no_formulas(published: Published) -> Iterator[Finding]:
    """No cell holds a formula."""
    yield from _unread(published)
    for book, sheet in _sheets(published):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and cell.value not in _TRUTH:
                    yield Finding(book.file, cell.coordinate, str(cell.value), sheet.title)
