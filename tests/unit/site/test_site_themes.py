"""Themes and explanations on the pages: the comparison of cities, the dictionary of codes, the terms of an edition."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from site_city import BASE, LGCODE
from site_pages import read_page

from keikaku.check import check_city
from keikaku.model import Municipality, build_municipality
from keikaku.schema import Schema
from keikaku.site import CityCard, make_site, render_home
from keikaku.site.links import Link
from keikaku.site.lists.themes import current_projects, theme_counts
from kitchen import Tables, write_kitchen


def table_rows(source: str, caption: str) -> list[list[str]]:
    """Give the cells of the table with a caption, row by row."""
    found = re.search(rf"<caption>{caption}</caption>(.*?)</table>", source, re.S)
    assert found
    rows = re.findall(r"<tr.*?</tr>", found[1], re.S)
    return [
        [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows
    ]


def test_the_home_page_compares_the_cities_by_theme(root: Path) -> None:
    source = (root / "index.html").read_text(encoding="utf-8")
    assert table_rows(source, "テーマで比べる") == [["テーマ", "恵那市"], ["窓口・手続", "1"], ["取組事業の数", "3"]]
    assert f'<a href="{LGCODE}/index.html">恵那市</a></th>' in source


def test_narrower_themes_stand_below_their_wider_ones(tmp_path: Path, schema: Schema) -> None:
    cards = [
        CityCard(Link("a/index.html", "甲市"), "", (), (), 5, {"front_office": 2, "counter": 2, "data": 1}),
        CityCard(Link("b/index.html", "乙市"), "", (), (), 1200, {"payment": 1000, "cashless": 1000}),
    ]
    render_home(cards, tmp_path, make_site(BASE, schema))
    source = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert table_rows(source, "細かいテーマごとに見る") == [
        ["テーマ", "甲市", "乙市"],
        ["窓口・手続", "2", "0"],
        ["書かない窓口・ワンストップ窓口", "2", "0"],
        ["決済・収納", "0", "1,000"],
        ["キャッシュレス決済", "0", "1,000"],
        ["データ", "1", "0"],
        ["取組事業の数", "5", "1,200"],
    ]
    wide = [row[0] for row in table_rows(source, "テーマで比べる")]
    assert wide == ["テーマ", "窓口・手続", "決済・収納", "データ", "取組事業の数"]


def follow(tables: Tables) -> None:
    """Let a second plan follow the first, with a project of two near themes and one of no theme."""
    place = {"page": "1", "line": "1"}
    tables["plans"].append({"plan_id": "q", "title": "次の計画", "predecessor_plan_id": "p", "source_id": "s2"})
    edition = {"edition_id": "e3", **place}
    tables["editions"].append({**edition, "plan_id": "q", "label": "次", "status": "adopted", "source_id": "s2"})
    for number in ("1", "2"):
        tables["projects"].append({**edition, "project_id": number, "title": f"事業{number}", "position": number})
    for theme in ("online_application", "counter", "ai"):
        tables["project_themes"].append({**edition, "project_id": "1", "theme": theme, "basis": "editor"})


@pytest.fixture
def followed(workspace: Path, schema: Schema) -> Municipality:
    city = check_city(write_kitchen(workspace, spoil=follow), workspace, schema).city
    assert city is not None
    return build_municipality(city)


def test_projects_of_a_plan_that_another_follows_are_not_counted(followed: Municipality) -> None:
    assert [project.latest.title for project in current_projects(followed.plans)] == ["事業1", "事業2"]


def test_a_project_counts_once_for_the_wider_theme_of_its_themes(followed: Municipality, schema: Schema) -> None:
    counted = theme_counts(current_projects(followed.plans), schema.code_lists["theme"])
    assert counted == {"front_office": 1, "online_application": 1, "counter": 1, "technology": 1, "ai": 1}


def test_the_dictionary_explains_codes_and_tells_versions(root: Path, schema: Schema) -> None:
    first, sources = set(read_page(root / "dictionary/index.html").ids), {}
    for name in ("theme", "national_priority", "national_priority_2020", "glossary", "theme_basis"):
        path = root / f"dictionary/codes/{name}/index.html"
        source, ids = html.unescape(path.read_text(encoding="utf-8")), first & set(read_page(path).ids)
        sources[name] = source
        for code in schema.code_lists[name].codes:
            assert f"code-{name}-{code.local_name}" in ids
            assert code.definition is not None
            assert code.definition.ja in source
            assert code.definition.en in source
    assert '<td data-label="名称">人工知能 <span class="small">じんこうちのう・AI</span></td>' in sources["glossary"]
    assert "版：第2.3版" in sources["national_priority"]
    assert '<a href="../../../dictionary/codes/national_priority_2020/index.html">' in sources["national_priority"]


def test_terms_are_explained_in_our_own_words(root: Path, schema: Schema) -> None:
    source = (root / LGCODE / "p/editions/e2/index.html").read_text(encoding="utf-8")
    definition = schema.code_lists["glossary"].by_value["rpa"].definition
    assert definition is not None
    headings, *rows = table_rows(source, "用語")
    assert headings == ["用語", "このサイトの説明", "出典"]
    assert [row[:2] for row in rows] == [["RPA", definition.ja]]
    assert 'dictionary/codes/glossary/index.html#code-glossary-rpa">RPA</a>' in source
