"""The lists and comparisons of the real cities: how long the pages are, what a newcomer finds in three clicks."""

from __future__ import annotations

import html
import re
from collections import deque
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from site_pages import read_page

pytestmark = pytest.mark.slow

MOST_BYTES = 100_000
FOLDERS = ("status", "themes", "changes", "departments")


def text(path: Path) -> str:
    shown = re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", html.unescape(shown))


@cache
def goals(path: Path) -> frozenset[Path]:
    """Give the pages that a page links."""
    links = {urlsplit(link).path for link in read_page(path).links if not urlsplit(link).scheme}
    return frozenset((path.parent / link).resolve() for link in links if link.endswith(".html"))


def clicks(start: Path, goal: Path, most: int) -> int | None:
    """Give how many clicks lead from a page to another; None where more than the most do."""
    found, waiting = {start.resolve(): 0}, deque([start.resolve()])
    while waiting:
        page = waiting.popleft()
        if page == goal.resolve():
            return found[page]
        for other in goals(page) if found[page] < most else ():
            if other not in found:
                found[other] = found[page] + 1
                waiting.append(other)
    return None


def test_no_list_is_longer_than_a_page_may_be(public_cities: Path) -> None:
    pages = [path for path in public_cities.rglob("*.html") if set(path.parts) & set(FOLDERS)]
    assert len(pages) > 300
    assert {path: path.stat().st_size for path in pages if path.stat().st_size > MOST_BYTES} == {}


@pytest.mark.parametrize("lang", ["", "en/"])
def test_all_that_was_missed_in_2024_is_one_click_from_home(public_cities: Path, lang: str) -> None:
    home, goal = public_cities / lang / "index.html", public_cities / lang / "status/2024/index.html"
    assert clicks(home, goal, 3) == 1
    shown = text(goal)
    assert shown.count("未達成" if not lang else "Not achieved") >= 22
    assert clicks(home, public_cities / lang / "132012/status/2024/missed/index.html", 3) is not None


def test_who_is_in_charge_of_online_applications_for_after_school_care(public_cities: Path) -> None:
    home = public_cities / "index.html"
    for page in ("themes/online_application", "132012/departments/hokago-jido-shien"):
        goal = public_cities / page / "index.html"
        assert clicks(home, goal, 3) is not None, page
        assert "学童保育所入所手続のオンライン申請化 達成" in text(goal)
        assert "放課後児童支援課" in text(goal)


def test_what_ena_changed_is_one_click_from_home(public_cities: Path) -> None:
    goal = public_cities / "212105/ict2/changes/index.html"
    assert clicks(public_cities / "index.html", goal, 3) == 1
    assert "対象世帯の9割設置運用(209世帯) → ①全世帯の9割（188世帯）" in text(goal)
    assert "理由 R5市民意識調査より" in text(goal)
    assert clicks(public_cities / "212105/index.html", goal, 1) == 1


def test_pages_count_what_the_plan_prints(public_cities: Path) -> None:
    shown = text(public_cities / "132012/status/2024/index.html")
    for line in (
        "1 生活の質の向上 37 0 7 47 0 7 0 14",
        "2 地域課題の解消 20 2 7 26 0 12 0 12",
        "3 行政の業務刷新 37 1 1 44 0 2 0 11",
        "全体 94 3 15 117 0 21 0 37",
    ):
        assert line in shown
    assert "八王子市 94 3 15 117 0 21" in text(public_cities / "status/2024/index.html")


def test_every_theme_of_a_current_project_has_its_page(public_cities: Path) -> None:
    shown = text(public_cities / "themes/index.html")
    assert "オンライン申請 市 4・取組事業 33・指標 24" in shown
    pages = sorted(path.parent.name for path in public_cities.glob("themes/*/index.html"))
    assert len(pages) > 40
    assert all((public_cities / "themes" / name / "theme.csv").is_file() for name in pages)
