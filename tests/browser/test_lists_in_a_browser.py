"""The lists of statuses in a real browser: filters, order, address, back button, download; and without a script."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MISSED = 21
"""Indicators of Hachioji that missed their targets in 2024; of 2022 to 2024 together `EVER`."""
EVER = 62


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(accept_downloads=True)
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield made
    assert errors == []
    context.close()


def shown(page: Any) -> Any:
    return page.locator("#status-list tbody tr[data-state]")


def open_filters(page: Any) -> None:
    if page.locator("#filters details").get_attribute("open") is None:
        page.locator("#filters summary").click()


def test_a_filter_finds_what_stands_on_any_part_of_the_list(page: Any, cities: str) -> None:
    page.goto(f"{cities}132012/status/2024/index.html")
    everything = 175
    assert shown(page).count() < everything
    open_filters(page)
    page.select_option("#filter-status", "not_achieved")
    expect(shown(page)).to_have_count(MISSED)
    assert page.locator("#filter-told").inner_text() == f"{everything}件のうち {MISSED}件を表示しています。"
    assert page.url.endswith("?status=not_achieved")
    # Rows of another part lead to the same pages as those of this one.
    for link in shown(page).locator("th a").evaluate_all("links => links.map(link => link.href)"):
        assert link.startswith(f"{cities}132012/dx/indicators/")


def test_the_back_button_takes_a_filter_back(page: Any, cities: str) -> None:
    page.goto(f"{cities}132012/status/2024/missed/index.html")
    open_filters(page)
    page.select_option("#filter-policy", "dx/1")
    expect(shown(page)).to_have_count(7)
    page.select_option("#filter-department", "digital-suishin")
    expect(shown(page)).not_to_have_count(7)
    page.go_back()
    expect(shown(page)).to_have_count(7)
    assert page.locator("#filter-department").input_value() == ""
    page.go_back()
    expect(shown(page)).to_have_count(MISSED)


def test_an_address_opens_the_list_as_it_was(page: Any, cities: str) -> None:
    page.goto(f"{cities}132012/status/2024/missed/index.html?policy=dx%2F2&sort=rate")
    expect(shown(page)).to_have_count(12)
    rates = shown(page).evaluate_all("rows => rows.map(row => Number(row.dataset.rate ?? Infinity))")
    assert rates == sorted(rates)
    assert page.locator("#filter-policy").input_value() == "dx/2"
    assert page.locator("#filter-count").inner_text().strip() == "(1)"


def test_hostile_addresses_do_nothing(page: Any, cities: str) -> None:
    page.goto(f"{cities}132012/status/2024/missed/index.html?policy=%3Cimg%20src%3Dx%3E&sort=constructor")
    assert shown(page).count() == MISSED


def test_another_year_is_another_page_with_the_same_filters(page: Any, cities: str) -> None:
    page.goto(f"{cities}132012/status/2024/missed/index.html?policy=dx%2F1")
    page.select_option("#filter-year", "2023")
    page.wait_for_url("**/status/2023/missed/index.html?policy=dx%2F1")
    assert page.locator("#filter-policy").input_value() == "dx/1"


def test_all_years_come_together_on_the_overview(page: Any, cities: str) -> None:
    page.goto(f"{cities}132012/status/index.html?status=not_achieved")
    expect(shown(page)).to_have_count(EVER)
    assert "令和4年度（2022年度）" in page.locator("#status-list").inner_text()
    page.locator("#filter-clear").click()
    expect(shown(page)).to_have_count(668)


def test_what_is_shown_can_be_saved_as_csv(page: Any, cities: str, tmp_path: Path) -> None:
    page.goto(f"{cities}132012/status/2024/missed/index.html?policy=dx%2F3")
    expect(shown(page)).to_have_count(2)
    with page.expect_download() as download:
        page.locator("#filter-csv").click()
    path = tmp_path / "status.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["年度", "指標", "達成状況", "目標", "実績", "担当課", "URL"]
    assert len(rows) == 3
    assert {row[2] for row in rows[1:]} == {"未達成"}
    assert all(row[0] == "2024" and row[6].startswith("http") for row in rows[1:])


def test_filters_work_by_keyboard_alone(page: Any, cities: str) -> None:
    page.goto(f"{cities}en/132012/status/2024/missed/index.html")
    page.locator("#filters summary").focus()
    page.keyboard.press("Enter")
    page.locator("#filter-theme").focus()
    page.keyboard.press("ArrowDown")
    expect(shown(page)).not_to_have_count(MISSED)
    assert "of 21 shown." in page.locator("#filter-told").inner_text()


def test_without_a_script_the_list_is_whole_and_no_filter_shows(chromium: Any, cities: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{cities}index.html")
    # Home, all cities in 2024, one city in 2024: the missed indicators are there, by clicks alone.
    page.get_by_role("link", name="令和6年度（2024年度）に未達成だった指標は？").click()
    expect(page.locator("table.statuses tbody tr").nth(MISSED - 1)).to_be_visible()
    page.goto(f"{cities}132012/status/2024/missed/index.html")
    assert shown(page).count() == MISSED
    assert page.locator("#filters").is_hidden()
    context.close()
