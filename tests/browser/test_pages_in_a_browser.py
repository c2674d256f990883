"""Pages as a browser shows them: they fit a phone, load without a complaint, work without a server and in the dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CITY = "212105/"
PAGES = [
    "",
    "dictionary/",
    CITY,
    f"{CITY}data/",
    f"{CITY}quality/",
    f"{CITY}departments/",
    f"{CITY}departments/d2/",
    f"{CITY}sources/s2/",
    f"{CITY}p/",
    f"{CITY}p/editions/e2/",
    f"{CITY}p/policies/1/",
    f"{CITY}p/projects/1-1/",
    f"{CITY}p/projects/next-1/",
    f"{CITY}p/indicators/1-1.3/",
    f"{CITY}p/indicators/1-1.4/",
]
LUMINANCE = """
() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll("main *, header *, footer *")) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || element.closest("svg") || !element.getClientRects().length) continue;
    const a = light(parse(getComputedStyle(element).color)), b = light(ground(element));
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) poor.push(`${element.tagName}.${element.className} ${contrast.toFixed(2)}`);
  }
  return [...new Set(poor)];
}
"""


def open_page(chromium: Any, url: str, width: int, scheme: str = "light") -> tuple[Any, list[str]]:
    """Open a page in a context of its own and gather what the browser complains of."""
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
    page.on("response", lambda response: said.append(response.url) if response.status >= 400 else None)
    page.goto(url)
    return page, said


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_fits_its_window_and_loads_in_silence(chromium: Any, address: str, path: str, width: int) -> None:
    page, said = open_page(chromium, address + path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", "the style sheet is not applied"
    assert said == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_text_has_enough_contrast(chromium: Any, address: str, path: str, scheme: str) -> None:
    page, _ = open_page(chromium, address + path, 1280, scheme)
    assert page.evaluate(LUMINANCE) == []
    page.context.close()


def test_a_uri_leads_to_its_row_even_in_a_browser(chromium: Any, address: str) -> None:
    page, _ = open_page(chromium, f"{address}{CITY}p/indicators/1-1.3/#result-2024-e2--2", 1280)
    assert "0件" in page.locator(":target").inner_text()
    page.context.close()


def test_the_site_works_from_a_plain_folder(chromium: Any, site_root: Path) -> None:
    page, said = open_page(chromium, (site_root / "index.html").as_uri(), 1280)
    page.get_by_role("link", name="恵那市").first.click()
    page.get_by_role("link", name="推進計画").first.click()
    expect(page.locator("h1")).to_have_text("推進計画")
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px"
    assert said == []
    page.context.close()


def test_what_is_folded_up_stands_on_paper(chromium: Any, address: str) -> None:
    """Projects below the first level of a plan's tree are folded up on a screen; paper cannot be opened."""
    page, _ = open_page(chromium, f"{address}{CITY}p/", 1280)
    folded = page.locator("details:not([open]) a[href*='projects/']")
    assert not folded.first.is_visible()
    page.emulate_media(media="print")
    assert folded.first.evaluate("link => link.checkVisibility()")
    page.context.close()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(chromium: Any, address: str) -> None:
    page, _ = open_page(chromium, address + CITY, 1280)
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.get_attribute("href") == "#main"
    assert focused.bounding_box()["y"] >= 0
    page.context.close()
