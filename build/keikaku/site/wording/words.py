"""Words of the pages in one language: interface strings by key, labels of codes, figures, years, dates, periods.

Input: `strings.yaml` and the schema. Japanese texts are the plans' own language; on English pages whatever of them
stands in a sentence of ours is marked as Japanese (see `language`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import msgspec
from markupsafe import Markup

from keikaku.problem import Lang
from keikaku.schema import Label, Schema, data_folder
from keikaku.site.wording.calendar import date, era_year, fiscal_year
from keikaku.site.wording.easy import with_readings
from keikaku.site.wording.english import counted, singular
from keikaku.site.wording.language import quoted, quoted_parts

STRINGS: Final = "strings.yaml"
_STEPS: Final = (("GB", 10**9), ("MB", 10**6), ("KB", 10**3))
_MYRIAD: Final = 10_000
_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: `strings` by key, `labels` and `definitions` by code list and value.

    `units` are the words for units behind a number, `easy` the explanations in やさしい日本語, which only Japanese has.
    """

    lang: Lang
    strings: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    definitions: Mapping[str, Mapping[str, str]]
    units: Mapping[str, str] = field(default_factory=dict)
    easy: Mapping[str, Markup] = field(default_factory=dict)

    @property
    def english(self) -> bool:
        """Tell whether these are the words of the English pages."""
        return self.lang == "en"

    def say(self, key: str, **facts: object) -> str:
        """Give an interface text filled with facts.

        English texts may hold `{count|project|projects}`: the first word is taken where the fact is 1.

        Raises:
            KeyError: there is no such string, or a fact is missing.
        """
        text = self.strings[key]
        if "{" not in text:
            return text
        if self.lang == "en":
            own = {name: quoted(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
            return text.format_map(counted(own))
        return text.format_map(facts)

    def own(self, text: object) -> object:
        """Give a plan's own text as it can stand in a sentence of this language: on English pages it is marked."""
        return quoted(text) if self.english and isinstance(text, str) else text

    def label(self, text: Label | None) -> str:
        """Give a text of ours that the schema or a catalogue has in both languages; empty where there is none."""
        if text is None:
            return ""
        return quoted_parts(text.en) if self.english else text.ja

    def join(self, parts: Iterable[str]) -> str:
        """List texts in a sentence (甲、乙), leaving out what is empty."""
        return self.say("list_separator").join(str(self.own(part)) for part in parts if part)

    def dotted(self, parts: Iterable[str]) -> str:
        """List short texts that belong together (甲・乙), leaving out what is empty."""
        return self.say("dot").join(str(self.own(part)) for part in parts if part)

    def code(self, code_list: str, value: str) -> str:
        """Give the label of a code; a value beyond an open list is its own label."""
        return self.labels[code_list].get(value, value) if value else ""

    def define(self, code_list: str, value: str) -> str:
        """Give our own explanation of a code; empty where there is none."""
        return self.definitions[code_list].get(value, "")

    def unit(self, unit: str) -> str:
        """Give the word for a unit; one beyond the list stays as it is."""
        return self.units.get(unit, unit)

    def quantity(self, value: Decimal | int | None, unit: str = "", comparator: str = "") -> str:
        """Write a value with its unit and its comparator word (10社以上, 約40%); empty where there is none."""
        if value is None:
            return ""
        return self._compared(f"{number(value)}{self._behind(unit, one=value == 1)}", comparator)

    def span(self, low: Decimal | None, high: Decimal | None, unit: str, comparator: str) -> str:
        """Write a value that may be a range (10〜20社)."""
        if low is None or high is None:
            return self.quantity(low, unit, comparator)
        text = self.say("range", low=number(low), high=number(high), unit=self._behind(unit))
        return self._compared(text, comparator)

    def _behind(self, unit: str, *, one: bool = False) -> str:
        """Write a unit as it stands behind a number: English sets words apart, and has a singular."""
        if not self.english:
            return unit
        word = self.units.get(unit)
        if word is not None:
            return f" {singular(word) if one else word}"
        return f" {quoted(unit)}" if unit and not unit.isascii() else unit

    def _compared(self, text: str, comparator: str) -> str:
        return self.say(f"quantity_{comparator}", value=text) if comparator else text

    def figure(self, value: float, *, large: bool) -> str:
        """Write a figure of a chart's scale, as short as its margin: a `large` scale counts in 万 or in millions."""
        step, mark = (_MILLION, "M") if self.english else (_MYRIAD, "万")
        text = f"{value / step:,.12g}{mark}" if large and value else f"{value:,.12g}"
        return text.replace("-", "−")

    def fiscal_year(self, year: int | None) -> str:
        """Write a fiscal year (令和6年度（2024年度）, FY2024); empty where there is none."""
        if not year:
            return ""
        return f"FY{year}" if self.english else fiscal_year(year)

    def era_year(self, year: int) -> str:
        """Write a fiscal year by its era alone, as short as a chart needs it; English counts no eras."""
        return "" if self.english else era_year(year)

    def date(self, text: str) -> str:
        """Write an ISO 8601 date, or its month or year; empty stays empty."""
        return date(text, self.lang)

    def years(self, first: int | None, last: int | None) -> str:
        """Write a period of fiscal years; empty where neither end is stated."""
        ends = self.fiscal_year(first), self.fiscal_year(last)
        if self.english and not all(ends):
            return self.say("period_from" if ends[0] else "period_until", year="".join(ends)) if any(ends) else ""
        return self.say("period", first=ends[0], last=ends[1]) if any(ends) else ""

    def truth(self, value: bool | None) -> str:
        """Write a truth value; empty where it is not stated."""
        return "" if value is None else self.say("is_true" if value else "is_false")


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A string in both languages; `easy` explains it in やさしい日本語, readings as 指標《しひょう》."""

    ja: str
    en: str
    easy: str | None = None


def load_words(schema: Schema, lang: Lang = "ja") -> Words:
    """Read the strings of one language, and the labels from the schema."""
    text = (data_folder("site_templates") / STRINGS).read_bytes()
    entries = msgspec.yaml.decode(text, type=dict[str, _Entry])
    say: Callable[[Label], str] = (lambda label: label.ja) if lang == "ja" else (lambda label: quoted_parts(label.en))
    lists = schema.code_lists.items()
    labels = {name: {code.value: say(Label(code.ja, code.en)) for code in body.codes} for name, body in lists}
    definitions = {
        name: {code.value: say(code.definition) for code in body.codes if code.definition} for name, body in lists
    }
    units = {value: label.lower() for value, label in labels["unit"].items() if not value.isascii()}
    labels["unit"] = {value: value for value in labels["unit"]}
    return Words(
        lang,
        {key: entry.ja if lang == "ja" else entry.en for key, entry in entries.items()},
        labels,
        definitions,
        units if lang == "en" else {},
        {key: with_readings(entry.easy) for key, entry in entries.items() if entry.easy} if lang == "ja" else {},
    )


def number(value: Decimal | int) -> str:
    """Write a number with thousands separated, decimals as printed and a real minus sign."""
    return f"{value:,f}".replace("-", "−") if isinstance(value, Decimal) else f"{value:,}".replace("-", "−")


def size(count: int) -> str:
    """Write a file's size."""
    for unit, step in _STEPS:
        if count >= step:
            return f"{count / step:.1f} {unit}"
    return f"{count} B"
