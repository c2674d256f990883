"""Every page in two languages: the same pages, ids and figures, links between them, and Japanese marked as Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import html5lib
import pytest
from site_city import BASE, LGCODE
from site_pages import all_pages, read_page

from keikaku.iri import LANGUAGES
from keikaku.site.wording.language import is_japanese

ENGLISH = LANGUAGES["en"]
PAIRS = [
    "",
    "dictionary/",
    "vocab/",
    "vocab/phase/",
    f"{LGCODE}/",
    f"{LGCODE}/data/",
    f"{LGCODE}/quality/",
    f"{LGCODE}/departments/",
    f"{LGCODE}/departments/d2/",
    f"{LGCODE}/sources/s2/",
    f"{LGCODE}/p/",
    f"{LGCODE}/p/editions/e2/",
    f"{LGCODE}/p/policies/1/",
    f"{LGCODE}/p/projects/1-1/",
    f"{LGCODE}/p/indicators/1-1.3/",
]


def paths(folder: Path) -> set[str]:
    """Give the folders of all pages below one, but for the English ones of the whole site."""
    return {path.parent.relative_to(folder).as_posix() for path in folder.rglob("index.html")}


def parse(path: Path) -> Any:
    """Parse a page as a browser does."""
    return html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)


def texts(element: Any, lang: str) -> Iterator[tuple[str, str, str]]:
    """Give each text of an element with the language that it is in."""
    lang = element.get("lang", lang)
    if element.text:
        yield str(element.tag), lang, element.text
    for child in element:
        if isinstance(child.tag, str):
            yield from texts(child, lang)
        if child.tail:
            yield str(element.tag), lang, child.tail


def figures(path: Path) -> list[list[str]]:
    """Give the figures in the cells of numbers of a page's tables."""
    cells = [cell for cell in parse(path).iter("td") if "number" in cell.get("class", "").split()]
    return [re.findall(r"[−\d][\d,.]*", "".join(cell.itertext())) for cell in cells]


def test_every_page_stands_in_both_languages(root: Path) -> None:
    english = paths(root / ENGLISH)
    japanese = {path for path in paths(root) if not f"{path}/".startswith(ENGLISH)}
    assert english == japanese
    assert {path.strip("/") or "." for path in PAIRS} <= english


def test_both_languages_have_the_same_ids(root: Path) -> None:
    for path in paths(root / ENGLISH):
        english, japanese = (read_page(root / folder / path / "index.html").ids for folder in (ENGLISH, ""))
        assert english == japanese, path


@pytest.mark.parametrize("path", PAIRS)
def test_tables_of_both_languages_have_the_same_figures(root: Path, path: str) -> None:
    assert figures(root / ENGLISH / path / "index.html") == figures(root / path / "index.html")


def test_figures_are_compared_at_all(root: Path) -> None:
    assert ["1,204"] in figures(root / LGCODE / "p/indicators/1-1.3/index.html")


def test_japanese_text_on_english_pages_is_marked(root: Path) -> None:
    for path in sorted((root / ENGLISH).rglob("*.html")):
        wrong = [found for found in texts(parse(path), "") if found[1] != "ja" and is_japanese(found[2])]
        assert wrong == [], path


def test_english_text_is_not_marked_as_japanese(root: Path) -> None:
    """A text of two words or more without kana or kanji is ours, but where an element holds text alone."""
    for path in sorted((root / ENGLISH).rglob("*.html")):
        for tag, lang, text in texts(parse(path), ""):
            if lang == "ja" and tag not in {"title", "desc", "script", "a", "td", "th", "code"}:
                assert is_japanese(text) or not re.search(r"[a-z]{3,} [a-z]{3,}", text), (path, tag, text)


def test_no_mark_is_left(root: Path) -> None:
    for path in root.rglob("*.html"):
        assert not re.search("[\ufdd0\ufdd1]", path.read_text(encoding="utf-8")), path


def test_languages_name_each_other(root: Path) -> None:
    for path, page in all_pages(root):
        if path.name == "404.html":
            continue
        own = path.parent.relative_to(root).as_posix() + "/"
        thing = ("" if own == "./" else own).removeprefix(ENGLISH)
        expected = {"ja": BASE + thing, "en": f"{BASE}{ENGLISH}{thing}", "x-default": BASE + thing}
        links = [e for tag, e in page.elements if tag == "link"]
        assert {e["hreflang"]: e["href"] for e in links if "hreflang" in e} == expected, path
        canonical = [e["href"] for e in links if e.get("rel") == "canonical"]
        assert canonical == [expected[page.elements[0][1]["lang"]]], path


def test_the_switch_leads_to_the_same_page_in_the_other_language(root: Path) -> None:
    for path, page in all_pages(root):
        if path.name == "404.html":
            continue
        english = path.is_relative_to(root / ENGLISH)
        other = "ja" if english else "en"
        switch = [e for tag, e in page.elements if tag == "a" and "hreflang" in e]
        assert [(e["hreflang"], e["lang"]) for e in switch] == [(other, other)], path
        goal = (path.parent / switch[0]["href"]).resolve()
        own = path.relative_to(root / ENGLISH if english else root)
        assert goal == (root / own if english else root / ENGLISH / own).resolve(), path


def test_english_pages_link_english_pages_and_files_that_stand_once(root: Path) -> None:
    for path in sorted((root / ENGLISH).rglob("*.html")):
        page = read_page(path)
        for tag, attributes in page.elements:
            link = attributes.get("href", "")
            if tag != "a" or "hreflang" in attributes or "://" in link or link.startswith("#"):
                continue
            goal = (path.parent / link.partition("#")[0]).resolve()
            assert goal.is_relative_to((root / ENGLISH).resolve()) == (goal.suffix in {".html", ".svg"}), (path, link)


def test_data_beside_the_japanese_page_are_the_only_ones(root: Path) -> None:
    kinds = {path.suffix for path in (root / ENGLISH).rglob("*") if path.is_file()}
    assert kinds.isdisjoint({".ttl", ".jsonld", ".nt", ".csv", ".zip"})
    address = f"{BASE}{ENGLISH}{LGCODE}/p/projects/1-1/"
    page = read_page(root / ENGLISH / LGCODE / "p/projects/1-1/index.html")
    alternates = {e["type"]: urljoin(address, e["href"]) for tag, e in page.elements if tag == "link" and "type" in e}
    thing = f"{BASE}{LGCODE}/p/projects/1-1/"
    assert alternates["text/turtle"] == f"{thing}index.ttl"
    assert alternates["application/ld+json"] == f"{thing}index.jsonld"
    assert f"{thing}#it" in (root / ENGLISH / LGCODE / "p/projects/1-1/index.html").read_text(encoding="utf-8")


def test_what_is_not_there_is_said_in_both_languages(root: Path) -> None:
    found = list(texts(parse(root / "404.html"), ""))
    assert any(lang == "en" and "Page not found" in text for _, lang, text in found)
    assert any(lang == "ja" and "ページが見つかりません" in text for _, lang, text in found)
    assert {"/plans/index.html", "/plans/en/index.html"} <= set(read_page(root / "404.html").links)
    assert not (root / ENGLISH / "404.html").exists()


def test_an_english_page_says_that_the_plan_is_in_japanese(root: Path) -> None:
    page = (root / ENGLISH / LGCODE / "p/projects/1-1/index.html").read_text(encoding="utf-8")
    assert "is in Japanese, as the city published it" in page
    assert "is in Japanese, as" not in (root / ENGLISH / "dictionary/index.html").read_text(encoding="utf-8")


def test_a_plan_is_called_what_it_calls_itself_in_english(root: Path) -> None:
    plan = (root / ENGLISH / LGCODE / "p/index.html").read_text(encoding="utf-8")
    assert "<h1>Digital Plan</h1>" in plan
    assert '<p class="small" lang="ja">推進計画</p>' in plan
    assert "<h1>推進計画</h1>" in (root / LGCODE / "p/index.html").read_text(encoding="utf-8")
    city = (root / ENGLISH / LGCODE / "index.html").read_text(encoding="utf-8")
    assert "Plans of Ena" in city
