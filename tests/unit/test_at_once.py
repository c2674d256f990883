"""Cities written by several processes: the same bytes as by one, and what goes wrong in a process is told."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from keikaku.at_once import usual_jobs, writing_at_once
from keikaku.check import CleanCity, check_city
from keikaku.iri import DEFAULT_BASE_URL
from keikaku.model import build_municipality
from keikaku.pipeline import build
from keikaku.problem import Problem
from keikaku.schema import load_schema
from keikaku.site import Across, SiteContext, make_site
from kitchen import write_kitchen


def prepare(workspace: Path) -> None:
    write_kitchen(workspace)
    other = write_kitchen(workspace, "imari") / "city.yaml"
    other.write_text(other.read_text("utf-8").replace("212105", "412058"), encoding="utf-8")


def files(root: Path) -> dict[str, str]:
    paths = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}


def test_several_processes_write_the_same_bytes_as_one(workspace: Path, tmp_path: Path) -> None:
    prepare(workspace)
    told: list[tuple[str, str]] = []
    for jobs in (1, 2):
        out = tmp_path / str(jobs)
        outcome = build(workspace, out, DEFAULT_BASE_URL, (), lambda *step: told.append(step[:2]), jobs)
        assert outcome.sound
    assert files(tmp_path / "1") == files(tmp_path / "2")
    assert told[: len(told) // 2] == told[len(told) // 2 :]


def end(city: CleanCity, warnings: tuple[Problem, ...], root: Path, site: SiteContext, across: Across) -> str:
    """Behave badly, in the way that the folder to write to is named after."""
    if root.name == "killed":
        os._exit(9)
    if root.name == "full":
        raise OSError(28, "No space left on device", str(root))
    return f"{city.slug}: {[one.name.ja for one in across.cities()]}"


@pytest.mark.parametrize(("name", "said"), [("killed", "ended by the system"), ("full", "No space left")])
def test_what_goes_wrong_in_a_process_is_told(workspace: Path, tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(OSError, match=said):
        write(workspace, tmp_path / name, 2)


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_process_knows_all_cities(workspace: Path, tmp_path: Path, jobs: int) -> None:
    known = "['恵那市', '恵那市']"
    assert write(workspace, tmp_path / "sound", jobs) == [f"ena: {known}", f"imari: {known}"]


def write(workspace: Path, root: Path, jobs: int) -> list[str]:
    prepare(workspace)
    schema = load_schema()
    checked = [check_city(workspace / slug, workspace, schema) for slug in ("ena", "imari")]
    cities = [(one.city, one.problems) for one in checked if one.city]
    with Across(schema.code_lists["theme"]) as across:
        for city, _ in cities:
            across.add(build_municipality(city))
        with writing_at_once(cities, root, (make_site(DEFAULT_BASE_URL, schema), across), jobs, end) as written:
            return [written(city) for city, _ in cities]


def test_there_is_always_a_process() -> None:
    assert usual_jobs() >= 1
