"""Problems: what is wrong, where, and how to mend it.

A `Problem` holds a code, a place and facts, never prose. The prose stands in `problems.yaml`: for each code a title, a
message and a mend in Japanese and English, filled with the facts by `str.format_map`. Codes that begin with E
are errors and stop a build; codes that begin with W are warnings and do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

Lang = Literal["ja", "en"]


class Severity(StrEnum):
    """An error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a problem: `cell` as a spreadsheet names it (`D14`), `row_key` the row's primary key."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    row_key: str = ""
    column: str = ""

    def say(self, lang: Lang) -> str:
        """Name the place on one line: file, sheet, cell."""
        if self.sheet:
            sheet = f" ›「{self.sheet}」› " if lang == "ja" else f' › "{self.sheet}" › '
            return f"{self.file}{sheet}{self.cell}".rstrip(" ›")
        return " › ".join(part for part in (self.file, self.cell) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `facts` fill the catalogue's message."""

    code: str
    where: Where = Where()
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Error or warning, by the first letter of the code."""
        return Severity.ERROR if self.code.startswith("E") else Severity.WARNING


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a code says in one language."""

    title: str
    message: str
    mend: str


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The catalogue's entry of a code."""

    ja: Wording
    en: Wording

    def of(self, lang: Lang) -> Wording:
        """Give the wording in one language."""
        return self.ja if lang == "ja" else self.en


class _Facts(dict[str, str | int]):
    """Facts for `format_map`; a fact that was not given is shown as a dash and not as an exception."""

    def __missing__(self, key: str) -> str:
        return "—"


CATALOGUE_FILE: Final = Path(__file__).with_name("problems.yaml")


@cache
def catalogue() -> dict[str, Entry]:
    """Give the catalogue by code, in its order."""
    return msgspec.yaml.decode(CATALOGUE_FILE.read_bytes(), type=dict[str, Entry])


def message(problem: Problem, lang: Lang) -> str:
    """Say what is wrong, in one sentence."""
    return catalogue()[problem.code].of(lang).message.format_map(_Facts(problem.facts))


def mend(problem: Problem, lang: Lang) -> str:
    """Say how to mend it."""
    return catalogue()[problem.code].of(lang).mend.format_map(_Facts(problem.facts))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any problem stops the build."""
    return any(problem.severity is Severity.ERROR for problem in problems)
