"""How far a plan is, by top policy and fiscal year: what the city's home, the plan's page and the policies' count.

What is counted depends on what the documents tell, so each plan has a basis, and pages say which:
`printed` counts projects by the statuses that the documents print, as the plans themselves count; `computed` counts
indicators by the statuses that follow from their figures; `level` counts, while targets are not yet due, indicators
whose last figure is at the target's level or below it; `reported` only knows results; `promised` only targets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from keikaku.attainment import ACHIEVED, NOT_ACHIEVED, PARTLY, STATUSES
from keikaku.model import Indicator, Plan, judged
from keikaku.site.standing.record import Year, years

PRINTED: Final = "printed"
COMPUTED: Final = "computed"
LEVEL: Final = "level"
REPORTED: Final = "reported"
PROMISED: Final = "promised"
REACHED: Final = "reached"
BELOW: Final = "below"
CODES: Final[Mapping[str, tuple[str, ...]]] = {
    PRINTED: STATUSES,
    COMPUTED: (ACHIEVED, NOT_ACHIEVED),
    LEVEL: (REACHED, BELOW),
}
"""What is counted on each basis, best first."""
_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Attained:
    """What a plan has attained. `counts` are by policy (empty: the whole plan) and fiscal year.

    `known` are the years of each indicator. `reported` is the last one with a result, 0 where there is none; `year` is
    the last one that is counted or, where none is, `reported`.
    """

    basis: str
    year: int
    reported: int
    counts: Mapping[tuple[str, int], Counter[str]]
    known: Mapping[str, tuple[Year, ...]]

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years that are counted."""
        return tuple(sorted({year for _, year in self.counts}))

    def counted(self, policy_id: str, year: int) -> Counter[str]:
        """Give the counts of a policy, or of the whole plan, in a year."""
        return self.counts.get((policy_id, year), Counter())


def attained(plan: Plan) -> Attained:
    """Count how far a plan is, on the best basis that its documents allow."""
    known = {key: years(indicator) for key, indicator in plan.indicators.items()}
    last = max((one.year for found in known.values() for one in found if one.results), default=0)
    for basis, told in _told(plan, known):
        if told:
            # A later report may give figures without statuses: what is counted then is older than the last result.
            return Attained(basis, max(map(max, told.values())), last, _count(plan, told), known)
    return Attained(REPORTED if last else PROMISED, last, last, {}, known)


def _told(plan: Plan, known: Mapping[str, tuple[Year, ...]]) -> Iterator[tuple[str, Mapping[str, Mapping[int, str]]]]:
    """Give, basis by basis, what is told of each project or indicator in each year."""
    yield PRINTED, judged(plan.indicators.values(), by_project=True)
    computed, level = _of_years(known, _computed), _of_years(known, _level)
    # One target that was due early does not speak for a plan whose other targets are still ahead.
    yield COMPUTED, computed if _size(computed) * 2 >= _size(level) else {}
    yield LEVEL, level


def _of_years(known: Mapping[str, tuple[Year, ...]], tell: Callable[[Year], str]) -> Mapping[str, Mapping[int, str]]:
    found = {key: {one.year: tell(one) for one in told if tell(one)} for key, told in known.items()}
    return {key: told for key, told in found.items() if told}


def _size(told: Mapping[str, Mapping[int, str]]) -> int:
    return sum(map(len, told.values()))


def _computed(year: Year) -> str:
    return year.computed


def _level(year: Year) -> str:
    if year.computed:
        return REACHED if year.computed == ACHIEVED else BELOW
    rate = year.assessment.attainment_rate if year.assessment and year.results else None
    return "" if rate is None else REACHED if rate >= _WHOLE else BELOW


def _count(plan: Plan, told: Mapping[str, Mapping[int, str]]) -> Mapping[tuple[str, int], Counter[str]]:
    """Count what is told below each policy, at any depth, and in the whole plan."""
    counts: dict[tuple[str, int], Counter[str]] = {}
    for owner, statuses in told.items():
        for year, status in statuses.items():
            for policy_id in ("", *above(plan, owner)):
                counts.setdefault((policy_id, year), Counter())[status] += 1
    return counts


def above(plan: Plan, owner: str) -> tuple[str, ...]:
    """Give the policies above a project or an indicator, the nearest first."""
    project = plan.projects.get(owner)
    if project is None:
        row = plan.indicators[owner].latest
        project = plan.projects.get(row.project_id)
        policy_id = project.latest.policy_id if project else row.policy_id
    else:
        policy_id = project.latest.policy_id
    found: list[str] = []
    while policy_id and policy_id in plan.policies and policy_id not in found:
        found.append(policy_id)
        policy_id = plan.policies[policy_id].latest.parent_policy_id
    return tuple(found)


def short_of(told: Attained, indicators: Iterable[Indicator]) -> list[tuple[Indicator, Year]]:
    """Give the indicators that fell short in the last year, those farthest from their targets first.

    While targets are not yet due, these are the indicators that are below the level of their targets.
    """
    found = []
    for indicator in indicators:
        one = next(
            (year for year in told.known[indicator.indicator_id] if year.year == told.year and year.results), None
        )
        if one is not None and _short(told.basis, one):
            found.append((indicator, one))
    return sorted(found, key=lambda entry: _distance(entry[1]))


def _short(basis: str, year: Year) -> bool:
    if basis == LEVEL:
        return _level(year) == BELOW
    return year.state in (PARTLY, NOT_ACHIEVED)


def _distance(year: Year) -> tuple[bool, float]:
    rate = year.assessment.attainment_rate if year.assessment else None
    return rate is None, float(rate or 0)
