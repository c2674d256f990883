"""Figures, marks of status and numbers of projects, told by their form in folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from keikaku.verify.fold import fold

ThingKind = Literal["figure", "status", "project"]

_UNITS: Final = (
    *(
        "%",
        "割",
        "円",
        "千円",
        "万円",
        "億円",
        "倍",
        "点",
        "名",
        "者",
        "か所",
        "箇所",
        "カ所",
        "ヶ所",
        "台",
        "戸",
        "本",
    ),
    *("枚", "冊", "時間", "h", "分", "ha", "km", "事業", "手続", "システム", "会議", "市町", "か国", "課", "ポイント"),
)
"""Units beside those of the code list. Years, months, days and ages date things or tell groups, and measure nothing."""
_NUMBER: Final = r"(?<![0-9A-Za-z.,第])(?<![0-9]-)[0-9][0-9,]*(?:\.[0-9]+)?"
_DATES: Final = frozenset({"年", "年度", "月", "日"})
# After a unit of one ideograph, another ideograph mostly makes a word of it (2基本方針, 1本計画).
_ENDS: Final = r"(?!目)(?:(?<![一-龠])|(?![一-龠])|(?<=[一-龠]{2})|(?=[以未超約程増減]))"
_BARE: Final = re.compile(r"[-+±▲△約]?[0-9][0-9,]*(?:\.[0-9]+)?")
_ACHIEVED: Final = r"【[^】の]{0,8}達成(?:済み?)?】"
_STATUSES: Final = ("達成", "未達成", "一部達成", "一部未達成", "概ね達成")
_CIRCLED: Final = "[①-⑳㉑-㉟㊱-㊿]"
_CODE_PARTS: Final = re.compile(rf"(?P<digits>[0-9]+)|(?P<circled>{_CIRCLED})|.")


@dataclass(frozen=True, slots=True)
class Thing:
    """A figure with its unit, a mark of status, or a project's number, and where it stands."""

    what: ThingKind
    start: int
    end: int


class Patterns:
    """How a city's figures, marks and numbers look, and the words that its tables know."""

    def __init__(
        self, values: Iterable[str], statuses: Iterable[str], codes: Iterable[str], units: Iterable[str]
    ) -> None:
        """Take all folded words of the tables, printed statuses and project numbers, and the units of the code list."""
        self.values: Final = frozenset(values)
        self._statuses: Final = frozenset({*statuses, *_STATUSES})
        named = sorted({fold(unit) for unit in (*units, *_UNITS)} - _DATES, key=lambda unit: (-len(unit), unit))
        self._figure: Final = re.compile(rf"{_NUMBER}(?:{'|'.join(map(re.escape, named))}){_ENDS}")
        self._mark: Final = re.compile(_ACHIEVED)
        self._code: Final = _shapes(codes)

    def things(self, words: str, offset: int) -> Iterator[Thing]:
        """Give what stands in the words of a segment that begins at the offset."""
        if words in self._statuses:
            yield Thing("status", offset, offset + len(words))
        elif _BARE.fullmatch(words):
            yield Thing("figure", offset, offset + len(words))
        patterns: tuple[tuple[ThingKind, re.Pattern[str] | None], ...] = (
            ("status", self._mark),
            ("project", self._code),
            ("figure", self._figure),
        )
        for what, pattern in patterns:
            for found in pattern.finditer(words) if pattern else ():
                yield Thing(what, offset + found.start(), offset + found.end())


def _shapes(codes: Iterable[str]) -> re.Pattern[str] | None:
    """Make a pattern of project numbers: the same letters and signs around other figures.

    A bare figure, or one in brackets, tells nothing by its form.
    """
    shapes = set()
    for code in codes:
        shape = "".join(
            "[0-9]+" if part["digits"] else _CIRCLED if part["circled"] else re.escape(part[0])
            for part in _CODE_PARTS.finditer(code)
        )
        if any(c.isalnum() and not c.isdigit() for c in code) or "-" in code:
            shapes.add(shape)
    if not shapes:
        return None
    longest = sorted(shapes, key=lambda shape: (-len(shape), shape))
    return re.compile(rf"(?<![0-9A-Za-z.-])(?:{'|'.join(longest)})(?![0-9]|[.-][0-9])")
