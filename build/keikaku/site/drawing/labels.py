"""Labels beside what they name: each gets the first of its places in which it touches nothing, or none at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from keikaku.site.drawing.measure import ems

_ASCENT: Final = 0.88
_DESCENT: Final = 0.22
_APART: Final = 2.0


class Box(NamedTuple):
    """A rectangle: its left, upper, right and lower edge."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles overlap; touching edges do not."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def inside(self, other: Box) -> bool:
        """Tell whether a rectangle lies wholly in another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


class Spot(NamedTuple):
    """A place for a text: its baseline, and whether it begins, ends or has its middle at x."""

    x: float
    y: float
    anchor: str = "middle"


def text_box(text: str, spot: Spot, size: float) -> Box:
    """Give the rectangle that a text fills, with some air at its sides."""
    width = ems(text) * size
    left = spot.x - {"start": 0.0, "middle": width / 2, "end": width}[spot.anchor]
    return Box(left - _APART, spot.y - size * _ASCENT, left + width + _APART, spot.y + size * _DESCENT)


class Placer:
    """Keeps what is taken of a picture."""

    def __init__(self, bounds: Box) -> None:
        self._bounds = bounds
        self._taken: list[Box] = []

    def take(self, box: Box) -> None:
        """Keep labels away from a rectangle."""
        self._taken.append(box)

    def place(self, text: str, size: float, spots: Iterable[Spot]) -> Spot | None:
        """Give the first spot at which a text lies inside the picture and on nothing that is taken, and take it."""
        for spot in spots:
            box = text_box(text, spot, size)
            if box.inside(self._bounds) and not any(box.meets(other) for other in self._taken):
                self._taken.append(box)
                return spot
        return None
