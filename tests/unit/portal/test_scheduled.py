"""docs/scheduled.md: its workflow is well formed, its commands exist, and its script does what is said."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from keikaku.cli import run
from kitchen import write_kitchen

DOCS = Path(__file__).parents[3] / "docs"
TEXT = (DOCS / "scheduled.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
CALLS = sorted(set(re.findall(r"keikaku ((?:check|build|diff|publish)\b[^|&\n`]*)", TEXT)))
SETTINGS = '[portals.hand]\nkind = "folder"\npath = "for_upload"\nmaintainer = "担当課"\nfrequency = "ANNUAL"\n'
LICENCE = "\nlicence:\n  name: CC-BY-4.0\n  title: CC BY 4.0\n  url: https://creativecommons.org/licenses/by/4.0/\n"


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


@pytest.mark.parametrize("call", CALLS)
def test_commands_and_options_exist(call: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([call.split()[0], "--help"]) == 0
    help_text = capsys.readouterr().out
    for option in re.findall(r"(?<!\S)--[a-z-]+", call):
        assert re.search(rf"{option}\b", help_text), option


def test_all_commands_are_looked_at() -> None:
    assert {call.split()[0] for call in CALLS} == {"check", "build", "diff", "publish"}


def test_the_workflow() -> None:
    (text,) = blocks("yaml")
    told = yaml.safe_load(text)
    triggers = told.get("on", told.get(True))  # YAML 1.1 reads `on` as true.
    assert all(len(one["cron"].split()) == 5 for one in triggers["schedule"])
    assert told["permissions"] == {"contents": "read"}
    (job,) = told["jobs"].values()
    assert all(("uses" in step) != ("run" in step) for step in job["steps"])
    assert [step["run"] for step in job["steps"] if "publish.sh" in step.get("run", "")] == ["sh publish.sh"]
    (published,) = [step for step in job["steps"] if step.get("run") == "sh publish.sh"]
    token = published["env"].pop("KEIKAKU_TOKEN_GIFU")
    assert re.fullmatch(r"\$\{\{ secrets\.KEIKAKU_TOKEN_GIFU \}\}", token)
    assert set(published["env"]) == set(re.findall(r"\$\{(\w+):\?", blocks("sh")[0]))


def test_the_crontab_is_well_formed() -> None:
    (text,) = blocks("crontab")
    line = text.splitlines()[-1]
    assert re.fullmatch(r"[\d*,-]+", "".join(line.split()[:5]))
    assert "publish.sh" in line
    assert subprocess.run(["sh", "-n", "-c", " ".join(line.split()[5:])], check=False).returncode == 0


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A tiny workspace with the script of the page and a portal by hand."""
    if not shutil.which("sh"):
        pytest.skip("no sh on this machine")
    write_kitchen(tmp_path / "datapackage")
    (city,) = tmp_path.glob("datapackage/*/city.yaml")
    text = city.read_text(encoding="utf-8")
    if "licence:" not in text:
        city.write_text(text + LICENCE, encoding="utf-8")
    (tmp_path / "keikaku.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "publish.sh").write_text(blocks("sh")[0], encoding="utf-8")
    return tmp_path


def script(place: Path, **more: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    known = {"KEIKAKU_PORTAL": "hand", "KEIKAKU_BASE_URL": "https://plans.example.jp/", **more}
    return subprocess.run(
        ["sh", str(place / "publish.sh")],
        env={**os.environ, "PATH": path, **known},
        capture_output=True,
        text=True,
        check=False,
    )


def stamps(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_the_script_publishes_once_and_then_only_changes(place: Path) -> None:
    first = script(place)
    assert first.returncode == 0, first.stderr
    (city,) = (place / "for_upload").iterdir()
    assert (city / "手順.html").is_file()
    before = stamps(place / "for_upload")
    again = script(place)
    assert again.returncode == 0, again.stderr
    assert stamps(place / "for_upload") == before
    assert not list((place / "changes").iterdir())
    (table,) = place.glob("datapackage/*/tables/plans.csv")
    text = table.read_text(encoding="utf-8")
    title = text.splitlines()[1].split(",")[1]
    table.write_text(text.replace(title, f"{title}改", 1), encoding="utf-8")
    third = script(place)
    assert third.returncode == 0, third.stderr
    assert stamps(place / "for_upload") != before
    assert f"{title}改" in (place / "changes" / f"{city.name}.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_script_stops_at_the_first_failure_with_its_code(place: Path) -> None:
    assert script(place, KEIKAKU_PORTAL="nowhere").returncode == 2
    assert not (place / "published").exists() or not list((place / "published").iterdir())
    (table,) = place.glob("datapackage/*/tables/plans.csv")
    table.write_text("no,table\n", encoding="utf-8")
    told = script(place)
    assert told.returncode == 1
    assert not (place / "for_upload").exists()
