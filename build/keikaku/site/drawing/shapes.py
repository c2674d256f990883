"""What charts are made of, as their template takes it: shapes with their coordinates as text, and their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, NamedTuple

WIDTH: Final = 360.0
"""The width of every picture; what is drawn lies between 0 and this."""


class Bar(NamedTuple):
    """A result; `look` tells what the document judges of it."""

    x: str
    y: str
    width: str
    height: str
    look: str
    title: str


class Mark(NamedTuple):
    """A target, baseline or gap; `y2` is the upper end of a range, else the same as `y`."""

    x: str
    y: str
    y2: str
    look: str
    title: str


class Level(NamedTuple):
    """A line over several years: a target of every year, or a baseline without a year."""

    x1: str
    x2: str
    y: str
    look: str
    title: str


class Label(NamedTuple):
    """A value beside what it names."""

    x: str
    y: str
    anchor: str
    look: str
    text: str


class Tick(NamedTuple):
    """A line of the scale."""

    y: str
    text: str


class Year(NamedTuple):
    """A year of the axis."""

    x: str
    era: str
    year: str


class Key(NamedTuple):
    """What a shape means."""

    look: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the template draws. `line` joins the targets of years, `levels` are those of every year."""

    kind: ClassVar = "picture"

    id: str
    title: str
    description: str
    unit: str
    left: str
    height: str
    names_y: str
    ticks: tuple[Tick, ...]
    years: tuple[Year, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    levels: tuple[Level, ...]
    labels: tuple[Label, ...]
    line: str
    zero: str
    keys: tuple[Key, ...]
    omitted: bool

    @property
    def hatched(self) -> bool:
        """Tell whether any bar has a pattern."""
        return any(bar.look == "missed" for bar in self.bars)
