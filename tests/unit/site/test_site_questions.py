"""Behind each table and chart stands a question: its answer has the figures that the page shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from question_links import Asked, Table, answer, figure, questions, read_link, year

from keikaku.schema import Schema, load_schema
from keikaku.site.queries import asked, registry
from keikaku.site.wording.words import Words, load_words

CITIES = ("112097", "132012", "212105", "412058")
MOST = 6
"""Pages of a city that are compared for each question."""


def same(text: str) -> str:
    return " ".join(text.split())


Spec = tuple[tuple[str, Callable[[str], str], str], ...]
"""Columns that are compared: heading (a string's key, or table.column of the schema), how to read it, the variable."""

COLUMNS: Mapping[str, Spec] = {
    "progress": (
        ("fiscal_year", year, "fiscal_year"),
        ("printed", same, "printed"),
        ("value", figure, "value"),
        ("status", same, "status"),
    ),
    "assessments": (
        ("fiscal_year", year, "fiscal_year"),
        ("compared_target", figure, "target"),
        ("compared_result", figure, "result"),
        ("computed_status", same, "computed"),
        ("attainment_rate", figure, "attainment_rate"),
        ("rule", same, "rule"),
        ("formula", same, "formula"),
        ("printed_status", same, "as_printed"),
        ("reason_not_computed", same, "not_computed"),
    ),
    "statements": (("title", same, "title"), ("edition", same, "edition")),
    "corrections-of": (
        ("printed", same, "as_printed"),
        ("published", same, "as_published"),
        ("reason", same, "reason"),
    ),
    "project-departments": (("role", same, "role"),),
    "project-links": (("project", same, "project"), ("relation", same, "relation")),
    "project-themes": (("theme", same, "theme"), ("basis", same, "basis")),
    "project-priorities": (("priority", same, "priority"), ("basis", same, "basis")),
    "costs": (("printed", same, "printed"), ("amount", figure, "amount_yen"), ("fiscal_year", year, "fiscal_year")),
    "statistics": (
        ("statistics.topic", same, "topic"),
        ("statistics.raw", same, "printed"),
        ("statistics.value", figure, "value"),
    ),
    "totals": (("totals.measure", same, "measure"), ("totals.raw", same, "printed"), ("totals.value", figure, "value")),
    "terms": (("terms.term", same, "term"), ("terms.english", same, "english")),
    "corrections": (("printed", same, "as_printed"), ("published", same, "as_published"), ("reason", same, "reason")),
    "editions": (
        ("edition", same, "edition"),
        ("document", same, "document"),
        ("edition_status", same, "edition_status"),
    ),
    "coverage": (
        ("fiscal_year", year, "fiscal_year"),
        ("with_target", figure, "with_target"),
        ("with_result", figure, "with_result"),
    ),
    "departments": (("department", same, "department"), ("projects", figure, "projects")),
    "department-projects": (("project", same, "project"), ("plan", same, "plan_title")),
    "disagreements": (
        ("indicator", same, "kpi"),
        ("fiscal_year", year, "fiscal_year"),
        ("as_printed", same, "as_printed"),
        ("as_computed", same, "as_computed"),
    ),
    "reasons": (("reason_not_computed", same, "reason"), ("count", figure, "count")),
}
ACROSS = ("vocab/phase", "vocab/theme", "vocab/terms/properties", "dictionary/codes/glossary", "dictionary/targets")
"""Pages of no city that have questions, beside the home page and the pages of themes."""
SPECIAL = {
    "policy-points",
    "policy-summary",
    "schedule",
    "status-counts",
    "themes",
    "measurements",
    "edition-changes",
    "events",
    "attainment-by-policy",
    "missed",
    "policy-below",
    "policy-years",
    "concepts",
    "department-years",
    "taken",
    "theme-kpis",
    "theme-two-cities",
    "vocabulary",
}
"""Questions behind what is not one table of rows, or behind several: each has a test of its own."""


@pytest.fixture(scope="module")
def linked(public_cities: Path) -> dict[str, list[tuple[Path, Asked]]]:
    """Some pages of each city for every question, with what they ask."""
    found: dict[str, list[tuple[Path, Asked]]] = {}
    for city in CITIES:
        counted: Counter[str] = Counter()
        for page in sorted((public_cities / city).rglob("index.html")):
            ids = set(re.findall(r"query=([a-z-]+)", page.read_text(encoding="utf-8")))
            if all(counted[query_id] >= MOST for query_id in ids):
                continue
            counted.update(ids)
            for one in questions(page):
                found.setdefault(one.query, []).append((page, one))
    others = [public_cities / one / "index.html" for one in ACROSS]
    for page in (*sorted((public_cities / "themes").rglob("index.html")), *others):
        for one in questions(page):
            found.setdefault(one.query, []).append((page, one))
    found["themes"] = [(public_cities / "index.html", one) for one in questions(public_cities / "index.html")]
    return found


def test_every_question_behind_a_table_is_compared(linked: dict[str, list[tuple[Path, Asked]]]) -> None:
    assert set(linked) == set(COLUMNS) | SPECIAL
    behind = {query.id for query in registry().ready if query.group == "tables"}
    assert behind <= set(linked)


@cache
def words() -> Words:
    return load_words(load_schema())


def heading(schema: Schema, key: str) -> str:
    table, _, column = key.rpartition(".")
    return schema.by_name[table].by_name[column].title.ja if table else words().say(f"column_{key}")


def shown(schema: Schema, table: Table, spec: Spec) -> Counter[tuple[str, ...]]:
    columns = [[read(text) for text in table.column(heading(schema, key))] for key, read, _ in spec]
    return Counter(zip(*columns, strict=True))


def told(found: list[dict[str, str]], spec: Spec) -> Counter[tuple[str, ...]]:
    def value(row: dict[str, str], read: Callable[[str], str], name: str) -> str:
        return row[name] if read is year else read(row[name])

    return Counter(tuple(value(row, read, name) for _, read, name in spec) for row in found)


@pytest.mark.parametrize("query_id", sorted(COLUMNS))
def test_a_table_shows_what_its_question_answers(
    query_id: str, public_cities: Path, linked: dict[str, list[tuple[Path, Asked]]], schema: Schema
) -> None:
    compared = 0
    for page, one in linked[query_id]:
        if one.table is None:  # a chart of a list; its page of its own has the table
            continue
        spec = COLUMNS[query_id]
        if len(one.table.headings) == 1:  # names alone, of a table that stands on parts of its own
            spec = spec[:1] if heading(schema, spec[0][0]) == one.table.headings[0] else ()
        if query_id == "progress" and heading(schema, "printed") not in one.table.headings:
            continue  # a chart's own table: the next test
        # A column that a table leaves out, because of its one edition or its one plan, is not compared.
        alone = {part[0] for part in spec if heading(schema, part[0]) not in one.table.headings} & {"edition", "plan"}
        spec = tuple(part for part in spec if part[0] not in alone)
        if query_id == "assessments":  # what is the same for all years stands above the table
            spec = tuple(part for part in spec if heading(schema, part[0]) in one.table.headings)
        if heading(schema, "printed_total") in one.table.headings:  # the quality page puts computed totals beside
            spec = (("measure", same, "measure"), ("printed_total", figure, "value"))
        on_page, found = shown(schema, one.table, spec), told(answer(public_cities, one), spec)
        if is_part(page) or (query_id == "corrections" and "edition" not in one.values):
            assert on_page <= found, page  # a stretch of the table, or one kind of its rows
        else:
            assert on_page == found or not spec, page
        compared += 1
    assert compared


def is_part(page: Path) -> bool:
    """Tell whether a page is a part of a long one."""
    return page.parent.name.startswith("part--") and (page.parents[1] / "index.html").is_file()


Linked = dict[str, list[tuple[Path, Asked]]]


def test_charts_draw_what_their_question_answers(public_cities: Path, linked: Linked, schema: Schema) -> None:
    drawn = 0
    for page, one in linked["progress"]:
        if one.table is None or heading(schema, "printed") in one.table.headings:
            continue
        found = answer(public_cities, one)
        for first, *cells in one.table.rows:
            own = [row for row in found if row["fiscal_year"] == year(first)]
            values = {figure(row["value"]) for row in own} - {""}
            told_words = {same(row[name]) for row in own for name in ("printed", "status")} | {""}
            values |= {figure(word) for word in told_words}
            # Several reports of a year stand in one cell, each behind its name.
            parts = [re.sub(r"^第\d+回報告 ", "", part) for cell in cells for part in cell.split("、第")[:1]]
            assert all(part in told_words or figure(part) in values for part in parts), (page, cells)
            drawn += sum(bool(figure(cell)) for cell in cells)
    assert drawn > 10


def test_attainment_by_policy(public_cities: Path, linked: Linked) -> None:
    compared = 0
    for page, one in linked["attainment-by-policy"]:
        found = answer(public_cities, one)
        if one.table is None or not found:
            continue
        counted = {row[0]: [int(figure(cell) or 0) for cell in row[1:4]] for row in one.table.rows}
        for row in found:
            (name,) = [name for name in counted if name.endswith(row["policy"])]
            assert (sum(counted[name]), counted[name][0]) == (int(row["projects"]), int(row["achieved"])), page
            compared += 1
    assert compared >= 9  # three policies in three years


def test_missed_indicators_stand_on_the_list_of_the_missed(public_cities: Path) -> None:
    compared = 0
    for page in public_cities.glob("*/status/*/missed/index.html"):
        (one,) = (one for one in questions(page) if one.query == "missed")
        text = page.read_text(encoding="utf-8")
        for row in answer(public_cities, one):
            path = row["kpi_iri"].removeprefix("https://keikaku.example/").removesuffix("#it")
            assert f"{path}index.html" in text, page
            compared += 1
    assert compared >= 21


def test_departments_year_by_year(public_cities: Path, linked: Linked, schema: Schema) -> None:
    states = {code.value: f"事業 {code.ja}" for code in schema.code_lists["attainment_status"].codes}
    for page, one in linked["department-years"]:
        assert one.table
        columns = [one.table.column(heading(schema, "fiscal_year")), *map(one.table.column, states.values())]
        on_page = {
            year(when): tuple(figure(cell) or "0" for cell in cells) for when, *cells in zip(*columns, strict=True)
        }
        found = {row["fiscal_year"]: tuple(row[name] for name in states) for row in answer(public_cities, one)}
        assert on_page == found, page


def test_what_departments_missed(public_cities: Path) -> None:
    compared = 0
    for page in sorted((public_cities / "132012/departments").glob("*/index.html")):
        for one in questions(page):
            if one.query == "missed":
                assert one.table
                said = Counter(row[0] for row in one.table.rows if "未達成" in row[1].replace("一部未達成", ""))
                found = Counter(row["kpi"] for row in answer(public_cities, one))
                assert sum(said.values()) == sum(found.values()), page
                assert all(any(name.startswith(kpi) for name in said) for kpi in found), page
                compared += sum(found.values())
    assert compared > 10


def test_codes_and_terms_of_the_vocabulary(public_cities: Path, linked: Linked) -> None:
    for page, one in linked["concepts"]:
        assert one.table
        found = {row["notation"] for row in answer(public_cities, one)}
        column = 0 if "dictionary" in page.as_posix() else 1
        assert {row[column] for row in one.table.rows} == found, page
    names: set[str] = set()
    for page, one in linked["vocabulary"]:
        names = {row["term_iri"].partition("#")[2] for row in answer(public_cities, one)}
        text = page.read_text(encoding="utf-8")
        shown_names = set(re.findall(r"<code>keikaku:([A-Za-z]+)</code></a></td>", text))
        shown_names |= set(re.findall(r'<tr id="([A-Za-z]+)"><th', text))
        assert shown_names, page
        assert shown_names <= names, page
    assert len(linked["concepts"]) == 3
    assert len(linked["vocabulary"]) == 2


def test_rows_taken_from_the_pages_of_a_document(public_cities: Path, linked: Linked) -> None:
    compared = 0
    for page, one in linked["taken"]:
        text = page.read_text(encoding="utf-8")
        found = {row["page"]: int(row["count"]) for row in answer(public_cities, one)}
        for number, taken in re.findall(r'<section class="taken" id="p(\d+)">(.*?)</section>', text, re.S):
            counts = re.findall(r'<span class="count">(\d+)</span>|<dd>(\d+)</dd>', taken)
            assert sum(int(one or other) for one, other in counts) == found.get(number, 0), (page, number)
            compared += bool(counts)
    assert compared > 100


def test_indicators_on_a_theme(public_cities: Path, linked: Linked) -> None:
    shown_paths: dict[str, set[str]] = {}
    found: dict[str, set[str]] = {}
    for page, one in linked["theme-kpis"]:
        theme = one.values["any_theme"]
        paths = re.findall(r'href="[./]*(\d{6}/[^"]*/indicators/[^"]*/)index.html"', page.read_text(encoding="utf-8"))
        shown_paths.setdefault(theme, set()).update(paths)
        rows = answer(public_cities, one)
        found[theme] = {row["kpi_iri"].removeprefix("https://keikaku.example/").removesuffix("#it") for row in rows}
    assert len(found) > 10
    for theme, paths in shown_paths.items():
        assert paths <= found[theme], theme
        # What has neither a target nor a result in any year cannot stand beside others.
        rest = {path for path in found[theme] - paths if "令和" in values_of(public_cities / path)}
        assert not rest, theme


def test_projects_on_a_theme(public_cities: Path, linked: Linked) -> None:
    for page, one in linked["theme-two-cities"]:
        text = page.read_text(encoding="utf-8")
        paths = set(re.findall(r'<li><a href="[./]*(\d{6}/[^"]*/projects/[^"]*/)index.html"', text))
        found = {row["project_iri"] for row in answer(public_cities, one)}
        assert {f"https://keikaku.example/{path}#it" for path in paths} <= found, page
    assert len(linked["theme-two-cities"]) > 10


def values_of(folder: Path) -> str:
    """Give what an indicator's page says of its years."""
    text = (folder / "index.html").read_text(encoding="utf-8")
    return "".join(re.findall(r"<tbody>.*?</tbody>", text, re.S)[:1])


def test_a_policy_and_those_below_it(public_cities: Path, linked: Linked) -> None:
    for page, one in linked["policy-below"]:
        text = page.read_text(encoding="utf-8")
        matrix = re.findall(r'<table class="matrix.*?</table>', text, re.S)[0]
        parts = [int(count) for count in re.findall(r"(\d+)件中\d+件", matrix)]
        rows = answer(public_cities, one)
        counts = [sum(int(row[name]) for name in ("achieved", "partly_achieved", "not_achieved")) for row in rows]
        assert sorted(parts) == sorted(counts), page
    assert len(linked["policy-below"]) >= MOST


def test_points_of_a_policy(public_cities: Path, linked: Linked, schema: Schema) -> None:
    spec: Spec = (("content", same, "content"), ("fiscal_year", year, "fiscal_year"))
    for page, one in linked["policy-points"]:
        assert one.table
        found = [row for row in answer(public_cities, one) if row["what"] == one.table.caption]
        assert shown(schema, one.table, spec) == told(found, spec), page


def test_events_of_an_edition(public_cities: Path, linked: Linked, schema: Schema) -> None:
    spec: Spec = (("events.title", same, "event"),)
    compared = 0
    for page, one in linked["events"]:
        assert one.table
        if len(one.table.headings) > 1:  # not names alone, of a table that stands on parts of its own
            on_page, found = shown(schema, one.table, spec), told(answer(public_cities, one), spec)
            assert on_page <= found if is_part(page) else on_page == found, page
            compared += sum(on_page.values())
    assert compared


def test_policies_of_a_plan(public_cities: Path, linked: Linked, schema: Schema) -> None:
    statuses = {code.value: code.ja for code in schema.code_lists["attainment_status"].codes}
    judged = 0
    for page, one in linked["policy-summary"]:
        assert one.table
        columns = {"projects": heading(schema, "projects"), "kpis": heading(schema, "indicators")}
        columns |= {name: text for name, text in statuses.items() if text in one.table.headings}
        judged += len(columns) > len(("projects", "kpis"))
        on_page = Counter(zip(*(map(figure, one.table.column(text)) for text in columns.values()), strict=True))
        found = Counter(tuple(row[name] or "0" for name in columns) for row in answer(public_cities, one))
        assert on_page == found, page
    assert judged == 1  # Hachioji alone prints statuses


def test_schedules(public_cities: Path, linked: Linked) -> None:
    for page, one in linked["schedule"]:
        assert one.table
        found = answer(public_cities, one)
        years = dict(zip(map(year, one.table.column(one.table.headings[0])), one.table.rows, strict=True))
        assert set(years) == {row["fiscal_year"] for row in found}
        for row in found:
            cell = years[row["fiscal_year"]][one.table.headings.index(row["what"])]
            assert same(row["printed"]) in cell, page
            assert row["phase"] in cell, page
        # Each entry names its page once.
        places = sum(cell.count("p.") + cell.count("ページ") for cells in years.values() for cell in cells[1:])
        assert places >= len(found)


def test_statuses_of_a_plan(public_cities: Path, linked: Linked, schema: Schema) -> None:
    states = {code.value: code.ja for code in schema.code_lists["attainment_status"].codes}
    projects = "事業"
    compared = 0
    for page, one in linked["status-counts"]:
        found = {row["fiscal_year"]: row for row in answer(public_cities, one)}
        if one.table is None:  # the bars of the city and of the plan
            text = page.read_text(encoding="utf-8")
            assert all(f"{name}年度" in text and row["achieved"] in text for name, row in found.items())
            continue
        for line in range(len(one.table.rows)):
            row = found.get(year(one.table.column(one.table.headings[0])[line]))
            counts = {
                key: figure(one.table.column(f"{projects} {label}")[line]) or "0" for key, label in states.items()
            }
            assert counts == ({key: row[key] for key in states} if row else dict.fromkeys(states, "0")), page
            compared += row is not None
    assert compared == 3  # of Hachioji


def test_policies_year_by_year(public_cities: Path, linked: Linked, schema: Schema) -> None:
    states = {code.value: code.ja for code in schema.code_lists["attainment_status"].codes}
    compared = 0
    for page, one in linked["policy-years"]:
        found = answer(public_cities, one)
        if one.table is None or not found:
            continue
        columns = [one.table.column(text) for text in states.values()]
        on_page = [
            (name, year(when), *(figure(cell) or "0" for cell in cells))
            for name, when, *cells in zip(
                one.table.column(one.table.headings[0]),
                one.table.column(heading(schema, "fiscal_year")),
                *columns,
                strict=True,
            )
        ]
        for row in found:
            wanted = (row["fiscal_year"], *(row[key] for key in states))
            assert any(line[0].endswith(row["policy"]) and line[1:] == wanted for line in on_page), page
            compared += 1
    assert compared == 9


def test_themes_of_all_cities(public_cities: Path, linked: Linked) -> None:
    ((_, one),) = linked["themes"]
    assert one.city == "all"
    assert one.table
    found = {(row["theme"], row["city"]): row["projects"] for row in answer(public_cities, one)}
    cities = one.table.headings[1:]
    assert len(cities) == len(CITIES)
    shown_counts = {
        (name, city): figure(count)
        for name, *counts in one.table.rows[:-1]
        for city, count in zip(cities, counts, strict=True)
        if figure(count) != "0"
    }
    assert shown_counts == found


def test_measurements_of_quality(public_cities: Path, linked: Linked, schema: Schema) -> None:
    compared = 0
    for page, one in linked["measurements"]:
        if one.table is None or heading(schema, "metric") not in one.table.headings:
            continue
        spec: Spec = (("metric", same, "metric"), ("value", figure, "value"))
        missing = shown(schema, one.table, spec) - told(answer(public_cities, one), spec)
        assert not missing, page
        compared += 1
    assert compared == len(CITIES)


def test_changes_of_an_edition(public_cities: Path, linked: Linked) -> None:
    pages = [
        (page, one)
        for page, one in linked["edition-changes"]
        if "/editions/" in page.as_posix() and "revision" in one.values
    ]
    assert len(pages) == 1
    ((page, one),) = pages
    found = answer(public_cities, one)
    text = page.read_text(encoding="utf-8")
    changed = set(re.findall(r'<li><a href="[./]*([^"]*)index.html">[^<]*</a>\s*<dl class="diff">', text))
    assert changed
    assert changed <= {re.sub(r"^https://keikaku.example/(.*)#it$", r"\1", row["thing_iri"]) for row in found}
    values = [row for row in found if row["thing_iri"].endswith("1-1-2-1.1/#it") and row["fiscal_year"] == "2025"]
    assert {("90", "188")} <= {(row["before"], row["after"]) for row in values}


def test_links_hold_what_templates_give_them() -> None:
    link = asked("progress", "132012/dx/indicators/1-1-1.1/", "kpi")
    assert link == "sparql/index.html#city=132012&query=progress&kpi=132012/dx/indicators/1-1-1.1/"
    assert read_link(link) == Asked("132012", "progress", {"kpi": "132012/dx/indicators/1-1-1.1/"}, None)
    assert asked("themes") == "sparql/index.html#city=all&query=themes"
    with pytest.raises(KeyError):
        asked("progress", "132012/", "year")
