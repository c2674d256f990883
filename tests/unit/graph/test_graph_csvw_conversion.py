"""The standard conversion of every table of every real city: by our own reading, and by a converter that is not ours.

Every triple must be one of the city's graph. The converter is rdf-parser-csvw, run by Node (tests/tools/csvw).
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from csvw_reading import Folder, convert, make_folder, metadata_of, rows

from keikaku.check import check_city
from keikaku.schema import load_schema

ROOT = Path(__file__).resolve().parents[3]
TOOL = ROOT / "tests" / "tools" / "csvw"
NODE = shutil.which("node")
WITHOUT = "Node or its packages are not here: npm ci --prefix tests/tools/csvw"
needs_node = pytest.mark.skipif(NODE is None or not (TOOL / "node_modules").is_dir(), reason=WITHOUT)

UNNAMED = {
    "ena": {"results"},
    "hachioji": {"policy_points", "results", "schedule"},
    "hanno": set(),
    "imari": {"schedule"},
}
"""Tables in which some sequences are 1 and others not, so that no template names their rows."""
SHARE = 0.45
"""At least this part of a city's graph comes out of its CSV files by the metadata."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Folder]:
    """Give the folder of a city, which is made when it is first asked for."""

    @cache
    def folder(slug: str) -> Folder:
        data = ROOT / "datapackage"
        found = check_city(data / slug, data, load_schema()).city
        assert found is not None
        return make_folder(found, tmp_path_factory.mktemp(slug))

    return folder


@pytest.fixture(params=sorted(UNNAMED))
def city(request: pytest.FixtureRequest, folders: Callable[[str], Folder]) -> tuple[str, Folder]:
    return str(request.param), folders(str(request.param))


def judged(tables: list[Path], url: str) -> dict[str, list[str]]:
    """Convert with rdf-parser-csvw: the triples by the name of the table."""
    command = [NODE or "", str(TOOL / "convert.js"), url, *map(str, tables)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=120)
    found: dict[str, list[str]] = {}
    for line in filter(None, done.stdout.split("\n")):
        if line.startswith("# "):
            found[line[2:]] = of_table = []
        else:
            of_table.append(line)
    return found


def test_by_our_own_reading(city: tuple[str, Folder]) -> None:
    slug, folder = city
    found = {table.name: set(convert(table, folder.url)) for table in folder.tables}
    said = set().union(*found.values())
    assert sorted(said - folder.graph) == []
    silent = {name.removesuffix(".csv").split("_plan_")[1] for name, lines in found.items() if not lines}
    filled = {table.name.removesuffix(".csv").split("_plan_")[1] for table in folder.tables if rows(table)}
    assert silent & filled == UNNAMED[slug] | {"codes"}
    assert len(said) > SHARE * len(folder.graph)


@needs_node
def test_by_a_converter_that_is_not_ours(city: tuple[str, Folder]) -> None:
    slug, folder = city
    found = judged(folder.tables, folder.url)
    assert len(found) == len(folder.tables)
    outside = {
        name: sorted(set(lines) - folder.graph)[:3] for name, lines in found.items() if set(lines) - folder.graph
    }
    assert outside == {}
    counts = {name.removesuffix(".csv").split("_plan_")[1]: len(lines) for name, lines in found.items() if lines}
    print(f"{slug}: {sum(counts.values())} of {len(folder.graph)} triples by CSVW: {counts}")  # noqa: T201
    for table in folder.tables:
        assert set(found[table.name]) == set(convert(table, folder.url)), table.name


SPOILS: dict[str, Callable[[str], str]] = {
    "another subject": lambda text: text.replace("#in-{edition_id}", "#of-{edition_id}"),
    "another class": lambda text: text.replace("ns#ProjectStatement", "ns#Project"),
    "another datatype": lambda text: text.replace('"datatype": "boolean"', '"datatype": "string"'),
    "another language": lambda text: text.replace('"lang": "ja"', '"lang": "en"'),
    "another property": lambda text: text.replace("dc/terms/title", "dc/terms/alternative"),
    "another concept": lambda text: text.replace("project_status#{status}", "project_status#{code}"),
    "a reference as text": lambda text: text.replace('"valueUrl"', '"ignored"', 2),
    "no subject": lambda text: text.replace('"aboutUrl"', '"ignored"'),
    "a column by its title alone": lambda text: text.replace('"und": "title"', '"und": "heading"'),
}


@needs_node
@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_spoilt_metadata_are_found(
    folders: Callable[[str], Folder], spoil: Callable[[str], str], tmp_path: Path
) -> None:
    folder = folders("ena")
    table = folder.table("projects")
    text = metadata_of(table).read_text(encoding="utf-8")
    assert spoil(text) != text
    copy = tmp_path / table.name
    shutil.copyfile(table, copy)
    metadata_of(copy).write_text(spoil(text), encoding="utf-8")
    (lines,) = judged([copy], folder.url).values()
    assert set(lines) - folder.graph


def test_the_lock_file_names_no_host() -> None:
    lock = (TOOL / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    assert '"integrity"' in lock
