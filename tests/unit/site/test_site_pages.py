"""What holds for all pages: every URI has its element, every link its goal, and the HTML is sound and safe."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from site_city import BASE, HOSTILE, LGCODE, clean_site_city, site_city
from site_pages import all_pages, read_page

from keikaku.graph import write_graph
from keikaku.iri import Iris
from keikaku.schema import Schema, Table
from keikaku.site import SiteCity, render_site

SCHEMA_NAMES = [
    "sources plans editions policies projects departments project_departments project_links project_themes",
    "indicators targets results schedule finances statistics totals events terms corrections",
]


def row_values(city: SiteCity, table: Table, row: object) -> dict[str, str]:
    plans = {edition.edition_id: edition.plan_id for edition in city.municipality.rows["editions"]}
    values = {name: str(getattr(row, name)) for name in table.names}
    return {"plan_id": plans.get(values.get("edition_id", ""), ""), **values}


@pytest.mark.parametrize("name", " ".join(SCHEMA_NAMES).split())
def test_every_row_dereferences_to_its_element(root: Path, city: SiteCity, schema: Schema, name: str) -> None:
    table = schema.by_name[name]
    namer = Iris(BASE, LGCODE).row_namer(table.subject)
    rows = city.municipality.rows[name]
    assert rows
    for row in rows:
        path, fragment = namer(row_values(city, table, row))
        assert fragment in read_page(root / path / "index.html").ids, (path, fragment)


def test_lasting_things_and_source_pages_have_their_elements(root: Path, city: SiteCity) -> None:
    for kind, rows in (("policy", "policies"), ("project", "projects"), ("indicator", "indicators")):
        for row in city.municipality.rows[rows]:
            path = Iris(BASE, LGCODE).page(kind, {"plan_id": "p", f"{kind}_id": getattr(row, f"{kind}_id")})
            assert "it" in read_page(root / path / "index.html").ids
    assert "it" in read_page(root / LGCODE / "index.html").ids
    assert {"p0", "p1", "p2"} <= set(read_page(root / LGCODE / "sources/s2/index.html").ids)


def test_every_subject_of_the_graph_dereferences_to_its_element(
    root: Path, city: SiteCity, tmp_path: Path, schema: Schema
) -> None:
    write_graph(clean_site_city(tmp_path, schema), BASE, tmp_path, city.quality)
    triples = (tmp_path / f"{LGCODE}.nt").read_text(encoding="utf-8")
    subjects = {line.split(" ", 1)[0].strip("<>") for line in triples.splitlines()}
    for subject in subjects:
        path, _, fragment = subject.removeprefix(BASE).partition("#")
        assert fragment in read_page(root / path / "index.html").ids, subject


def test_every_link_resolves_and_is_relative(root: Path) -> None:
    for path, page in all_pages(root):
        if path.name == "404.html":
            continue
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            assert not link.startswith("/"), (path, link)
            goal = (path.parent / parts.path).resolve() if parts.path else path
            assert goal.is_file(), (path, link)
            # With `=` a fragment tells the page's script what to show, and names no element.
            if parts.fragment and "=" not in parts.fragment:
                assert parts.fragment in read_page(goal).ids, (path, link)


def test_ids_are_unique_on_each_page(root: Path) -> None:
    for path, page in all_pages(root):
        assert [name for name, count in Counter(page.ids).items() if count > 1] == [], path


def test_the_html_parses_without_an_error(root: Path) -> None:
    for path in sorted(root.rglob("*.html")):
        html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))


def test_no_script_and_no_inline_style_under_a_strict_policy(root: Path) -> None:
    for path, page in all_pages(root):
        policies = [e["content"] for tag, e in page.elements if e.get("http-equiv") == "Content-Security-Policy"]
        assert len(policies) == 1, path
        assert "default-src 'none'" in policies[0]
        for tag, attributes in page.elements:
            assert tag not in {"style", "iframe"}, path
            # Forms lead to the search page.
            assert tag != "form" or attributes["action"].endswith(("search/index.html", "index.html")), path
            # A data block is not run by a browser, so the policy need not allow it; what runs is a file of the site.
            ours = "script-src 'self'" in policies[0] and "assets/" in attributes.get("src", "")
            assert tag != "script" or ours or attributes["type"] in {"application/ld+json", "application/json"}, path
            assert not [name for name in attributes if name == "style" or name.startswith("on")], path


def test_every_page_has_one_title_one_first_heading_and_a_description(root: Path) -> None:
    for path, page in all_pages(root):
        tags = Counter(tag for tag, _ in page.elements)
        assert tags["h1"] == tags["main"] == tags["footer"] == 1, path
        assert [e for _, e in page.elements if e.get("name") == "description" and e["content"]], path
        lang = "en" if path.is_relative_to(root / "en") else "ja"
        assert page.elements[0] == ("html", {"lang": lang}), path


def test_headings_go_down_one_level_at_a_time(root: Path) -> None:
    for path, page in all_pages(root):
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)


def test_tables_have_captions_and_scoped_headings(root: Path) -> None:
    for path, page in all_pages(root):
        tags = Counter(tag for tag, _ in page.elements)
        assert tags["table"] == tags["caption"], path
        assert all("scope" in attributes for tag, attributes in page.elements if tag == "th"), path


def test_pages_of_things_name_their_data_and_their_lasting_address(root: Path) -> None:
    page = read_page(root / LGCODE / "p/projects/1-1/index.html")
    alternates = [e for tag, e in page.elements if e.get("rel") == "alternate"]
    assert {e["type"]: e["href"] for e in alternates if "type" in e} == {
        "text/turtle": "index.ttl",
        "application/ld+json": "index.jsonld",
    }
    canonical = [e["href"] for _, e in page.elements if e.get("rel") == "canonical"]
    assert canonical == [f"{BASE}{LGCODE}/p/projects/1-1/"]
    assert f"../../../../{LGCODE}/data/{LGCODE}_plan_schedule.csv" in page.links


def test_values_link_to_the_page_and_to_the_document(root: Path) -> None:
    page = read_page(root / LGCODE / "p/indicators/1-1.3/index.html")
    assert f"../../../../{LGCODE}/sources/s2/index.html#p2" in page.links
    assert "https://example.jp/report.pdf#page=2" in page.links


def test_hostile_text_is_shown_and_not_obeyed(root: Path) -> None:
    text = (root / LGCODE / "p/projects/1-1/index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;&amp;&#34;太字" in text
    for path in root.rglob("*.html"):
        assert HOSTILE not in path.read_text(encoding="utf-8"), path


def test_data_for_search_engines_cannot_end_its_block(root: Path, city: SiteCity) -> None:
    text = (root / LGCODE / "data/index.html").read_text(encoding="utf-8")
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert [json.loads(block) for block in blocks] == [city.search]
    assert text.count("<script") == text.count("</script") == 2
    assert "恵那市" in blocks[0]


def test_the_missing_page_links_from_the_base_path(root: Path) -> None:
    page = read_page(root / "404.html")
    assert "/plans/assets/style.css" in page.links
    assert not [e for _, e in page.elements if e.get("rel") == "canonical"]


def test_the_same_input_gives_the_same_bytes(root: Path, tmp_path: Path, schema: Schema) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    render_site([site_city(workspace, schema)], tmp_path / "again", BASE, schema)
    for path in sorted((tmp_path / "again").rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (root / path.relative_to(tmp_path / "again")).read_bytes(), path
