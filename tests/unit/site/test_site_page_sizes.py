"""No page is heavier than 100 KB without its images and the search index, whatever the city's size and the language."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_city import BASE
from site_pages import read_page

import synthetic
from keikaku.check import check_city
from keikaku.iri import LANGUAGES
from keikaku.model import build_municipality
from keikaku.quality import measure
from keikaku.schema import Schema
from keikaku.site import SiteCity, render_site

LIMIT = 100_000
"""Bytes of a page as a server sends it uncompressed."""
LGCODE = "019003"
PLAN = f"{LGCODE}/dx"


def heavy(root: Path) -> dict[str, int]:
    """Give the pages over the limit with their sizes."""
    sizes = {path.relative_to(root).as_posix(): path.stat().st_size for path in root.rglob("*.html")}
    assert len(sizes) > 1000
    return {path: size for path, size in sizes.items() if size > LIMIT}


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory, schema: Schema) -> Path:
    """The site of a city three times as large as the largest real one: 500 projects, 1,000 indicators."""
    folder = tmp_path_factory.mktemp("big")
    synthetic.write_city(folder / "city", 0, 3, projects=500, indicators=1000)
    outcome = check_city(folder / "city", folder, schema)
    assert outcome.city is not None
    city = SiteCity(build_municipality(outcome.city), measure(outcome.city, schema, (), ()))
    render_site([city], folder / "site", BASE, schema)
    return folder / "site"


def test_no_page_of_the_real_cities_is_heavy(public_cities: Path) -> None:
    assert heavy(public_cities) == {}


@pytest.mark.slow
def test_no_page_of_a_large_city_is_heavy(big: Path) -> None:
    assert heavy(big) == {}


@pytest.mark.slow
def test_a_large_plan_lists_every_project_on_its_parts(big: Path) -> None:
    parts = [big / PLAN / "index.html", *sorted((big / PLAN).glob("part--*/index.html"))]
    assert len(parts) > 2
    linked = {href for part in parts for href in read_page(part).links if "/projects/" in href}
    listed = {href.split("/projects/")[1].split("/")[0] for href in linked}
    assert listed == {path.name for path in (big / PLAN / "projects").iterdir()}


@pytest.mark.slow
def test_lists_of_a_large_city_are_divided_alike_in_all_languages(big: Path) -> None:
    paths = [
        {path.relative_to(big / prefix).as_posix() for path in (big / prefix / LGCODE).rglob("index.html")}
        for prefix in LANGUAGES.values()
    ]
    assert paths[0] == paths[1]
    parts = [path for folder in ("status", "themes") for path in sorted((big / folder).rglob("index.html"))]
    assert sum(path.parent.name == "part--2" for path in parts) > 1
    for part in parts:
        rows = [things(page) for page in (part, big / "en" / part.relative_to(big))]
        assert rows[0] == rows[1], part


def things(page: Path) -> list[str]:
    """Give the paths of the projects and indicators that a page names, in its order."""
    return [link.partition(f"{LGCODE}/")[2] for link in read_page(page).links if f"{PLAN}/" in link]
