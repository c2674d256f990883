"""Scales: from years and values to coordinates, with ticks at round figures, of which zero is always one.

Values are decimals, as they are printed, so that ticks are exact however large or small they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Final

_STEPS: Final = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
_HALVES: Final = Decimal("2.5")
_INTERVALS: Final = 4
_EXACT: Final = Context(prec=60)
_PERCENT: Final = "%"
_HUNDRED: Final = Decimal(100)
_FULL_FROM: Final = Decimal(50)
"""From this share on a scale of per cent ends at a hundred, so that what is missing to all can be seen."""


@dataclass(frozen=True, slots=True)
class Range:
    """What a scale of values runs over; both ends are multiples of the step, and zero lies between them."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        """The figures of the scale from the lowest to the highest."""
        count = int((self.high - self.low) / self.step)
        return tuple(self.low + self.step * number for number in range(count + 1))


def make_range(values: Iterable[Decimal], unit: str = "") -> Range:
    """Give the range that holds zero and all values, with three to six ticks."""
    found = [Decimal(0), *values]
    low, high = min(found), max(found)
    if unit == _PERCENT and low == 0 and _FULL_FROM <= high <= _HUNDRED:
        high = _HUNDRED
    if low == high:
        return Range(Decimal(0), Decimal(1), Decimal(1))
    step = _step(_EXACT.divide(_EXACT.subtract(high, low), Decimal(_INTERVALS)))
    if all(value == value.to_integral_value() for value in found):
        step = max(step, Decimal(1))
    return Range(_round(low, step, ROUND_FLOOR), _round(high, step, ROUND_CEILING), step)


def _step(rough: Decimal) -> Decimal:
    """Give the smallest of 1, 2, 2.5 and 5 times a power of ten that is no smaller; units are not cut in halves."""
    power = Decimal(1).scaleb(rough.adjusted())
    return next(power * factor for factor in _STEPS if power * factor >= rough and (power != 1 or factor != _HALVES))


def _round(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return _EXACT.divide(value, step).to_integral_value(rounding=rounding, context=_EXACT) * step


@dataclass(frozen=True, slots=True)
class Scale:
    """From years and values to coordinates inside a frame; y grows downwards."""

    years: Sequence[int]
    values: Range
    left: float
    right: float
    top: float
    bottom: float

    @property
    def slot(self) -> float:
        """The width of a year."""
        return (self.right - self.left) / len(self.years)

    def x(self, year: int) -> float:
        """Give the middle of a year."""
        return self.left + self.slot * (year - self.years[0] + 0.5)

    def y(self, value: Decimal) -> float:
        """Give the height of a value."""
        share = _EXACT.divide(_EXACT.subtract(value, self.values.low), self.values.high - self.values.low)
        return self.bottom - (self.bottom - self.top) * float(share)

    def named(self, widest: float, gap: float = 4.0) -> tuple[int, ...]:
        """Give the years that have room for a name of a width: each, or from the last one back each second or third."""
        each = max(1, -int(-(widest + gap) // self.slot))
        return tuple(year for year in self.years if (self.years[-1] - year) % each == 0)
