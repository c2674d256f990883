"""What all tests share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

from browsing import ARGUMENTS, CHROMIUM  # noqa: E402 - the path must be set first
from keikaku.check import CleanCity, check_city  # noqa: E402
from keikaku.pipeline import build  # noqa: E402
from keikaku.schema import Schema, load_schema  # noqa: E402
from kitchen import write_kitchen  # noqa: E402 - the path must be set first


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that drive a browser last: Playwright's event loop stays, and no other may run beside it.

    Before them those that need a CKAN, which CI sets up while other tests run.
    """
    late = {item.path: 1 for item in items if item.get_closest_marker("ckan")}
    late |= {item.path: 2 for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: late.get(item.path, 0))


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "datapackage"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def clean_kitchen(tmp_path_factory: pytest.TempPathFactory, schema: Schema) -> CleanCity:
    """The kitchen city, checked."""
    folder = tmp_path_factory.mktemp("kitchen")
    city = check_city(write_kitchen(folder), folder, schema).city
    assert city is not None
    return city


@pytest.fixture(scope="session")
def public_cities(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build of the repository's cities writes: built once for all tests, which only read it."""
    out = tmp_path_factory.mktemp("cities") / "public"
    outcome = build(ROOT / "datapackage", out, "https://keikaku.example/", (), lambda *step: None)
    assert outcome.sound, outcome.problems
    return out


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
