"""A workspace with copies of the four cities, and their workbooks as `keikaku template --city` makes them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from keikaku.schema import load_schema
from keikaku.template import make_template

REAL = Path(__file__).parents[3] / "datapackage"


@cache
def filled(city: str, edition: str = "") -> bytes:
    return make_template(load_schema(), REAL, city, edition).data


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "cities"
    for city in ("ena", "hachioji", "hanno", "imari"):
        shutil.copytree(REAL / city, folder / city, ignore=shutil.ignore_patterns(".*"))
    return folder


@pytest.fixture
def form(tmp_path: Path) -> Callable[..., Path]:
    """Give the filled workbook of a city."""

    def make(city: str, edition: str = "") -> Path:
        path = tmp_path / f"{city}.xlsx"
        path.write_bytes(filled(city, edition))
        return path

    return make
