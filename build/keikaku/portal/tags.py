"""Keywords as tags that CKAN takes: 2 to 100 letters, digits, blanks and `-_.` each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_REFUSED: Final = re.compile(r"[^\w .-]+")
_VARIATION: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SHORTEST: Final = 2
_LONGEST: Final = 100


def tags(keywords: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the tags in order, each once, and the keywords of which no tag can be made."""
    made: dict[str, None] = {}
    lost = []
    for keyword in keywords:
        tag = _tag(keyword)
        if tag:
            made[tag] = None
        else:
            lost.append(keyword)
    return tuple(made), tuple(lost)


def _tag(keyword: str) -> str:
    text = _VARIATION.sub("", unicodedata.normalize("NFC", keyword)).replace("\u3000", " ")
    text = " ".join(_REFUSED.sub(" ", text).split())
    return text if _SHORTEST <= len(text) <= _LONGEST else ""
