"""Read the text of a PDF, sheet by sheet, with PDFium (pypdfium2).

PDFium was chosen among the libraries that are kept up: it gives every character of Japanese PDFs made by browsers and
office suites, its licence (Apache-2.0, BSD-3-Clause) asks nothing of those who use this package, and it is fast. A PDF
holds its words in the order in which they were drawn; that order and the order of places on the sheet are both given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from keikaku.problem import Problem
from keikaku.verify.document import Document

if TYPE_CHECKING:
    import pypdfium2

Rows = list[list[str]]
_GAP: Final = 0.3
"""A gap of so much of a character's height divides words."""


class _Drawn(NamedTuple):
    """A character and its place on a line."""

    left: float
    right: float
    height: float
    character: str


def read_pdf(data: bytes, shown: str, digest: str) -> Document | Problem:
    """Read a PDF, or say why it cannot be read: damaged, encrypted, or without text (scanned)."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
        try:
            drawn, placed = _read_sheets(pdf)
        finally:
            pdf.close()
    except pypdfium2.PdfiumError as error:
        code = "E710" if "password" in str(error).lower() else "E709"
        return Problem(code, facts={"path": shown, "reason": str(error)})
    if not any(line.strip() for lines in drawn for line in lines):
        return Problem("E708", facts={"path": shown})
    other = Document(shown, "pdf", digest, *_joined(placed))
    return Document(shown, "pdf", digest, *_joined(drawn), other)


def _read_sheets(pdf: pypdfium2.PdfDocument) -> tuple[Rows, Rows]:
    drawn: Rows = []
    placed: Rows = []
    for sheet in pdf:
        page = sheet.get_textpage()
        drawn.append(page.get_text_range(errors="replace").replace("\r", "").split("\n"))
        placed.append(_by_place(page))
        page.close()
        sheet.close()
    return drawn, placed


def _by_place(page: pypdfium2.PdfTextPage) -> list[str]:
    """Give a sheet's characters in lines from top to bottom, each from left to right.

    Characters whose middles differ by less than half their height stand on one line: fonts differ within a line.
    """
    from pypdfium2.raw import FPDFText_GetUnicode

    placed: list[tuple[float, _Drawn]] = []
    for index in range(page.count_chars()):
        character = chr(FPDFText_GetUnicode(page, index))
        if not character.isspace() and character.isprintable():
            left, bottom, right, top = page.get_charbox(index, loose=True)
            placed.append((-(bottom + top) / 2, _Drawn(left, right, top - bottom, character)))
    lines: list[list[_Drawn]] = []
    first = 0.0
    for middle, drawn in sorted(placed):
        if not lines or middle - first > drawn.height / 2:
            lines.append([])
            first = middle
        lines[-1].append(drawn)
    return [_spaced(sorted(line)) for line in lines]


def _spaced(line: Sequence[_Drawn]) -> str:
    """Write the characters of a line with a space where there is a gap."""
    text = ""
    last = line[0].right
    for drawn in line:
        text += f" {drawn.character}" if drawn.left - last > _GAP * drawn.height else drawn.character
        last = drawn.right
    return text


def _joined(sheets: Sequence[Iterable[str]]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Give all lines in one, and the first line of each sheet; a sheet without text is an empty line."""
    lines: list[str] = []
    starts: list[int] = []
    for sheet in sheets:
        starts.append(len(lines) + 1)
        lines += list(sheet) or [""]
    return tuple(lines), tuple(starts)
