"""Count what verifying came to, and judge it by thresholds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Final

from keikaku.verify.places import Found
from keikaku.verify.run import Verified

MIN_FOUND: Final = 99.0
MIN_COVERED: Final = 98.0


MAX_LEFT: Final = 0
_THINGS: Final = frozenset({"figure", "status", "project"})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a document must reach, in percent, and how many figures, marks and projects may be left without a row.

    A value that is nowhere is not accepted, but for labels of our making.
    """

    found: float = MIN_FOUND
    covered: float = MIN_COVERED
    left: int = MAX_LEFT


@dataclass(frozen=True, slots=True)
class Counts:
    """How many values stand where; `at_line` of those at their page begin at the very line of their row."""

    total: int
    at_page: int
    at_line: int
    elsewhere: int
    nowhere: int

    @property
    def share(self) -> float:
        """The share of the values that stand at their page, in percent."""
        return 100 * self.at_page / self.total if self.total else 100.0


def count(found: Iterable[Found]) -> Counts:
    """Count values by where they stand."""
    every = list(found)
    standing = [one.standing for one in every]
    at_line = sum(one.standing == "page" and one.line is not None and one.line == one.value.line for one in every)
    by = standing.count
    return Counts(len(every), by("page"), at_line, by("elsewhere"), by("nowhere"))


def add(every: Iterable[Counts]) -> Counts:
    """Add up counts."""
    counts = list(every)
    return Counts(*(sum(getattr(each, name.name) for each in counts) for name in fields(Counts)))


def transcribed(verified: Verified) -> list[Found]:
    """Give the values that must stand at their page."""
    return [one for one in verified.found if one.value.hold != "context"]


def context(verified: Verified) -> list[Found]:
    """Give the values that are printed once for several rows, or are made of words of the page."""
    return [one for one in verified.found if one.value.hold == "context"]


def passes(verified: Verified, thresholds: Thresholds) -> bool:
    """Tell whether a document reaches the thresholds."""
    own = count(transcribed(verified))
    lost = own.nowhere or any(one.standing == "nowhere" and one.value.raw for one in context(verified))
    left = sum(one.what in _THINGS for one in verified.coverage.left)
    reached = own.share >= thresholds.found and verified.coverage.share >= thresholds.covered
    return reached and not lost and left <= thresholds.left
