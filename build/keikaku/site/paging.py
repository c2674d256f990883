"""Pages that must stay short: a list is divided into parts, each a page of its own that leads to the others.

Input: pieces in order, and how many bytes each takes on the page. Output: the parts, of which none is longer than a
reader on a phone should have to load.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypeVar

from keikaku.iri import part_of
from keikaku.site.links import Link, href

BUDGET: Final = 72_000
"""Bytes of a page that its list may take; frame, filters and headings take at most about 20,000 more."""
Piece = TypeVar("Piece")


class Pager(NamedTuple):
    """The ways from a part to the others; `number` counts from one, and a page that is whole has no `parts`."""

    number: int
    parts: tuple[Link, ...]

    @property
    def before(self) -> Link | None:
        """The part before this one."""
        return self.parts[self.number - 2] if self.parts and self.number > 1 else None

    @property
    def after(self) -> Link | None:
        """The part behind this one."""
        return self.parts[self.number] if self.number < len(self.parts) else None


def divide(pieces: Iterable[tuple[int, Piece]], budget: int = BUDGET) -> Iterator[list[Piece]]:
    """Divide pieces, each with its weight, into parts of at most a budget; one heavier piece is a part alone.

    There is always a first part, even of nothing.
    """
    part: list[Piece] = []
    weight = 0
    for more, piece in pieces:
        if part and weight + more > budget:
            yield part
            part, weight = [], 0
        part.append(piece)
        weight += more
    yield part


def pager(path: str, number: int, count: int) -> Pager:
    """Give the ways between the parts of the page at `path`."""
    if count < 2:
        return Pager(1, ())
    return Pager(number, tuple(Link(href(part_of(path, one)), str(one)) for one in range(1, count + 1)))


def weight(*texts: str, more: int = 0) -> int:
    """Estimate the bytes that texts take on a page, with what the markup around them takes."""
    return more + sum(len(text.encode()) for text in texts)
