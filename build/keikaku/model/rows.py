"""Rows of the tables, typed. Generated from `datapackage/schema/` by `scripts/generate.py`.

Text that is not stated is empty; a number or truth value that is not stated is None. Dates are ISO 8601 text,
because a plan may state no more than a year or a month.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Sources (出典)."""

    source_id: str
    title: str
    publisher: str
    kind: str
    issued: str
    pages: int | None
    pagination: str
    file: str
    sha256: str
    url: str
    licence: str


@dataclass(frozen=True, slots=True)
class SourcePageRow:
    """Pages of the sources (出典のページ)."""

    source_id: str
    kind: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class PlanRow:
    """Plans (計画)."""

    plan_id: str
    title: str
    title_en: str
    vision: str
    legal_basis: str
    start_fy: int | None
    end_fy: int | None
    predecessor_plan_id: str
    superior_plan: str
    source_id: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class PlanEditionRow:
    """Editions (版)."""

    edition_id: str
    plan_id: str
    label: str
    status: str
    as_of: str
    previous_edition_id: str
    source_id: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """Policies (施策)."""

    edition_id: str
    policy_id: str
    parent_policy_id: str
    level: int
    code: str
    code_raw: str
    title: str
    tagline: str
    goal: str
    position: int
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class PolicyPointRow:
    """Points of the policies (施策の記述)."""

    edition_id: str
    policy_id: str
    kind: str
    seq: int
    fiscal_year: int | None
    text: str
    raw: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """Projects (取組事業)."""

    edition_id: str
    project_id: str
    policy_id: str
    code: str
    code_raw: str
    title: str
    group_title: str
    group_raw: str
    description: str
    purpose: str
    status: str
    status_raw: str
    start_fy: int | None
    start_raw: str
    is_new: bool | None
    is_revised: bool | None
    progress_managed: bool | None
    progress_managed_raw: str
    national_priority: bool | None
    superior_item: str
    remarks: str
    position: int
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """Departments (担当課)."""

    department_id: str
    name: str
    parent_department_id: str
    source_id: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class ResponsibilityRow:
    """Departments of projects (事業の担当課)."""

    edition_id: str
    project_id: str
    department_id: str
    role: str
    and_others: bool | None
    position: int
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class ProjectLinkRow:
    """Links between projects (事業の関係)."""

    edition_id: str
    project_id: str
    linked_project_id: str
    relation: str
    raw: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class ThemeAssignmentRow:
    """Themes of projects (事業のテーマ)."""

    edition_id: str
    project_id: str
    theme: str
    basis: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class PriorityAssignmentRow:
    """National priorities of projects (国の重点取組事項との対応)."""

    edition_id: str
    project_id: str
    priority: str
    basis: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """Indicators (指標)."""

    edition_id: str
    indicator_id: str
    project_id: str
    policy_id: str
    position: int
    title: str
    definition: str
    unit: str
    polarity: str
    level: str
    value_type: str
    time_basis: str
    baseline_fy: int | None
    baseline_value: Decimal | None
    replaces_indicator_id: str
    revision_reason: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    """Targets (目標値)."""

    edition_id: str
    indicator_id: str
    fiscal_year: int
    seq: int
    applies: str
    raw: str
    comparator: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    basis: str
    origin: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class ResultRow:
    """Results (実績)."""

    edition_id: str
    indicator_id: str
    fiscal_year: int
    seq: int
    report_label: str
    as_of: str
    raw: str
    comparator: str
    value: Decimal | None
    unit: str
    numerator: Decimal | None
    denominator: Decimal | None
    rate: Decimal | None
    delta_raw: str
    delta: Decimal | None
    status: str
    status_raw: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """Assessments (達成状況の計算)."""

    edition_id: str
    indicator_id: str
    fiscal_year: int
    rule: str
    computed_status: str
    formula: str
    attainment_rate: Decimal | None
    not_computed: str
    target_fiscal_year: int | None
    target_seq: int | None
    target_value: Decimal | None
    target_max: Decimal | None
    target_origin: str
    result_seq: int | None
    result_value: Decimal | None
    unit: str
    printed_status: str
    agrees: bool | None
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class ScheduleEntryRow:
    """Schedule (工程)."""

    edition_id: str
    project_id: str
    fiscal_year: int
    kind: str
    seq: int
    phase: str
    raw: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class FinanceRow:
    """Finances (費用・財源)."""

    edition_id: str
    finance_id: str
    project_id: str
    fiscal_year: int | None
    kind: str
    amount_yen: int | None
    programme: str
    raw: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class StatisticRow:
    """Statistics (統計・調査結果)."""

    edition_id: str
    statistic_id: str
    survey: str
    topic: str
    population: str
    category: str
    raw: str
    value: Decimal | None
    comparator: str
    unit: str
    period_raw: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class TotalRow:
    """Totals (文書の合計)."""

    edition_id: str
    total_id: str
    policy_id: str
    fiscal_year: int | None
    measure: str
    derivation: str
    threshold: Decimal | None
    raw: str
    value: Decimal
    unit: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """Events (経過・出来事)."""

    edition_id: str
    event_id: str
    date_start: str
    date_end: str
    date_raw: str
    title: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class TermRow:
    """Terms (用語)."""

    edition_id: str
    term_id: str
    term: str
    abbreviation: str
    english: str
    concept: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """Corrections (訂正・注記)."""

    edition_id: str
    correction_id: str
    table_name: str
    row_key: str
    column_name: str
    as_printed: str
    as_published: str
    kind: str
    reason: str
    page: int
    line: int


ROW_CLASSES: Final[dict[str, type]] = {
    "sources": SourceRow,
    "pages": SourcePageRow,
    "plans": PlanRow,
    "editions": PlanEditionRow,
    "policies": PolicyRow,
    "policy_points": PolicyPointRow,
    "projects": ProjectRow,
    "departments": DepartmentRow,
    "project_departments": ResponsibilityRow,
    "project_links": ProjectLinkRow,
    "project_themes": ThemeAssignmentRow,
    "project_priorities": PriorityAssignmentRow,
    "indicators": IndicatorRow,
    "targets": TargetRow,
    "results": ResultRow,
    "assessments": AssessmentRow,
    "schedule": ScheduleEntryRow,
    "finances": FinanceRow,
    "statistics": StatisticRow,
    "totals": TotalRow,
    "events": EventRow,
    "terms": TermRow,
    "corrections": CorrectionRow,
}
