"""The kitchen city, made awkward for pages: many kinds of target and result, a hostile and a very long title, a URL."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

from keikaku.catalog import write_catalog
from keikaku.check import CleanCity, check_city
from keikaku.file_names import CATALOG_FILES, QUALITY_FILE, table_file
from keikaku.graph import write_frames, write_vocabulary
from keikaku.iri import LANGUAGES
from keikaku.model import build_municipality
from keikaku.package import write_package
from keikaku.problem import Problem, Where
from keikaku.quality import check_rules, measure
from keikaku.schema import Schema, load_schema
from keikaku.site import DataFile, SiteCity
from kitchen import Tables, write_kitchen

BASE: Final = "https://example.jp/plans/"
LGCODE: Final = "212105"
HOSTILE: Final = '<b>&"太字'
SEARCH: Final = {"@type": "Dataset", "name": "恵那市の計画</script><script>alert(1)</script><!--", "keywords": ["'&\""]}
_NEIGHBOURS: Final = re.compile(r'href="((?:\.\./)*api/v1/[^"#]+|[^":#]*feed\.xml|[^":#]+\.zip)"')
"""Links to what the stages of the API, of feeds and of archives write."""
LONG: Final = "とても長い名称の取組事業でありまして" * 12
_NEW: Final = {"edition_id": "e2"}
_OLD: Final = {"edition_id": "e1"}


def _number(number: int, title: str, **values: str) -> dict[str, str]:
    own = {"indicator_id": f"1-1.{number}", "position": str(number), "title": title, "value_type": "number"}
    return {**_NEW, **own, "project_id": "1-1", **values}


def _target(number: int, year: int, raw: str, **values: str) -> dict[str, str]:
    own = {"indicator_id": f"1-1.{number}", "fiscal_year": str(year), "seq": "1", "raw": raw}
    return {**_NEW, **own, "origin": "stated", "applies": "year", **values}


def _result(number: int, year: int, raw: str, **values: str) -> dict[str, str]:
    own = {"indicator_id": f"1-1.{number}", "fiscal_year": str(year), "seq": "1", "raw": raw}
    return {**_NEW, **own, **values}


def enrich(tables: Tables) -> None:
    """Add to the kitchen city what pages must be able to show."""
    tables["sources"][1] |= {"url": "https://example.jp/report.pdf", "sha256": "a" * 64, "issued": "2025-03-28"}
    tables["plans"][0] |= {"vision": "だれもが便利に", "title_en": "Digital Plan", "superior_plan": "総合計画"}
    tables["terms"][0] |= {"concept": "rpa"}
    tables["policies"][3] |= {"title": "新しい基本方針", "goal": "手続の負担を減らす", "tagline": "便利なまち"}
    new_project = next(row for row in tables["projects"] if row["edition_id"] == "e2")
    new_project |= {
        "title": HOSTILE,
        "description": "窓口を改める。",
        "purpose": "市民の利便性の向上。",
        "status": "running",
        "status_raw": "実施中",
        "start_fy": "2022",
        "start_raw": "R5.3",
        "is_new": "true",
        "national_priority": "true",
        "remarks": "備考の文",
    }
    free = {**_NEW, "project_id": "next-1", "title": LONG, "position": "1", "start_fy": "2025", "start_raw": "R7"}
    tables["projects"].append(free)
    tables["schedule"] += [
        {**_NEW, "project_id": "1-1", "fiscal_year": "2025", "kind": "activity", "seq": "2", "raw": "二つめ"},
        {**_NEW, "project_id": "1-1", "fiscal_year": "2025", "kind": "evaluation", "seq": "1", "raw": "件数"},
        {**_NEW, "project_id": "1-1", "fiscal_year": "2025", "kind": "phase", "seq": "1", "raw": "実施"},
    ]
    tables["schedule"][-1]["phase"] = "operation"
    tables["finances"].append(
        {
            **_NEW,
            "finance_id": "f2",
            "project_id": "1-1",
            "kind": "project_cost",
            "raw": "35,393千円",
            "amount_yen": "35393000",
            "fiscal_year": "2024",
            "programme": "交付金",
        }
    )
    tables["totals"].append(
        {**_NEW, "total_id": "t2", "policy_id": "1", "measure": "達成率", "raw": "76.1％", "value": "76.1"}
    )
    tables["totals"][-1] |= {"unit": "%", "fiscal_year": "2024", "page": "0"}
    _add_indicators(tables)
    _add_corrections(tables)


def _add_indicators(tables: Tables) -> None:
    yen, share = {"unit": "円"}, {"unit": "%"}
    tables["indicators"] += [
        _number(3, "処理件数", unit="件", polarity="up", time_basis="year", baseline_fy="2021", baseline_value="0"),
        _number(4, "収支", **yen),
        _number(5, "満足度", **share, definition="満足と答えた人÷回答者", replaces_indicator_id="1-1.3"),
        {**_number(6, "施策の指標", unit="回"), "project_id": "", "policy_id": "1"},
        _number(7, "目標も実績もない指標"),
    ]
    tables["targets"] += [
        _target(3, 2023, "1,000件以上", value="1000", unit="件", comparator="ge", basis="absolute"),
        _target(3, 2024, "1,200件", value="1200", unit="件", page="2"),
        _target(3, 2025, "前年度比5件増", value="5", unit="件", basis="previous_year"),
        _target(4, 2024, "10～20円", value="10", value_max="20", **yen),
        _target(5, 2025, "年50％", value="50", **share, applies="every_year"),
        _target(5, 2024, "58%", value="58", **share, origin="derived"),
    ]
    tables["results"] += [
        _result(3, 2023, "1,204件", value="1204", unit="件", status="achieved"),
        _result(3, 2024, "第一 400件", value="400", unit="件", report_label="第1回報告"),
        _result(3, 2024, "0件", value="0", unit="件", report_label="第2回報告", status="not_achieved"),
        _result(4, 2024, "▲5円", value="-5", **yen, status="not_achieved", as_of="2024-03-28"),
        _result(5, 2024, "50%", value="50", **share, delta_raw="対目標：▲8％", delta="-8", numerator="5"),
        _result(6, 2024, "—", status=""),
    ]
    tables["results"][-4]["seq"] = "2"
    tables["results"][-2] |= {"denominator": "10", "rate": "50.0", "comparator": "approx"}


def _add_corrections(tables: Tables) -> None:
    tables["corrections"] += [
        {
            **_OLD,
            "correction_id": "c2",
            "table_name": "projects",
            "row_key": "1-1",
            "column_name": "title",
            "as_printed": "窓ロの改善",
            "as_published": "窓口の改善",
            "kind": "ocr",
            "reason": "漢字の口が片仮名のロになっている。",
        },
        {**_NEW, "correction_id": "c3", "table_name": "schedule", "kind": "ambiguous", "reason": "帯は図である。"},
    ]


def clean_site_city(workspace: Path, schema: Schema) -> CleanCity:
    """Write and check the city."""
    checked = check_city(write_kitchen(workspace, spoil=enrich), workspace, schema)
    errors = [problem for problem in checked.problems if problem.code.startswith("E")]
    assert not errors, errors
    assert checked.city is not None
    return checked.city


def site_city(workspace: Path, schema: Schema) -> SiteCity:
    """Build the city's model, with what is known of its quality, files and a warning."""
    warning = Problem("W501", Where("ena/city.yaml", "", "A1"), {"city": HOSTILE})
    clean = clean_site_city(workspace, schema)
    write_package(clean, schema, workspace / "data", BASE)
    quality = measure(clean, schema, (warning,), check_rules(workspace / "data"))
    return SiteCity(build_municipality(clean), quality, _files(schema), SEARCH)


def _files(schema: Schema) -> tuple[DataFile, ...]:
    names = [(table_file(LGCODE, table.name), table.title.ja, "text/csv", 12) for table in schema.tables]
    names.append((f"{LGCODE}.zip", "全てのファイル", "application/zip", None))
    return tuple(
        DataFile(name, title, "", media, rows, 12_345, hashlib.sha256(name.encode()).hexdigest())
        for name, title, media, rows in names
    )


def add_neighbours(root: Path, city: SiteCity) -> None:
    """Put empty files where other stages write theirs: vocabulary, data, Turtle and JSON-LD beside pages of things."""
    write_vocabulary(root)
    write_frames(root, BASE)
    write_catalog((), BASE, root, load_schema())
    for name in (*(file.name for file in city.files), *CATALOG_FILES):
        (root / LGCODE / "data" / name).touch()
    (root / LGCODE / "quality" / QUALITY_FILE).touch()
    for page in root.rglob("index.html"):
        for link in _NEIGHBOURS.findall(page.read_text(encoding="utf-8")):
            document = (page.parent / link).resolve()
            document.parent.mkdir(parents=True, exist_ok=True)
            document.touch(exist_ok=True)
        if page.is_relative_to(root / LANGUAGES["en"]):
            continue
        if 'type="text/turtle"' in page.read_text(encoding="utf-8"):
            page.with_name("index.ttl").touch()
            page.with_name("index.jsonld").touch()
