"""All pages of the real cities in both languages: every link has its goal, and Japanese on English pages is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from keikaku.iri import LANGUAGES
from keikaku.site.wording.language import is_japanese

ENGLISH = LANGUAGES["en"]
FIGURE = re.compile(r"[−\d][\d,.]*")
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


class Reader(HTMLParser):
    """The ids and links of a page, and its Japanese texts that no element says are Japanese."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.unmarked: list[str] = []
        self.figures: list[str] = []
        self._figure = False
        self._langs: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids |= {found["id"]} if "id" in found else set()
        self.links += [found[name] for name in ("href", "src", "action") if name in found]
        self._figure = self._figure or (tag == "td" and "number" in found.get("class", "").split())
        if tag not in VOID:
            self._langs.append((tag, found.get("lang", self._langs[-1][1])))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids |= {value for name, value in attrs if name == "id" and value}

    def handle_endtag(self, tag: str) -> None:
        while self._langs[-1][0] != tag:
            self._langs.pop()
        self._langs.pop()
        self._figure = self._figure and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._langs[-1][1] != "ja" and is_japanese(data):
            self.unmarked.append(data)
        if self._figure:
            self.figures += FIGURE.findall(data)


@cache
def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader


def pages(root: Path) -> Iterator[Path]:
    yield from (path for path in sorted(root.rglob("*.html")) if path.name != "404.html")


@pytest.mark.slow
def test_every_link_of_every_page_has_its_goal(public_cities: Path) -> None:
    for path in pages(public_cities):
        for link in read(path).links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            goal = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert goal.is_file(), (path, link)
            # With `=` a fragment tells the page's script what to show, and names no element.
            if parts.fragment and "=" not in parts.fragment and goal.suffix == ".html":
                assert parts.fragment in read(goal).ids, (path, link)


@pytest.mark.slow
def test_japanese_text_on_every_english_page_is_marked(public_cities: Path) -> None:
    found = {path: read(path).unmarked for path in pages(public_cities / ENGLISH)}
    assert len(found) > 900
    assert {path: texts for path, texts in found.items() if texts} == {}


@pytest.mark.slow
def test_every_page_stands_in_both_languages(public_cities: Path) -> None:
    every = {path.relative_to(public_cities).as_posix() for path in pages(public_cities)}
    english = {path.removeprefix(ENGLISH) for path in every if path.startswith(ENGLISH)}
    assert english == {path for path in every if not path.startswith(ENGLISH)}


@pytest.mark.slow
def test_tables_of_both_languages_have_the_same_figures(public_cities: Path) -> None:
    counted = 0
    for path in pages(public_cities / ENGLISH):
        same = public_cities / path.relative_to(public_cities / ENGLISH)
        assert read(path).figures == read(same).figures, path
        counted += len(read(path).figures)
    assert counted > 5000
