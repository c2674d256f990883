"""Words of the pages: interface strings by key, labels of codes; figures, years and dates as Japanese writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import SimpleNamespace
from typing import Final

import msgspec

from keikaku.schema import Schema, data_folder

STRINGS: Final = "strings.yaml"
_REIWA: Final = 2018
_HEISEI: Final = 1988
_FIRST_WITH_ERA: Final = "1990"
_TWO_ERAS: Final = "2019"
_REIWA_STARTS: Final = "2019-05"
_PREFIXED: Final = frozenset({"approx"})
_STEPS: Final = (("GB", 10**9), ("MB", 10**6), ("KB", 10**3))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: `strings` by key, `labels` and `definitions` by code list and value."""

    strings: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    definitions: Mapping[str, Mapping[str, str]]

    def say(self, key: str, **facts: object) -> str:
        """Give an interface text filled with facts.

        Raises:
            KeyError: there is no such string, or a fact is missing.
        """
        return self.strings[key].format_map(facts)

    def code(self, code_list: str, value: str) -> str:
        """Give the label of a code; a value beyond an open list is its own label."""
        return self.labels[code_list].get(value, value) if value else ""

    def define(self, code_list: str, value: str) -> str:
        """Give our own explanation of a code; empty where there is none."""
        return self.definitions[code_list].get(value, "")

    def quantity(self, value: Decimal | int | None, unit: str = "", comparator: str = "") -> str:
        """Write a value with its unit and its comparator word (10社以上, 約40%); empty where there is none."""
        return "" if value is None else self._compared(f"{number(value)}{unit}", comparator)

    def span(self, low: Decimal | None, high: Decimal | None, unit: str, comparator: str) -> str:
        """Write a value that may be a range (10〜20社)."""
        if low is None or high is None:
            return self.quantity(low, unit, comparator)
        return self._compared(self.say("range", low=number(low), high=number(high), unit=unit), comparator)

    def _compared(self, text: str, comparator: str) -> str:
        word = self.code("comparator", comparator)
        return f"{word}{text}" if comparator in _PREFIXED else f"{text}{word}"

    def years(self, first: int | None, last: int | None) -> str:
        """Write a period of fiscal years; empty where neither end is stated."""
        ends = [fiscal_year(year) if year else "" for year in (first, last)]
        return self.say("period", first=ends[0], last=ends[1]) if any(ends) else ""

    def truth(self, value: bool | None) -> str:
        """Write a truth value; empty where it is not stated."""
        return "" if value is None else self.say("is_true" if value else "is_false")

    def namespace(self) -> SimpleNamespace:
        """Give the strings as attributes, for templates."""
        return SimpleNamespace(**self.strings)


def load_words(schema: Schema, lang: str = "ja") -> Words:
    """Read the strings of one language, and the labels from the schema."""
    text = (data_folder("site_templates") / STRINGS).read_bytes()
    entries = msgspec.yaml.decode(text, type=dict[str, dict[str, str]])
    lists = schema.code_lists.items()
    labels = {name: {code.value: code.ja if lang == "ja" else code.en for code in body.codes} for name, body in lists}
    labels["unit"] = {value: value for value in labels["unit"]}
    definitions = {
        name: {code.value: code.definition.say(lang) for code in body.codes if code.definition} for name, body in lists
    }
    return Words({key: entry[lang] for key, entry in entries.items()}, labels, definitions)


@cache
def _era(year: int) -> str:
    name, first = ("令和", _REIWA) if year > _REIWA else ("平成", _HEISEI)
    return f"{name}{'元' if year - first == 1 else year - first}"


@cache
def fiscal_year(year: int) -> str:
    """Write a fiscal year: 令和6年度（2024年度）."""
    return f"{_era(year)}年度（{year}年度）"


def era_year(year: int) -> str:
    """Write a fiscal year by its era alone, as short as a chart needs it."""
    return _era(year)


def date(text: str) -> str:
    """Write an ISO 8601 date, or its month or year, in Japanese; empty stays empty."""
    if not text:
        return ""
    parts = text.split("-")
    shown = "".join(f"{int(part)}{mark}" for part, mark in zip(parts, "年月日", strict=False))
    return f"{shown}（{_era_of_date(text)}年）" if text >= _FIRST_WITH_ERA and text != _TWO_ERAS else shown


def _era_of_date(text: str) -> str:
    return _era(int(text[:4])) if text >= _REIWA_STARTS else f"平成{int(text[:4]) - _HEISEI}"


def number(value: Decimal | int) -> str:
    """Write a number with thousands separated, decimals as printed and a real minus sign."""
    return f"{value:,f}".replace("-", "−") if isinstance(value, Decimal) else f"{value:,}".replace("-", "−")


def size(count: int) -> str:
    """Write a file's size."""
    for unit, step in _STEPS:
        if count >= step:
            return f"{count / step:.1f} {unit}"
    return f"{count} B"
