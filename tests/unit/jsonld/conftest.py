"""The repository's cities as built, with pyld reading nothing but their files."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonld_reading import use_files_of


@pytest.fixture
def public(public_cities: Path) -> Path:
    use_files_of(public_cities)
    return public_cities
