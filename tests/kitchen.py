"""A small city that has one of everything: two editions, three levels of policies, every table with at least one row.

Tests write it to a folder, spoil it in one place and look at what is said.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

from keikaku.schema import load_schema

Rows = list[dict[str, str]]
Tables = dict[str, Rows]

CITY_YAML = """lgcode: '212105'
name: {ja: 恵那市, en: Ena}
kana: えなし
prefecture: {ja: 岐阜県, en: Gifu}
"""

_PLACE = {"page": "1", "line": "1"}
_TWO_PROJECTS = {"raw": "2事業", "value": "2", "unit": "事業"}
_OLD, _NEW = {"edition_id": "e1"}, {"edition_id": "e2"}


def kitchen() -> Tables:
    """Give the tables; each call gives fresh ones."""
    tables: Tables = {
        "sources": [
            {"source_id": "s1", "title": "計画書", "publisher": "恵那市", "kind": "plan", "pages": "9"},
            {"source_id": "s2", "title": "報告書", "publisher": "恵那市", "kind": "progress_report", "pages": "9"},
        ],
        "pages": [
            {"source_id": "s1", "page": "1", "line": "1"},
            {"source_id": "s1", "page": "2", "line": "50"},
        ],
        "plans": [{"plan_id": "p", "title": "推進計画", "start_fy": "2022", "end_fy": "2025", "source_id": "s1"}],
        "editions": [
            {**_OLD, "plan_id": "p", "label": "初版", "status": "adopted", "source_id": "s1"},
            {
                **_NEW,
                "plan_id": "p",
                "label": "報告",
                "status": "progress_report",
                "previous_edition_id": "e1",
                "source_id": "s2",
            },
        ],
        "departments": [
            {"department_id": "d1", "name": "総務部", "source_id": "s1"},
            {"department_id": "d2", "name": "情報課", "parent_department_id": "d1", "source_id": "s1"},
        ],
        "finances": [{**_NEW, "finance_id": "f1", "project_id": "1-1", "kind": "grant", "raw": "1千円"}],
        "statistics": [
            {**_NEW, "statistic_id": "st1", "topic": "人口", "raw": "46,948人", "value": "46948", "unit": "人"}
        ],
        "totals": [{**_NEW, "total_id": "t1", "measure": "事業数", "derivation": "projects", **_TWO_PROJECTS}],
        "events": [{**_NEW, "event_id": "ev1", "date_start": "2024-03", "date_raw": "令和6年3月", "title": "会議"}],
        "terms": [{**_NEW, "term_id": "te1", "term": "RPA"}],
        "corrections": [
            {
                **_NEW,
                "correction_id": "c1",
                "table_name": "results",
                "row_key": "1-1.1|2024|1",
                "column_name": "rate",
                "as_printed": "7種（33.3％）",
                "kind": "inconsistent",
                "reason": "７割のはず。",
            }
        ],
    }
    for edition in (_OLD, _NEW):
        _add_plan_rows(tables, edition)
    tables["corrections"] += [_correction(table, rows[-1]) for table, rows in tables.items() if table != "corrections"]
    return tables


def _correction(table: str, row: Mapping[str, str]) -> dict[str, str]:
    """Give a correction that speaks of one row."""
    key = "|".join(row[name] for name in load_schema().by_name[table].row_key)
    ids = {**_NEW, "correction_id": f"on-{table}", "table_name": table, "row_key": key}
    return {**ids, "kind": "ambiguous", "reason": "読み方が定まらない。"}


def _add_plan_rows(tables: Tables, edition: Mapping[str, str]) -> None:
    def add(table: str, **values: str) -> None:
        tables.setdefault(table, []).append({**edition, **values})

    add("policies", policy_id="1", level="1", title="基本方針", position="1")
    add("policies", policy_id="1a", parent_policy_id="1", level="2", title="施策", position="1")
    add("policies", policy_id="1a1", parent_policy_id="1a", level="3", title="基本事業", position="1")
    add("policy_points", policy_id="1a", kind="direction", seq="1", text="窓口を便利に", raw="①窓口を便利に")
    add(
        "projects",
        project_id="1-1",
        policy_id="1a1",
        title="窓口の改善",
        position="1",
        is_new="true",
        is_revised="false",
    )
    add("projects", project_id="1-2", policy_id="1a1", title="窓口の改善(再掲)", position="2")
    add("project_departments", project_id="1-1", department_id="d2", role="lead", position="1")
    add("project_links", project_id="1-2", linked_project_id="1-1", relation="listed_again", raw="【再掲】")
    add("project_themes", project_id="1-1", theme="front_office", basis="title")
    add("project_priorities", project_id="1-1", priority="front_yard", basis="editor")
    number = {"position": "1", "value_type": "number"}
    add("indicators", indicator_id="1-1.1", project_id="1-1", title="電子化した記録", unit="種", **number)
    add("indicators", indicator_id="1-1.2", project_id="1-1", title="導入", position="2", value_type="milestone")
    stated = {"fiscal_year": "2025", "seq": "1", "origin": "stated", "applies": "plan_end"}
    add("targets", indicator_id="1-1.1", raw="10種以上", value="10", unit="種", comparator="ge", **stated)
    add("targets", indicator_id="1-1.2", raw="導入、運用", **stated)
    add(
        "results",
        indicator_id="1-1.1",
        fiscal_year="2024",
        seq="1",
        raw="①7種(70.0％)",
        value="7",
        unit="種",
        rate="70.0",
    )
    add("schedule", project_id="1-1", fiscal_year="2024", kind="activity", seq="1", raw="検討")


def write_kitchen(workspace: Path, slug: str = "ena", spoil: Callable[[Tables], object] | None = None) -> Path:
    """Write the city below a workspace and give its folder; `spoil` may change the tables first."""
    tables = kitchen()
    if spoil:
        spoil(tables)
    folder = workspace / slug
    (folder / "tables").mkdir(parents=True)
    (folder / "city.yaml").write_text(CITY_YAML, encoding="utf-8")
    for name, rows in tables.items():
        write_table(folder, name, rows)
    return folder


def write_table(folder: Path, name: str, rows: Rows) -> None:
    """Write one table as a source table; places and pagination are filled in where a row gives none."""
    columns = load_schema().by_name[name].names
    with (folder / "tables" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            filled = {**_PLACE, "pagination": "counted", **row}
            writer.writerow({name: value for name, value in filled.items() if name in columns})
