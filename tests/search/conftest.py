"""What the pages of the real cities say, and the search engine of their site run under node."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from reference import Run, all_said, all_terms  # noqa: E402 - the path must be set first

from keikaku.schema import data_folder  # noqa: E402

NODE = shutil.which("node")


@pytest.fixture(scope="session")
def terms() -> list[list[str]]:
    return all_terms()


@pytest.fixture(scope="session")
def pages(public_cities: Path) -> dict[str, dict[str, str]]:
    """What each page says, by language and by the page's path."""
    return all_said(public_cities)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run `engine.mjs` on the modules of the search page."""
    if NODE is None:
        pytest.skip("no node on this machine")
    assets = tmp_path_factory.mktemp("assets")
    for path in (data_folder("site_templates") / "static").glob("search*.js"):
        shutil.copy(path, assets)
    (assets / "package.json").write_text('{"type": "module"}', encoding="utf-8")

    def run(job: str, given: list[str], site: Path = assets) -> Any:
        command = [NODE, str(HERE / "engine.mjs"), job, str(assets), str(site)]
        done = subprocess.run(command, input=json.dumps(given).encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return run
