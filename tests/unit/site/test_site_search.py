"""The search index: what is taken from a page, what is known of it, and how it is written."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from site_city import BASE, HOSTILE, LGCODE, LONG

from keikaku.schema import Schema
from keikaku.site import SiteCity, make_site, render_site
from keikaku.site.index import CityIndex
from keikaku.site.search import Gatherer, facts_by_path, write_cities
from keikaku.site.search.files import Named
from keikaku.site.search.text import pieces, plain


def main(body: str) -> str:
    around = "<html><head><title>頭</title></head><body><nav>案内</nav>", "<footer>足</footer></body></html>"
    return f'{around[0]}<main id="main">{body}</main>{around[1]}'


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("", []),
        ("<p>一つ</p>", ["一つ"]),
        ("<p>一つ<b>の</b>文<a href='x'>です</a>。</p>", ["一つの文です。"]),
        ("<td>甲</td><td>乙</td>", ["甲", "乙"]),
        ("<p>空\n  白</p>", ["空 白"]),
        ("<p> \n </p><br>", []),
        ("<p>A&amp;B &lt;b&gt;</p>", ["A&B <b>"]),
        ("<script>悪</script><p>良</p><style>悪</style><noscript>悪</noscript>", ["良"]),
        (
            "<h1><ruby>恵那市<rp>（</rp><rt>えなし</rt><rp>）</rp></ruby>の計画</h1><p>後</p>",
            ["恵那市の計画", "後", "えなし"],
        ),
        ('<svg><title>図</title><text x="1">2024</text></svg>', ["図", "2024"]),
        ("<aside>余談</aside>", ["余談"]),
    ],
)
def test_a_page_says_what_its_main_part_shows(body: str, texts: list[str]) -> None:
    assert [plain(piece) for piece in pieces(main(body))] == texts


def test_a_page_without_a_main_part_says_nothing() -> None:
    assert pieces("<html><body><p>文</p></body></html>") == []


def frame(path: str, title: str) -> Any:
    return SimpleNamespace(path=path, title=title, crumbs=())


def test_texts_are_divided_into_files_and_pages_keep_theirs(tmp_path: Path) -> None:
    gatherer = Gatherer("ja", "990001", "市")
    said = {f"p/{number}/": [f"{number}" * 20_000, "どこにもある文"] for number in range(9)}
    for path, texts in said.items():
        gatherer.add("project", frame(path, path), main("".join(f"<p>{text}</p>" for text in texts)))
    gatherer.write(tmp_path)
    folder = tmp_path / "search/990001"
    head = read(folder / "index.json")
    assert len(head["parts"]) > 1
    found = {}
    for name, first, count, size in head["parts"]:
        assert (folder / name).stat().st_size == size
        part = read(folder / name)
        assert len(part["pages"]) == count
        for page, texts in zip(head["pages"][first:], part["pages"], strict=False):
            found[page[0]] = [part["texts"][text] for text in texts]
    assert found == said


def test_what_readers_want_most_comes_first_and_some_pages_are_left_out(tmp_path: Path) -> None:
    gatherer = Gatherer("en", "990001", "City", plans=[Named("p", "Plan")])
    for template in ("source", "dictionary", "search", "project", "404", "plan"):
        gatherer.add(template, frame(f"{template}/", template), main("<p>x</p>"))
    gatherer.write(tmp_path)
    head = read(tmp_path / "en/search/990001/index.json")
    assert [(page[0], page[2]) for page in head["pages"]] == [
        ("plan/", "plan"),
        ("project/", "project"),
        ("source/", "source"),
        ("dictionary/", "other"),
    ]
    write_cities(tmp_path)
    (group,) = read(tmp_path / "en/search/cities.json")["groups"]
    assert (group["group"], group["name"], group["pages"]) == ("990001", "City", 4)
    assert read(tmp_path / "search/cities.json")["groups"] == []


def test_the_same_pages_give_the_same_bytes(tmp_path: Path, city: SiteCity, schema: Schema) -> None:
    for name in ("one", "two"):
        render_site([city], tmp_path / name, BASE, schema)
    first = {
        path.relative_to(tmp_path / "one"): path.read_bytes() for path in (tmp_path / "one/search").rglob("*.json")
    }
    assert len(first) > 4
    assert first == {
        path.relative_to(tmp_path / "two"): path.read_bytes() for path in (tmp_path / "two/search").rglob("*.json")
    }


def test_pages_know_their_plan_departments_themes_and_states(city: SiteCity, schema: Schema) -> None:
    facts = facts_by_path(CityIndex(city, make_site(BASE, schema)))
    project = facts[f"{LGCODE}/p/projects/1-1/"]
    assert project.plan == "p"
    assert project.departments
    states = facts[f"{LGCODE}/p/indicators/1-1.3/"].states
    assert [(state.year, state.status, state.printed) for state in states] == [
        (2024, "not_achieved", True),
        (2023, "achieved", True),
    ]
    assert facts[f"{LGCODE}/p/indicators/1-1.3/"].departments == project.departments
    assert set(states) <= set(project.states)
    assert facts[f"{LGCODE}/departments/d2/"].departments == ("d2",)


def test_every_page_is_listed_with_its_title(root: Path) -> None:
    paths: dict[str, str] = {}
    for group in read(root / "search/cities.json")["groups"]:
        head = read(root / "search" / group["group"] / "index.json")
        paths |= {page[0]: head["strings"][page[1]] for page in head["pages"]}
    pages = {path.relative_to(root).as_posix().removesuffix("index.html") for path in root.rglob("index.html")}
    assert {page for page in pages if not page.startswith(("en/", "search/"))} == set(paths)
    assert LONG in paths[f"{LGCODE}/p/projects/next-1/"]
    assert HOSTILE in paths[f"{LGCODE}/p/projects/1-1/"]


def test_the_page_of_a_city_searches_that_city(root: Path) -> None:
    page = (root / LGCODE / "index.html").read_text(encoding="utf-8")
    assert f'<input type="hidden" name="city" value="{LGCODE}">' in page
    assert 'action="../search/index.html"' in page
