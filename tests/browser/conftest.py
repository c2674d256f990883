"""The awkward city's site and the repository's cities behind a local server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "site"))

from site_city import BASE, add_neighbours, site_city

from browsing import served
from keikaku.schema import Schema
from keikaku.site import render_site


@pytest.fixture(scope="session")
def site_root(tmp_path_factory: pytest.TempPathFactory, schema: Schema) -> Path:
    city = site_city(tmp_path_factory.mktemp("browser-workspace"), schema)
    # The site stands below a path, as on a host that gives each project a folder.
    folder = tmp_path_factory.mktemp("browser") / "plans"
    render_site([city], folder, BASE, schema)
    add_neighbours(folder, city)
    return folder


@pytest.fixture(scope="session")
def address(site_root: Path) -> Iterator[str]:
    with served(site_root.parent) as root:
        yield f"{root}plans/"


@pytest.fixture(scope="session")
def cities(public_cities: Path) -> Iterator[str]:
    """The address at which the repository's cities are served."""
    with served(public_cities) as root:
        yield root
