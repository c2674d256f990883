"""Sizes of texts in a picture, which has no browser to measure them, and coordinates as text.

Widths are of the widest of the fonts that readers have, so what fits here fits there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_WIDE: Final = frozenset("WFA")
_HALF: Final = 0.62
_NARROW: Final = 0.34
_THIN: Final = frozenset(".,:;'|il ")
_NO_START: Final = frozenset("、。，．・：；？！）」』】〕］｝ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ)]},.!?%％")


def c(value: float) -> str:
    """Write a coordinate with one decimal, without a negative zero."""
    return f"{value:z.1f}"


@lru_cache(maxsize=4096)
def ems(text: str) -> float:
    """Give the width of a text in ems: a full-width character is one."""
    return sum(map(_EMS.__getitem__, text))


class _Ems(dict[str, float]):
    """Widths of characters in ems, each worked out once."""

    def __missing__(self, char: str) -> float:
        if char.isascii():
            width = _NARROW if char in _THIN else _HALF
        elif unicodedata.east_asian_width(char) in _WIDE:
            width = 1.0
        else:
            width = 0.0 if unicodedata.combining(char) else _HALF
        self[char] = width
        return width


_EMS: Final = _Ems()


def fitted(text: str, room: float, size: float) -> str:
    """Cut a text to a width, with an ellipsis where something was cut."""
    if ems(text) * size <= room:
        return text
    kept = ""
    for char in text:
        if (ems(kept) + _EMS[char] + 1) * size > room:
            break
        kept += char
    return f"{kept.rstrip()}…"


def wrapped(text: str, room: float, size: float, most: int) -> tuple[str, ...]:
    """Break a text into at most so many lines of a width; the last one is cut where the text is longer."""
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most - 1 and ems(rest) * size > room:
        at = _break(rest, room / size)
        lines.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return (*lines, fitted(rest, room, size)) if rest else tuple(lines)


def _break(text: str, room: float) -> int:
    """Give where a line ends: between words of Latin text, and not before what cannot begin a line."""
    at, width = 0, 0.0
    for char in text:
        width += _EMS[char]
        if width > room:
            break
        at += 1
    at = max(at, 1)
    for end in _ends(text, at):
        if text[end] not in _NO_START and not (_latin(text[end - 1]) and _latin(text[end])):
            return end
    return at


def _ends(text: str, at: int) -> Iterator[int]:
    yield from range(at, max(at - 14, 0), -1)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
