"""Read XLSX with the place of every cell.

Sheets are named after tables; a sheet whose name begins with _ is a note, and so is the list of what is to be mended
that a returned workbook has in front.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from keikaku.form import PROPERTY
from keikaku.names import MARK_SHEETS
from keikaku.problem import Problem, Where
from keikaku.read.delimited import MAX_BYTES
from keikaku.read.table import EVERY, RawTable, Reading

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

NOTE_PREFIX: Final = "_"
TRUTH_FORMULAS: Final = {"=TRUE()": "true", "=FALSE()": "false"}
"""How LibreOffice saves a truth value."""
_DECIMALS: Final = re.compile(r"0\.(0+)")


def read_workbook(path: Path, names: Mapping[str, str], derived: Collection[str], shown: str) -> Reading:
    """Read all tables of a workbook but the derived ones. `names` maps what a sheet may be called to its table.

    The form that staff fill is refused: only import understands what people type.
    """
    fault = too_large(path, shown)
    if fault:
        return Reading(problems=(fault,), damaged=frozenset({EVERY}))
    book = open_workbook(path)
    if book is None:
        return Reading(problems=(Problem("E112", Where(shown)),), damaged=frozenset({EVERY}))
    if PROPERTY in book.defined_names:
        return Reading(problems=(Problem("E972", Where(shown), {"file": path.name}),), damaged=frozenset({EVERY}))
    reading = Reading()
    for sheet in book.worksheets:
        if names.get(sheet.title) in derived:
            ignored = Problem("W124", Where(shown, sheet.title), {"name": sheet.title})
            reading += Reading(problems=(ignored,))
        elif not sheet.title.startswith(NOTE_PREFIX) and sheet.title not in MARK_SHEETS.values():
            reading += _sheet(sheet, names, shown)
    return reading


def too_large(path: Path, shown: str) -> Problem | None:
    """Refuse a workbook that would unpack to more than is read; an unreadable one is left to `open_workbook`."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (OSError, zipfile.BadZipFile):
        return None
    return Problem("E114", Where(shown), {"size": size, "limit": MAX_BYTES}) if size > MAX_BYTES else None


def open_workbook(path: Path, *, cached: bool = False) -> Workbook | None:
    """Open a workbook, None where it cannot be read; `cached` gives the last results of formulas instead of them."""
    from openpyxl import load_workbook

    try:
        return load_workbook(path, data_only=cached)
    except Exception:
        return None


def _sheet(sheet: Worksheet, names: Mapping[str, str], shown: str) -> Reading:
    name = names.get(sheet.title)
    if name is None:
        unknown = Problem("E110", Where(shown, sheet.title), {"name": sheet.title})
        return Reading(problems=(unknown,), damaged=frozenset({EVERY}))
    problems = [
        Problem("E113", Where(shown, sheet.title, str(area))) for area in sorted(map(str, sheet.merged_cells.ranges))
    ]
    cells = list(sheet.iter_rows())
    grid = [tuple(cell_text(cell) for cell in row) for row in cells]
    problems += _refused(cells, Where(shown, sheet.title))
    width = max((_width(row) for row in grid), default=0)
    while grid and not any(grid[-1]):
        grid.pop()
    if not grid:
        empty = Problem("E104", Where(shown, sheet.title))
        return Reading(problems=(*problems, empty), damaged=frozenset({name}))
    rows = tuple(row[:width] for row in grid)
    table = RawTable(name, shown, sheet.title, rows[0], rows[1:], tuple(range(2, len(rows) + 1)))
    return Reading((table,), tuple(problems))


def _width(row: tuple[str, ...]) -> int:
    return max((number for number, value in enumerate(row, 1) if value), default=0)


def _refused(rows: Iterable[tuple[Any, ...]], where: Where) -> Iterator[Problem]:
    """Formulas and error values: what a reader sees is not what the file holds."""
    for row in rows:
        for cell in row:
            if cell.data_type in {"f", "e"} and cell.value not in TRUTH_FORMULAS:
                yield Problem("E118", replace(where, cell=cell.coordinate), {"value": str(cell.value)})


def number_text(value: int | float, number_format: str) -> str:
    """Write a number as it is, with the zeros that its format adds (70.0); a format never rounds a value."""
    text = str(int(value)) if float(value).is_integer() else repr(value)
    decimals = _DECIMALS.fullmatch(number_format)
    if not decimals:
        return text
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(len(decimals[1]), '0')}"


def cell_text(cell: Any) -> str:
    """Give a cell's value as a source table writes it."""
    value = cell.value
    if value is None:
        return ""
    if value in TRUTH_FORMULAS:
        return TRUTH_FORMULAS[value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value, cell.number_format)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
