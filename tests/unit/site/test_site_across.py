"""Cities side by side: the index across them, related projects, and how far indicators can be compared."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from site_city import BASE
from site_pages import read_page

from keikaku.check import check_city
from keikaku.model import Municipality, Project, build_municipality
from keikaku.quality import measure
from keikaku.schema import Label, Schema
from keikaku.site import Across, SiteCity, render_site
from keikaku.site.lists.across import NOT_MEASURED
from keikaku.site.lists.comparing import grade
from keikaku.site.lists.related import MOST, Finder
from keikaku.site.paging import divide, pager
from kitchen import Tables, write_kitchen

CODES = ("212105", "112097", "132012")
NAMES = ("恵那市", "飯能市", "八王子市")
SHARE = {"unit": "%", "polarity": "up", "time_basis": "point", "value_type": "number"}
YEARLY = {**SHARE, "time_basis": "year"}
CASES = {**SHARE, "unit": "件"}


def project(tables: Tables, key: str, title: str, themes: str, **indicator: str) -> None:
    """Add a project to the newest edition, with an indicator that has a target and a result."""
    edition = {"edition_id": "e2"}
    tables["projects"].append({**edition, "project_id": key, "policy_id": "1a1", "title": title, "position": "9"})
    tables["project_departments"].append(
        {**edition, "project_id": key, "department_id": "d2", "role": "lead", "position": "1"}
    )
    for theme in themes.split():
        tables["project_themes"].append({**edition, "project_id": key, "theme": theme, "basis": "editor"})
    if indicator:
        ids = {**edition, "indicator_id": f"{key}.1"}
        tables["indicators"].append({**ids, "project_id": key, "title": f"{title}の割合", "position": "1", **indicator})
        value = {"fiscal_year": "2024", "seq": "1", "unit": indicator["unit"]}
        tables["targets"].append({**ids, **value, "raw": "80", "value": "80", "origin": "stated", "applies": "year"})
        tables["results"].append({**ids, **value, "raw": "28.7", "value": "28.7"})


def first(tables: Tables) -> None:
    project(tables, "a-1", "学童保育の申請のオンライン化", "online_application child_rearing", **SHARE)
    project(tables, "a-2", "申請の電子化", "online_application", **CASES)
    project(tables, "a-3", "とても広い取組", "front_office")


def second(tables: Tables) -> None:
    project(tables, "b-1", "粗大ごみの申請", "online_application", **YEARLY)
    project(tables, "b-2", "学童保育所の入所申請のオンライン化", "online_application child_rearing", **SHARE)


def third(tables: Tables) -> None:
    project(tables, "c-1", "保育の申請のオンライン化", "online_application", **SHARE)
    project(tables, "c-2", "窓口の待ち時間", "counter", **CASES)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory, schema: Schema) -> tuple[Municipality, ...]:
    """Three cities with projects on the same themes, in the order of the site."""
    found = []
    for code, name, spoil in zip(CODES, NAMES, (first, second, third), strict=True):
        workspace = tmp_path_factory.mktemp(code)
        checked = check_city(write_kitchen(workspace, spoil=spoil), workspace, schema)
        assert checked.city is not None, checked.problems
        made = build_municipality(checked.city)
        found.append(
            replace(made, city=msgspec.structs.replace(made.city, lgcode=code, name=Label(name, f"City {code}")))
        )
    return tuple(found)


@pytest.fixture
def across(three: tuple[Municipality, ...], schema: Schema) -> Iterator[Across]:
    with Across(schema.code_lists["theme"]) as made:
        for city in three:
            made.add(city)
        yield made


def of(city: Municipality, key: str) -> Project:
    return city.plans[0].projects[key]


def titles(finder: Finder, one: Project) -> list[str]:
    return [card.title for card in finder.related(one)]


def test_related_projects_share_themes_and_the_most_alike_come_first(
    across: Across, three: tuple[Municipality, ...]
) -> None:
    found = titles(Finder(across, CODES[0]), of(three[0], "a-1"))
    # Two themes in common before one, one of each city before a second, the wider theme last.
    assert found[:3] == ["学童保育所の入所申請のオンライン化", "保育の申請のオンライン化", "粗大ごみの申請"]
    assert set(found[3:]) <= {"窓口の待ち時間", "窓口の改善"}
    assert len(found) <= MOST


def test_related_projects_are_never_of_the_same_city_and_never_more_than_six(
    across: Across, three: tuple[Municipality, ...]
) -> None:
    for city in three:
        finder = Finder(across, city.city.lgcode)
        for one in city.plans[0].projects.values():
            cards = finder.related(one)
            assert len(cards) <= MOST
            assert len({card.path for card in cards}) == len(cards)
            assert city.city.lgcode not in {card.lgcode for card in cards}


def test_a_project_without_a_theme_has_no_related_ones(across: Across, three: tuple[Municipality, ...]) -> None:
    assert Finder(across, CODES[0]).related(of(three[0], "1-2")) == ()


def test_the_order_in_which_cities_are_asked_changes_nothing(across: Across, three: tuple[Municipality, ...]) -> None:
    one = [titles(Finder(across, city.city.lgcode), p) for city in three for p in city.plans[0].projects.values()]
    finders = {city.city.lgcode: Finder(across, city.city.lgcode) for city in three}
    again = [
        titles(finders[city.city.lgcode], p)
        for city in reversed(three)
        for p in reversed(list(city.plans[0].projects.values()))
    ]
    assert again[::-1] == one


def test_counts_by_theme_leave_narrower_themes_out(across: Across) -> None:
    assert [tuple(count) for count in across.theme_counts("online_application")] == [
        (CODES[0], 2, 2),
        (CODES[1], 2, 2),
        (CODES[2], 1, 1),
    ]
    # The kitchen's own project, and one of the first city.
    assert [count.projects for count in across.theme_counts("front_office")] == [2, 1, 1]
    assert {"online_application", "front_office", "counter"} <= across.themes()


def test_grades_ask_for_unit_polarity_and_time_basis_alike() -> None:
    share, yearly, cases = ("%", "up", "point"), ("%", "up", "year"), ("件", "up", "point")
    vague, words = ("%", "", "point"), (NOT_MEASURED,) * 3
    cities = {share: 3, yearly: 1, cases: 1, vague: 3, words: 3}
    units = {"%": 3, "件": 1, NOT_MEASURED: 3}
    grades = {measure: grade(measure, cities, units) for measure in cities}
    assert grades == {share: "comparable", yearly: "definition", cases: "unit", vague: "definition", words: "words"}
    assert grade(("", "", ""), {("", "", ""): 4}, {"": 4}) == "unit"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, three: tuple[Municipality, ...], schema: Schema) -> Path:
    folder, workspace = tmp_path_factory.mktemp("across"), tmp_path_factory.mktemp("clean")
    clean = check_city(write_kitchen(workspace), workspace, schema).city
    assert clean is not None
    quality = measure(clean, schema, (), ())
    assert render_site([SiteCity(city, quality) for city in three], folder, BASE, schema)
    return folder


def text(path: Path) -> str:
    shown = re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", html.unescape(shown))


def test_a_theme_page_sets_cities_side_by_side_in_the_order_of_the_site(site: Path) -> None:
    shown = text(site / "themes/online_application/index.html")
    listed = shown[shown.index("市ごとの取組事業") : shown.index("指標を並べて見る")]
    assert listed.index("恵那市") < listed.index("飯能市") < listed.index("八王子市")
    assert "学童保育所の入所申請のオンライン化 未達成 情報課" in listed
    compared = shown[shown.index("指標を並べて見る") :]
    source = (site / "themes/online_application/index.html").read_text(encoding="utf-8")
    groups = re.findall(r'<h3>([^<]+) <span class="chip grade-(\w+)">', source)
    assert [grade for _, grade in groups] == ["comparable", "definition", "unit"]
    assert groups[0][0].startswith("%・")
    assert groups[2][0].startswith("件・")
    assert "80% 28.7% 計算では未達成 達成率 35.9%" in compared


def test_a_theme_page_names_its_place_in_the_vocabulary_its_query_and_its_csv(site: Path) -> None:
    links = read_page(site / "themes/online_application/index.html").links
    assert "../../vocab/theme/index.html#online_application" in links
    assert "../../sparql/index.html#city=all&query=theme-two-cities&theme=online_application" in links
    assert "../../themes/online_application/theme.csv" in links
    with (site / "themes/online_application/theme.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["lgcode"] for row in rows] == [CODES[0]] * 2 + [CODES[1]] * 2 + [CODES[2]]
    assert {row["result_raw"] for row in rows} == {"28.7"}
    assert all(row["indicator_url"].startswith(BASE) for row in rows)


def test_a_project_page_shows_the_neighbours_and_links_the_theme(site: Path) -> None:
    path = site / CODES[0] / "p/projects/a-1/index.html"
    shown = text(path)
    assert "ほかの市の、同じテーマの取組" in shown
    assert "飯能市 学童保育所の入所申請のオンライン化" in shown
    assert "../../../../themes/online_application/index.html" in read_page(path).links
    assert "Projects on the same theme in other cities" in text(site / "en" / CODES[0] / "p/projects/a-1/index.html")


def test_every_link_of_the_pages_across_cities_has_its_goal(site: Path) -> None:
    pages = [*site.glob("themes/**/*.html"), *site.glob("status/**/*.html"), site / "index.html"]
    assert len(pages) > 6
    for path in pages:
        for link in read_page(path).links:
            if not link.startswith("http") and ".html" in link:
                assert (path.parent / link.partition("#")[0]).exists(), (path, link)


def test_lists_are_divided_by_their_bytes_in_order() -> None:
    parts = list(divide([(40, "a"), (40, "b"), (90, "c"), (200, "d"), (1, "e")], budget=100))
    assert parts == [["a", "b"], ["c"], ["d"], ["e"]]
    assert list(divide([], budget=100)) == [[]]
    assert pager("x/", 1, 1).parts == ()
    assert [link.href for link in pager("x/", 2, 3).parts] == [
        "x/index.html",
        "x/part--2/index.html",
        "x/part--3/index.html",
    ]
