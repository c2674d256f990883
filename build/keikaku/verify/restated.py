"""Rows of a document's tables that state again, cell by cell, what rows of ours state from another line.

Plans print the same figures twice (a table of results, then the same table with changes). Each row of ours accounts
for one of the places. A printed row all of whose cells repeat one and the same other line is accounted for as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby

from keikaku.verify.fold import is_word
from keikaku.verify.folded import FoldedText, Segment

AT_LEAST = 2
"""So many cells of a row must repeat the other line."""


def cover_restated(
    text: FoldedText, covered: bytearray, lines: Mapping[str, set[int]], is_label: Callable[[Segment, str], bool]
) -> None:
    """Cover the rows that repeat another line; `lines` tells at which lines rows of ours state certain words."""
    cells = (segment for segment in text.segments if segment.kind == "cell")
    for line, row in groupby(cells, key=lambda segment: segment.line):
        stated = [(segment, lines.get(text.text[segment.start : segment.end], set()) - {line}) for segment in row]
        left = [
            where
            for segment, where in stated
            if not _is_covered(text, covered, segment) and not is_label(segment, text.text[segment.start : segment.end])
        ]
        if not left:
            continue
        same = set.intersection(*left)
        if any(sum(other in where for _, where in stated) >= AT_LEAST for other in same):
            for segment, where in stated:
                if where & same:
                    covered[segment.start : segment.end] = b"\1" * (segment.end - segment.start)


def _is_covered(text: FoldedText, covered: bytearray, segment: Segment) -> bool:
    places = range(segment.start, segment.end)
    return all(covered[place] or not is_word(text.text[place]) for place in places)
