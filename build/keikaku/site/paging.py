"""Pages that must stay short: a list is divided into parts, each a page of its own that leads to the others.

Input: pieces in order, and how many bytes each takes on the page. Output: the parts, of which none is longer than a
reader on a phone should have to load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
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


class Division:
    """What the first language decides on how lists are divided, so that all languages have the same pages.

    Words take more bytes in one language than in another; pieces and their order are the same in all.
    """

    def __init__(self) -> None:
        self._cuts: dict[str, tuple[int, ...]] = {}
        self._moved: dict[str, tuple[int, ...]] = {}

    def divide(self, path: str, pieces: Iterable[tuple[int, Piece]]) -> list[list[Piece]]:
        """Divide the pieces of the page at `path` as its first language did."""
        if path not in self._cuts:
            parts = list(divide(pieces))
            self._cuts[path] = tuple(map(len, parts))
            return parts
        return list(self._cut(path, pieces))

    def count(self, path: str, pieces: Callable[[], Iterable[tuple[int, object]]]) -> int:
        """Count the parts of the page at `path` without keeping its pieces, which may be very many."""
        if path not in self._cuts:
            self._cuts[path] = tuple(len(part) for part in divide((size, None) for size, _ in pieces()))
        return len(self._cuts[path])

    def parts(self, path: str, pieces: Callable[[], Iterable[tuple[int, Piece]]]) -> Iterator[list[Piece]]:
        """Give the parts of the page at `path` one after another: only one is held at a time."""
        self.count(path, pieces)
        return self._cut(path, pieces())

    def _cut(self, path: str, pieces: Iterable[tuple[int, Piece]]) -> Iterator[list[Piece]]:
        rest = (piece for _, piece in pieces)
        return (list(islice(rest, count)) for count in self._cuts[path])

    def moved(self, path: str, choose: Callable[[], Iterable[int]]) -> tuple[int, ...]:
        """Tell by numbers what leaves the page at `path` for parts of its own, as its first language chose."""
        if path not in self._moved:
            self._moved[path] = tuple(choose())
        return self._moved[path]


def pager(path: str, number: int, count: int) -> Pager:
    """Give the ways between the parts of the page at `path`."""
    if count < 2:
        return Pager(1, ())
    return Pager(number, tuple(Link(href(part_of(path, one)), str(one)) for one in range(1, count + 1)))


def weight(*texts: str, more: int = 0) -> int:
    """Estimate the bytes that texts take on a page, with what the markup around them takes."""
    return more + len("".join(texts).encode())
