"""The ready queries: complete in both languages, answered on the real cities with the figures that the plans print."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from question_links import BASE, rows, store

from keikaku.site.queries import QUERIES, by_id, fill, put, registry, text_of

HERE = Path(__file__).parent
READY = [query.id for query in registry().ready]
HACHIOJI = "132012"


def ask(public: Path, query_id: str, city: str = "all", **values: str) -> list[dict[str, str]]:
    return list(rows(store(public, city), fill(query_id, values, BASE)))


def test_there_are_enough_questions_and_each_has_a_file() -> None:
    files = {path.stem for path in (HERE.parents[2] / "site_templates/queries").glob("*.rq")}
    assert len([query for query in registry().ready if query.group != "tables"]) >= 20
    assert sorted(READY) == sorted(files)
    assert len(set(READY)) == len(READY)


def _shown(text: str) -> set[str]:
    """Give the columns of a SELECT query: what stands there by itself, and the names that sums are given."""
    found = re.search(r"SELECT (.*?)\nWHERE", text, re.S)
    rest = found[1] if found else ""
    named = set(re.findall(r" AS \?(\w+)\)", rest))
    while "(" in rest:
        rest = re.sub(r"\([^()]*\)", "", rest)
    return named | set(re.findall(r"\?(\w+)", rest))


@pytest.mark.parametrize("query_id", READY)
def test_a_question_is_whole(query_id: str) -> None:
    known, query, text = registry(), by_id()[query_id], text_of(query_id)
    assert query.group in known.groups
    assert query.text.ja.endswith("。")
    assert query.text.en.endswith(".")
    comments = [line for line in text.splitlines()[:2] if line.startswith("# ")]
    assert re.search(r"[ぁ-ん]", comments[0])
    assert comments[1].isascii()
    for kind, variable in query.parameters.items():
        assert f"VALUES ?{variable} {{ " in text, kind
        assert text_of(f"options/{known.parameters[kind].options}")
    names = _shown(text)
    assert {name for name in names if not name.endswith("_iri")} <= set(known.columns)
    if query.chart:
        drawn = {query.chart.label, *query.chart.values, *([query.chart.by] if query.chart.by else [])}
        assert drawn <= names


@pytest.mark.parametrize("query_id", READY)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_question_has_an_answer_in_both_languages(public_cities: Path, query_id: str, lang: str) -> None:
    found = store(public_cities, "all").query(fill(query_id, {}, BASE, "en" if lang == "en" else "ja"))
    if isinstance(found, ox.QueryBoolean):
        assert bool(found)
        return
    answers = list(found)
    assert answers
    if isinstance(found, ox.QuerySolutions):
        empty = [v.value for v in found.variables if all(row[v.value] is None for row in answers)]
        assert empty == []


def test_options_have_labels(public_cities: Path) -> None:
    for kind in registry().parameters.values():
        found = list(rows(store(public_cities, "all"), text_of(f"options/{kind.options}")))
        assert found, kind.options
        assert all(row["value"] and row["label"] for row in found)
        names = [row["value"] for row in found]
        assert len(set(names)) == len(names), kind.options
        assert all(name.startswith(kind.prefix or BASE) for name in names), kind.options


def test_attainment_is_what_hachioji_prints(public_cities: Path) -> None:
    (year,) = [row for row in ask(public_cities, "status-counts", HACHIOJI) if row["fiscal_year"] == "2024"]
    assert [year[name] for name in ("projects", "achieved", "not_achieved", "partly_achieved")] == [
        "112",
        "94",
        "15",
        "3",
    ]
    policies = ask(public_cities, "attainment-by-policy", HACHIOJI, year="2024")
    assert [(row["projects"], row["achieved"], row["percent"]) for row in policies] == [
        ("44", "37", "84.1"),
        ("29", "20", "69"),
        ("39", "37", "94.9"),
    ]
    printed = {(row["policy"], row["measure"]): row["value"] for row in ask(public_cities, "totals", HACHIOJI)}
    assert printed["", "達成"] == "94"


def test_missed_and_missed_again(public_cities: Path) -> None:
    missed = ask(public_cities, "missed", year="2024")
    assert {row["city"] for row in missed} == {"八王子市"}
    assert "デジタル推進課" in {row["department"] for row in missed}
    (worst, *_) = ask(public_cities, "longest-missed")
    assert (worst["kpi"], worst["years_missed"]) == ("年間1,000件以上の手続のオンライン申請化率", "3")
    progress = ask(public_cities, "progress", HACHIOJI, kpi="132012/dx/indicators/1-1-1.1/")
    assert [(row["fiscal_year"], row["value"]) for row in progress if row["what"] == "実績"] == [
        ("2022", "19.9"),
        ("2023", "24.8"),
        ("2024", "28.7"),
    ]
    (differing,) = ask(public_cities, "disagreements")
    assert (differing["kpi"], differing["result"]) == ("勧奨通知件数", "1722")


def test_what_changed_at_ena_and_what_two_cities_do(public_cities: Path) -> None:
    changed = ask(public_cities, "edition-changes")
    assert {row["city"] for row in changed} == {"恵那市"}
    assert ("90", "188") in {(row["before"], row["after"]) for row in changed}
    both = ask(public_cities, "theme-two-cities", theme="online_application", city1="212105/", city2="412058/")
    assert {row["city"] for row in both} == {"恵那市", "伊万里市"}


def test_values_have_their_pages_and_hashes(public_cities: Path) -> None:
    found = ask(public_cities, "sources", HACHIOJI, year="2024")
    assert all(re.fullmatch(r"[0-9a-f]{64}", row["sha256"]) for row in found)
    assert all(row["page_iri"].endswith(f"#p{row['page']}") for row in found)


def test_a_parameter_cannot_break_out() -> None:
    with pytest.raises(ValueError, match="> }"):
        fill("progress", {"kpi": "x> } UNION { ?a ?b ?c"}, BASE)
    with pytest.raises(KeyError):
        fill("progress", {"theme": "ai"}, BASE)
    assert put("VALUES ?a { UNDEF }", "a", r"\1") == r"VALUES ?a { \1 }"


def test_the_list_for_the_script_has_everything(public_cities: Path) -> None:
    told = json.loads((public_cities / QUERIES / "queries.json").read_text(encoding="utf-8"))
    assert [query["id"] for query in told["queries"]] == READY
    for query in told["queries"]:
        assert (public_cities / QUERIES / f"{query['id']}.rq").read_text(encoding="utf-8") == query["sparql"]
    assert told["base"] == BASE


@pytest.mark.skipif(not shutil.which("node"), reason="no Node on this machine")
def test_the_modules_of_the_page() -> None:
    done = subprocess.run(
        ["node", "--test", str(HERE / "query_page.test.mjs")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
