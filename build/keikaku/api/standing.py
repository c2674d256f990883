"""How a city's indicators stand: counts by fiscal year, what was missed, and the newest result of an indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from keikaku.api.facts import Facts
from keikaku.api.rows import Values
from keikaku.attainment import NOT_ACHIEVED, PARTLY, STATUSES
from keikaku.model import Indicator, Plan, current, judged, last_reports

_MISSED: Final = frozenset({PARTLY, NOT_ACHIEVED})


def records(facts: Facts) -> list[Values]:
    """Count statuses by plan, fiscal year, what is counted and whose judgement it is, newest year first."""
    found = []
    for plan in facts.city.plans:
        indicators = plan.indicators.values()
        counted = {
            ("projects", "printed"): _by_year(judged(indicators, by_project=True)),
            ("indicators", "printed"): _by_year(judged(indicators, by_project=False)),
            ("indicators", "computed"): _computed(plan),
        }
        for year in sorted({year for years in counted.values() for year in years}, reverse=True):
            found += [_record(facts, plan, year, how, years[year]) for how, years in counted.items() if year in years]
    return found


def _by_year(statuses: Any) -> dict[int, Counter[str]]:
    years: dict[int, Counter[str]] = {}
    for found in statuses.values():
        for year, status in found.items():
            years.setdefault(year, Counter())[status] += 1
    return years


def _computed(plan: Plan) -> dict[int, Counter[str]]:
    years: dict[int, Counter[str]] = {}
    for indicator in plan.indicators.values():
        for row in current(indicator.assessments):
            if row.computed_status:
                years.setdefault(row.fiscal_year, Counter())[row.computed_status] += 1
    return years


def _record(facts: Facts, plan: Plan, year: int, how: tuple[str, str], counts: Counter[str]) -> Values:
    name = facts.city.city.name
    return {
        "lgcode": facts.names.lgcode,
        "name": name.ja,
        "name_en": name.en,
        "plan_id": plan.row.plan_id,
        "plan_title": plan.row.title,
        "fiscal_year": year,
        "counted": how[0],
        "basis": how[1],
        **{status: counts[status] for status in STATUSES},
        "total": counts.total(),
        "href": facts.names.href("city_attainment"),
    }


def missed(facts: Facts) -> list[Values]:
    """List the indicators and years that were missed or achieved in part, as printed or computed, newest year first."""
    found = [
        _missed(facts, plan, indicator, *standing)
        for plan in facts.city.plans
        for indicator in plan.indicators.values()
        for standing in _standings(indicator)
    ]
    return sorted(found, key=lambda line: -line["fiscal_year"])


def _standings(indicator: Indicator) -> Iterator[tuple[Any, Any]]:
    """Give result and assessment of each year in which an indicator was missed; either may be wanting."""
    assessed = {row.fiscal_year: row for row in current(indicator.assessments)}
    results = {row.fiscal_year: row for row in _judged_first(indicator)}
    for year in sorted({*assessed, *results}):
        result, assessment = results.get(year), assessed.get(year)
        statuses = {getattr(result, "status", ""), getattr(assessment, "computed_status", "")}
        if statuses & _MISSED:
            yield result, assessment


def _judged_first(indicator: Indicator) -> list[Any]:
    """Give the results of each year's last report, one that was missed behind the others, where it is kept."""
    return sorted(last_reports(indicator.results), key=lambda row: row.status in _MISSED)


def _missed(facts: Facts, plan: Plan, indicator: Indicator, result: Any, assessment: Any) -> Values:
    row = result or assessment
    statement, target = indicator.latest, _target(indicator, row, assessment)
    project = plan.projects.get(statement.project_id)
    ids = {"plan_id": plan.row.plan_id, "indicator_id": indicator.indicator_id}
    return {
        "lgcode": facts.names.lgcode,
        "plan_id": plan.row.plan_id,
        "edition_id": row.edition_id,
        "fiscal_year": row.fiscal_year,
        "indicator_id": indicator.indicator_id,
        "title": statement.title,
        "project_id": statement.project_id or None,
        "project_title": project.latest.title if project else None,
        "policy_id": statement.policy_id or None,
        "target_raw": target.raw if target else None,
        "target_value": target.value if target else None,
        "result_raw": result.raw if result else None,
        "result_value": result.value if result else None,
        **facts.code("unit", "unit", row.unit),
        **facts.code("printed_status", "attainment_status", result.status if result else ""),
        **_computed_status(facts, assessment),
        **facts.place(row),
        "uri": facts.rows.uri("results" if result else "assessments", row),
        "href": facts.names.href("indicator", ids),
    }


def _computed_status(facts: Facts, assessment: Any) -> Values:
    status = assessment.computed_status if assessment else ""
    rate = assessment.attainment_rate if assessment else None
    return {**facts.code("computed_status", "attainment_status", status), "attainment_rate": rate}


def _target(indicator: Indicator, row: Any, assessment: Any) -> Any:
    """Find the target that the assessment used, else that of the same edition and year."""
    year, seq = row.fiscal_year, 1
    if assessment and assessment.target_fiscal_year:
        year, seq = assessment.target_fiscal_year, assessment.target_seq
    wanted = (row.edition_id, year, seq)
    return next((one for one in indicator.targets if (one.edition_id, one.fiscal_year, one.seq) == wanted), None)


def latest_standing(facts: Facts, indicator: Indicator) -> Values:
    """Give the newest result of an indicator with both statuses; all null where there is none."""
    results = last_reports(indicator.results)
    row = results[-1] if results else None
    assessed = {one.fiscal_year: one for one in current(indicator.assessments)}
    return {
        "result_edition_id": row.edition_id if row else None,
        "result_fiscal_year": row.fiscal_year if row else None,
        "result_raw": row.raw if row else None,
        "result_value": row.value if row else None,
        **facts.code("printed_status", "attainment_status", row.status if row else ""),
        **_computed_status(facts, assessed.get(row.fiscal_year) if row else None),
    }
