"""keikaku.toml for hosts of whole sites: what it takes, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.portal.settings import Portal
from keikaku.portal.settings_file import read_portal
from keikaku.problem import Problem, mend, message

DOCS = Path(__file__).parents[3] / "docs"


def read(folder: Path, text: str) -> tuple[Portal | None, tuple[Problem, ...]]:
    path = folder / "keikaku.toml"
    path.write_text(f"[portals.www]\n{text}\n", encoding="utf-8")
    return read_portal(path, "www")


def git(folder: Path, **lines: str) -> tuple[Portal | None, tuple[Problem, ...]]:
    values = {"kind": "git", "remote": "https://git.example.jp/town/site.git", **lines}
    return read(folder, "\n".join(f'{key} = "{value}"' for key, value in values.items()))


def bucket(folder: Path, more: str = "", **lines: str) -> tuple[Portal | None, tuple[Problem, ...]]:
    values = {"kind": "bucket", "address": "s3://plans/site/", **lines}
    return read(folder, "\n".join(f'{key} = "{value}"' for key, value in values.items()) + f"\n{more}")


def test_a_branch(tmp_path: Path) -> None:
    portal, problems = git(tmp_path, branch="live/site", subfolder="docs/計画", cname="plans.example.jp", user="oauth2")
    assert not problems
    assert portal is not None
    hosting = portal.hosting
    assert (hosting.branch, hosting.subfolder, hosting.cname) == ("live/site", "docs/計画", "plans.example.jp")
    assert (hosting.user, portal.limits.file_bytes) == ("oauth2", 100_000_000)
    usual, _ = git(tmp_path)
    assert usual is not None
    assert (usual.hosting.branch, usual.hosting.user) == ("gh-pages", "x-access-token")


@pytest.mark.parametrize(
    "remote",
    [
        "http://127.0.0.1:8080/site.git",
        "ssh://git@git.example.jp:22/town/site.git",
        "git@git.example.jp:town/site.git",
        "file:///srv/git/site.git",
    ],
)
def test_addresses_of_repositories(tmp_path: Path, remote: str) -> None:
    assert git(tmp_path, remote=remote)[1] == ()


@pytest.mark.parametrize(
    "remote",
    [
        "http://git.example.jp/site.git",
        "https://user:hunter2@git.example.jp/site.git",
        "https://hunter2@git.example.jp/site.git",
        "ssh://git:hunter2@git.example.jp/site.git",
        "ssh://-oProxyCommand=x/site.git",
        "ext::sh -c x",
        "-u@x:y",
        "site.git",
        "https://git.example.jp",
    ],
)
def test_addresses_that_are_refused(tmp_path: Path, remote: str) -> None:
    assert [one.code for one in git(tmp_path, remote=remote)[1]] == ["E1006"]


@pytest.mark.parametrize("branch", ["-x", "a..b", "a b", "a.lock", "refs/", "/a", "a~1"])
def test_branches_that_are_refused(tmp_path: Path, branch: str) -> None:
    assert [one.where.cell for one in git(tmp_path, branch=branch)[1]] == ["portals.www.branch"]


@pytest.mark.parametrize("folder", ["../x", "/x", ".git", "a/.git", "a//b", "a/"])
def test_folders_that_are_refused(tmp_path: Path, folder: str) -> None:
    assert [one.where.cell for one in git(tmp_path, subfolder=folder)[1]] == ["portals.www.subfolder"]


def test_a_bucket(tmp_path: Path) -> None:
    more = '[portals.www.options]\nendpoint_url = "https://s3.example.jp"\nclient_kwargs = { region_name = "x" }'
    portal, problems = bucket(tmp_path, more, layout="releases", cache_control="no-cache")
    assert not problems
    assert portal is not None
    assert (portal.address, portal.hosting.layout, portal.hosting.cache) == ("s3://plans/site", "releases", "no-cache")
    assert portal.hosting.options["client_kwargs"] == {"region_name": "x"}


@pytest.mark.parametrize(
    "address",
    [
        "plans",
        "s3://",
        "http://x/y",
        "https://x/y",
        "s3://key:secret@plans",
        "simplecache::s3://x",
        "s3://x?y",
        "file://www",
    ],
)
def test_buckets_that_are_refused(tmp_path: Path, address: str) -> None:
    assert [one.code for one in bucket(tmp_path, address=address)[1]] == ["E1006"]


@pytest.mark.parametrize(
    "option",
    [
        'key = "hunter2"',
        'secret = "hunter2"',
        'client_kwargs = { aws_secret_access_key = "hunter2" }',
        'token = "hunter2"',
    ],
)
def test_secrets_in_options_are_refused_and_not_shown(tmp_path: Path, option: str) -> None:
    portal, problems = bucket(tmp_path, f"[portals.www.options]\n{option}")
    assert portal is None
    assert [one.code for one in problems] == ["E1008"]
    assert not any("hunter2" in message(one, "ja") + mend(one, "ja") for one in problems)


def test_an_open_line_to_elsewhere_is_refused(tmp_path: Path) -> None:
    _, problems = bucket(tmp_path, '[portals.www.options]\nendpoint_url = "http://s3.example.jp"')
    assert [one.code for one in problems] == ["E1007"]


def test_strangers(tmp_path: Path) -> None:
    secret = {"token": "x"}
    told = [(one.code, one.where.cell) for one in git(tmp_path, organisation="x", layout="releases", **secret)[1]]
    assert told == [
        ("E1005", "portals.www.organisation"),
        ("E1005", "portals.www.layout"),
        ("E1008", "portals.www.token"),
    ]
    assert [one.code for one in bucket(tmp_path, layout="atomic")[1]] == ["E1006"]
    assert [one.code for one in bucket(tmp_path, "options = 3")[1]] == ["E1006"]


def test_the_examples_of_the_documentation_are_sound(tmp_path: Path) -> None:
    blocks = (DOCS / "hosting.md").read_text(encoding="utf-8").split("```toml\n")[1:]
    path = tmp_path / "keikaku.toml"
    path.write_text("\n".join(block.split("```")[0] for block in blocks), encoding="utf-8")
    for name in ("pages", "www"):
        portal, problems = read_portal(path, name)
        assert portal is not None, problems


def test_the_workflow_of_the_documentation() -> None:
    import yaml

    text = (DOCS / "hosting.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    told = yaml.safe_load(text)
    assert told["permissions"] == {"contents": "write"}
    (job,) = told["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands[-1] == "keikaku publish --portal pages --yes"
    assert job["steps"][-1]["env"] == {"KEIKAKU_TOKEN_PAGES": "${{ secrets.GITHUB_TOKEN }}"}
