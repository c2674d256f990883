"""Formats of the workbook: one place for colours, locks and number formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from keikaku.form import ColumnForm, Kind

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

COLOURS: Final[Mapping[str, Mapping[str, Any]]] = {
    "required": {"bg_color": "#1F4E79", "font_color": "#FFFFFF"},
    "optional": {"bg_color": "#BDD7EE", "font_color": "#000000"},
    "derived": {"bg_color": "#E2E2E2", "font_color": "#000000"},
}
"""Headers by what is asked; the words above them say the same, so that nobody depends on the colour."""
ASKED: Final[Mapping[str, str]] = {"required": "必須", "optional": "任意", "derived": "空でもよい"}
_FONT: Final = {"font_name": "Yu Gothic", "font_size": 11}
_TEXT: Final = "@"
_FORMATS: Final[Mapping[Kind, str]] = {
    "integer": "0",
    "number": "General",
    "boolean": _TEXT,
    "date": "yyyy-mm-dd",
    "fiscal_year": "General",
    "code": _TEXT,
    "reference": _TEXT,
    "names": _TEXT,
    "value": _TEXT,
    "text": _TEXT,
}
"""Text is kept as text: a spreadsheet makes a date of the number 1-1-2 otherwise, and 0.87 of 87%."""
_YEN: Final = "#,##0"


class Style:
    """Makes each format once, so that the same workbook has the same styles in the same order."""

    def __init__(self, book: Workbook) -> None:
        self._book: Final = book
        self._made: Final[dict[tuple[tuple[str, Any], ...], Any]] = {}

    def of(self, **settings: Any) -> Any:
        """Give a format."""
        key = tuple(sorted({**_FONT, **settings}.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(key))
        return self._made[key]

    def header(self, asked: str) -> Any:
        """Give the format of a header cell."""
        return self.of(bold=True, text_wrap=True, valign="vcenter", border=1, locked=True, **COLOURS[asked])

    def explanation(self) -> Any:
        """Give the format of the row of explanations."""
        return self.of(
            font_size=9, font_color="#595959", bg_color="#F2F2F2", text_wrap=True, valign="top", border=4, locked=True
        )

    def data(self, form: ColumnForm) -> Any:
        """Give the format of a column's cells, which may be typed into."""
        return self.of(num_format=_number_format(form), text_wrap=form.width >= 20, valign="top", locked=False)

    def number(self, form: ColumnForm, decimals: int) -> Any:
        """Give the format of a number with as many decimals as it was printed with: 70.0 is not shown as 70."""
        number_format = f"0.{'0' * decimals}" if decimals else _number_format(form)
        return self.of(num_format=number_format, text_wrap=form.width >= 20, valign="top", locked=False)


def asked(form: ColumnForm) -> str:
    """Tell what is asked of a column: required, optional, or derived where it is left empty."""
    if form.required:
        return "required"
    return "derived" if form.rule or form.default else "optional"


def _number_format(form: ColumnForm) -> str:
    return _YEN if form.kind == "integer" and form.column.endswith("_yen") else _FORMATS[form.kind]
