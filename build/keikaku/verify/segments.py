"""The pieces into which a document's lines fall: cells of tables, items of lists, headings, plain lines.

In: lines, as a PDF or a converter to Markdown gives them. Out: `Piece`s in the order of the lines. Pieces of one table,
of one list, or of one cell with an inner layout of its own belong to one group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final, Literal

from keikaku.verify.fold import BLOCKS, INNER

PieceKind = Literal["line", "cell", "inner", "item", "head", "contents"]
"""`inner` is a piece of a cell that has a layout of its own (a drawing, a list), `contents` a table of contents."""

_HEADING: Final = re.compile(r"\s*#{1,6}\s+")
_RULE: Final = re.compile(r"(?=.*--)[\s|:+-]+")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_HTML_ROW: Final = re.compile(r"<t[dhr]\b", re.IGNORECASE)
_ITEM: Final = re.compile(r"\s*(?:[-*+]\s|[・●■▪•])")
_LEADERS: Final = re.compile(r"(?:(?<!\.)\.{4,}+|(?<!…)…{2,}+|(?<!・)・{4,}+)[\s|]*+[0-9０-９]*+[\s|]*+$")
_FIGURE: Final = re.compile(r"(?<![0-9０-９])[0-9０-９][0-9０-９,.，．]*+\s*+[^\s0-9０-９回期章年月日]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line, not folded. Plain lines are groups of their own."""

    line: int
    kind: PieceKind
    group: int
    words: str


def pieces(lines: Sequence[str]) -> Iterator[Piece]:
    """Give the pieces of the lines; rules between rows and blank lines give none."""
    groups = count()
    group = next(groups)
    last: PieceKind = "line"
    for number, line in enumerate(lines, 1):
        shown = line.strip()
        if not shown or _RULE.fullmatch(shown):
            continue
        kind = _kind(lines, number, shown)
        # A line of plain text between the items of a list continues an item.
        if kind != last or kind in {"line", "head"} or (kind == "cell" and not lines[number - 2].strip()):
            group = next(groups)
        last = kind
        for cell in _cells(line, shown):
            inner = kind == "cell" and INNER.search(cell) is not None
            own = next(groups) if inner else group
            yield from (Piece(number, "inner" if inner else kind, own, words) for words in BLOCKS.split(cell))


def _kind(lines: Sequence[str], number: int, shown: str) -> PieceKind:
    if _LEADERS.search(shown):
        return "contents"
    line = lines[number - 1]
    if _HEADING.match(line):
        return "head"
    after = lines[number].strip() if number < len(lines) else ""
    if shown.startswith("|"):
        return "head" if _RULE.fullmatch(after) and not _FIGURE.search(shown) else "cell"
    if _HTML_ROW.search(shown):
        return "cell"
    if "\t" in line.rstrip():
        first = number == 1 or "\t" not in lines[number - 2]
        return "head" if first and "\t" in after and not _FIGURE.search(shown) else "cell"
    return "item" if _ITEM.match(line) else "line"


def _cells(line: str, shown: str) -> Sequence[str]:
    if heading := _HEADING.match(line):
        return [line[heading.end() :]]
    return _PIPE.split(shown) if shown.startswith("|") else line.split("\t")
