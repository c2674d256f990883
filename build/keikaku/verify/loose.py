"""Finding values that do not stand in a document in one piece.

A mark may be printed into them (【再掲】), their parts may be printed apart, a correction may say that they are printed
otherwise, and labels of our making consist of words that stand apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from keikaku.verify.fold import circled
from keikaku.verify.ground import Ground, Span
from keikaku.verify.values import Value

WORDS: Final = 0.6
"""The share of a made label's letters that must stand on the page in runs of two or more."""
_LEAST: Final = 4
_MOST: Final = 1000
"""Shorter and longer words are not looked for around marks."""
_DIGIT: Final = re.compile(r"[0-9①-⑳㉑-㉟㊱-㊿]")
_PLAIN_NUMBER: Final = re.compile(r"(?<![0-9.])([1-9]|[1-4][0-9]|50)(?![0-9.])")
_MARK: Final = re.compile(r"【[^】]{0,40}】")
_BETWEEN: Final = r"(?:【[^】]{0,40}】)?"


def around_marks(ground: Ground, value: Value) -> list[list[Span]]:
    """Find a value into which a mark is printed; each find is given in its pieces.

    In a column of normal form, 2 may stand for ②.
    """
    text, ends = ground.text.text, (value.needle[:2], value.needle[-2:])
    if not _LEAST <= len(value.needle) <= _MOST or any(end not in text and not _DIGIT.search(end) for end in ends):
        return []
    found = []
    for match in re.finditer(_pattern(value), text):
        if ground.text.is_whole(*match.span()):
            marks = (edge for mark in _MARK.finditer(text, *match.span()) for edge in mark.span())
            edges = [match.start(), *marks, match.end()]
            found.append(list(zip(edges[::2], edges[1::2], strict=True)))
    return found


def _pattern(value: Value) -> str:
    """Write a value's words with room for marks between them, and circled digits beside plain ones."""
    pieces = _PLAIN_NUMBER.split(value.needle) if not value.raw else [value.needle]
    letters = [list(map(re.escape, piece)) for piece in pieces]
    for index in range(1, len(pieces), 2):
        letters[index] = [f"(?:{pieces[index]}|{circled(int(pieces[index]))})"]
    return _BETWEEN.join(letter for piece in letters for letter in piece)


def nearest(ground: Ground, found: Iterable[list[Span]], page: int | None, near: int | None) -> list[Span]:
    """Give the find on a page that is nearest to a position."""
    here = [spans for spans in found if page is not None and ground.page_at(spans[0][0]) == page]
    return min(here, key=lambda spans: ground.rate(spans[0][0], near), default=[])


def in_parts(ground: Ground, value: Value, near: int | None, covered: bytearray) -> list[Span]:
    """Find the parts of a value that are printed apart; of a raw one, parts with figures must be nobody else's."""
    spans: list[Span] = []
    for part in value.parts if len(value.parts) > 1 else ():
        here = ground.on_page(part, value.page)
        if value.raw and _DIGIT.search(part):
            here = [start for start in here if not all(covered[start : start + len(part)])]
        if not here:
            return []
        start = min(here, key=lambda start: ground.rate(start, near))
        spans.append((start, start + len(part)))
    return spans


def pages_with_parts(ground: Ground, value: Value) -> set[int]:
    """Give the pages that have all parts of a value; those of a raw figure may be anybody's."""
    if value.raw and _DIGIT.search(value.needle):
        return set()
    return set.intersection(*map(ground.pages_with, value.parts)) if len(value.parts) > 1 else set()


def as_corrected(ground: Ground, value: Value, near: int | None) -> list[Span]:
    """Find the form that a correction of this very value says is printed, whole or in its parts."""
    for parts in value.corrected:
        for form in (("".join(parts),), parts):
            here = [ground.on_page(part, value.page) for part in form]
            if here and all(here):
                starts = [min(found, key=lambda start: ground.rate(start, near)) for found in here]
                return [(start, start + len(part)) for start, part in zip(starts, form, strict=True)]
    return []


def pages_with_words(ground: Ground, needle: str) -> set[int]:
    """Give the pages of which most of a needle can be laid with runs of two or more characters."""
    text = ground.text.text
    return {page for page, span in ground.spans.items() if _laid(needle, text[slice(*span)]) >= WORDS * len(needle)}


def _laid(needle: str, text: str) -> int:
    start = laid = 0
    while start < len(needle):
        end = start + 1
        while end <= len(needle) and needle[start:end] in text:
            end += 1
        run = end - 1 - start
        laid += run if run > 1 else 0
        start += max(run, 1)
    return laid
