"""What the tests of marking share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from staff_workbook import NAME, staff_workbook


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return staff_workbook(tmp_path / NAME)
