"""Where the values' words stand in a document, and what that says about its sheets and pages."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from keikaku.verify.folded import FoldedText
from keikaku.verify.pagination import How, Pagination, Place
from keikaku.verify.values import Value

_BESIDE: Final = 10
"""A value that begins so many lines from its row's line stands on the row's page."""
_RARE: Final = 4
"""Words that stand on more sheets than this say nothing about pages."""


class Sightings:
    """The lines at which each value's words are seen."""

    def __init__(self, text: FoldedText, values: Sequence[Value]) -> None:
        """Look for all values that must stand at their page."""
        self._text = text
        self._values = [value for value in values if value.page is not None and value.hold != "context"]
        pairs = sorted({(value.needle, value.page or 0) for value in self._values})
        self._pairs: Final = [(page, self._lines(needle)) for needle, page in pairs]
        self.count: Final = len(pairs)

    def score(self, pagination: Pagination) -> int:
        """Count the values that stand on their page."""
        page_of = pagination.page_of
        return sum(any(page_of(line) == page for line in lines) for page, lines in self._pairs)

    def places(self, move: Callable[[int], int]) -> Iterator[Place]:
        """Give the lines of the rows, and those at which their values begin close by, with the rows' pages."""
        for value in self._values:
            if value.line is not None and value.page is not None:
                line = move(value.line)
                yield line, value.page
                nearest = min(self._lines(value.needle), key=lambda seen: abs(seen - line), default=line)
                if abs(nearest - line) <= _BESIDE:
                    yield nearest, value.page

    def with_offset(self, sheets: Sequence[int], how: How) -> Pagination:
        """Number the sheets one after another, from the number that fits most values."""
        votes: Counter[int] = Counter()
        for page, found in self._on_sheets(sheets):
            votes.update(page - sheet for sheet in found)
        # Of equal counts, the one nearest to sheet 1 being page 1.
        first = min(votes, key=lambda number: (-votes[number], abs(number - 1), number), default=1)
        return Pagination(tuple(sheets), tuple(range(first, first + len(sheets))), how, first - 1)

    def aligned(self, sheets: Sequence[int], how: How) -> Pagination:
        """Give each sheet the page that fits its values, so that pages never fall from sheet to sheet."""
        pages = sorted({page for page, _ in self._pairs}) or [1]
        votes = self._votes(sheets)
        best = [0] * len(pages)
        steps: list[list[int]] = []
        for sheet in range(len(sheets)):
            # best[i] is the most votes with this sheet on page i; its step is the page of the sheet before.
            step, top = [], 0
            for index in range(len(pages)):
                top = index if best[index] > best[top] else top
                step.append(top)
            best = [best[before] + votes[sheet][pages[index]] for index, before in enumerate(step)]
            steps.append(step)
        chosen = [max(range(len(pages)), key=lambda index: best[index])]
        for step in reversed(steps[1:]):
            chosen.append(step[chosen[-1]])
        starts: dict[int, int] = {}
        for start, index in zip(sheets, reversed(chosen), strict=True):
            starts.setdefault(pages[index], start)
        return Pagination(tuple(starts.values()), tuple(starts), how)

    def _votes(self, sheets: Sequence[int]) -> list[Counter[int]]:
        """Count for each sheet the values of each page that stand on it alone.

        Words on several sheets speak only for pages of which no others speak: what an overview names again must not
        draw it to the pages that it names.
        """
        votes = [Counter[int]() for _ in sheets]
        doubtful: list[tuple[int, set[int]]] = []
        for page, found in self._on_sheets(sheets):
            if len(found) == 1:
                votes[next(iter(found))][page] += 1
            else:
                doubtful.append((page, found))
        told = {page for sheet in votes for page in sheet}
        for page, found in doubtful:
            for sheet in found if page not in told else ():
                votes[sheet][page] += 1
        return votes

    def _on_sheets(self, sheets: Sequence[int]) -> Iterator[tuple[int, set[int]]]:
        """Give the page of each telling value, and the sheets (from 0) on which its words stand."""
        for page, lines in self._pairs:
            found = {max(bisect_right(sheets, line) - 1, 0) for line in lines}
            if found and len(found) <= _RARE:
                yield page, found

    def _lines(self, needle: str) -> list[int]:
        return [self._text.line_at(position) for position in self._text.find(needle)]
