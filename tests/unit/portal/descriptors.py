"""Changing what a package says of itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path


def change(folder: Path, spoil: Callable[[dict[str, object]], object]) -> None:
    """Change the descriptor of a package."""
    path = folder / "datapackage.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    spoil(told)
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
