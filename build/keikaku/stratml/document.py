"""The document of one plan: who made it, what it wants, its goals, when it runs, and what was done to fit StratML.

The schema allows no language attribute, so the language is said in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from keikaku.iri import Iris
from keikaku.model import Edition, Municipality, Plan
from keikaku.schema import Schema
from keikaku.stratml.context import Context, lines, make_context
from keikaku.stratml.goals import department, goals
from keikaku.stratml.indicators import first_day, last_day
from keikaku.stratml.xml import node, stated, text

NAMESPACE: Final = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOTE: Final = (
    "計画の文書から作った表を StratML Part 2 の構造に当てはめたもの。"
    "最上位の施策を Goal、それより下の施策と取組事業を Objective、指標を PerformanceIndicator とした。"
    "数値は指標の単位で示されたものだけを NumberOfUnits とし、その他は記載のままを Descriptor とした。"
    "工程・費用・統計などは含まない。"
)


def plan_document(city: Municipality, plan: Plan, schema: Schema, iris: Iris) -> Element:
    """Make the document of a plan.

    Raises:
        ValueError: a text has a character that XML cannot carry.
    """
    context = make_context(city, plan, schema, iris)
    row = plan.row
    return node(
        "PerformancePlanOrReport",
        text("Name", row.title),
        stated("Description", lines(("根拠", row.legal_basis), ("上位計画", row.superior_plan))),
        text("OtherInformation", _about(context)),
        node("StrategicPlanCore", _organization(context), _vision(context), *goals(context)),
        _administration(context),
        xmlns=NAMESPACE,
        Type=_type(plan),
    )


def _type(plan: Plan) -> str:
    """Give StratML's type: a report where the newest edition is one, else a plan with measures or without."""
    if plan.editions and plan.editions[-1].row.status == "progress_report":
        return "Performance_Report"
    return "Performance_Plan" if plan.indicators else "Strategic_Plan"


def _about(context: Context) -> str:
    licence = context.city.city.licence
    return lines(
        ("言語", "日本語"),
        ("英語名", context.plan.row.title_en),
        *(("版", _edition(context, edition)) for edition in context.plan.editions),
        ("ライセンス", f"{licence.title} {licence.url}" if licence else ""),
        ("注記", _NOTE),
    )


def _edition(context: Context, edition: Edition) -> str:
    status = context.label("edition_status", edition.row.status)
    pagination = context.label("pagination", edition.source.pagination)
    return f"{edition.row.label}({status})、出典「{edition.source.title}」、ページは{pagination}"


def _organization(context: Context) -> Element:
    city = context.city.city
    return node(
        "Organization",
        text("Name", city.name.ja),
        text("Identifier", context.iris.xml_id()),
        text("Description", lines(("都道府県", city.prefecture.ja), ("全国地方公共団体コード", city.lgcode))),
        *_departments(context),
    )


def _departments(context: Context) -> Iterable[Element]:
    """Give the departments that have part in the plan's projects, in the order of the city's table."""
    taking_part = {row.department_id for project in context.plan.projects.values() for row in project.departments}
    for found in context.city.departments:
        if found.row.department_id in taking_part:
            parent = context.departments.get(found.row.parent_department_id, "")
            yield department(found.row.name, lines(("上位の部署", parent)))


def _vision(context: Context) -> Element | None:
    vision = context.plan.row.vision
    return node("Vision", text("Description", vision)) if vision else None


def _administration(context: Context) -> Element:
    row = context.plan.row
    return node(
        "AdministrativeInformation",
        text("Identifier", context.iris.xml_id(row.plan_id)),
        stated("StartDate", first_day(row.start_fy) if row.start_fy else ""),
        stated("EndDate", last_day(row.end_fy) if row.end_fy else ""),
        stated("PublicationDate", _published(context.plan)),
        text("Source", context.iris.url("plan", {"plan_id": row.plan_id})),
    )


def _published(plan: Plan) -> str:
    """Give the day on which the newest edition was published or is dated; empty where only a year or month is known."""
    if not plan.editions:
        return ""
    newest = plan.editions[-1]
    days = (day for day in (newest.source.issued, newest.row.as_of) if _DAY.fullmatch(day))
    return next(days, "")
