"""How high a row must be for its wrapped texts. Excel finds that out by itself, LibreOffice needs to be told."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

_LINE: Final = 15.0
_SMALLER: Final = 0.85
"""How much of a column's width is used: letters of a proportional font are not all alike."""


def height(cells: Iterable[tuple[str, float]], line: float = _LINE) -> float:
    """Give the height in points for texts with the widths of their columns; a Japanese letter is two units wide."""
    return line * (max((_lines(text, width) for text, width in cells), default=1) + 0.3)


def _lines(text: str, width: float) -> int:
    per_line = max(int(width * _SMALLER), 2)
    return sum(max(1, -(-_units(part) // per_line)) for part in text.split("\n"))


def _units(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
