"""Headers folded so that they can be compared, and what else a header may be called."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import msgspec

from keikaku.text import normalise

_MARKS: Final = re.compile(r"[※*◎●○〇★☆:：・_\-\s]+|【[^】]*】|\[[^\]]*\]|(必須|任意|入力)$")
_UNIT_WORD: Final = re.compile(r"^単位\s*[:：]?\s*")
_BRACKETS: Final = re.compile(r"[((][^()()]*[))]$")


@lru_cache(65536)
def folded(text: str) -> str:
    """Fold a header or a name of a sheet: width, case, blanks, line breaks and marks such as 【必須】 say nothing."""
    plain = normalise(text)
    return _MARKS.sub("", plain).casefold() or "".join(plain.split()).casefold()


def without_brackets(text: str) -> str:
    """Cut a unit or a remark in brackets from the end of a header: 事業費（千円）."""
    return _BRACKETS.sub("", normalise(text).strip())


def unit_in(text: str) -> str:
    """Give what stands in brackets at the end of a header, without the word 単位; empty where nothing does."""
    found = _BRACKETS.search(normalise(text).strip())
    return _UNIT_WORD.sub("", found.group()[1:-1]).strip() if found else ""


@cache
def synonyms() -> dict[str, dict[str, list[str]]]:
    """Give what else headers are called, by table (`*` is every table) and column."""
    path = Path(__file__).with_name("synonyms.yaml")
    return msgspec.yaml.decode(path.read_bytes(), type=dict[str, dict[str, list[str]]])


@lru_cache(65536)
def title_key(text: str) -> str:
    """Fold a title for comparison: two titles that differ in blanks, width, brackets and punctuation are the same."""
    return re.sub(r"[\W_]+", "", normalise(text)).casefold()
