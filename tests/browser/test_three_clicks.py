"""A newcomer's ways from the home page, by real clicks on a phone and on a desk: none takes more than three.

Typing counts as no click, sending what was typed as one. Opening something that is folded is a click like any other.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MOST = 3
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


class Visitor:
    """Somebody who starts at the home page, sees a page as it is drawn, and whose clicks are counted."""

    def __init__(self, page: Any, home: str) -> None:
        self.page, self.clicks = page, 0
        page.goto(f"{home}index.html")

    def click(self, seen: Any) -> None:
        """Click what can be seen and hit, as Playwright makes sure, and let the page that follows come in whole."""
        self._count()
        seen.click()
        self.page.wait_for_load_state()

    def search(self, text: str) -> None:
        """Type into the search of the page's head and send it."""
        field = self.page.get_by_role("banner").get_by_role("searchbox")
        expect(field).to_be_visible()
        field.fill(text)
        self.click(self.page.get_by_role("banner").get_by_role("button", name="検索"))

    def download(self, seen: Any) -> Path:
        """Click a link to a file; give the file."""
        self._count()
        with self.page.expect_download() as found:
            seen.click()
        return Path(found.value.path())

    def text(self) -> str:
        """Give what the page says."""
        return str(self.page.locator("main").inner_text())

    def _count(self) -> None:
        self.clicks += 1
        assert self.clicks <= MOST


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def visitor(request: pytest.FixtureRequest, chromium: Any, cities: str) -> Iterator[Visitor]:
    context = chromium.new_context(viewport=request.param, accept_downloads=True)
    yield Visitor(context.new_page(), cities)
    context.close()


def test_which_department_has_online_applications_of_after_school_care_and_how_it_stands(visitor: Visitor) -> None:
    visitor.search("学童保育所 オンライン申請")
    visitor.click(visitor.page.locator("#found").get_by_role("link", name=re.compile("学童保育所")).first)
    expect(visitor.page.locator("main h1")).to_contain_text("学童保育所")
    assert re.search(r"/132012/dx/(projects|indicators)/", visitor.page.url)
    said = visitor.text()
    assert "放課後児童支援課" in said
    assert re.search(r"令和6年度.*(達成|未達成)", said)


def test_all_that_was_missed_in_2024(visitor: Visitor, public_cities: Path) -> None:
    visitor.click(visitor.page.get_by_role("main").get_by_role("link", name=re.compile("令和6年度.*未達成")))
    rows = visitor.page.locator("main table.statuses tbody tr")
    missed = [row for path in public_cities.glob("*/status/*.csv") for row in missed_of(path, "2024")]
    assert missed
    expect(rows).to_have_count(len(missed))
    assert sorted(rows.locator("th a").all_inner_texts()) == sorted(row["indicator"] for row in missed)


def missed_of(path: Path, year: str) -> list[dict[str, str]]:
    """Give the rows of a city's published list that fell short of their targets in a year."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["fiscal_year"] == year]
    return [row for row in rows if row["status"] in ("not_achieved", "partly_achieved")]


def test_what_ena_changed_between_its_editions(visitor: Visitor) -> None:
    visitor.click(visitor.page.get_by_role("main").get_by_role("link", name=re.compile("恵那市.*第2期ICT活用推進計画")))
    expect(visitor.page.locator("main h1")).to_be_visible()
    assert "/212105/ict2/changes/" in visitor.page.url
    said = visitor.text()
    for word in ("指標", "実績", "→"):
        assert word in said
    expect(visitor.page.locator("main ul.edits > li").first).to_be_visible()


def test_the_csv_of_one_indicator(visitor: Visitor, public_cities: Path) -> None:
    sought = "就学手続におけるオンライン申請導入率"
    visitor.search(sought)
    found = visitor.page.locator("#found").get_by_role("link", name=re.compile(sought))
    visitor.click(found.first)
    expect(visitor.page.locator("main h1")).to_have_text(sought)
    file = visitor.download(visitor.page.locator("main .reuse").get_by_role("link", name="CSV"))
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert {row["title"] for row in rows} == {sought}
    assert {row["kind"] for row in rows} == {"target", "result"}
    assert (public_cities / "132012/dx/indicators" / rows[0]["indicator_id"]).is_dir()
