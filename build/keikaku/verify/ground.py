"""A document's folded text together with its pages and, where it has them, the lines that the tables mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from keikaku.verify.folded import FoldedText
from keikaku.verify.pagination import Pagination

Span = tuple[int, int]
"""Positions in the folded text: the first, and the one after the last."""


class Ground:
    """Answers where on which page words stand, and how far from one another."""

    def __init__(self, text: FoldedText, pagination: Pagination, move: Callable[[int], int] | None) -> None:
        """Take the text, its pages, and where the tables' lines lie in it (None where it has no lines of theirs)."""
        self.text: Final = text
        self._pagination: Final = pagination
        self._move: Final = move
        self.spans: Final[dict[int, Span]] = {
            page: (text.position_of(start), text.position_of(end) if end else len(text.text))
            for page, (start, end) in pagination.lines_of().items()
        }

    def on_page(self, needle: str, page: int | None) -> Sequence[int]:
        """Give the positions on a page at which a needle begins."""
        span = self.spans.get(page) if page is not None else None
        return [start for start in self.text.find(needle) if span[0] <= start < span[1]] if span else ()

    def pages_with(self, needle: str) -> set[int]:
        """Give the pages on which a needle begins."""
        return {page for start in self.text.find(needle) if (page := self.page_at(start)) is not None}

    def page_at(self, position: int) -> int | None:
        """Give the page of a position."""
        return self._pagination.page_of(self.text.line_at(position))

    def position(self, line: int | None) -> int | None:
        """Give the position of a row's line; None where there is none or the text has no such lines."""
        return self.text.position_of(self._move(line)) if line is not None and self._move else None

    def distance(self, one: int, other: int) -> int:
        """Give how many lines lie between two positions."""
        return abs(self.text.line_at(one) - self.text.line_at(other))

    def rate(self, start: int, near: int | None) -> tuple[int, int]:
        """Give what to sort positions by: how many lines from another one, then by themselves."""
        return 0 if near is None else self.distance(start, near), start
