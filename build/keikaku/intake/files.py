"""Read files into sheets: workbooks by openpyxl, CSV in UTF-8, cp932 or UTF-16, divided by commas, tabs or semicolons.

Formulas give the result that was saved with them; a workbook is read a second time for these, and only if it has any.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from keikaku.form import CITY_PROPERTY
from keikaku.form.marks import without_mark
from keikaku.intake.sheets import EMPTY, Area, Cell, Sheet, Sheets, trimmed
from keikaku.problem import Problem, Where
from keikaku.read.delimited import MAX_BYTES, decode, split_records
from keikaku.read.workbook import TRUTH_FORMULAS, cell_text, number_text, open_workbook, too_large

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})
_SEVERAL_SIGNS: Final = re.compile(r"\[[^\]]*\]|_.|\*.")
"""Colours, conditions, paddings and fillings of a number format: nothing that is read."""
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)')
_ERA_YEAR: Final = re.compile(r"g{1,3}e+|(?<![a-z])e+\s*(?:\"?年|$)")
_DAY_OR_MONTH: Final = re.compile(r"[dm]")
_LAST_DAY: Final = 2_958_465
"""The spreadsheet's number of 9999-12-31."""
_NO_UNITS: Final = frozenset("▲△-+()（）¥￥$ 　,.−‐")
_QUOTED: Final = re.compile(r'"[^"]*("|$)')
_SEPARATORS: Final = (",", "\t", ";")
_HEAD: Final = 100_000
"""So many characters tell what divides the cells: the longest row of explanations has some thousands."""
_CONTROL: Final = str.maketrans({"\ufeff": "", "\u200b": "", "\u2060": ""})


def read_files(paths: Sequence[Path]) -> Sheets:
    """Read files in their order; what cannot be read is a problem."""
    found = Sheets()
    for path in paths:
        found += _read(path)
    return found


def _read(path: Path) -> Sheets:
    shown, suffix = path.name, path.suffix.lower()
    if not path.is_file():
        return _refused(Problem("E101", Where(shown)))
    try:
        if suffix in _WORKBOOKS:
            return _read_workbook(path, shown)
        if suffix not in {".csv", ".tsv", ".txt"}:
            return _refused(Problem("E116", Where(shown), {"suffix": path.suffix}))
        return _read_delimited(path, shown)
    except OSError as error:
        return _refused(Problem("E123", Where(shown), {"reason": error.strerror or str(error)}))


def _refused(problem: Problem) -> Sheets:
    return Sheets(problems=(problem,))


def _read_delimited(path: Path, shown: str) -> Sheets:
    size = path.stat().st_size
    if size > MAX_BYTES:
        return _refused(Problem("E114", Where(shown), {"size": size, "limit": MAX_BYTES}))
    text, said = decode(path.read_bytes(), shown)
    if text is None:
        return _refused(said[0]) if said[0].code == "E103" else _refused(Problem("E103", Where(shown), {"byte": 0}))
    encoding = str(said[0].facts["encoding"]) if said else ""
    records, problems = split_records(text, shown, _separator(text))
    rows = [tuple(Cell(value.translate(_CONTROL), "text") if value else EMPTY for value in row) for row in records]
    if not any(rows):
        return Sheets(problems=tuple(problems) or (Problem("E104", Where(shown)),))
    return Sheets((Sheet(shown, "", trimmed(rows), encoding=encoding),), tuple(problems))


def _separator(text: str) -> str:
    """Tell what divides the cells: the sign that the first row with any has most of, outside of quotation marks."""
    for record in _QUOTED.sub("", text[:_HEAD]).splitlines():
        found = max(_SEPARATORS, key=record.count)
        if found in record:
            return found
    return ","


def _read_workbook(path: Path, shown: str) -> Sheets:
    fault = too_large(path, shown)
    if fault:
        return _refused(fault)
    book = open_workbook(path)
    if book is None:
        return _refused(Problem("E112", Where(shown)))
    return Sheets(tuple(_sheets(book, path, shown)))


def _sheets(book: Workbook, path: Path, shown: str) -> Iterator[Sheet]:
    struck = _struck_fonts(book)
    results: Workbook | None = None
    made_for = book.defined_names.get(CITY_PROPERTY)
    lgcode = str(made_for.attr_text).strip('="') if made_for else ""
    for number, sheet in enumerate(book.worksheets):
        rows, comments, lines = [], {}, []
        last_row, last_column = _extent(sheet)
        for cells in sheet.iter_rows(max_row=last_row, max_col=last_column) if last_row else ():
            row = []
            for cell in cells:
                if cell.comment and (said := without_mark(cell.comment.text)):
                    comments[cell.coordinate] = said
                if cell.value is None:
                    row.append(EMPTY)
                    continue
                if cell.data_type == "f" and not _is_truth(cell.value):
                    results = results or open_workbook(path, cached=True)
                    row.append(_result(cell, results.worksheets[number] if results else None))
                else:
                    row.append(_cell(cell, book.epoch))
                if struck and cell.font.strike:
                    lines.append(cell.coordinate)
            rows.append(tuple(row))
        hidden_columns = tuple(_hidden_columns(sheet))
        hidden_rows = tuple(sorted(row - 1 for row, size in sheet.row_dimensions.items() if size.hidden))
        areas = (Area(a.min_row - 1, a.min_col - 1, a.max_row - 1, a.max_col - 1, a.coord) for a in _merged(sheet))
        yield Sheet(
            shown,
            sheet.title,
            trimmed(rows),
            tuple(areas),
            sheet.sheet_state != "visible",
            hidden_rows,
            hidden_columns,
            comments,
            tuple(lines),
            lgcode=lgcode,
        )


def _extent(sheet: Any) -> tuple[int, int]:
    """Give the last row and column with a value: formats alone may reach down to row 1,048,576."""
    filled = [place for place, cell in sheet._cells.items() if cell.value is not None]
    return max((row for row, _ in filled), default=0), max((column for _, column in filled), default=0)


def _is_truth(value: object) -> bool:
    return isinstance(value, str) and value in TRUTH_FORMULAS


def _merged(sheet: Any) -> list[Any]:
    return sorted(sheet.merged_cells.ranges, key=lambda area: (area.min_row, area.min_col))


def _hidden_columns(sheet: Any) -> Iterator[int]:
    """Columns of one size are saved as a group under the letter of the first."""
    for size in sheet.column_dimensions.values():
        if size.hidden:
            first = size.min or 1
            yield from range(first - 1, min(size.max or first, sheet.max_column))


def _struck_fonts(book: Workbook) -> bool:
    """Tell whether any font is struck through, so that cells are asked only then."""
    fonts: list[Any] = getattr(book, "_fonts", [])
    return any(font.strike for font in fonts)


def _result(cell: Any, results: Any) -> Cell:
    """Give the saved result of a formula."""
    formula = str(getattr(cell.value, "text", cell.value))
    found = results[cell.coordinate] if results is not None else None
    if found is None or found.value is None:
        return Cell("", "unknown", formula)
    return _cell(found, results.parent.epoch)._replace(formula=formula)


def _cell(cell: Any, epoch: dt.datetime) -> Cell:
    value = cell.value
    if cell.data_type == "e":
        return Cell(str(value), "error")
    if isinstance(value, bool) or _is_truth(value):
        return Cell(cell_text(cell), "truth")
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "General", epoch)
    if isinstance(value, dt.datetime | dt.date):
        return _date(value, cell.number_format or "")
    # A carriage return that Excel could not write plainly is written like this.
    text = str(value).replace("_x000D_", "").translate(_CONTROL)
    return Cell(text, "text") if text else EMPTY


def _date(value: dt.datetime | dt.date, number_format: str) -> Cell:
    plain = value.date() if isinstance(value, dt.datetime) and value.time() == dt.time() else value
    bare = _LITERAL.sub("", _SEVERAL_SIGNS.sub("", number_format.lower()))
    if "y" in bare and not _DAY_OR_MONTH.search(bare):
        # Shown as a year alone, so a year is what was typed.
        return Cell(str(plain.year), "text")
    return Cell(plain.isoformat(" ") if isinstance(plain, dt.datetime) else plain.isoformat(), "date")


def _number(value: int | float, number_format: str, epoch: dt.datetime) -> Cell:
    if isinstance(value, float):
        # Spreadsheets show at most 15 digits; what comes after them is an error of binary arithmetic.
        value = float(f"{value:.15g}")
    sections = number_format.split(";")
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    plain = _SEVERAL_SIGNS.sub("", section)
    bare = _LITERAL.sub("", plain)
    if "general" not in plain.lower() and _ERA_YEAR.search(plain.lower()) and 0 < value < _LAST_DAY:
        return _era_cell(value, bare.lower(), epoch)
    if "%" in bare:
        return Cell(f"{_plain(Decimal(repr(value)) * 100)}%", "number")
    shown = "".join(quoted or single for quoted, single in _LITERAL.findall(plain))
    unit = "".join(sign for sign in shown if sign not in _NO_UNITS)
    return Cell(f"{number_text(value, number_format)}{unit}", "number")


def _era_cell(value: int | float, bare: str, epoch: dt.datetime) -> Cell:
    """A day that is shown with the Japanese era; where only its year is shown, the year is what was typed."""
    from openpyxl.utils.datetime import from_excel

    day = from_excel(value, epoch)
    if not isinstance(day, dt.datetime):
        return Cell(number_text(value, "General"), "number")
    return Cell(day.date().isoformat(), "date") if _DAY_OR_MONTH.search(bare) else Cell(str(day.year), "text")


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
