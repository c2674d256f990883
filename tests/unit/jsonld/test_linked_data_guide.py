"""The examples of docs/linked-data.md run as they are printed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

GUIDE = Path(__file__).parents[3] / "docs" / "linked-data.md"


def test_the_examples_of_the_guide_run(public_cities: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    command = [sys.executable, "-X", "utf8", "-c", "\n".join(blocks)]
    done = subprocess.run(command, cwd=public_cities.parent, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "八王子市デジタル・トランスフォーメーション(DX)推進計画"
    assert sum("›" in line for line in lines) == 158
    assert lines[-4:] == ["2022 5 5", "2023 5 5", "2024 10 10", "2025 20 None"]


def test_every_frame_is_in_the_guide() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for frame in (GUIDE.parents[1] / "vocab/frames").glob("*.jsonld"):
        assert f"`{frame.name}`" in text
