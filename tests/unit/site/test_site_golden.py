"""Pages as they were last looked at. `UPDATE_GOLDEN=1 pytest` records them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from site_city import LGCODE

GOLDEN = Path(__file__).parents[2] / "golden" / "site"


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("city", LGCODE),
        ("plan", f"{LGCODE}/p"),
        ("project", f"{LGCODE}/p/projects/1-1"),
        ("indicator", f"{LGCODE}/p/indicators/1-1.3"),
        ("source", f"{LGCODE}/sources/s2"),
    ],
)
def test_a_page_is_as_recorded(root: Path, name: str, page: str) -> None:
    found, recorded = root / page / "index.html", GOLDEN / f"{name}.html"
    if os.environ.get("UPDATE_GOLDEN"):
        recorded.write_bytes(found.read_bytes())
    assert found.read_text(encoding="utf-8") == recorded.read_text(encoding="utf-8")
