"""Where each value stands: at its page, elsewhere in the document, or nowhere; and what text it accounts for.

Each value accounts for one stretch of its page, the one nearest to its row's line; rows with the same words take one
after another, so that words which no row accounts for are left over. Longer values choose first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from keikaku.verify.ground import Ground
from keikaku.verify.loose import around_marks, as_corrected, in_parts, nearest, pages_with_parts, pages_with_words
from keikaku.verify.mentions import Mention, RowId
from keikaku.verify.values import Value

Standing = Literal["page", "elsewhere", "nowhere"]

NESTED: Final = 3
"""How many lines nearer words must be that lie within another row's value, to be preferred to words of their own."""
BESIDE: Final = 40
CLOSE: Final = 2
"""How many lines from its own values a row may mention what it refers to; what another row states, only close by."""
TELLING: Final = 6
"""Names of so many characters are told even where they run on into other words."""
_OTHERS: Final = re.compile("等|ほか|他")
"""What a plan adds to the first of several names."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a value was found. `pages` are all pages with its words, `line` the line of the place that it took."""

    value: Value
    standing: Standing
    pages: tuple[int, ...] = ()
    line: int | None = None


class Places:
    """Finds values in a document and keeps account of the text that they cover.

    `covered` marks what any row accounts for, `stated` what rows account for with words that must stand where they do.
    `lines` tells at which lines rows state or mention certain words.
    """

    def __init__(self, ground: Ground, related: Mapping[RowId, Sequence[RowId]]) -> None:
        """Take the document, and the rows to which rows refer: one without a line is looked for beside them."""
        self._ground: Final = ground
        self._text: Final = ground.text
        self._related: Final = related
        self.covered: Final = bytearray(len(self._text.text))
        self.stated: Final = bytearray(len(self._text.text))
        self.lines: Final[dict[str, set[int]]] = defaultdict(set)
        self._taken: Final[dict[str, set[int]]] = defaultdict(set)
        self._anchors: Final[dict[RowId, int]] = {}

    def find_all(self, values: Sequence[Value]) -> list[Found]:
        """Find all values; the answer is in the order of the values."""
        order = sorted(range(len(values)), key=lambda index: self._rank(values[index]))
        found: dict[int, Found] = {index: self._whole(values[index]) for index in order}
        for index in order:
            if found[index].standing != "page":
                found[index] = self._otherwise(values[index], found[index])
        return [found[index] for index in range(len(values))]

    def mention(self, mentions: Iterable[Mention]) -> None:
        """Cover the names of things to which rows refer, where they stand beside the rows' own values.

        Farther than a few lines away, words that another row of the page states are left to that row.
        """
        for mention in mentions:
            row = mention.table, mention.row
            near = self._anchors.get(row, self._ground.position(mention.line))
            near = self._beside(row, mention.page) if near is None else near
            here = self._ground.on_page(mention.needle, mention.page)
            if not here or near is None:
                continue
            start = min(here, key=lambda start: self._ground.rate(start, near))
            end, away = start + len(mention.needle), self._ground.distance(start, near)
            others = _OTHERS.match(self._text.text, end)
            end = others.end() if others else end
            if away > CLOSE and self._taken[mention.needle].intersection(here):
                continue
            if away <= BESIDE and (len(mention.needle) >= TELLING or not self._text.loose_ends(start, end)):
                self._cover(mention.needle, start, end)
                if away <= CLOSE:
                    self.stated[start:end] = self.covered[start:end]

    def repeat(self, overview: Mapping[str, set[int]]) -> None:
        """Cover names that are printed again in overviews: on pages on which no row states such names.

        `overview` gives the folded names, each with the pages on which rows of its table stand.
        """
        for needle, stated in overview.items():
            for start in self._text.find(needle):
                end = start + len(needle)
                if self._ground.page_at(start) not in stated and not self._text.loose_ends(start, end):
                    self._cover(needle, start, end)

    def _rank(self, value: Value) -> tuple[int, int, int, int]:
        # What several rows share is looked for when the values beside it have found their places.
        return ("own", "context", "shared").index(value.hold), -len(value.needle), value.page or 0, value.line or 0

    def _whole(self, value: Value) -> Found:
        here = self._ground.on_page(value.needle, value.page)
        if here:
            start = self._choose(value, here)
            self._take(value, start, start + len(value.needle))
            return self._at(value, start)
        every = self._text.find(value.needle)
        if every and value.hold == "context":
            start = self._choose(value, every)
            self._take(value, start, start + len(value.needle))
        pages = self._ground.pages_with(value.needle)
        return Found(value, "elsewhere" if every else "nowhere", tuple(sorted(pages)))

    def _otherwise(self, value: Value, whole: Found) -> Found:
        """Find a value that does not stand whole at its page."""
        ground, near = self._ground, self._ground.position(value.line)
        around = around_marks(ground, value)
        spans = (
            nearest(ground, around, value.page, near)
            or in_parts(ground, value, near, self.covered)
            or as_corrected(ground, value, near)
        )
        if spans:
            for start, end in spans:
                self._take(value, start, end)
            return self._at(value, spans[0][0])
        if whole.standing == "elsewhere":
            return whole
        pages = {page for found in around if (page := ground.page_at(found[0][0])) is not None}
        pages |= pages_with_parts(ground, value)
        if not pages and value.hold == "context" and not value.raw:
            pages = pages_with_words(ground, value.needle)
        standing: Standing = "page" if value.page in pages else "elsewhere" if pages else "nowhere"
        return Found(value, standing, tuple(sorted(pages)))

    def _choose(self, value: Value, here: Sequence[int]) -> int:
        anchor = self._anchors.get((value.table, value.row))
        if value.hold == "shared" and anchor is not None:
            # A mark stands on the line of what it marks, or else before it.
            line = self._text.line_at(anchor)
            return min(here, key=lambda start: (self._text.line_at(start) != line, start > anchor, abs(start - anchor)))
        free = [start for start in here if start not in self._taken[value.needle]] if value.hold != "shared" else here
        near = self._ground.position(value.line)
        near = anchor if near is None else near
        if near is not None:
            return min(free or here, key=lambda start: self._cost(value, start, near))
        # What a row refers to tells no more than the part of the page.
        near = self._beside((value.table, value.row), value.page)
        return min(free or here, key=lambda start: (self._ends(value, start), self._cost(value, start, near)))

    def _cost(self, value: Value, start: int, near: int | None) -> tuple[int, int, int]:
        """Rate a place: how far it is, and at how many ends it runs on into other words."""
        nested = value.hold == "own" and all(self.covered[start : start + len(value.needle)])
        return self._ground.rate(start, near)[0] + (NESTED if nested else 0), self._ends(value, start), start

    def _ends(self, value: Value, start: int) -> int:
        return self._text.loose_ends(start, start + len(value.needle))

    def _beside(self, row: RowId, page: int | None) -> int | None:
        """Give where something stands to which a row refers, on the row's page."""
        others = (self._anchors.get(other) for other in self._related.get(row, ()))
        return next((at for at in others if at is not None and self._ground.page_at(at) == page), None)

    def _at(self, value: Value, start: int) -> Found:
        return Found(value, "page", (value.page,) if value.page is not None else (), self._text.line_at(start))

    def _take(self, value: Value, start: int, end: int) -> None:
        self._cover(value.needle, start, end)
        if value.hold != "shared":
            self._taken[value.needle].add(start)
        if value.hold == "own":
            self._anchors.setdefault((value.table, value.row), start)
            self.stated[start:end] = self.covered[start:end]

    def _cover(self, needle: str, start: int, end: int) -> None:
        self.covered[start:end] = b"\1" * (end - start)
        self.lines[needle].add(self._text.line_at(start))
