"""The municipalities of Japan: who is meant by a code or a name, and who may be meant by one that is nearly right.

Input: `shared/municipalities.csv` of the schema (code, name, reading, prefecture, all of them facts).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

from keikaku.iri import check_digit
from keikaku.problem import Problem
from keikaku.schema import data_folder
from keikaku.text import normalise

_SHOWN: Final = 8
"""How many candidates a message lists."""
_ENDINGS: Final = "市区町村県府都"
_READINGS: Final = ("し", "く", "ちょう", "まち", "むら", "そん", "けん")


@dataclass(frozen=True, slots=True)
class Municipality:
    """A city, ward, town, village or prefecture. `lgcode` has six digits, the last being the check digit."""

    lgcode: str
    prefecture: str
    name: str
    kana: str
    name_en: str
    prefecture_en: str

    def said(self) -> str:
        """Name it with its code, so that it can be told from others of the same name."""
        where = "" if self.name == self.prefecture else self.prefecture
        return f"{self.lgcode} {where}{self.name}"


@cache
def load_municipalities() -> tuple[Municipality, ...]:
    """Give the table of this installation, by code. Names of wards have no space before the ward."""
    path = data_folder("schema") / "shared" / "municipalities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = csv.DictReader(file)
        return tuple(
            Municipality(**{**row, "name": _joined(row["name"]), "kana": _joined(row["kana"])}) for row in found
        )


def find(given: str) -> Municipality | Problem:
    """Tell who is meant by a code of five or six digits, or by a name or reading; else what is wrong with it."""
    text = _joined(normalise(given))
    digits = text.replace("-", "")
    if digits.isdecimal():
        return _by_code(given, digits)
    return _by_name(given, text)


def _joined(text: str) -> str:
    return "".join(text.split())


def _by_code(given: str, digits: str) -> Municipality | Problem:
    known = load_municipalities()
    # A spreadsheet drops the zero before the codes of the first nine prefectures.
    restored = f"0{digits}"
    meant = [one for one in known if digits in {one.lgcode, one.lgcode[:5]} or restored == one.lgcode]
    if not meant and len(digits) == 4:
        meant = [one for one in known if one.lgcode[:5] == restored]
    if len(meant) == 1:
        return meant[0]
    if meant:
        return _several(given, meant)
    named = [one for one in known if one.lgcode[:5] == digits[:5]]
    if len(digits) == 6 and named:
        facts = {"given": given, "five": digits[:5], "digit": check_digit(digits[:5]), "near": named[0].said()}
        return Problem("E961", facts=facts)
    codes = {one.lgcode: one for one in known} | {one.lgcode[:5]: one for one in known}
    near = [codes[code] for code in get_close_matches(digits, codes, 5, 0.75)]
    return _unknown(given, [*dict.fromkeys(near)])


def _by_name(given: str, text: str) -> Municipality | Problem:
    known = load_municipalities()
    meant = [one for one in known if text in {one.name, one.kana, one.prefecture + one.name}]
    meant = meant or [one for one in known if text in _shorter(one)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        return _several(given, meant)
    whole: dict[str, list[Municipality]] = {}
    for one in known:
        whole.setdefault(one.name, []).append(one)
    near = [one for name in get_close_matches(text, whole, 5, 0.6) for one in whole[name]]
    near = near or [one for one in known if len(text) > 1 and text in one.name]
    return _unknown(given, near)


def _shorter(one: Municipality) -> set[str]:
    """Give what people also call it: without 市, 町 and so on, by its ward alone, in Latin letters."""
    names = {one.name_en, one.name_en.casefold()}
    for name in (one.name, one.prefecture + one.name):
        if name[-1] in _ENDINGS and len(name) > 2:
            names.add(name[:-1])
    names |= {one.kana.removesuffix(ending) for ending in _READINGS if one.kana.endswith(ending)}
    return names


def _several(given: str, meant: Sequence[Municipality]) -> Problem:
    return Problem("E962", facts={"given": given, "number": len(meant), "near": _listed(meant)})


def _unknown(given: str, near: Sequence[Municipality]) -> Problem:
    return Problem("E960", facts={"given": given, "near": _listed(near) or "—"})


def _listed(found: Sequence[Municipality]) -> str:
    more = "、…" if len(found) > _SHOWN else ""
    return "、".join(one.said() for one in found[:_SHOWN]) + more
