"""Whether two texts of a column mean the same: 1.0 is 1, １ is 1, and a space more or less changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from keikaku.schema import Column
from keikaku.text import normalise

Meaning = Callable[[str], str]
_NUMBER: Final = re.compile(r"[+-]?(\d{1,40}|\d{1,3}(,\d{3}){1,12})(\.\d{1,40})?")
_KEPT: Final = 1 << 16
_NUMERIC: Final = frozenset({"integer", "number"})


def meaning(column: Column | None) -> Meaning:
    """Give the function from a column's text to what it means, in a form in which equal texts mean the same.

    A text that is no number stands for itself in a column of numbers; a column that no schema knows is one of texts.
    """
    return _number if column and column.type in _NUMERIC else _text


@lru_cache(_KEPT)
def _number(text: str) -> str:
    plain = _text(text)
    if not _NUMBER.fullmatch(plain):
        return plain
    # As text and not as a decimal, which would be rounded where it is very long.
    whole, _, fraction = plain.replace(",", "").lstrip("+-").partition(".")
    value = f"{whole.lstrip('0') or '0'}.{fraction.rstrip('0')}".rstrip(".")
    return f"-{value}" if plain.startswith("-") and value != "0" else value


@lru_cache(_KEPT)
def _text(text: str) -> str:
    return text if text.isascii() and " " not in text and text.isprintable() else "".join(normalise(text).split())
