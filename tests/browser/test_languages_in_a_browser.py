"""The two languages in a browser: the switch by mouse and keyboard, desktop and phone; やさしい日本語 unfolds."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from test_pages_in_a_browser import CITY, LUMINANCE, PAGES, open_page

from keikaku.iri import LANGUAGES

pytestmark = pytest.mark.browser
ENGLISH = LANGUAGES["en"]
INDICATOR = f"{CITY}p/indicators/1-1.3/"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360])
def test_an_english_page_fits_its_window_and_loads_in_silence(
    chromium: Any, address: str, path: str, width: int
) -> None:
    page, said = open_page(chromium, address + ENGLISH + path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", "the style sheet is not applied"
    assert said == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [INDICATOR, f"{CITY}quality/", ""])
def test_english_text_has_enough_contrast(chromium: Any, address: str, path: str, scheme: str) -> None:
    page, _ = open_page(chromium, address + ENGLISH + path, 1280, scheme)
    assert page.evaluate(LUMINANCE) == []
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_switch_leads_to_the_same_page_and_back(chromium: Any, address: str, width: int) -> None:
    page, said = open_page(chromium, address + INDICATOR, width)
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"{address}{ENGLISH}{INDICATOR}index.html")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1").inner_text() == "処理件数"
    assert page.locator("h1").get_attribute("lang") == "ja"
    assert page.get_by_role("heading", name="Targets, results and status by fiscal year").is_visible()
    page.get_by_role("link", name="日本語").click()
    page.wait_for_url(f"{address}{INDICATOR}index.html")
    assert page.evaluate("document.documentElement.lang") == "ja"
    assert said == []
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_switch_is_reached_by_keyboard_before_the_content(chromium: Any, address: str, width: int) -> None:
    page, _ = open_page(chromium, address + INDICATOR, width)
    for _ in range(3):
        page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.get_attribute("hreflang") == "en"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    box = focused.bounding_box()
    assert box["height"] >= 24, "a target has 24 px or more (WCAG 2.2, 2.5.8)"
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{ENGLISH}{INDICATOR}index.html")
    page.context.close()


def test_a_reader_stays_in_the_language(chromium: Any, address: str) -> None:
    page, said = open_page(chromium, f"{address}{ENGLISH}", 1280)
    page.get_by_role("link", name="Ena").first.click()
    page.get_by_role("link", name="Digital Plan").first.click()
    expect(page.locator("h1")).to_have_text("Digital Plan")
    page.get_by_role("link", name="Data", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Data of Ena")
    file = page.get_by_role("link", name="Targets", exact=True).first.evaluate("link => link.href")
    assert file.startswith(f"{address}{CITY}data/")
    assert page.request.get(file).ok
    assert said == []
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_easy_japanese_unfolds_without_a_script(chromium: Any, address: str, width: int) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(address + INDICATOR)
    easy = page.locator("details.easy").first
    assert not easy.locator("p").is_visible()
    easy.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(easy.locator("p")).to_be_visible()
    assert "ここまで する という" in easy.inner_text()
    assert easy.locator("rt").first.inner_text() == "しひょう"
    assert easy.bounding_box()["width"] <= width
    page.goto(address + ENGLISH + INDICATOR)
    assert page.locator("details.easy").count() == 0
    context.close()
