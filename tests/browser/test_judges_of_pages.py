"""The real cities' pages before judges from outside: axe (WCAG 2.2 AA), the Nu HTML checker, Lighthouse.

They are brought by `npm ci --prefix tests/tools/site`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from browsing import CHROMIUM, served
from keikaku.pipeline import build
from kitchen import Tables, write_kitchen

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tests" / "tools" / "site"
AXE = TOOLS / "node_modules" / "axe-core" / "axe.min.js"
NU = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = TOOLS / "node_modules" / "lighthouse" / "cli" / "index.js"
WITHOUT = "its packages are not here: npm ci --prefix tests/tools/site --ignore-scripts"

TYPES = [
    "",
    "about/",
    "guide/",
    "search/",
    "dictionary/",
    "dictionary/targets/",
    "dictionary/codes/glossary/",
    "vocab/",
    "vocab/theme/",
    "vocab/terms/properties/",
    "sparql/missed/",
    "132012/",
    "132012/data/",
    "132012/quality/",
    "132012/departments/",
    "132012/departments/bosai/",
    "132012/departments/digital-suishin/",
    "132012/status/",
    "132012/status/2024/",
    "132012/status/2024/missed/",
    "212105/ict2/changes/",
    "status/",
    "status/2024/",
    "themes/",
    "themes/online_application/",
    "132012/sources/hachioji-2025/",
    "132012/dx/",
    "132012/dx/policies/1-1/",
    "132012/dx/projects/1-1-2/",
    "132012/dx/indicators/1-1-2.1/",
    "212105/ict2/editions/ict2-2025/",
    "212105/ict2/indicators/1-1-2-2.2/",
    "112097/",
    "132012/dx/policies/2/",
    "412058/dx/projects/gyo-02/",
]
"""A page of each type, and some more that have what others of their type have not."""
MEASURED = ["", "132012/", "132012/dx/", "132012/dx/projects/1-1-2/", "132012/dx/indicators/1-1-2.1/"]
LEAST = {"performance": 95, "accessibility": 95, "best-practices": 95, "seo": 95}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(chromium: Any, url: str, scheme: str, width: int = 1280) -> list[str]:
    """Give what axe finds on a page, each with the first element that it concerns."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(url)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"runOnly": {"type": "tag", "values": RULES}}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    context.close()
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.skipif(not AXE.is_file(), reason=WITHOUT)
@pytest.mark.parametrize(("lang", "scheme", "width"), [("", "light", 1280), ("en/", "dark", 360)])
@pytest.mark.parametrize("path", TYPES)
def test_axe_finds_no_violation(chromium: Any, cities: str, path: str, lang: str, scheme: str, width: int) -> None:
    assert violations(chromium, cities + lang + path, scheme, width) == []


@pytest.mark.skipif(not AXE.is_file(), reason=WITHOUT)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_where_names_are_short(chromium: Any, tmp_path: Path, scheme: str) -> None:
    """A link that is shorter than what is said beside it counts as one within text."""

    def spoil(tables: Tables) -> None:
        for row in tables["projects"]:
            row["title"] = "RPA"
        for row in tables["results"]:
            row["status"] = "not_achieved"

    write_kitchen(tmp_path / "cities", spoil=spoil)
    out = tmp_path / "public"
    assert build(tmp_path / "cities", out, "https://keikaku.example/", (), lambda *step: None).sound
    with served(out) as address:
        for path in ("212105/p/", "212105/p/policies/1a1/", "212105/departments/d2/"):
            assert violations(chromium, address + path, scheme) == [], path


@pytest.mark.skipif(not AXE.is_file(), reason=WITHOUT)
def test_axe_would_find_a_violation(chromium: Any, tmp_path: Path) -> None:
    (tmp_path / "poor.html").write_text('<!doctype html><title>x</title><img src="a.png">', encoding="utf-8")
    assert any(one.startswith("image-alt") for one in violations(chromium, (tmp_path / "poor.html").as_uri(), "light"))


@pytest.mark.slow
@pytest.mark.skipif(not NU.is_file() or not shutil.which("java"), reason=f"no Java, or {WITHOUT}")
def test_every_page_is_valid_html(public_cities: Path) -> None:
    command = ["java", "-jar", str(NU), "--errors-only", "--format", "gnu", "--skip-non-html", str(public_cities)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr.splitlines()
    assert [line for line in said if " error" in line][:10] == []


@pytest.mark.skipif(not NU.is_file() or not shutil.which("java"), reason=f"no Java, or {WITHOUT}")
def test_the_checker_would_find_an_error(tmp_path: Path) -> None:
    (tmp_path / "poor.html").write_text(
        "<!doctype html><html lang=ja><title>x</title><p><p id=a id=b>", encoding="utf-8"
    )
    command = ["java", "-jar", str(NU), "--errors-only", "--format", "gnu", str(tmp_path / "poor.html")]
    assert " error" in subprocess.run(command, capture_output=True, text=True, check=False).stderr


def lighthouse(url: str, report: Path) -> dict[str, int]:
    """Give Lighthouse's scores of a page."""
    flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
    command = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--only-categories={','.join(LEAST)}", f"--chrome-flags={flags}", "--no-enable-error-reporting"]
    environment = {"CHROME_PATH": str(CHROMIUM), "PATH": str(Path(shutil.which("node") or "").parent)}
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=180)
    categories = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return {name: round(categories[name]["score"] * 100) for name in LEAST}


@pytest.mark.slow
@pytest.mark.skipif(
    not LIGHTHOUSE.is_file() or not shutil.which("node") or not CHROMIUM, reason=f"no Node, or {WITHOUT}"
)
@pytest.mark.parametrize("path", MEASURED)
def test_lighthouse_is_content(cities: str, tmp_path: Path, path: str) -> None:
    best = dict.fromkeys(LEAST, 0)
    # Other tests run on the machine meanwhile, which costs a page speed that it has: the best of three counts.
    for _ in range(3):
        scores = lighthouse(cities + path, tmp_path / "report.json")
        best = {name: max(score, scores[name]) for name, score in best.items()}
        if all(best[name] >= least for name, least in LEAST.items()):
            break
    assert {name: score for name, score in best.items() if score < LEAST[name]} == {}
