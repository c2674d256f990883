"""Two small cities in a workspace, and a preview of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from previewing import ENA, HANNO, Preview

from kitchen import write_kitchen


@pytest.fixture
def cities(workspace: Path) -> Path:
    write_kitchen(workspace, "ena")
    other = write_kitchen(workspace, "hanno") / "city.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace(ENA, HANNO).replace("恵那市", "飯能市"), "utf-8")
    return workspace


@pytest.fixture
def preview(cities: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Preview]:
    """A preview that has begun; a parameter says how many processes write."""
    made = Preview(cities, tmp_path / "out", jobs=getattr(request, "param", 0))
    made.session.start()
    yield made
    made.session.stop()


@pytest.fixture
def tree() -> Callable[[Path], dict[str, bytes]]:
    """Give what reads all files below a folder."""

    def read(root: Path) -> dict[str, bytes]:
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    return read
