"""A document as one folded text in which words are looked for, with the way back to its lines.

All segments (see `segments`) stand behind one another in one string, so that what runs over lines, cells and pages is
found as well.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from keikaku.verify.fold import fold_with_gaps, is_word
from keikaku.verify.segments import PieceKind, pieces

_BEFORE_THOUSANDS: Final = re.compile(r"[0-9],")
_THOUSANDS: Final = re.compile(r"[0-9]{3}(?![0-9])")
_CODE: Final = re.compile(r"[0-9]+(?:-[0-9]+)+")
_DIGITS: Final = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of one line: where it stands in the folded text, and its words as the document has them."""

    line: int
    start: int
    end: int
    kind: PieceKind
    group: int
    words: str


class FoldedText:
    """The folded text with its segments, but for some lines. `find` remembers what it was asked."""

    def __init__(self, lines: Sequence[str], without: frozenset[int] = frozenset()) -> None:
        texts: list[str] = []
        gaps = bytearray()
        segments: list[Segment] = []
        for piece in pieces(lines):
            folded, own = ("", b"") if piece.line in without else fold_with_gaps(piece.words)
            if folded:
                place = piece.line, len(gaps), len(gaps) + len(folded)
                segments.append(Segment(*place, piece.kind, piece.group, piece.words.strip()))
                texts.append(folded)
                gaps += own
        self.text: Final = "".join(texts)
        self.segments: Final = tuple(segments)
        self._gaps: Final = bytes(gaps)
        self._starts: Final = [segment.start for segment in segments]
        self._lines: Final = [segment.line for segment in segments]
        self._known: Final[dict[str, tuple[int, ...]]] = {}

    def segment_at(self, position: int) -> int:
        """Give the index of the segment that holds a position."""
        return bisect_right(self._starts, position) - 1

    def line_at(self, position: int) -> int:
        """Give the line of a position."""
        return self._lines[self.segment_at(position)]

    def position_of(self, line: int) -> int:
        """Give the position at which a line begins, or the next line that has text."""
        index = bisect_right(self._lines, line - 1)
        return self._starts[index] if index < len(self._starts) else len(self.text)

    def find(self, needle: str) -> tuple[int, ...]:
        """Give all positions of a folded text; a figure or a Latin word counts only where it is whole."""
        if needle not in self._known:
            self._known[needle] = tuple(self._search(needle)) if needle else ()
        return self._known[needle]

    def _search(self, needle: str) -> Iterator[int]:
        position = self.text.find(needle)
        while position >= 0:
            whole = self.is_whole(position, position + len(needle))
            if whole:
                yield position
            position = self.text.find(needle, position + (len(needle) if whole else 1))

    def loose_ends(self, start: int, end: int) -> int:
        """Count the ends at which a stretch runs on into other words of its segment, with nothing between."""
        inside = self.segments[self.segment_at(start)]
        before = start > inside.start and not self._gaps[start] and is_word(self.text[start - 1])
        return before + (end < inside.end and not self._gaps[end] and is_word(self.text[end]))

    def is_whole(self, start: int, end: int) -> bool:
        """Tell whether a stretch cuts no figure and no Latin word at its ends."""
        return self._free_before(start, end) and self._free_after(start, end)

    def _free_before(self, start: int, end: int) -> bool:
        text = self.text
        if start == 0 or self._gaps[start]:
            return True
        first, before = text[start], text[start - 1]
        if first not in _DIGITS:
            return not (first.isascii() and first.isalpha() and before.isascii() and before.isalpha())
        if before in _DIGITS or before in "▲△":
            return False
        pair = text[max(start - 2, 0) : start]
        if before == "." and pair[0] in _DIGITS:
            return False
        if before == "-" and pair[0] in _DIGITS and _CODE.fullmatch(text, start, end):
            return False
        return not (_BEFORE_THOUSANDS.fullmatch(pair) and _THOUSANDS.match(text, start))

    def _free_after(self, start: int, end: int) -> bool:
        text = self.text
        if end == len(text) or self._gaps[end]:
            return True
        last, after = text[end - 1], text[end]
        if last not in _DIGITS:
            return not (last.isascii() and last.isalpha() and after.isascii() and after.isalpha())
        if after in _DIGITS:
            return False
        beyond = text[end + 1 : end + 2]
        if after == "." and beyond in _DIGITS:
            return False
        if after == "-" and beyond in _DIGITS and _CODE.fullmatch(text, start, end):
            return False
        return not (after == "," and _THOUSANDS.match(text, end + 1))
