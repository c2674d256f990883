"""Built sites to publish as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from keikaku.cli import run
from kitchen import Tables, write_kitchen

ADDRESS = "https://plans.city.example.jp/"


def build(folder: Path, spoil: Callable[[Tables], object] | None = None) -> Path:
    """Build a city, after `spoil` has changed its tables."""
    source = folder / "datapackage"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    write_kitchen(source, spoil=spoil)
    out = folder / "public"
    assert run(["build", "--source", str(source), "--out", str(out), "--base-url", ADDRESS]) == 0
    return out


def small(site: Path) -> Path:
    """Take most of a site away, for tests that publish it many times; what is left is the city and the home page."""
    for path in site.iterdir():
        if path.is_dir() and path.name not in ("212105", ".well-known", "themes"):
            shutil.rmtree(path)
    for name in ("quality", "departments", "p/indicators", "p/policies"):
        shutil.rmtree(site / "212105" / name, ignore_errors=True)
    return site


def one_cell(tables: Tables) -> None:
    """Change one cell."""
    tables["projects"][0]["title"] = "直した題名"


def another_cell(tables: Tables) -> None:
    """Change another one."""
    tables["policies"][0]["title"] = "別の題名"
