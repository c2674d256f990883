"""Each problem that only an import can find has a test that meets it; this one asks that none is forgotten."""

from __future__ import annotations

import re
from pathlib import Path

from keikaku.problem import catalogue

OF_IMPORT = {f"E{number}" for number in range(920, 941)} | {f"W{number}" for number in range(960, 975)}


def test_every_code_of_import_stands_in_the_catalogue_and_in_a_test() -> None:
    assert set(catalogue()) >= OF_IMPORT
    here = Path(__file__)
    tests = [*here.parent.glob("test_*.py"), *(here.parents[2] / "property").glob("test_intake*.py")]
    met = {
        code for path in tests if path != here for code in re.findall(r"[EW]9\d\d", path.read_text(encoding="utf-8"))
    }
    assert not OF_IMPORT - met
