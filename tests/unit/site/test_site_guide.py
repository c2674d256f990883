"""The pages about the site and about using its data: each example of the page is run against the built site."""

from __future__ import annotations

import html
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from browsing import served
from keikaku.iri import LANGUAGES

BASE = "https://keikaku.example/"
BLOCK = re.compile(r'<code class="language-\w+" data-example="(\w+)">(.*?)</code>', re.DOTALL)
FARTHEST = "年間1,000件以上の手続のオンライン申請化率"


@pytest.fixture(scope="module")
def address(public_cities: Path) -> Iterator[str]:
    with served(public_cities) as root:
        yield root


@pytest.fixture(scope="module")
def blocks(public_cities: Path) -> Mapping[str, str]:
    page = (public_cities / "guide/index.html").read_text(encoding="utf-8")
    return {name: html.unescape(text) for name, text in BLOCK.findall(page)}


def run(command: list[str], program: str, tmp_path: Path) -> str:
    """Run a program that stands in a file and give what it prints."""
    file = tmp_path / "example.txt"
    file.write_text(program, encoding="utf-8")
    done = subprocess.run(
        [*command, str(file)], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_both_languages_show_the_same_examples(public_cities: Path, blocks: Mapping[str, str]) -> None:
    page = (public_cities / LANGUAGES["en"] / "guide/index.html").read_text(encoding="utf-8")
    assert {name: html.unescape(re.sub("</?span[^>]*>", "", text)) for name, text in BLOCK.findall(page)} == blocks
    assert set(blocks) == {"pandas", "r", "sparql", "rdflib", "endpoint", "api", "sqlite", "parquet"}
    assert "@" not in "".join(blocks.values()).replace("query@missed.rq", "")


@pytest.mark.parametrize(
    ("name", "needed", "expected"),
    [
        ("pandas", "pandas", rf"2024 +{re.escape(FARTHEST)} +80\.0 +28\.7 +% +35\.9"),
        ("rdflib", "rdflib", r"^3 https://keikaku\.example/132012/dx/indicators/1-1-1\.1/#it"),
        ("api", "json", r"八王子市 2024 printed 94 / 112"),
        ("parquet", "pyarrow", r"^132012 +2022 +\w+ +\d+$"),
    ],
)
def test_a_python_example_runs(
    blocks: Mapping[str, str], address: str, tmp_path: Path, name: str, needed: str, expected: str
) -> None:
    pytest.importorskip(needed)
    said = run([sys.executable, "-X", "utf8"], blocks[name].replace(BASE, address), tmp_path)
    assert re.search(expected, said, re.MULTILINE), said


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="no R on this machine")
def test_the_example_in_r_runs(blocks: Mapping[str, str], address: str, tmp_path: Path) -> None:
    assert FARTHEST in run(["Rscript"], blocks["r"].replace(BASE, address), tmp_path)


def test_the_example_in_sql_runs(blocks: Mapping[str, str], public_cities: Path) -> None:
    file = public_cities / "all/data/keikaku.sqlite"
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as database:
        rows = database.execute(blocks["sqlite"]).fetchall()
    assert rows[0] == (FARTHEST, 3)
    assert len(rows) == 10


def test_the_endpoint_is_asked_the_query_of_the_page(blocks: Mapping[str, str]) -> None:
    assert blocks["sparql"] in blocks["rdflib"]
    assert "keikaku serve" in blocks["endpoint"]
    assert "http://127.0.0.1:8000/sparql" in blocks["endpoint"]


@pytest.mark.parametrize("lang", ["", "en/"])
def test_every_page_leads_to_about_and_guide(public_cities: Path, lang: str) -> None:
    for page in ("", "132012/", "132012/dx/indicators/1-1-1.1/"):
        text = (public_cities / f"{lang}{page}index.html").read_text(encoding="utf-8")
        foot = text[text.index('<footer class="foot">') :]
        assert 'about/index.html"' in foot
        assert 'guide/index.html"' in foot
        assert 'about/index.html#accessibility"' in foot
    about = (public_cities / f"{lang}about/index.html").read_text(encoding="utf-8")
    assert 'id="accessibility"' in about
    assert "JIS X 8341-3:2016" in about
