"""What a page says: the texts of its main part in order, one for each stretch that no block element interrupts.

Pages are our own and escape what they show, so a `<` is always a tag and attributes hold no `>`: no parser is needed,
which would take several times as long as rendering the page.
"""

from __future__ import annotations

import html
import re
from typing import Final

_START: Final = "<main"
_END: Final = "</main>"
_INLINE: Final = (
    "a(?:bbr)?|b(?:di)?|cite|code|d(?:ata|el|fn)|em|i(?:ns)?|kbd|mark|q|rb|ruby|s(?:amp|mall|pan|trong|u[bp])?|time|tspan"
    "|u|var|wbr"
)
_UNSAID: Final = re.compile(r"<(script|style|template|noscript)\b[^>]*>.*?</\1>", re.DOTALL)
# Python looks for what a pattern begins with, so that a long one is soon passed over: hence one `<r` for both.
_READING: Final = re.compile(r"<r(?:p>[^<]*</rp|t>([^<]*)</rt)>")
_INNER_TAG: Final = re.compile(rf"</?(?:{_INLINE})(?:\s[^>]*)?>")
_TEXT: Final = re.compile(r">\s*([^<\s][^<]*)")


def pieces(page: str) -> list[str]:
    """Give the texts of a page as they stand in its source: with references, and with white space behind them.

    Readings above kanji stand behind everything else, so that they do not interrupt the words that they explain.
    A page without a main part gives none.
    """
    start, end = page.find(_START), page.rfind(_END)
    if start < 0 or end < 0:
        return []
    body = _UNSAID.sub("", page[start:end])
    readings: list[str] = []
    if "<rt>" in body:
        said = _READING.split(body)
        body, readings = "".join(said[::2]), [reading for reading in said[1::2] if reading]
    return _TEXT.findall(_INNER_TAG.sub("", body)) + readings


def plain(piece: str) -> str:
    """Give a piece as a reader sees it: references resolved, white space as one space, none around."""
    if "&" in piece:  # citations as JSON are full of quotation marks
        piece = html.unescape(piece.replace("&#34;", '"'))
    return " ".join(piece.split())
