"""The form in which words of tables and of documents are compared.

In: a text as a cell or a document's line holds it. Out: the same text without what printing adds or takes away: white
space, line breaks, Markdown and HTML marks, marks of footnotes, the width and shape of characters. Circled digits stay
what they are, because ①7種 is not 17種. What is folded keeps its figures and letters: 7 never matches 17.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

from keikaku.text import normalise

_TAGS: Final = (
    "a|b|br|center|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul"
)
BLOCKS: Final = re.compile(r"</?(?:br|div|h[1-6]|hr|li|ol|p|pre|table|tbody|td|th|thead|tr|ul)\b[^<>]*>", re.IGNORECASE)
"""Marks at which a line of a document falls into cells."""
INNER: Final = re.compile(r"<(?:div|li|p|pre)\b", re.IGNORECASE)
"""Marks of a layout inside a cell."""
_TAG: Final = re.compile(rf"</?(?:{_TAGS})\b[^<>]*>", re.IGNORECASE)
# The number of a footnote stands inside the words that it explains; m<sup>2</sup> is a unit.
_FOOTNOTE: Final = re.compile(r"(?<!m)<sup>[^<>]{0,8}</sup>", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\([^\w\s])")
_SHIELD: Final = 0xF0000


def circled(number: int) -> str:
    """Give the circled form of a number from 1 to 50."""
    return chr(number + (0x245F if number < 21 else 0x323C if number < 36 else 0x328D))


def _styles() -> dict[int, int]:
    """Map circled digits of all styles to the plain circled ones, out of reach of NFKC."""
    found: dict[int, int] = {}
    for start, first, count in ((0x2460, 1, 20), (0x3251, 21, 15), (0x32B1, 36, 15), (0x2776, 1, 10), (0x2780, 1, 10)):
        found |= {start + index: _SHIELD + first + index for index in range(count)}
    found |= {0x278A + index: _SHIELD + 1 + index for index in range(10)}
    return found


_SHIELDED: Final = _styles()
_CIRCLED: Final = {_SHIELD + number: circled(number) for number in range(1, 51)}
_CIRCLED_DIGITS: Final = frozenset(_CIRCLED.values())
# One sign, several characters: which one stands in a text depends on the machine that wrote it.
_SAME: Final = (
    dict.fromkeys(map(ord, "‐‑‒–—―−─━"), "-")
    | dict.fromkeys(map(ord, "〇◯⚪"), "○")
    | dict.fromkeys(map(ord, "“”„‟〝〟"), '"')
    | dict.fromkeys(map(ord, "‘’‚‛"), "'")
    | dict.fromkeys(map(ord, "·•‧⋅∙"), "・")
    | dict.fromkeys(map(ord, "*|※"), " ")
)
_AFTER: Final = _CIRCLED | _SAME


def plain(text: str) -> str:
    """Give a text in normal form without marks, its white space still in it."""
    if "<" in text:
        text = _TAG.sub(" ", _FOOTNOTE.sub("", text))
    if "&" in text:
        text = html.unescape(text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    return normalise(text.translate(_SHIELDED)).translate(_AFTER)


def fold(text: str) -> str:
    """Give the form in which two texts are compared."""
    return "".join(c for c in plain(text) if c.isprintable() and not c.isspace())


def fold_with_gaps(text: str) -> tuple[str, bytes]:
    """Give the folded text, and for each of its characters whether something was taken out before it."""
    kept: list[str] = []
    gaps = bytearray()
    gap = 1
    for character in plain(text):
        if character.isspace() or not character.isprintable():
            gap = 1
        else:
            kept.append(character)
            gaps.append(gap)
            gap = 0
    return "".join(kept), bytes(gaps)


def is_circled(character: str) -> bool:
    """Tell whether a character of a folded text is a circled digit, which numbers what follows."""
    return character in _CIRCLED_DIGITS


def is_word(character: str) -> bool:
    """Tell whether a character counts as text: letters, digits, ideographs, kana; not signs and punctuation."""
    return unicodedata.category(character)[0] in "LN"
