"""What others take of a chart: the values, the picture as a file, the page for frames; and how pages are cited."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import rispy
from site_city import BASE, HOSTILE, LGCODE
from site_pages import read_page

from keikaku.names import api_path
from keikaku.site.citation import bibtex_text
from keikaku.site.drawing.standalone import chart_rules

SVG = "{http://www.w3.org/2000/svg}"
PAGE = f"{LGCODE}/p/indicators/1-1.3/"


def rows(root: Path, page: str = PAGE) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((root / page / "chart.csv").read_text(encoding="utf-8"), newline="")))


def test_the_csv_has_every_value_with_its_place_and_address(root: Path) -> None:
    found = rows(root)
    told = [(one["fiscal_year"], one["kind"], one["value"], one["comparator"], one["status"]) for one in found]
    assert told == [
        ("2021", "baseline", "0", "", ""),
        ("2023", "target", "1000", "ge", ""),
        ("2023", "result", "1204", "", "achieved"),
        ("2024", "target", "1200", "", ""),
        ("2024", "result", "400", "", ""),
        ("2024", "result", "0", "", "not_achieved"),
        ("2025", "target", "5", "", ""),
    ]
    assert {(one["lgcode"], one["city"], one["plan_id"], one["edition_id"]) for one in found} == {
        (LGCODE, "恵那市", "p", "e2")
    }
    assert found[3] | {"raw": "1,200件", "unit": "件", "page": "2", "source_id": "s2"} == found[3]
    ids = {f"{BASE}{PAGE}#{name}" for name in read_page(root / PAGE / "index.html").ids}
    assert {one["uri"] for one in found} <= ids


def test_values_of_an_older_edition_are_told_apart(root: Path) -> None:
    found = rows(root, f"{LGCODE}/p/indicators/1-1.1/")
    assert {(one["edition_id"], one["newest"]) for one in found if one["kind"] == "result"} == {
        ("e1", "false"),
        ("e2", "true"),
    }


def test_the_json_says_the_same_and_what_it_is_about(root: Path) -> None:
    told = json.loads((root / PAGE / "chart.json").read_text(encoding="utf-8"))
    assert [str(one["value"]) for one in told["values"]] == [one["value"] for one in rows(root)]
    assert told["values"][0].keys() == rows(root)[0].keys()
    ids = {"lgcode": LGCODE, "plan_id": "p", "indicator_id": "1-1.3"}
    assert told["api"] == BASE + api_path("indicator", ids)
    assert told["uri"] == f"{BASE}{PAGE}#it"
    assert told["html"]["en"] == f"{BASE}en/{PAGE}"
    assert (root / PAGE / "chart.json").stat().st_size < 20_000


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("number", ["1-1.2", "1-1.3", "1-1.4", "1-1.5"])
def test_the_picture_is_xml_that_stands_alone(root: Path, prefix: str, number: str) -> None:
    text = (root / prefix / f"{LGCODE}/p/indicators/{number}/chart.svg").read_text(encoding="utf-8")
    picture = ElementTree.fromstring(text)  # noqa: S314 - our own
    assert picture.tag == f"{SVG}svg"
    assert picture[0].tag == f"{SVG}title"
    assert picture[1].tag == f"{SVG}desc"
    assert picture.attrib["role"] == "img"
    named = picture.attrib["aria-labelledby"].split()
    assert [picture[0].attrib["id"], picture[1].attrib["id"]] == named
    texts = "".join("".join(one.itertext()) for one in picture.iter(f"{SVG}text"))
    assert ("Source: " if prefix else "出典：") in texts
    assert f"{BASE.removesuffix('/')}" in texts.replace("\n", "") or "example.jp" in texts
    assert not re.search(r"var\(|https?://(?!www\.w3\.org|example\.jp)|<script|href=|�", text)
    used = {name for one in re.findall(r'class="([^"]+)"', text) for name in one.split()}
    known = set(re.findall(r"\.([\w-]+)", chart_rules())) | {"step", "tick", "unit", "era", "source"}
    assert used <= known


def test_text_from_a_plan_cannot_end_an_element_of_the_picture(root: Path) -> None:
    text = (root / PAGE / "embed.html").read_text(encoding="utf-8")
    assert "<b>&" not in text


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_page_for_frames_is_small_strict_and_leads_back(root: Path, prefix: str) -> None:
    path = root / prefix / PAGE / "embed.html"
    page, text = read_page(path), path.read_text(encoding="utf-8")
    metas = {e.get("name", e.get("http-equiv", "")): e.get("content", "") for tag, e in page.elements if tag == "meta"}
    assert metas["robots"] == "noindex"
    assert metas["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert "script" not in metas["Content-Security-Policy"]
    back = [e for tag, e in page.elements if tag == "a" and e.get("target")]
    assert [(e["href"], e["target"], e["rel"]) for e in back] == [(f"{BASE}{prefix}{PAGE}", "_blank", "noopener")]
    tags = [tag for tag, _ in page.elements]
    assert "table" in tags
    assert "script" not in tags
    assert len(text.encode()) < 20_000
    assert "報告書" in text


def test_the_code_to_paste_names_the_page_and_is_quoted(root: Path) -> None:
    text = (root / PAGE / "index.html").read_text(encoding="utf-8")
    code = unescape(re.findall(r"<textarea[^>]*>(&lt;iframe.*?)</textarea>", text)[0])
    assert re.fullmatch(
        rf'<iframe src="{BASE}{PAGE}embed\.html" title="処理件数" width="100%" height="\d+" loading="lazy"></iframe>',
        code,
    )


def test_pages_for_frames_are_not_for_search(root: Path) -> None:
    assert not any("embed" in path.read_text(encoding="utf-8") for path in (root / "search").rglob("index.json"))


@pytest.mark.parametrize(
    "page",
    ["p/", "p/projects/1-1/", "p/indicators/1-1.3/", "p/editions/e1/", "p/editions/e2/", "data/"],
)
@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_page_is_cited_with_edition_date_and_lasting_address(root: Path, prefix: str, page: str) -> None:
    text = (root / prefix / LGCODE / page / "index.html").read_text(encoding="utf-8")
    cited = unescape(re.sub("<[^>]+>", "", re.findall(r'<p class="cite-text"[^>]*>(.*?)</p>', text)[0]))
    assert f" {BASE}{LGCODE}/{page}#it" in cited
    fields = re.findall(r"<textarea[^>]*aria-labelledby=\"cite-[^>]*>(.*?)</textarea>", text, re.S)
    bibtex, ris, csl = map(unescape, fields)
    item = json.loads(csl)[0]
    assert item["URL"] == f"{BASE}{LGCODE}/{page}#it"
    assert bibtex.startswith(f"@misc{{{item['id']},\n")
    assert bibtex.count("{") == bibtex.count("}")
    (record,) = rispy.loads(ris)
    assert record["type_of_reference"] == "DATA"
    assert record["id"] == item["id"]
    assert record["title"] == item["title"]
    assert record["authors"] == [author["literal"] for author in item["author"]]
    assert record["urls"] == [item["URL"]]
    assert record.get("edition", "") == item.get("version", "")
    assert record.get("year", "") == str(item.get("issued", {"date-parts": [[""]]})["date-parts"][0][0])
    if page == "p/editions/e1/":
        assert "issued" not in item
        assert ("n.d." if prefix else "日付の記載なし") in cited
        assert 'class="note-text"' in text
    else:
        assert item["issued"] == {"date-parts": [[2025, 3, 28]]}
        assert ("28 March 2025" if prefix else "2025年3月28日") in cited
        assert "  year = {2025},\n  month = {3},\n" in bibtex
    if page in {"p/projects/1-1/", "p/indicators/1-1.3/"}:
        assert f"{BASE}{LGCODE}/{page}#in-e2 " in cited
        assert "p.1" in cited.replace(" ", "")


def test_what_is_special_to_bibtex_is_escaped(root: Path) -> None:
    text = (root / LGCODE / "p/projects/1-1/index.html").read_text(encoding="utf-8")
    bibtex = unescape(re.findall(r"<textarea[^>]*cite-bibtex[^>]*>(.*?)</textarea>", text, re.S)[0])
    assert HOSTILE.replace("&", r"\&") in bibtex


def test_a_brace_alone_does_not_end_an_entry_of_bibtex() -> None:
    """BibTeX counts braces without regard to backslashes."""
    written = bibtex_text("{AI}と}{")
    assert written.count("{") == written.count("}")
    assert not re.search(r"\\[{}]", written)


def test_each_page_says_what_to_show_where_it_is_shared(root: Path) -> None:
    for prefix, locale in (("", "ja_JP"), ("en/", "en_US")):
        page = read_page(root / prefix / PAGE / "index.html")
        told = {e["property"]: e["content"] for _, e in page.elements if "property" in e}
        assert told["og:url"] == f"{BASE}{prefix}{PAGE}"
        assert told["og:locale"] == locale
        assert told["og:image"] == f"{BASE}assets/card.png"
        assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
        assert "処理件数" in told["og:title"]
        assert told["og:description"]
    assert (root / "assets/card.png").read_bytes().startswith(b"\x89PNG")


def test_the_example_of_the_guide_runs(root: Path) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "charts.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)[0]
    address = re.findall(r'"(https://keikaku\.example/[^"]+)"', code)[0]
    held: dict[str, Any] = {}
    exec(code.replace(address, (root / PAGE / "chart.csv").as_posix()), held)  # noqa: S102 - our own text
    wide = held["wide"]
    assert wide.loc[2024, "target"] == 1200
    assert wide.loc[2023, "result"] == 1204
