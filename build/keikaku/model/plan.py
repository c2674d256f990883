"""The plan as its readers think of it: a municipality, its plans, their policies, projects and indicators.

A policy, project or indicator is one thing over all editions; what each edition says of it are its `statements`, oldest
first. Everything is frozen, and every row in it keeps its page and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from keikaku.model.rows import (
    AssessmentRow,
    CorrectionRow,
    DepartmentRow,
    EventRow,
    FinanceRow,
    IndicatorRow,
    PlanEditionRow,
    PlanRow,
    PolicyPointRow,
    PolicyRow,
    PriorityAssignmentRow,
    ProjectLinkRow,
    ProjectRow,
    ResponsibilityRow,
    ResultRow,
    ScheduleEntryRow,
    SourceRow,
    StatisticRow,
    TargetRow,
    TermRow,
    ThemeAssignmentRow,
    TotalRow,
)
from keikaku.read import City


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator (指標) with targets, results and what was computed from them, in order of edition and year."""

    plan_id: str
    indicator_id: str
    statements: tuple[IndicatorRow, ...]
    targets: tuple[TargetRow, ...]
    results: tuple[ResultRow, ...]
    assessments: tuple[AssessmentRow, ...]

    @property
    def latest(self) -> IndicatorRow:
        """What the newest edition that names it says."""
        return self.statements[-1]


@dataclass(frozen=True, slots=True)
class Project:
    """A project (取組事業) with all that hangs on it."""

    plan_id: str
    project_id: str
    statements: tuple[ProjectRow, ...]
    departments: tuple[ResponsibilityRow, ...]
    links: tuple[ProjectLinkRow, ...]
    themes: tuple[ThemeAssignmentRow, ...]
    priorities: tuple[PriorityAssignmentRow, ...]
    schedule: tuple[ScheduleEntryRow, ...]
    finances: tuple[FinanceRow, ...]
    indicators: tuple[Indicator, ...]

    @property
    def latest(self) -> ProjectRow:
        """What the newest edition that names it says."""
        return self.statements[-1]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy (基本方針・施策) with the ids of what stands directly below it."""

    plan_id: str
    policy_id: str
    statements: tuple[PolicyRow, ...]
    points: tuple[PolicyPointRow, ...]
    children: tuple[str, ...]
    projects: tuple[str, ...]
    indicators: tuple[Indicator, ...]

    @property
    def latest(self) -> PolicyRow:
        """What the newest edition that names it says."""
        return self.statements[-1]


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition (版) with the rows that belong to no project."""

    row: PlanEditionRow
    source: SourceRow
    finances: tuple[FinanceRow, ...]
    statistics: tuple[StatisticRow, ...]
    totals: tuple[TotalRow, ...]
    events: tuple[EventRow, ...]
    terms: tuple[TermRow, ...]
    corrections: tuple[CorrectionRow, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan (計画): editions oldest first, things by their ids, `roots` being the top policies.

    `loose_projects` are projects that no policy holds in their newest edition.
    """

    row: PlanRow
    editions: tuple[Edition, ...]
    policies: Mapping[str, Policy]
    projects: Mapping[str, Project]
    indicators: Mapping[str, Indicator]
    roots: tuple[str, ...]
    loose_projects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """A department (担当課) with the projects that it has part in."""

    row: DepartmentRow
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class Municipality:
    """A city with everything that it publishes; `rows` holds the same rows by table."""

    slug: str
    city: City
    sources: Mapping[str, SourceRow]
    plans: tuple[Plan, ...]
    departments: tuple[Department, ...]
    rows: Mapping[str, tuple[Any, ...]]
