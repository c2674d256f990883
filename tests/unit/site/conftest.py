"""The site of the awkward city, rendered once for all tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from site_city import BASE, add_neighbours, site_city

from keikaku.schema import Schema
from keikaku.site import SiteCity, render_site
from keikaku.site.wording.words import Words, load_words


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory, schema: Schema) -> SiteCity:
    return site_city(tmp_path_factory.mktemp("workspace"), schema)


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory, schema: Schema, city: SiteCity) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assert render_site([city], folder, BASE, schema) == len(list(folder.rglob("*.html")))
    add_neighbours(folder, city)
    return folder


@pytest.fixture(scope="session")
def words(schema: Schema) -> Words:
    return load_words(schema)
