"""The workbook given back to those who filled it in: each wrong cell coloured and explained, all listed in front.

The workbook's parts are changed one by one and never read into a model and written anew, so drop-downs, widths,
protection, charts, pictures, macros and all else stay as they were. Marks of an earlier time are replaced.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from keikaku.marking.book import Book
from keikaku.marking.cells import SheetCells
from keikaku.marking.fills import Styles
from keikaku.marking.listing import Placed, listing
from keikaku.marking.marks import Marks, put_on, put_styles, styles_of, take_off
from keikaku.marking.order import Command, Report, report
from keikaku.marking.table import read_text, sheet_names, workbook_of
from keikaku.names import MARK_SHEETS
from keikaku.ooxml import Unopened, open_package, split_range, write_package
from keikaku.problem import Lang, Problem, Severity, Where
from keikaku.read import letters

BOOKS: Final = (".xlsx", ".xlsm")
_MOST_CELLS: Final = 400
"""Cells of one range that are coloured; a larger one is coloured in its first cells."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of it. `path` is None where nothing was written; `problems` then say why, else what was not possible.

    `marked` and `unmarked` count the problems that have a cell of their own in the workbook, and those that have none.
    """

    path: Path | None
    marked: int = 0
    unmarked: int = 0
    problems: tuple[Problem, ...] = ()


def returned_workbook(
    sources: Path | Sequence[Path],
    problems: Sequence[Problem],
    target: Path,
    lang: Lang,
    *,
    rows: int = 0,
    command: Command = "check",
) -> Returned:
    """Write a copy of a workbook, or a workbook of CSV files, with all problems marked; nothing else is changed.

    A problem belongs to the source whose name its place gives. OSError where the target cannot be written.
    """
    paths = [sources] if isinstance(sources, Path) else list(sources)
    refused = _refused(paths, target)
    if refused:
        return Returned(None, problems=(refused,))
    told = report(problems, rows, command=command)
    try:
        return _mark(paths, told, target, lang)
    except Unopened as error:
        return Returned(None, problems=(error.problem,))
    except ValueError:
        # A part that is no sound XML, found only when it was to be changed.
        return Returned(None, problems=(Problem("E112", Where(paths[0].name)),))


def _refused(paths: Sequence[Path], target: Path) -> Problem | None:
    books = [path for path in paths if path.suffix.lower() != ".csv"]
    if not paths:
        return Problem("E906")
    if len(books) > 1 or (books and len(paths) > 1):
        return Problem("E905", facts={"books": len(books), "csvs": len(paths) - len(books)})
    suffix = books[0].suffix.lower() if books and books[0].suffix.lower() in BOOKS else BOOKS[0]
    if target.suffix.lower() != suffix or target.resolve() in {path.resolve() for path in paths}:
        return Problem("E904", facts={"path": target.name, "suffix": suffix})
    return None


def _mark(paths: Sequence[Path], told: Report, target: Path, lang: Lang) -> Returned:
    book, sheets = _book(paths)
    take_off(book)
    styles = styles_of(book)
    placed, marks = _place(told, book, sheets, styles)
    talked: list[str] = []
    for sheet in book.sheets:
        if sheet.name in marks:
            found = put_on(book, sheet, marks[sheet.name], styles, lang)
            talked += [f"{sheet.name}!{cell}" for cell in found]
    data = listing(told, placed, styles, lang)
    put_styles(book, styles)
    for sheet in book.sheets:
        _deselect(book, sheet.part)
    name = _list_name(book, lang)
    book.add_sheet_in_front(name, data)
    _write(book, target)
    marked = sum(bool(one.sheet) for one in placed)
    warned = (Problem("W907", facts={"cells": ", ".join(talked), "sheet": name}),) if talked else ()
    return Returned(target, marked, len(placed) - marked, warned)


def _book(paths: Sequence[Path]) -> tuple[Book, dict[str, str]]:
    """Give the workbook, and the sheet of each source file that is no workbook by the file's name."""
    if paths[0].suffix.lower() != ".csv":
        return Book(open_package(paths[0], paths[0].name)), {}
    names, texts = sheet_names(paths), []
    for path, name in zip(paths, names, strict=True):
        text = read_text(path)
        if isinstance(text, Problem):
            raise Unopened(text)
        texts.append((name, text))
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "table.xlsx"
        made.write_bytes(workbook_of(texts))
        package = open_package(made, paths[0].name)
    return Book(package), {path.name: name for path, name in zip(paths, names, strict=True)}


def _place(
    told: Report, book: Book, sheets: Mapping[str, str], styles: Styles
) -> tuple[list[Placed], dict[str, Marks]]:
    """Find the cell of each problem; give all in order, and what each sheet gets."""
    cells = {sheet.name: SheetCells(book.parts[sheet.part]) for sheet in book.sheets}
    file = book.package.shown
    colours: dict[str, dict[str, Severity]] = {}
    notes: dict[str, dict[str, list[Problem]]] = {}
    placed = []
    for problem in told.problems:
        name = _sheet_of(problem.where, file, sheets, cells)
        targets = _targets(problem.where.cell, cells[name]) if name else ()
        if not targets:
            placed.append(Placed(problem))
            continue
        former = {}
        for cell in targets:
            seen = colours.setdefault(name, {})
            if cell not in seen:
                former[cell] = styles.fill_text(cells[name].style(cell))
            if seen.get(cell) is not Severity.ERROR:
                seen[cell] = problem.severity
        notes.setdefault(name, {}).setdefault(targets[0], []).append(problem)
        remembered = {cell: fill for cell, fill in former.items() if fill}
        placed.append(Placed(problem, name, targets[0], remembered))
    return placed, {name: Marks(found, notes[name]) for name, found in colours.items()}


def _sheet_of(where: Where, file: str, sheets: Mapping[str, str], cells: Mapping[str, SheetCells]) -> str:
    """Name the sheet that a place is in; empty for a place in another file or in none."""
    name = PurePosixPath(where.file.replace("\\", "/")).name
    if sheets:
        return sheets.get(name, "")
    return where.sheet if where.sheet in cells and name in ("", file) else ""


def _targets(place: str, cells: SheetCells) -> tuple[str, ...]:
    """Give the cells of a place, the one that takes the note first; in a merged range only its first cell is seen."""
    area = split_range(place)
    if area is None:
        return ()
    top, left, bottom, right = area
    if (top, left) == (bottom, right):
        return (cells.visible(f"{letters(left - 1)}{top}"),)
    names = (f"{letters(column - 1)}{row}" for row in range(top, bottom + 1) for column in range(left, right + 1))
    return tuple(name for name, _ in zip(names, range(_MOST_CELLS), strict=False))


def _deselect(book: Book, part: str) -> None:
    """Leave the sheet in front as the only one that is selected, or what is typed goes into several at once."""
    if b"tabSelected" in book.parts[part]:
        cells = SheetCells(book.parts[part])
        cells.deselect()
        book.parts[part] = cells.data()


def _list_name(book: Book, lang: Lang) -> str:
    taken = {sheet.name.lower() for sheet in book.sheets}
    return next(
        name
        for name in (MARK_SHEETS[lang], *(f"{MARK_SHEETS[lang]} ({number})" for number in range(2, 1000)))
        if name.lower() not in taken
    )


def _write(book: Book, target: Path) -> None:
    fresh = target.with_name(f".{target.name}.new")
    try:
        write_package(book.parts, fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
