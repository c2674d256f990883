"""What else a plan's document holds: finances, statistics, its own totals, events, terms and corrections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from keikaku.schema import load_schema
from synthetic_city.tables import ADOPTED, EDITIONS, PROGRESS, Tables
from synthetic_city.words import WORDS, full_width

FINANCES: Final = 20
STATISTICS: Final = 24
EVENTS: Final = 12
TERMS: Final = 20
CORRECTIONS: Final = 6
YEAR: Final = 2024
FINANCE_KINDS: Final = ("project_cost", "grant", "budget", "settlement")
CORRECTION_KINDS: Final = ("typo", "ocr", "ambiguous")


def add_extras(tables: Tables, projects: Mapping[str, list[str]]) -> None:
    """Add all of them; totals and corrections speak of rows that are there already."""
    _finances(tables, projects[PROGRESS])
    _statistics(tables)
    _totals(tables)
    _events(tables)
    _terms(tables)
    _corrections(tables)


def _finances(tables: Tables, projects: list[str]) -> None:
    for number in range(1, FINANCES + 1):
        thousands = tables.rng.randint(200, 90_000)
        kind = FINANCE_KINDS[number % len(FINANCE_KINDS)]
        ids = {"finance_id": f"fin-{number:02}", "project_id": projects[number * 7], "fiscal_year": YEAR}
        programme = "デジタル実装のための交付金" if kind == "grant" else ""
        money = {"amount_yen": thousands * 1000, "raw": f"{thousands:,}千円"}
        tables.add("finances", PROGRESS, kind=kind, programme=programme, **ids, **money)


def _statistics(tables: Tables) -> None:
    for number in range(1, STATISTICS + 1):
        edition = EDITIONS[number % 2]
        topic = WORDS.topics[number % len(WORDS.topics)]
        unit = {"人口": "人", "世帯数": "世帯"}.get(topic, "%")
        value = tables.rng.randint(10, 99) if unit == "%" else tables.rng.randint(9_000, 90_000)
        asked = {"survey": "市民意識調査", "population": "18歳以上の市民"} if unit == "%" else {}
        told = {"raw": f"{topic}（{value}{full_width(unit)}）", "value": value, "unit": unit, **asked}
        category = ("全体", "65歳以上")[number % 2]
        ids = {
            "statistic_id": f"stat-{number:02}",
            "topic": topic,
            "category": category,
            "period_raw": "R5.3",
        }
        tables.add("statistics", edition, **ids, **told)


def _totals(tables: Tables) -> None:
    for edition in EDITIONS:
        policies = [row["policy_id"] for row in tables.rows["projects"] if row["edition_id"] == edition]
        for number, scope in enumerate(("", "1", "2", "3"), 1):
            count = sum(policy.startswith(scope) for policy in policies)
            told = {"measure": "事業数", "raw": f"{count}事業", "value": count, "unit": "事業"}
            told["derivation"] = "projects"
            tables.add("totals", edition, total_id=f"total-{number}", policy_id=scope, **told)


def _events(tables: Tables) -> None:
    for number in range(1, EVENTS + 1):
        year, month, day = 2019 + number // 3, 1 + number % 12, 1 + number * 2
        era = f"令和{year - 2018}年" if year > 2019 else f"{year}年"
        start, printed = (
            (f"{year}-{month:02}-{day:02}", f"{era}{month}月{day}日"),
            (f"{year}-{month:02}", f"{era}{month}月"),
            (f"{year}", era),
        )[number % 3]
        end = f"{year}-12" if number % 3 == 1 else ""
        title = WORDS.events[number % len(WORDS.events)]
        dates = {"date_start": start, "date_end": end, "date_raw": full_width(printed)}
        tables.add("events", ADOPTED, event_id=f"event-{number:02}", title=title, **dates)


def _terms(tables: Tables) -> None:
    """Take terms from the glossary that the cities share, so that every concept is one of it."""
    glossary = load_schema().code_lists["glossary"].codes[:TERMS]
    for edition in EDITIONS:
        for number, code in enumerate(glossary, 1):
            told = {"term": code.ja, "abbreviation": code.abbreviation or "", "english": code.en, "concept": code.value}
            tables.add("terms", edition, term_id=f"term-{number:02}", **told)


def _corrections(tables: Tables) -> None:
    """Say of some results how their printed text was read; what they name is what the results hold."""
    results = [row for row in tables.rows["results"] if row.get("value")]
    for number in range(1, CORRECTIONS + 1):
        row = results[number * 31]
        key = "|".join((row["indicator_id"], row["fiscal_year"], row["seq"]))
        place = {"table_name": "results", "row_key": key, "column_name": "value"}
        read = {"as_printed": row["raw"], "as_published": row["value"]}
        told = {
            "kind": CORRECTION_KINDS[number % 3],
            "reason": "印刷がかすれているため、前後の表の数値と照らして読み取った。",
        }
        tables.add("corrections", row["edition_id"], correction_id=f"c-{number:02}", **place, **read, **told)
