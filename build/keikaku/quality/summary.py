"""What the quality page tells, in one or two sentences of either language."""

from __future__ import annotations

from typing import Final

from keikaku.quality.facts import Quality
from keikaku.quality.rules import PASS
from keikaku.schema import Label

_WORDS: Final = {
    "places_all": Label(
        "文書から採った {of:,} 行の全てに出典のページと行があります",
        "All {of:,} rows taken from documents name their page and line",
    ),
    "places": Label(
        "文書から採った {of:,} 行のうち {count:,} 行に出典のページと行があります",
        "{count:,} of the {of:,} rows taken from documents name their page and line",
    ),
    "totals": Label(
        "文書に印刷された合計 {all} 件のうち {agree} 件が表から計算した値と一致します",
        "{agree} of the {all} totals that the documents print agree with the tables",
    ),
    "statuses": Label(
        "計算と比べられた達成状況 {all} 件のうち {agree} 件が印刷のとおりです",
        "{agree} of the {all} printed statuses that could be compared are as computed",
    ),
    "rules_all": Label(
        "機械可読性のルール {all} 項目の全てに適合します",
        "All {all} rules on machine readability are passed",
    ),
    "rules": Label(
        "機械可読性のルール {all} 項目のうち {passed} 項目に適合し、残りには理由を添えています",
        "{passed} of the {all} rules on machine readability are passed, and the others have their reasons",
    ),
}


def summary(quality: Quality) -> Label:
    """Sum up places, totals, statuses and rules; what a city does not have is left out."""
    ja, en = _said(quality, "ja"), _said(quality, "en")
    return Label("".join(f"{said}。" for said in ja), " ".join(f"{said}." for said in en))


def _said(quality: Quality, lang: str) -> list[str]:
    said = []
    part, attainment = quality.placed.rows, quality.attainment
    if part.of:
        whole = part.count == part.of
        said.append(_say("places_all" if whole else "places", lang, count=part.count, of=part.of))
    if quality.totals:
        said.append(_say("totals", lang, all=len(quality.totals), agree=quality.totals_that(True)))
    if attainment.compared:
        said.append(_say("statuses", lang, all=attainment.compared, agree=attainment.agreeing))
    passed, every = quality.rules_that(PASS), len(quality.rules)
    if every:
        said.append(_say("rules_all" if passed == every else "rules", lang, all=every, passed=passed))
    return said


def _say(key: str, lang: str, **facts: int) -> str:
    return _WORDS[key].say(lang).format_map(facts)
