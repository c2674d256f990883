"""The query page in a real browser: ready questions for every city, offline; editor, chart, CSV, links, stopping."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from browsing import served
from keikaku.site.queries import registry

pytestmark = pytest.mark.browser

ENGINE = Path(__file__).parents[2] / "site_templates/vendor/oxigraph/web_bg.wasm"
CITIES = ("all", "112097", "132012", "212105", "412058")
SECONDS = 3.0
"""In which each ready question must be answered once the data are loaded."""
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

STATE = """() => [
  document.getElementById("query-app").getAttribute("aria-busy") === "false",
  document.getElementById("told").textContent,
  !document.getElementById("wrong").hidden,
]"""
"""Whether the page is at rest, what it says, and whether it says that something is wrong: all at one moment."""

needs_engine = pytest.mark.skipif(not ENGINE.is_file(), reason="the browser assets are not brought (scripts/assets.py)")


class Visit:
    """A visit of the query page; `complaints` are what the browser says against it, `asked` are its requests."""

    def __init__(
        self, chromium: Any, address: str, fragment: str, width: int = 1280, lang: str = "ja", **more: Any
    ) -> None:
        self.context = chromium.new_context(viewport={"width": width, "height": 900}, accept_downloads=True, **more)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.address = f"{address}{'en/' if lang == 'en' else ''}sparql/index.html"
        self.page.goto(f"{self.address}#{fragment}")

    def told(self) -> str:
        return str(self.page.inner_text("#told"))

    def wait(self, seconds: float = 30) -> str:
        """Wait until the page has answered, and give what it says."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            quiet, told, wrong = self.page.evaluate(STATE)
            if quiet and (told not in {"", "-"} or wrong):
                return str(told)
            time.sleep(0.02)
        raise AssertionError(f"no answer: {self.told()!r}")

    def ask(self, fragment: str) -> str:
        """Follow a link on the page and wait for its answer."""
        script = "([fragment]) => { document.getElementById('told').textContent = '-'; location.hash = fragment; }"
        self.page.evaluate(script, [f"{fragment}&n={time.monotonic_ns()}"])
        return self.wait()

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visit(chromium: Any, cities: str) -> Iterator[Any]:
    opened: list[Visit] = []

    def open_page(fragment: str, **more: Any) -> Visit:
        opened.append(Visit(chromium, cities, fragment, **more))
        return opened[-1]

    yield open_page
    for one in opened:
        one.close()


@needs_engine
def test_every_ready_question_is_answered_offline_for_every_city(
    visit: Any, record_property: Callable[[str, object], None]
) -> None:
    here = visit("city=all&query=missed")
    here.wait()
    queries = registry().ready
    slowest = (0.0, "")
    for city in CITIES:
        here.ask(f"city={city}&query=any-missed")  # loads the data
        here.context.set_offline(True)
        for query in queries:
            started = time.monotonic()
            said = here.ask(f"city={city}&query={query.id}")
            seconds = time.monotonic() - started
            slowest = max(slowest, (seconds, f"{query.id} for {city}"))
            assert "秒" in said, (city, query.id, here.page.inner_text("#wrong"))
            assert not here.page.is_visible("#wrong"), (city, query.id)
            assert city != "all" or not said.startswith("0"), query.id
            assert seconds < SECONDS, (city, query.id, seconds)
        here.context.set_offline(False)
    record_property("slowest", f"{slowest[1]}, {slowest[0]:.2f} s")
    origin = here.address.partition("/sparql")[0]
    assert all(url.startswith((f"{origin}/", "blob:")) for url in here.asked)
    unheard = [text for text in here.complaints if "ERR_INTERNET_DISCONNECTED" not in text]  # the icon, asked for again
    assert unheard == []


@needs_engine
def test_nothing_is_asked_for_once_the_data_are_there(visit: Any) -> None:
    here = visit("city=132012&query=missed")
    here.wait()
    before = len(here.asked)
    for query_id in ("status-counts", "themes", "progress", "everything"):
        here.ask(f"city=132012&query={query_id}")
    assert [url for url in here.asked[before:] if not url.endswith("icon.svg")] == []
    assert here.complaints == []


@needs_engine
def test_a_link_runs_its_question_with_its_parameters(visit: Any) -> None:
    here = visit("city=132012&query=progress&kpi=132012/dx/indicators/1-1-1.1/")
    assert here.wait().startswith("7行")
    assert here.page.input_value("#city") == "132012"
    assert here.page.input_value("[data-parameter=kpi]") == "132012/dx/indicators/1-1-1.1/"
    figures = here.page.eval_on_selector_all("#answer svg text.figure", "found => found.map(one => one.textContent)")
    assert {"28.7", "80", "19.9"} <= set(figures)
    assert here.page.get_attribute("#answer svg", "role") == "img"
    link = here.page.locator("#answer tbody a").last.get_attribute("href")
    answer = here.page.request.get(here.page.evaluate("href => new URL(href, location.href).href.split('#')[0]", link))
    assert answer.status == 200, "links of results lead to pages of the site"


@needs_engine
def test_the_shared_link_gives_the_same_answer(visit: Any) -> None:
    here = visit("city=132012&query=status-counts")
    here.wait()
    assert "112" in here.page.inner_text("#answer table")
    here.page.click("#share")
    shared = here.page.evaluate("location.href")
    assert shared.endswith("#city=132012&query=status-counts")
    here.page.evaluate("document.getElementById('writing').open = true")
    own = "SELECT (COUNT(?p) AS ?n) WHERE { ?p a <https://w3id.org/keikaku/ns#Project> } # 数+%&="
    here.page.evaluate("document.querySelector('.editor-host').shadowRoot.querySelector('.cm-content').focus()")
    here.page.keyboard.press("Control+a")
    here.page.keyboard.insert_text(own)
    here.page.keyboard.press("Control+Enter")
    here.wait()
    here.page.click("#share")
    fragment = here.page.evaluate("location.hash").removeprefix("#")
    assert quote("数+%&=", safe="") in fragment
    there = visit(fragment)
    assert there.wait().startswith("1行")
    assert there.page.input_value("#text") == own
    assert there.page.inner_text("#answer tbody") == here.page.inner_text("#answer tbody")


@needs_engine
def test_results_are_saved_as_a_harmless_csv(visit: Any) -> None:
    text = 'SELECT ?a ?b ?c WHERE { VALUES (?a ?b ?c) { ("=1+1" -5 "one, \\"two\\"") ("@x" 2.5 "plain") } }'
    here = visit(f"city=132012&q={quote(text)}")
    here.wait()
    with here.page.expect_download() as saved:
        here.page.click("#csv")
    content = Path(saved.value.path()).read_bytes()
    assert saved.value.suggested_filename == "132012_query.csv"
    assert content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["a", "b", "c"], ["'=1+1", "-5", 'one, "two"'], ["'@x", "2.5", "plain"]]


@needs_engine
def test_a_long_question_can_be_stopped_and_another_one_asked(visit: Any) -> None:
    here = visit("city=412058&query=events")
    here.wait()
    here.context.set_offline(True)  # the data need not be fetched again
    here.page.evaluate("document.getElementById('told').textContent = '-'")
    here.page.evaluate(f"location.hash = 'city=412058&q=' + encodeURIComponent({SLOW!r})")
    here.page.wait_for_selector("#stop:visible")
    time.sleep(0.3)
    here.page.click("#stop")
    assert here.wait() == "中止しました。"
    assert here.ask("city=412058&query=events").endswith("秒）")


@needs_engine
def test_a_mistake_is_told_with_its_line(visit: Any) -> None:
    here = visit("city=412058&q=" + quote("SELECT *\nWHERE {\n  ?a ?b\n}"))
    here.wait()
    assert here.page.inner_text("#wrong").startswith("4行目")
    assert here.page.get_attribute("#writing", "open") is not None


@needs_engine
def test_the_keyboard_leaves_the_editor_by_tab(visit: Any) -> None:
    here = visit("city=412058&query=events")
    here.wait()
    here.page.evaluate("document.getElementById('writing').open = true")
    here.page.evaluate("document.querySelector('.editor-host').shadowRoot.querySelector('.cm-content').focus()")
    here.page.keyboard.press("Tab")
    assert here.page.evaluate("document.activeElement.id") == "run"


@needs_engine
def test_the_page_speaks_english_too(visit: Any) -> None:
    here = visit("city=all&query=status-counts", lang="en")
    assert "rows" in here.wait()
    assert "Hachioji" in here.page.inner_text("#answer table")
    assert "Partly achieved" in here.page.inner_text("#answer table")
    assert here.ask("city=132012&query=any-missed") == here.told()
    assert here.page.inner_text("#answer") == "Yes"
    assert here.complaints == []


@needs_engine
@pytest.mark.parametrize("query_id", ["status-counts", "missed", "progress", "themes", "everything"])
def test_answers_fit_a_phone(visit: Any, query_id: str) -> None:
    here = visit(f"city=132012&query={query_id}", width=360)
    here.wait()
    here.page.evaluate("document.getElementById('writing').open = true")
    assert here.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert here.complaints == []


def test_without_a_script_the_questions_can_be_read(chromium: Any, cities: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{cities}sparql/index.html")
    assert "keikaku serve" in page.inner_text("#by-hand")
    assert not page.is_visible("#query-app")
    page.locator("#query-missed").get_by_role("link", name="SPARQL").click()
    page.wait_for_url("**/sparql/missed/index.html")
    assert "status:not_achieved" in page.inner_text("main pre")
    context.close()


def test_without_the_assets_the_page_says_what_to_do(
    chromium: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema: Any
) -> None:
    from keikaku.site import render_site
    from keikaku.site.pages import queries

    monkeypatch.setattr(queries, "_ENGINE", "nowhere.wasm")
    monkeypatch.setattr(queries, "_EDITOR", "nowhere.js")
    render_site([], tmp_path, "https://keikaku.example/", schema)
    page = chromium.new_page()
    with served(tmp_path) as address:
        for lang, words in (("", "この部品がなくても"), ("en/", "built without the engine")):
            page.goto(f"{address}{lang}sparql/index.html")
            assert words in page.inner_text("main")
            assert "python scripts/assets.py" in page.inner_text("main")
            assert not page.is_visible("#query-app")
        page.close()


AXE = Path(__file__).parents[1] / "tools/site/node_modules/axe-core/axe.min.js"


@needs_engine
@pytest.mark.skipif(not AXE.is_file(), reason="axe is not here: npm ci --prefix tests/tools/site --ignore-scripts")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize(
    "fragment", ["city=132012&query=progress", "city=132012&query=everything", "city=all&query=themes"]
)
def test_axe_has_nothing_against_the_answers(visit: Any, fragment: str, width: int, scheme: str) -> None:
    here = visit(fragment, width=width, color_scheme=scheme)
    here.wait()
    here.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    here.page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": {"type": "tag", "values": rules}}
    found = here.page.evaluate("options => axe.run(document, options)", options)["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found] == []
