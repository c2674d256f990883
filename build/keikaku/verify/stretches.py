"""The stretches of a document that no row accounts for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keikaku.verify.fold import is_word
from keikaku.verify.folded import FoldedText
from keikaku.verify.things import Patterns, Thing


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a segment that is not covered, without signs at its ends, and the things that reach into it."""

    segment: int
    start: int
    end: int
    words: str
    things: tuple[Thing, ...]


def stretches(text: FoldedText, covered: bytearray, patterns: Patterns) -> Iterator[Stretch]:
    """Give the stretches that are not covered and have letters or digits."""
    for index, segment in enumerate(text.segments):
        if covered.count(1, segment.start, segment.end) == segment.end - segment.start:
            continue
        things = list(patterns.things(text.text[segment.start : segment.end], segment.start))
        start = segment.start
        while start < segment.end:
            if covered[start] or not is_word(text.text[start]):
                start += 1
                continue
            end = covered.find(1, start, segment.end)
            end = last = segment.end if end < 0 else end
            while not is_word(text.text[last - 1]):
                last -= 1
            inside = tuple(thing for thing in things if thing.start < last and start < thing.end)
            yield Stretch(index, start, last, text.text[start:last], inside)
            start = end
