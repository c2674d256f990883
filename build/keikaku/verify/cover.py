"""What of a document no row accounts for, sorted, and the figures, marks and projects in it.

In: the folded text and what of it the values cover. Out: a `Coverage`. What is left of a segment is a label (a
heading, a form's words, a running head), prose (sentences), table text, or an aside (captions, drawings and lists of
which no row speaks and that hold no figure, mark or project number). Table text is what the tables should have had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import compress, count
from typing import Final, Literal

from keikaku.verify.fold import is_circled, is_word
from keikaku.verify.folded import FoldedText
from keikaku.verify.labels import Labels
from keikaku.verify.pagination import Pagination
from keikaku.verify.stretches import Stretch

Sort = Literal["label", "prose", "aside", "table"]
What = Literal["figure", "status", "project", "text", "prose_figure", "aside"]

NEAR: Final = 3
"""In a text without marks of tables, what stands so many segments from a row's words belongs to its table."""
_SENTENCE: Final = 15
"""A line of prose has at least so many letters."""
_FIGURES: Final = 0.25
"""A line of which more are digits is a row of a table, though a sentence may follow it."""
_REACH: Final = 20
"""A sentence ends within so many lines."""
_MARKED: Final = 3
"""A text with so many cells marks its tables."""


@dataclass(frozen=True, slots=True)
class Left:
    """Something that no row accounts for, its place, and the words around it."""

    what: What
    words: str
    around: str
    page: int | None
    line: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Numbers of letters and digits that rows account for (`covered`) and that they do not, and what is left."""

    covered: int
    table: int
    label: int
    prose: int
    aside: int
    left: tuple[Left, ...]

    @property
    def share(self) -> float:
        """The share of the table text that rows account for, in percent."""
        total = self.covered + self.table
        return 100 * self.covered / total if total else 100.0


class Stock:
    """Takes stock of one document."""

    def __init__(
        self, text: FoldedText, covered: bytearray, stated: bytearray, left: Sequence[Stretch], labels: Labels
    ) -> None:
        """Take what rows cover, what (`stated`) they cover with words that must stand where they do, and the rest."""
        self._text = text
        self._covered = covered
        self._stated = stated
        self._left = left
        self._labels = labels
        self._marked = sum(segment.kind == "cell" for segment in text.segments) >= _MARKED
        self._anchors = self._find_anchors()

    def coverage(self, pagination: Pagination, examples: Set[int]) -> Coverage:
        """Sort what is left, and list what should have had a row; pages of `examples` should have had none."""
        counts: Counter[Sort] = Counter()
        left: list[Left] = []
        for stretch in self._left:
            segment = self._text.segments[stretch.segment]
            page = pagination.page_of(segment.line)
            sort = "aside" if page in examples else self._sort(stretch)
            counts[sort] += sum(map(is_word, stretch.words))
            place = segment.words, page, segment.line
            left += [Left(what, words, *place) for what, words in self._list(stretch, sort)]
        total = sum(is_word(self._text.text[position]) for position in compress(count(), self._covered))
        sorts = counts["table"], counts["label"], counts["prose"], counts["aside"]
        return Coverage(total, *sorts, tuple(dict.fromkeys(left)))

    def _find_anchors(self) -> frozenset[int]:
        """Give what tells that a table is there: groups of a marked text, indices of segments of another.

        It is a row's words outside prose, a figure, mark or number in a cell, and in a text without marks of tables
        also a form's recurring words.
        """
        found = set()
        things = {stretch.segment for stretch in self._left if stretch.things}
        forms = {
            each.segment
            for each in self._left
            if not self._marked and not each.things and self._labels.recurs(each.words)
        }
        for index, segment in enumerate(self._text.segments):
            stated = any(self._stated[segment.start : segment.end])
            thing = index in things and (segment.kind == "cell" or not self._marked)
            if (stated or thing or index in forms) and not self._is_prose(index):
                found.add(segment.group if self._marked else index)
        return frozenset(found)

    def _sort(self, stretch: Stretch) -> Sort:
        segment = self._text.segments[stretch.segment]
        if segment.kind == "contents" or (not stretch.things and self._labels.is_label(segment, stretch.words)):
            return "label"
        if self._is_prose(stretch.segment):
            return "prose"
        if segment.kind == "head":
            return "aside"
        if self._marked:
            return "table" if segment.group in self._anchors else "aside"
        near = range(stretch.segment - NEAR, stretch.segment + NEAR + 1)
        return "table" if any(index in self._anchors for index in near) else "aside"

    def _is_prose(self, index: int) -> bool:
        """Tell whether a segment is part of a sentence: it holds a full stop, or long lines lead from it to one."""
        first = self._text.segments[index]
        for segment in self._text.segments[index : index + _REACH]:
            words = self._text.text[segment.start : segment.end]
            if segment.kind != first.kind or (segment.kind != "line" and segment is not first):
                return False
            if "。" in words:
                return True
            if len(words) < _SENTENCE or sum(map(str.isdigit, words)) > _FIGURES * len(words):
                return False
        return False

    def _list(self, stretch: Stretch, sort: Sort) -> Iterator[tuple[What, str]]:
        """List what of a stretch should have had a row: its figures, marks and numbers, and words that are none."""
        text = self._text.text
        rest = bytearray(b"\1") * (stretch.end - stretch.start)
        for thing in stretch.things:
            if sort == "table":
                yield thing.what, text[thing.start : thing.end]
            elif thing.what == "figure" and sort != "label":
                yield "prose_figure", text[thing.start : thing.end]
            inside = slice(max(thing.start - stretch.start, 0), max(thing.end - stretch.start, 0))
            rest[inside] = bytes(len(rest[inside]))
        words = (character for character in compress(stretch.words, rest) if not is_circled(character))
        if sort in {"table", "aside"} and any(map(is_word, words)):
            yield "text" if sort == "table" else "aside", stretch.words
