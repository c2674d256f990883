"""A small city that uses every table: two plans, three editions, and texts that are awkward to write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from rdflib import Graph

from keikaku.check import CleanCity, CleanTable
from keikaku.read import City
from keikaku.schema import Label, load_schema

AWKWARD: Final = 'a "quoted" back\\slash\ttab\nline \u0001\u007f 𠮷野家 </script> é'
Rows = tuple[Mapping[str, str], ...]
PLACE: Final = {"page": "3", "line": "40"}
OLD: Final = {"edition_id": "dx-2021", **PLACE}
NEW: Final = {"edition_id": "dx-2024", "page": "0", "line": "7"}

ROWS: Final[Mapping[str, Rows]] = {
    "sources": (
        {
            "source_id": "doc-2021",
            "title": "試験市DX計画",
            "publisher": "試験市",
            "kind": "plan",
            "issued": "2021-03-01",
            "pages": "26",
            "pagination": "counted",
            "file": "doc-2021.txt",
            "sha256": "a" * 64,
            "url": "https://www.example.jp/plan|{v1}.pdf?a=%20b",
            "licence": "https://creativecommons.org/licenses/by/4.0/",
        },
        {
            "source_id": "doc-2024",
            "title": "改訂版",
            "publisher": "試験市",
            "kind": "progress_report",
            "pagination": "printed",
        },
    ),
    "plans": (
        {"plan_id": "ict", "title": "ICT計画", "source_id": "doc-2021", **PLACE},
        {
            "plan_id": "dx",
            "title": "DX計画",
            "title_en": "Digital Plan",
            "start_fy": "2021",
            "end_fy": "2025",
            "predecessor_plan_id": "ict",
            "source_id": "doc-2021",
            **PLACE,
        },
    ),
    # The newer edition stands first, so that order must come from previous_edition_id.
    "editions": (
        {
            "edition_id": "dx-2024",
            "plan_id": "dx",
            "label": "改訂",
            "status": "adopted",
            "as_of": "2024-03-28",
            "previous_edition_id": "dx-2021",
            "source_id": "doc-2024",
            "page": "0",
            "line": "1",
        },
        {
            "edition_id": "dx-2021",
            "plan_id": "dx",
            "label": "策定",
            "status": "adopted",
            "source_id": "doc-2021",
            **PLACE,
        },
        {
            "edition_id": "ict-2018",
            "plan_id": "ict",
            "label": "旧計画",
            "status": "adopted",
            "source_id": "doc-2021",
            **PLACE,
        },
    ),
    "policies": (
        {"policy_id": "1", "level": "1", "title": "新しい暮らし", "position": "1", **NEW},
        {"policy_id": "1", "level": "1", "title": "暮らし", "position": "1", **OLD},
        {
            "policy_id": "1-1",
            "parent_policy_id": "1",
            "level": "2",
            "code": "1-1",
            "code_raw": "1－①",
            "title": "窓口",
            "goal": AWKWARD,
            "position": "1",
            **OLD,
        },
        {
            "policy_id": "1",
            "level": "1",
            "title": "旧計画の施策",
            "position": "1",
            "edition_id": "ict-2018",
            **PLACE,
        },
    ),
    "projects": (
        {
            "project_id": "p-1",
            "policy_id": "1",
            "title": "新しい名称",
            "status": "running",
            "position": "1",
            **NEW,
        },
        {
            "project_id": "p-1",
            "policy_id": "1-1",
            "title": "古い名称",
            "description": AWKWARD,
            "start_fy": "2022",
            "is_new": "true",
            "is_revised": "false",
            "position": "1",
            **OLD,
        },
        {"project_id": "p-2", "title": "第二の事業", "position": "2", **OLD},
    ),
    "departments": (
        {"department_id": "somu", "name": "総務部", "source_id": "doc-2021", **PLACE},
        {
            "department_id": "joho",
            "name": "情報政策課",
            "parent_department_id": "somu",
            "source_id": "doc-2021",
            **PLACE,
        },
    ),
    "project_departments": (
        {
            "project_id": "p-1",
            "department_id": "joho",
            "role": "lead",
            "and_others": "false",
            "position": "1",
            **OLD,
        },
    ),
    "project_links": (
        {
            "project_id": "p-1",
            "linked_project_id": "p-2",
            "relation": "listed_again",
            "raw": "【再掲】",
            **OLD,
        },
    ),
    "pages": (
        {"source_id": "doc-2021", "page": "3", "line": "30"},
        {"source_id": "doc-2021", "page": "4", "line": "80"},
    ),
    "policy_points": (
        {
            "policy_id": "1-1",
            "kind": "direction",
            "seq": "1",
            "text": "便利にする",
            "raw": "①便利にする",
            **OLD,
        },
        {
            "policy_id": "1-1",
            "kind": "direction",
            "seq": "2",
            "fiscal_year": "2024",
            "text": "早くする",
            "raw": "②早くする",
            **OLD,
        },
    ),
    "project_priorities": ({"project_id": "p-1", "priority": "my_number_card", "basis": "title", **OLD},),
    "assessments": (
        {
            "indicator_id": "p-1.1",
            "fiscal_year": "2024",
            "rule": "at_least",
            "computed_status": "achieved",
            "formula": "ratio",
            "attainment_rate": "113.2",
            "target_fiscal_year": "2024",
            "target_value": "53",
            "target_origin": "derived",
            "result_seq": "1",
            "result_value": "60",
            "unit": "%",
            "printed_status": "not_achieved",
            "agrees": "false",
            **NEW,
        },
        {"indicator_id": "p-1.1", "fiscal_year": "2025", "rule": "at_least", "not_computed": "not_yet_due", **NEW},
    ),
    "project_themes": ({"project_id": "p-1", "theme": "my_number_card", "basis": "title", **OLD},),
    "indicators": (
        {
            "indicator_id": "p-1.1",
            "project_id": "p-1",
            "position": "1",
            "title": "交付率",
            "unit": "%",
            "polarity": "up",
            "level": "outcome",
            "value_type": "number",
            "time_basis": "point",
            "baseline_fy": "2020",
            "baseline_value": "35.5",
            **OLD,
        },
        {
            "indicator_id": "p-1.2",
            "policy_id": "1-1",
            "position": "1",
            "title": "満足度",
            "unit": "点数",
            "value_type": "number",
            "replaces_indicator_id": "p-1.1",
            **OLD,
        },
    ),
    "targets": (
        {
            "indicator_id": "p-1.1",
            "fiscal_year": "2024",
            "seq": "1",
            "applies": "every_year",
            "raw": "約１０～２０％",
            "comparator": "approx",
            "value": "10",
            "value_max": "20",
            "unit": "%",
            "basis": "absolute",
            "origin": "stated",
            **OLD,
        },
        {
            "indicator_id": "p-1.2",
            "fiscal_year": "2024",
            "seq": "1",
            "applies": "year",
            "raw": "-0.50点数",
            "value": "-0.50",
            "unit": "点数",
            "origin": "derived",
            **OLD,
        },
    ),
    "results": (
        {
            "indicator_id": "p-1.1",
            "fiscal_year": "2019",
            "seq": "1",
            "raw": "12%",
            "value": "12",
            "unit": "%",
            "rate": "12.3",
            "delta_raw": "▲8％",
            "delta": "-8",
            "status": "not_achieved",
            **OLD,
        },
        {
            "indicator_id": "p-1.1",
            "fiscal_year": "2019",
            "seq": "2",
            "as_of": "2024-03-28",
            "raw": "183世帯",
            "value": "183",
            "unit": "世帯",
            "numerator": "1724",
            "denominator": "1976",
            **OLD,
        },
    ),
    "schedule": (
        {
            "project_id": "p-1",
            "fiscal_year": "2022",
            "kind": "phase",
            "seq": "1",
            "phase": "trial",
            "raw": "試行",
            **OLD,
        },
    ),
    "finances": (
        {
            "finance_id": "f1",
            "project_id": "p-1",
            "fiscal_year": "2022",
            "kind": "grant",
            "amount_yen": "35393000",
            "programme": "交付金",
            "raw": "35,393千円",
            **OLD,
        },
    ),
    "statistics": (
        {
            "statistic_id": "s1",
            "survey": "市民意識調査",
            "topic": "利用なし",
            "raw": "16.1%",
            "value": "16.1",
            "unit": "%",
            "period_raw": "R6.3",
            **OLD,
        },
    ),
    "totals": (
        {
            "total_id": "t1",
            "policy_id": "1",
            "fiscal_year": "2024",
            "measure": "達成した事業数",
            "derivation": "projects_achieved",
            "raw": "94事業",
            "value": "94",
            "unit": "事業",
            **OLD,
        },
    ),
    "events": (
        {
            "event_id": "e1",
            "date_start": "2021",
            "date_end": "2021-09",
            "date_raw": "令和３年",
            "title": "発足",
            **OLD,
        },
        {
            "event_id": "e2",
            "date_start": "2021-09-01",
            "date_raw": "令和３年９月１日",
            "title": "開始",
            **OLD,
        },
    ),
    "terms": (
        {
            "term_id": "w1",
            "term": "ロボット",
            "abbreviation": "RPA",
            "english": "Robotics Process Automation",
            "concept": "rpa",
            **OLD,
        },
    ),
    "corrections": (
        {
            "correction_id": "c1",
            "table_name": "results",
            "row_key": "p-1.1|2019|1",
            "column_name": "rate",
            "as_printed": "12%",
            "as_published": "12.3",
            "kind": "typo",
            "reason": "誤記",
            **OLD,
        },
    ),
}


@pytest.fixture(scope="session")
def small_city() -> CleanCity:
    city = City("990001", Label("試験市", "Test City"), "しけんし", Label("試験県", "Test"))
    tables = {}
    for table in load_schema().tables:
        rows = tuple(tuple(row.get(name, "") for name in table.names) for row in ROWS[table.name])
        tables[table.name] = CleanTable(table, rows, f"{table.name}.csv", "", tuple(range(2, 2 + len(rows))))
    return CleanCity("shiken", city, tables)


@pytest.fixture(scope="session")
def ontology() -> Graph:
    return Graph().parse(Path(__file__).parents[3] / "vocab" / "ontology.ttl", format="turtle")
