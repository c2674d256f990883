"""The tables of the real cities: sound, complete by the documents' own numbers, and true to the documents.

The documents are not in the repository; where they stand beside the checkout, each printed value is looked for in them.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from keikaku.check import CleanCity, check_city, reconcile
from keikaku.model import build_municipality, judged
from keikaku.schema import Schema, load_schema
from keikaku.text import normalise

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "datapackage"
DOCUMENTS = ROOT.parent / "shared" / "documents"
SLUGS = ["ena", "hachioji", "hanno", "imari"]
EXPECTED = {"W501", "W506"}
"""No city has set a licence; one printed status is not what its figures give."""


@pytest.fixture(scope="module", params=SLUGS)
def city(request: pytest.FixtureRequest) -> CleanCity:
    checked = check_city(DATA / str(request.param), DATA, load_schema())
    assert {problem.code for problem in checked.problems} <= EXPECTED
    assert checked.city is not None
    return checked.city


def rows(slug: str, table: str) -> list[dict[str, str]]:
    city = check_city(DATA / slug, DATA, load_schema()).city
    assert city is not None
    return list(city.tables[table].dicts())


def test_imari_has_what_the_plan_lists() -> None:
    projects = rows("imari", "projects")
    assert [sum(row["project_id"].startswith(part) for row in projects) for part in ("san", "gyo", "chi")] == [5, 21, 2]
    assert sum(row["national_priority"] == "true" for row in projects) >= 3
    schedule = rows("imari", "schedule")
    assert {row["fiscal_year"] for row in schedule} == {"2021", "2022", "2023", "2024", "2025"}
    for kind in ("activity", "evaluation"):
        assert {row["project_id"] for row in schedule if row["kind"] == kind} == {row["project_id"] for row in projects}
    assert len(rows("imari", "terms")) == 31


def test_hachioji_has_what_the_plan_lists() -> None:
    policies = rows("hachioji", "policies")
    assert [sum(row["level"] == level for row in policies) for level in ("1", "2")] == [3, 18]
    assert all(row["goal"] for row in policies if row["level"] == "2")
    measures = {row["policy_id"] for row in policies if row["level"] == "2"}
    points = rows("hachioji", "policy_points")
    assert {row["policy_id"] for row in points if row["kind"] == "direction"} == measures
    projects = rows("hachioji", "projects")
    assert len(projects) == 170
    assert all(row["policy_id"] in measures and row["group_raw"] and row["description"] for row in projects)
    numbered = {measure: sum(row["policy_id"] == measure for row in projects) for measure in measures}
    assert {row["project_id"] for row in projects} == {
        f"{measure}-{number}" for measure, count in numbered.items() for number in range(1, count + 1)
    }
    managed = {row["project_id"] for row in projects if row["progress_managed"] == "true"}
    assert len(managed) == 112
    owners = {row["indicator_id"]: row["project_id"] for row in rows("hachioji", "indicators") if row["project_id"]}
    assert set(owners.values()) == managed
    for year in ("2022", "2023", "2024", "2025"):
        phased = {row["project_id"] for row in rows("hachioji", "schedule") if row["fiscal_year"] == year}
        assert phased == managed
    judged = {owners[row["indicator_id"]] for row in rows("hachioji", "results") if row["fiscal_year"] == "2024"}
    aimed = {owners.get(row["indicator_id"], "") for row in rows("hachioji", "targets") if row["fiscal_year"] == "2025"}
    assert judged == managed
    assert aimed >= managed
    assert sum(row["is_new"] == "true" for row in projects) == 5


@pytest.mark.parametrize(("slug", "printed", "agreeing"), [("hachioji", 20, 20), ("hanno", 11, 5)])
def test_printed_totals_come_out_or_are_explained(slug: str, printed: int, agreeing: int) -> None:
    city = check_city(DATA / slug, DATA, load_schema()).city
    assert city is not None
    found = reconcile(city.tables)
    assert len(found) == printed
    assert sum(bool(total.agrees) for total in found) == agreeing
    assert all(total.agrees or total.explained for total in found)


def test_derived_targets_rest_on_value_and_difference() -> None:
    results = {(row["indicator_id"], row["fiscal_year"]): row for row in rows("hachioji", "results")}
    derived = [row for row in rows("hachioji", "targets") if row["origin"] == "derived"]
    assert len(derived) > 100
    for row in derived:
        result = results[row["indicator_id"], row["fiscal_year"]]
        assert Decimal(row["value"]) == Decimal(result["value"]) - Decimal(result["delta"])
        assert row["raw"] == result["delta_raw"]


def test_hanno_has_what_the_plan_lists() -> None:
    policies = [row for row in rows("hanno", "policies") if row["edition_id"] == "jo3-2026-draft"]
    tree = [row for row in policies if not row["policy_id"].startswith("suishin")]
    assert [sum(row["level"] == level for row in tree) for level in ("1", "2", "3")] == [3, 10, 25]
    projects = rows("hanno", "projects")
    assert sum(row["edition_id"] == "jo3-2026-draft" for row in projects) == 67
    assert sum(row["edition_id"] == "jo2-summary" for row in projects) == 35
    rates = {row["value"] for row in rows("hanno", "totals") if row["unit"] == "%"}
    assert {"76.1", "77.4", "77.8", "72.5"} <= rates


def test_ena_keeps_ids_over_its_editions_and_tells_what_was_replaced() -> None:
    projects = rows("ena", "projects")
    by_edition = {
        edition: {row["project_id"] for row in projects if row["edition_id"] == edition}
        for edition in ("ict2-2024-03", "ict2-2025")
    }
    assert len(by_edition["ict2-2024-03"] & by_edition["ict2-2025"]) >= 25
    replaced = {
        row["indicator_id"]: row["replaces_indicator_id"]
        for row in rows("ena", "indicators")
        if row["replaces_indicator_id"]
    }
    assert replaced == {"1-1-2-2.2": "1-1-2-2.1", "3-2-1.2": "3-2-1.1"}
    links = [row for row in rows("ena", "project_links") if row["relation"] == "listed_again"]
    assert all(row["raw"].startswith("【再掲") for row in links)
    assert len(links) >= 10


@pytest.mark.parametrize(
    ("slug", "printed"),
    [
        ("ena", "デジタルデバйд"),
        ("ena", "3種 (33.3%)"),
        ("ena", "【再掲1-（1）】"),
        ("imari", ""),
        ("hachioji", "2015年度"),
    ],
)
def test_faults_of_the_documents_are_said(slug: str, printed: str) -> None:
    found = [row for row in rows(slug, "corrections") if printed in row["as_printed"]]
    assert found
    assert all(row["reason"] for row in found)


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not beside this checkout")
def test_every_printed_value_is_in_its_document(city: CleanCity, schema: Schema) -> None:
    texts = {row["source_id"]: row for row in city.tables["sources"].dicts()}
    documents = {}
    for source, row in texts.items():
        data = (DOCUMENTS / row["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["sha256"]
        documents[source] = data.decode()
    source_of = {row["edition_id"]: row["source_id"] for row in city.tables["editions"].dicts()}
    compact = {source: re.sub(r"\s", "", text) for source, text in documents.items()}
    missing = []
    for table in city.tables.values():
        raw = [column.name for column in table.table.columns if column.raw and column.name not in _OURS]
        for row in table.dicts():
            for name in raw:
                value = re.sub(r"\s", "", row[name])
                # What the document prints in two places (a status in another cell) is searched part by part.
                if value and not all(part in compact[source_of[row["edition_id"]]] for part in _parts(row[name])):
                    missing.append((table.table.name, name, row[name]))
    assert missing == []


_OURS = {"reason", "as_published"}


def _parts(value: str) -> list[str]:
    return [re.sub(r"\s", "", part) for part in value.split(" ") if part]


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not beside this checkout")
@pytest.mark.parametrize(
    ("slug", "document"),
    [("imari", "imari-2021.txt"), ("hanno", "hanno-2026-draft.txt"), ("hachioji", "hachioji-2025.txt")],
)
def test_a_reader_gives_the_same_tables(slug: str, document: str) -> None:
    """Two independent keyings were reconciled; the reader repeats one of them at any time."""
    reader = [sys.executable, f"scripts/documents/{slug}.py", str(DOCUMENTS / document)]
    command = [*reader, "--compare", str(DATA / slug / "tables")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not beside this checkout")
def test_lines_and_pages_agree(city: CleanCity) -> None:
    """In a document, a later line never lies on an earlier page."""
    source_of = {row["edition_id"]: row["source_id"] for row in city.tables["editions"].dicts()}
    places: dict[str, set[tuple[int, int]]] = {}
    for table in city.tables.values():
        if "page" not in table.table.names or table.table.name == "sources":
            continue
        for row in table.dicts():
            source = row.get("source_id") or source_of[row["edition_id"]]
            places.setdefault(source, set()).add((int(row["line"]), int(row["page"])))
    for found in places.values():
        pages = [page for _, page in sorted(found)]
        assert pages == sorted(pages)


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not beside this checkout")
def test_the_line_holds_the_beginning_of_the_value(city: CleanCity) -> None:
    """Where a target's or result's text begins on its line: at least one of its first characters stands there."""
    texts = {
        row["source_id"]: (DOCUMENTS / row["file"]).read_text(encoding="utf-8").split("\n")
        for row in city.tables["sources"].dicts()
    }
    source_of = {row["edition_id"]: row["source_id"] for row in city.tables["editions"].dicts()}
    for name in ("targets", "results", "schedule", "finances", "statistics"):
        for row in city.tables[name].dicts():
            line = normalise(texts[source_of[row["edition_id"]]][int(row["line"]) - 1])
            assert normalise(row["raw"])[:1] in line or normalise(row["raw"])[:1] == "\u3000", (name, row)


def test_the_pages_count_statuses_as_the_plan_does() -> None:
    city = check_city(DATA / "hachioji", DATA, load_schema()).city
    assert city is not None
    (plan,) = build_municipality(city).plans
    counted = Counter(years.get(2024, "") for years in judged(plan.indicators.values(), by_project=True).values())
    assert (counted["achieved"], counted["not_achieved"], counted["partly_achieved"]) == (94, 15, 3)
