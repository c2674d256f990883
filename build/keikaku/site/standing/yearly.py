"""How each indicator stands in each fiscal year, in the order of the plan: what status pages and lists are made of.

Input: a plan of the model. A standing has the status that a document prints, the one computed from the figures, and the
texts that both rest on; nothing in it depends on a language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from keikaku.attainment import NOT_ACHIEVED, NOT_YET, PARTLY, STATUSES
from keikaku.model import Indicator, Plan, Project, current, judged, last_reports

UNKNOWN: Final = "unknown"
STATES: Final = (*STATUSES, NOT_YET, UNKNOWN)
"""All that a standing can come to, best known first."""
FALLEN_SHORT: Final = frozenset({PARTLY, NOT_ACHIEVED})


class Said(NamedTuple):
    """What a document says as a target or result: its text and, where it is a number, the value with its unit.

    Of a `derived` target no text is printed, only how far the result is from it.
    """

    raw: str
    value: Decimal | None
    top: Decimal | None
    unit: str
    comparator: str
    derived: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """An indicator in a fiscal year. `policies` lead from the top down to the one that it stands below.

    `reason` says why nothing could be computed, `rate` is a percentage.
    """

    plan_id: str
    indicator: Indicator
    project: Project | None
    policies: tuple[str, ...]
    year: int
    printed: str
    computed: str
    reason: str
    targets: tuple[Said, ...]
    results: tuple[Said, ...]
    rate: Decimal | None

    @property
    def state(self) -> str:
        """What the document prints, else what was computed, else whether it is too early or cannot be known."""
        return self.printed or self.computed or (NOT_YET if self.reason == NOT_YET else UNKNOWN)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments of its project, by their ids."""
        return departments_of(self.project) if self.project else ()

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes of its project."""
        return themes_of(self.project) if self.project else ()


class Placed(NamedTuple):
    """The indicators that stand directly below a policy, with the way down to it; at the end those below none."""

    policies: tuple[str, ...]
    indicators: tuple[Indicator, ...]


def departments_of(project: Project) -> tuple[str, ...]:
    """Give the departments of a project in its newest edition, in the order that is printed."""
    newest = project.latest.edition_id
    parts = sorted((one.position, one.department_id) for one in project.departments if one.edition_id == newest)
    return tuple(department for _, department in parts)


def themes_of(project: Project) -> tuple[str, ...]:
    """Give the themes of a project in its newest edition."""
    return tuple(row.theme for row in project.themes if row.edition_id == project.latest.edition_id)


def in_order(plan: Plan) -> Iterator[Placed]:
    """Go down the tree of policies and give the indicators below each, last those that stand below none."""

    def below(policy_id: str, way: tuple[str, ...]) -> Iterator[Placed]:
        policy, here = plan.policies[policy_id], (*way, policy_id)
        own = [one for key in policy.projects for one in plan.projects[key].indicators]
        yield Placed(here, (*own, *policy.indicators))
        for child in policy.children:
            yield from below(child, here)

    for root in plan.roots:
        yield from below(root, ())
    loose = [one for key in plan.loose_projects for one in plan.projects[key].indicators]
    free = [one for one in plan.indicators.values() if not (one.latest.project_id or one.latest.policy_id)]
    yield Placed((), (*loose, *free))


def standings(plan: Plan) -> tuple[Standing, ...]:
    """Give the standings of all indicators of a plan, by policy, oldest year first."""
    printed = judged(plan.indicators.values(), by_project=False)
    reported = max((row.fiscal_year for one in plan.indicators.values() for row in one.results), default=0)
    return tuple(
        standing
        for policies, indicators in in_order(plan)
        for indicator in indicators
        for standing in _of(plan, indicator, policies, _Known(printed.get(indicator.indicator_id, {}), reported))
    )


class _Known(NamedTuple):
    """The printed statuses of an indicator by year, and the last year of which the plan has any result."""

    printed: Mapping[int, str]
    reported: int


def _of(plan: Plan, indicator: Indicator, policies: tuple[str, ...], known: _Known) -> Iterator[Standing]:
    targets, results = current(indicator.targets), last_reports(indicator.results)
    project = plan.projects.get(indicator.latest.project_id)
    for row in current(indicator.assessments):
        year = row.fiscal_year
        own = tuple(_said(one) for one in results if one.fiscal_year == year)
        # What no figure can judge (a milestone) is not yet due either while no result of its year is reported.
        early = not own and year > known.reported
        yield Standing(
            plan.row.plan_id,
            indicator,
            project,
            policies,
            year,
            known.printed.get(year, ""),
            row.computed_status,
            NOT_YET if early else row.not_computed,
            tuple(_said(one) for one in _targets(row, targets)),
            own,
            row.attainment_rate,
        )


def _targets(assessment: Any, targets: Sequence[Any]) -> list[Any]:
    """Give the targets of a year, else the one that it was measured by."""
    year, used = assessment.fiscal_year, assessment.target_fiscal_year
    own = [row for row in targets if row.fiscal_year == year and row.applies == "year"]
    return own or [row for row in targets if row.fiscal_year == used and row.seq == assessment.target_seq]


def _said(row: Any) -> Said:
    # What is relative to another value (前年度比5件増) says too little as a number.
    absolute = getattr(row, "basis", "") in ("", "absolute")
    value = row.value if absolute else None
    top = getattr(row, "value_max", None)
    return Said(row.raw, value, top, row.unit, row.comparator, getattr(row, "origin", "") == "derived")


def count_states(found: Iterable[Standing]) -> Mapping[str, int]:
    """Count standings by what they come to, in the order of `STATES`."""
    counted = Counter(one.state for one in found)
    return {state: counted[state] for state in STATES}


def count_projects(plan: Plan, year: int, policy_id: str = "") -> Mapping[str, int]:
    """Count, as the plans count, the projects below a policy that a year's documents judge; without one, all."""
    below = [
        indicator
        for policies, indicators in in_order(plan)
        if not policy_id or policy_id in policies
        for indicator in indicators
    ]
    counted = Counter(years[year] for years in judged(below, by_project=True).values() if year in years)
    return {state: counted[state] for state in STATES[:3]}
