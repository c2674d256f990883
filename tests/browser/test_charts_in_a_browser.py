"""Charts as a browser draws them: texts apart, large enough on a phone, shapes that stand out; and what is copied."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PLAN = "212105/p/"
CHARTS = [f"{PLAN}indicators/1-1.{number}/" for number in range(1, 6)]
TOUCHING = """
() => {
  const texts = [...document.querySelectorAll("figure.chart > svg text")].map(e => [e, e.getBoundingClientRect()]);
  const frame = e => e.closest("svg");
  const told = [];
  for (const [n, [a, ra]] of texts.entries()) {
    for (const [b, rb] of texts.slice(n + 1)) {
      if (frame(a) !== frame(b)) continue;
      // Boxes of texts hold the room for accents, which figures and kanji do not fill.
      const x = Math.min(ra.right, rb.right) - Math.max(ra.left, rb.left);
      const y = Math.min(ra.bottom, rb.bottom) - Math.max(ra.top, rb.top) - 0.3 * Math.min(ra.height, rb.height);
      if (x > 0.5 && y > 0.5) told.push(`${a.textContent} / ${b.textContent}`);
    }
  }
  return told;
}
"""
SMALLEST = """
() => Math.min(...[...document.querySelectorAll("figure.chart > svg text")].map(e => {
  const svg = e.closest("svg");
  return parseFloat(getComputedStyle(e).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
}))
"""
CONTRAST = """
() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).slice(0, 3).map(Number);
  const light = rgb => rgb.map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = light(parse(getComputedStyle(document.body).backgroundColor));
  const ratio = colour => {
    const own = light(parse(colour));
    return (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
  };
  const poor = [];
  for (const e of document.querySelectorAll("figure.chart > svg :is(path, rect, circle, polyline, text)")) {
    if (e.matches(".rule, .dot, .ground, .tick-mark, .hatched")) continue;
    const style = getComputedStyle(e), least = e.tagName === "text" ? 4.5 : 3;
    const colours = e.tagName === "text" ? [style.fill] : [style.fill, style.stroke].filter(c => c !== "none");
    const best = Math.max(...colours.map(ratio));
    if (best < least) poor.push(`${e.getAttribute("class")} ${best.toFixed(2)}`);
  }
  return [...new Set(poor)];
}
"""


def opened(chromium: Any, url: str, width: int, **settings: Any) -> Any:
    context = chromium.new_context(viewport={"width": width, "height": 800}, **settings)
    page = context.new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("lang", ["", "en/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_texts_of_a_chart_lie_apart_and_can_be_read(chromium: Any, address: str, lang: str, width: int) -> None:
    for path in (*CHARTS, f"{PLAN}projects/1-1/", PLAN):
        page = opened(chromium, address + lang + path, width)
        assert page.evaluate(TOUCHING) == [], path
        assert page.evaluate(SMALLEST) >= 9.5, path
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_stand_out_from_the_page(chromium: Any, address: str, scheme: str) -> None:
    for path in (*CHARTS, f"{PLAN}projects/1-1/", PLAN):
        page = opened(chromium, address + path, 1280, color_scheme=scheme)
        assert page.evaluate(CONTRAST) == [], path
        page.context.close()


def test_the_code_to_paste_is_copied_with_a_button(chromium: Any, address: str) -> None:
    page = opened(chromium, address + CHARTS[2], 1280, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("自分のサイトに埋め込む").click()
    page.locator(".reuse .copy-button").click()
    page.locator(".reuse [role=status]", has_text="コピーしました").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("<iframe src=")
    assert copied == page.locator(".reuse textarea").input_value()
    page.context.close()


def test_without_a_script_all_can_be_read_and_copied_by_hand(chromium: Any, address: str) -> None:
    page = opened(chromium, address + CHARTS[2], 1280, java_script_enabled=False)
    assert page.locator(".copy-button").count() == 0
    page.get_by_text("自分のサイトに埋め込む").click()
    expect(page.locator(".reuse textarea")).to_be_visible()
    assert page.locator(".cite-text").is_visible()
    page.context.close()


@pytest.mark.parametrize("width", [320, 480])
@pytest.mark.parametrize("lang", ["", "en/"])
def test_the_page_for_frames_fits_a_small_frame(chromium: Any, address: str, width: int, lang: str) -> None:
    for path in CHARTS:
        page = opened(chromium, f"{address}{lang}{path}embed.html", width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.context.close()


@pytest.mark.parametrize("width", [320, 480, 1000])
@pytest.mark.parametrize("lang", ["", "en/"])
def test_the_frame_is_as_high_as_its_page(chromium: Any, address: str, width: int, lang: str) -> None:
    """The source and the way back stand last: a frame of the height in the code to paste shows them."""
    for path in CHARTS:
        page = opened(chromium, f"{address}{lang}{path}", width)
        code = page.locator(".reuse textarea").input_value()
        height = int(code.partition('height="')[2].partition('"')[0])
        page.goto(f"{address}{lang}{path}embed.html")
        foot = page.evaluate("document.querySelector('footer').getBoundingClientRect().bottom")
        assert foot <= height <= foot + 250, path
        page.context.close()


def test_a_file_of_a_chart_can_be_saved(chromium: Any, address: str) -> None:
    page = opened(chromium, address + CHARTS[2], 1280)
    with page.expect_download() as download:
        page.locator(".reuse a[type='image/svg+xml']").click()
    assert download.value.suggested_filename == "chart.svg"
    page.context.close()
