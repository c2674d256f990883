"""Marks in a workbook: taken off where an earlier marking left them, and put on where problems are now."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from keikaku.form.marks import END_OF_MARK
from keikaku.marking.book import SPREADSHEET, Book
from keikaku.marking.cells import SheetCells
from keikaku.marking.fills import PLAIN, Styles
from keikaku.marking.listing import HEADING_ROW, KEPT_COLUMN, recall
from keikaku.marking.notes import NO_NOTES, NO_SHAPES, with_notes, with_shapes, without_marks, without_shapes
from keikaku.marking.wording import say
from keikaku.names import MARK_SHEETS
from keikaku.ooxml import SheetPart, children, local, relations, split_cell
from keikaku.problem import Lang, Problem, Severity, mend, message
from keikaku.read import letters

MOST_TOLD: Final = 10
"""Problems of one cell that its note tells; the sheet in front has all."""
Kept = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet gets: cells with their colour, and cells with the problems that their note tells."""

    colours: Mapping[str, Severity]
    notes: Mapping[str, Sequence[Problem]]


def take_off(book: Book) -> dict[tuple[str, str], str]:
    """Take all earlier marks off; give the former fills, by sheet and cell, that could not be given back."""
    kept: dict[tuple[str, str], str] = {}
    for sheet in book.sheets:
        if (
            sheet.name.partition(" (")[0] in MARK_SHEETS.values()
            and (remembered := _remembered(book, sheet)) is not None
        ):
            kept |= remembered
            book.remove_sheet(sheet.name)
    styles = styles_of(book)
    ours = styles.marked_styles()
    for sheet in book.sheets:
        if ours:
            _restore_fills(book, sheet, styles, ours, kept)
        _take_notes_off(book, sheet)
    if ours:
        put_styles(book, styles)
    return kept


def styles_of(book: Book) -> Styles:
    """Give the workbook's styles, plain ones where it has none."""
    part = book.one(book.main, "styles")
    return Styles(book.parts[part] if part else PLAIN)


def put_styles(book: Book, styles: Styles) -> None:
    """Put the styles back into the workbook."""
    part = book.one(book.main, "styles")
    if not part:
        part = book.free_name(posixpath.join(posixpath.dirname(book.main), "styles{}.xml"))
        book.relate(book.main, part, "styles")
        book.declare(part, f"{SPREADSHEET}styles+xml")
    book.parts[part] = styles.data()


def _restore_fills(book: Book, sheet: SheetPart, styles: Styles, ours: frozenset[int], kept: Kept) -> None:
    cells = SheetCells(book.parts[sheet.part])
    cells.restyle(ours, lambda cell, style: styles.restored(style, kept.get((sheet.name, cell), "")))
    book.parts[sheet.part] = cells.data()


def _take_notes_off(book: Book, sheet: SheetPart) -> None:
    part = book.one(sheet.part, "comments")
    if not part:
        return
    data, gone = without_marks(book.parts[part])
    book.parts[part] = data
    shapes = _shapes_part(book, sheet, SheetCells(book.parts[sheet.part])) if gone else ""
    if shapes:
        book.parts[shapes] = without_shapes(book.parts[shapes], gone)


def _shapes_part(book: Book, sheet: SheetPart, cells: SheetCells) -> str:
    key = cells.notes_relation()
    found = (one.target for one in relations(book.package, sheet.part) if one.key == key and key)
    return next((target for target in found if target in book.parts), "")


def _remembered(book: Book, sheet: SheetPart) -> dict[tuple[str, str], str] | None:
    """Read the former fills from the list of an earlier marking; None for a sheet that is no such list."""
    rows = _texts(book, sheet)
    if rows.get(1, {}).get("A") not in MARK_SHEETS.values():
        return None
    column = letters(KEPT_COLUMN - 1)
    kept: dict[tuple[str, str], str] = {}
    for number, row in rows.items():
        if number > HEADING_ROW and row.get(column):
            kept |= {(row.get("C", ""), cell): fill for cell, fill in recall(row[column]).items()}
    return kept


def _texts(book: Book, sheet: SheetPart) -> dict[int, dict[str, str]]:
    """Give the texts of a small sheet by row and column; other programmes move them into the shared strings."""
    part = book.one(book.main, "sharedStrings")
    root: Any = book.root(part) if part else ()
    shared = ["".join(one.itertext()) for one in children(root, "si")]
    rows: dict[int, dict[str, str]] = {}
    for cell in book.root(sheet.part).iter("{*}c"):
        name = cell.get("r") or ""
        text = "".join("".join(one.itertext()) for one in cell if local(one) in ("v", "is"))
        if cell.get("t") == "s" and text.isdigit() and int(text) < len(shared):
            text = shared[int(text)]
        if place := split_cell(name):
            rows.setdefault(place[0], {})[letters(place[1] - 1)] = text
    return rows


def put_on(book: Book, sheet: SheetPart, marks: Marks, styles: Styles, lang: Lang) -> tuple[str, ...]:
    """Colour cells and explain them; give the cells that have a conversation already, which takes no other note."""
    cells = SheetCells(book.parts[sheet.part])
    for cell, severity in marks.colours.items():
        cells.set_style(cell, styles.marked(cells.style(cell), severity))
    talked = _talked(book, sheet)
    texts = {cell: note_text(problems, lang) for cell, problems in marks.notes.items() if cell not in talked}
    if texts:
        _put_notes(book, sheet, cells, texts)
    book.parts[sheet.part] = cells.data()
    return tuple(cell for cell in marks.notes if cell in talked)


def note_text(problems: Sequence[Problem], lang: Lang) -> str:
    """Say what is wrong with a cell and how to mend it."""
    lines = [say("begin", lang)]
    for one in problems[:MOST_TOLD]:
        lines += [f"{one.code} {message(one, lang)}", f"{say('mend', lang)}: {mend(one, lang)}"]
    if len(problems) > MOST_TOLD:
        lines.append(say("and_more", lang, number=len(problems) - MOST_TOLD))
    text = "\n".join([*lines, END_OF_MARK])
    return "".join(char if char == "\n" or char.isprintable() else "□" for char in text)


def _talked(book: Book, sheet: SheetPart) -> frozenset[str]:
    part = book.one(sheet.part, "threadedComment")
    root: Any = book.root(part) if part else ()
    return frozenset(one.get("ref") or "" for one in root)


def _put_notes(book: Book, sheet: SheetPart, cells: SheetCells, texts: Mapping[str, str]) -> None:
    folder = posixpath.dirname(book.main)
    part = book.one(sheet.part, "comments")
    if not part:
        part = book.free_name(posixpath.join(folder, "comments{}.xml"))
        book.parts[part] = NO_NOTES
        book.relate(sheet.part, part, "comments")
        book.declare(part, f"{SPREADSHEET}comments+xml")
    book.parts[part], fresh = with_notes(book.parts[part], texts)
    shapes = _shapes_part(book, sheet, cells)
    if not shapes:
        shapes = book.free_name(posixpath.join(folder, "drawings/vmlDrawing{}.vml"))
        book.parts[shapes] = NO_SHAPES
        cells.add_notes_relation(book.relate(sheet.part, shapes, "vmlDrawing"))
        book.declare_extension("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    book.parts[shapes] = with_shapes(book.parts[shapes], {cell: texts[cell] for cell in fresh})
