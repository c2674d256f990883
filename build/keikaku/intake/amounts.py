"""Numbers as people type them: ▲1,234, 約30%, 35,393千円, 10社以上, 28万人, 10〜20%.

A text is taken apart into number, comparator, multiplier and unit; what of it may stand in a column of numbers is
decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from keikaku.text import normalise

_SIGNS: Final = "▲△−‐‑‒–—―"
_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALES: Final = {
    "": 1,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "億": 100_000_000,
}
_BEFORE: Final = dict.fromkeys(("約", "およそ", "おおよそ", "概ね", "おおむね", "ほぼ"), "approx")
_AFTER: Final = {
    **dict.fromkeys(("以上",), "ge"),
    **dict.fromkeys(("以下", "以内"), "le"),
    **dict.fromkeys(("超", "超え", "を超える", "を上回る"), "gt"),
    **dict.fromkeys(("未満", "を下回る"), "lt"),
    **dict.fromkeys(("程度", "前後", "ほど", "くらい", "弱", "強"), "approx"),
}
_TENTHS: Final = "割"
_SYMBOLS: Final = {"≧": "ge", "≥": "ge", ">=": "ge", "≦": "le", "≤": "le", "<=": "le", ">": "gt", "<": "lt"}
_TEXT: Final = re.compile(
    rf"(?P<before>{'|'.join(map(re.escape, (*_BEFORE, *_SYMBOLS)))})?\s*"
    rf"(?P<sign>[{_SIGNS}+-])?\s*(?P<number>{_NUMBER})\s*"
    rf"(?:[〜~]\s*(?P<high>{_NUMBER})\s*)?"
    r"(?P<scale>十万|百万|千万|百|千|万|億)?\s*"
    rf"(?P<unit>[^\d\s,.〜~()]*?)\s*(?P<after>{'|'.join(sorted(_AFTER, key=len, reverse=True))})?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and what stood beside it. `scale` is 千, 万 …; `high` is the upper end of a range."""

    number: str
    comparator: str = ""
    scale: str = ""
    unit: str = ""
    high: str = ""

    @property
    def bare(self) -> bool:
        """Whether nothing but a comparator stood beside the number."""
        return not (self.scale or self.unit)

    def whole(self) -> tuple[str, str]:
        """Give number and upper end multiplied by the scale."""
        factor = Decimal(_SCALES[self.scale])
        if not self.scale:
            return self.number, self.high
        return times(self.number, factor), times(self.high, factor) if self.high else ""


def amount(text: str) -> Amount | None:
    """Take a text apart; None where it is not one number, or one range, with words that are known."""
    plain = normalise(text).strip()
    if plain.startswith("."):
        plain = f"0{plain}"
    found = _TEXT.fullmatch(plain)
    if not found or (found["before"] and found["after"]):
        return None
    comparator = {**_BEFORE, **_SYMBOLS}.get(found["before"] or "") or _AFTER.get(found["after"] or "", "")
    number = _plain(found["number"])
    if (found["sign"] or "+") != "+" and number.strip("0."):
        number = f"-{number}"
    read = Amount(number, comparator, found["scale"] or "", found["unit"], _plain(found["high"] or ""))
    return _in_percent(read) if read.unit == _TENTHS else read


def _in_percent(read: Amount) -> Amount:
    """Three tenths (3割) are 30 per cent."""
    high = times(read.high, Decimal(10)) if read.high else ""
    return Amount(times(read.number, Decimal(10)), read.comparator, "", "%", high)


def times(number: str, factor: Decimal) -> str:
    """Multiply exactly and write without an exponent; a whole result has no decimals."""
    product = Decimal(number) * factor
    text = f"{product:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(number: str) -> str:
    """Write a number without commas and leading zeros; zeros at the end say how exact it is and stay."""
    whole, dot, rest = number.replace(",", "").partition(".")
    return f"{whole.lstrip('0') or '0'}{dot}{rest}" if number else ""


SCALED_UNITS: Final = {
    "千円": ("円", Decimal(1_000)),
    "万円": ("円", Decimal(10_000)),
    "百万円": ("円", Decimal(1_000_000)),
    "億円": ("円", Decimal(100_000_000)),
}
"""Units of money that stand for another."""


def converted(number: str, unit: str, wanted: str) -> str | None:
    """Give a number in another unit of money; None where one does not follow from the other."""
    if unit == wanted:
        return number
    base, factor = SCALED_UNITS.get(unit, (unit, Decimal(1)))
    target, divisor = SCALED_UNITS.get(wanted, (wanted, Decimal(1)))
    return times(number, factor / divisor) if base == target else None
