"""Indicators of a synthetic plan with their targets and results: numbers, ranges and milestones.

An indicator with an even number has targets for three years and one result for each of two; one with an odd
number has one target, for the plan as a whole or for every year, and two results. That makes 1,000 rows for
250 indicators.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Final

from synthetic_city.tables import ADOPTED, EDITIONS, FIRST_YEAR, LAST_YEAR, PROGRESS, Tables
from synthetic_city.words import WORDS, Measure, full_width

INDICATORS: Final = 250
OF_POLICIES: Final = 20
REPORTED: Final = (2023, 2024)
NARROWEST: Final = 10
MILESTONE_GOAL: Final = "導入・運用開始"
MILESTONE_DONE: Final = "運用開始"
SIGNS: Final = {"ge": "以上", "le": "以下", "": ""}


@dataclass(frozen=True, slots=True)
class Subject:
    """An indicator as its targets and results need it. `kind` is number, range, hold or milestone."""

    number: int
    indicator_id: str
    editions: tuple[str, ...]
    measure: Measure
    kind: str
    start: int
    goals: Mapping[int, int]

    @property
    def spread(self) -> int:
        """How far results and the ends of a range lie from a goal."""
        return max(NARROWEST, self.start // 10)

    @property
    def polarity(self) -> str:
        """Where the value should move."""
        if self.kind == "milestone":
            return ""
        return self.measure.polarity if self.kind == "number" else self.kind


def add_indicators(
    tables: Tables, projects: Mapping[str, list[str]], leaves: list[str], count: int = INDICATORS
) -> None:
    """Add the indicators of the projects that the second edition states, and some of policies."""
    owners = projects[PROGRESS]
    stated = {edition: set(keys) for edition, keys in projects.items()}
    of_projects = count - OF_POLICIES
    for number in range(count):
        if number < of_projects:
            owner, order = owners[number % len(owners)], number // len(owners) + 1
            editions = tuple(edition for edition in EDITIONS if owner in stated[edition])
            _add(tables, number, {"project_id": owner}, f"{owner}.{order}", editions)
        else:
            owner = leaves[number - of_projects]
            _add(tables, number, {"policy_id": owner}, f"{owner}.1", EDITIONS)


def _add(tables: Tables, number: int, owner: Mapping[str, str], indicator_id: str, editions: tuple[str, ...]) -> None:
    stem, _, order = indicator_id.rpartition(".")
    replaced = f"{stem}.1" if order == "2" and number % 20 == 0 else ""
    subject = _subject(tables.rng, number, indicator_id, (PROGRESS,) if replaced else editions)
    measure, milestone = subject.measure, subject.kind == "milestone"
    title = f"{tables.rng.choice(WORDS.things)}{'の新しい仕組みの導入' if milestone else measure.suffix}"
    told: dict[str, object] = {
        "value_type": "milestone" if milestone else "number",
        "polarity": subject.polarity,
    }
    if not milestone:
        told |= {"unit": measure.unit, "time_basis": measure.time_basis}
        told |= {"baseline_fy": FIRST_YEAR - 1, "baseline_value": subject.start} if number % 3 else {}
        told |= {"definition": "該当する世帯または市民の数÷対象となる全体の数"} if measure.unit == "%" else {}
    for edition in subject.editions:
        ids = {"indicator_id": indicator_id, "position": order, "replaces_indicator_id": replaced, **owner}
        ids |= {"revision_reason": "対象となる人の数え方を見直したため"} if replaced else {}
        level = ("activity", "output", "outcome", "")[number % 4]
        tables.add("indicators", edition, title=title, level=level, **ids, **told)
    _targets(tables, subject)
    _results(tables, subject)


def _subject(rng: Random, number: int, indicator_id: str, editions: tuple[str, ...]) -> Subject:
    kind = {7: "milestone", 8: "range", 13: "hold"}.get(number % 25, "number")
    measure = WORDS.measures[(number * 3 + number // 8) % len(WORDS.measures)]
    start = rng.randint(measure.low, measure.high)
    ends = {"up": start + max(start // 3, 5), "down": start - start // 3}
    end = ends[measure.polarity] if kind == "number" else start
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    goals = {year: start + (end - start) * (year - FIRST_YEAR + 1) // len(years) for year in years}
    if measure.unit == "%":
        goals = {year: min(goal, 100) for year, goal in goals.items()}
    return Subject(number, indicator_id, editions, measure, kind, start, goals)


def _targets(tables: Tables, subject: Subject) -> None:
    """Add the targets; one that only a printed difference tells is derived and stands in `_results`."""
    edition = ADOPTED if ADOPTED in subject.editions else PROGRESS
    if subject.number % 2:
        _target(tables, subject, edition, LAST_YEAR, "every_year" if _every_year(subject) else "plan_end")
        return
    for year in (*REPORTED, LAST_YEAR):
        if not (_derived(subject) and year == REPORTED[1]):
            _target(tables, subject, edition, year, "year")


def _every_year(subject: Subject) -> bool:
    return subject.number % 10 == 3 and subject.measure.time_basis == "year"


def _derived(subject: Subject) -> bool:
    return subject.number % 30 == 0


def _target(tables: Tables, subject: Subject, edition: str, year: int, applies: str) -> None:
    ids = {"indicator_id": subject.indicator_id, "fiscal_year": year, "seq": 1}
    rule = {"applies": applies, "basis": "absolute", "origin": "stated"}
    if subject.kind == "milestone":
        tables.add("targets", edition, raw=MILESTONE_GOAL, **ids, **rule)
        return
    goal, unit = subject.goals[year], subject.measure.unit
    if subject.kind == "range":
        low, high = max(0, goal - subject.spread), goal + subject.spread
        high = min(high, 100) if unit == "%" else high
        raw = full_width(f"{low}~{high}{unit}").replace("~", "～")
        tables.add("targets", edition, raw=raw, value=low, value_max=high, unit=unit, **ids, **rule)
        return
    comparator = {"up": "ge", "down": "le"}.get(subject.polarity, "") if subject.number % 3 == 0 else ""
    raw = full_width(f"{goal}{unit}") + SIGNS[comparator]
    tables.add("targets", edition, raw=raw, comparator=comparator, value=goal, unit=unit, **ids, **rule)


def _results(tables: Tables, subject: Subject) -> None:
    """Add two results: of two years, or the two reports of one year."""
    reports = ((REPORTED[0], 1, ""), (REPORTED[1], 1, ""))
    if subject.number % 10 == 1:
        reports = ((REPORTED[1], 1, "第1回報告"), (REPORTED[1], 2, "第2回報告"))
    for year, seq, label in reports:
        ids = {"indicator_id": subject.indicator_id, "fiscal_year": year, "seq": seq, "report_label": label}
        told = _milestone(tables.rng) if subject.kind == "milestone" else _measured(tables, subject, year)
        tables.add("results", PROGRESS, **ids, **told)


def _milestone(rng: Random) -> dict[str, object]:
    done = rng.random() < 0.5
    raw = MILESTONE_DONE if done else "庁内での検討を継続"
    return {"raw": raw, "status": "achieved" if done else "not_achieved"}


def _measured(tables: Tables, subject: Subject, year: int) -> dict[str, object]:
    told = _value(tables.rng, subject, year)
    value = Decimal(str(told["value"]))
    if subject.number % 2 == 0 or _every_year(subject):
        goal_year = year if subject.number % 2 == 0 else LAST_YEAR
        told["status"] = _status(subject, value, goal_year)
    if subject.number % 6 == 0 and year == REPORTED[1] and subject.kind == "number":
        delta = value - subject.goals[year]
        sign = "▲" if delta < 0 else "＋"
        printed = f"対目標：{sign}{full_width(str(abs(delta)))}{full_width(subject.measure.unit)}"
        told |= {"delta": delta, "delta_raw": printed}
        if _derived(subject):
            _derived_target(tables, subject, year, printed)
    return told


def _value(rng: Random, subject: Subject, year: int) -> dict[str, object]:
    unit = subject.measure.unit
    near = subject.goals[year] + rng.randint(-subject.spread, subject.spread)
    value = max(0, near)
    if unit != "%":
        return {"raw": full_width(f"{value}") + unit, "value": value, "unit": unit}
    denominator = rng.randint(500, 3000)
    numerator = denominator * min(value, 100) // 100
    rate = (Decimal(numerator) * 100 / denominator).quantize(Decimal("0.1"))
    raw = f"{full_width(str(rate))}％（{numerator}/{denominator}）"
    counts = {"numerator": numerator, "denominator": denominator}
    return {"raw": raw, "value": rate, "unit": unit, **counts}


def _status(subject: Subject, value: Decimal, year: int) -> str:
    goal = subject.goals[year]
    if subject.polarity == "hold":
        return ""
    reached = {
        "up": value >= goal,
        "down": value <= goal,
        "range": max(0, goal - subject.spread) <= value <= goal + subject.spread,
    }[subject.polarity]
    return "achieved" if reached else "not_achieved"


def _derived_target(tables: Tables, subject: Subject, year: int, printed: str) -> None:
    ids = {"indicator_id": subject.indicator_id, "fiscal_year": year, "seq": 1}
    rule = {"applies": "year", "basis": "absolute", "origin": "derived"}
    goal, unit = subject.goals[year], subject.measure.unit
    tables.add("targets", PROGRESS, raw=printed, value=goal, unit=unit, **ids, **rule)
