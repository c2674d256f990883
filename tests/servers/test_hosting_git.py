"""A branch as a host, on real git: over HTTP with a token and over files; refused, overtaken, cut off and killed."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hosting_sites import ADDRESS, build, one_cell, small
from hosts import GIT, TOKEN, Break, Traffic, files_of, git, git_host, publishing

from keikaku.cli import run

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(GIT is None, reason="no git on this machine"),
]
HEAD = "refs/heads/gh-pages"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A site, and the same with one cell changed."""
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    return small(build(first)), small(build(second, one_cell))


class Desk:
    """Somebody's desk: settings, and the site that is built just now."""

    def __init__(self, home: Path, traffic: Traffic, repository: Path) -> None:
        self.home, self.traffic, self.repository = home, traffic, repository

    def settle(self, **lines: str) -> None:
        values = {"kind": "git", "remote": f"{self.traffic.url}/site.git", "maintainer": "情報政策課", **lines}
        text = "\n".join(f'{key} = "{value}"' for key, value in values.items())
        (self.home / "keikaku.toml").write_text(f"[portals.pages]\n{text}\n", encoding="utf-8")

    def publish(self, site: Path, *options: str) -> int:
        return run(["publish", "--portal", "pages", "--lang", "en", "--out", str(site), *options])

    def branch(self, name: str = "gh-pages", folder: str = "") -> dict[str, bytes]:
        """Give what a host would serve."""
        there = self.home / "checkout"
        shutil.rmtree(there, ignore_errors=True)
        git(self.home, "clone", "-q", "-b", name, str(self.repository), str(there))
        return files_of(there / folder)

    def heads(self) -> list[str]:
        return git(self.repository, "rev-list", "--all").split()

    def edit(self, path: str, content: str | None) -> None:
        """Let somebody else change a file on the branch, or remove it."""
        there = self.home / "elsewhere"
        shutil.rmtree(there, ignore_errors=True)
        git(self.home, "clone", "-q", "-b", "gh-pages", str(self.repository), str(there))
        if content is None:
            (there / path).unlink()
        else:
            (there / path).parent.mkdir(parents=True, exist_ok=True)
            (there / path).write_text(content, encoding="utf-8")
        git(there, "add", "-A")
        git(there, "commit", "-q", "-m", "mine")
        git(there, "push", "-q", "origin", "gh-pages")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    repositories = tmp_path / "repositories"
    repositories.mkdir()
    git(repositories, "init", "-q", "--bare", "site.git")
    git(repositories / "site.git", "config", "http.receivepack", "true")
    git(repositories / "site.git", "config", "uploadpack.allowFilter", "true")
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setenv("KEIKAKU_TOKEN_PAGES", TOKEN)
    monkeypatch.setattr("keikaku.portal.hosting.git._WAITS", (0.05, 0.05, 0.05))
    monkeypatch.setattr("keikaku.portal.hosting.git_remote._WAITS", (0.05, 0.05))
    with git_host(repositories) as traffic:
        found = Desk(home, traffic, repositories / "site.git")
        found.settle()
        yield found


def same_site(there: dict[str, bytes], site: Path) -> bool:
    """Tell whether a host has the whole site byte for byte, and else only what it is known to have besides.

    Texts of the search that an earlier site had stay until they are pruned.
    """
    ours, known = files_of(site), {".nojekyll", "keikaku_manifest.json", "CNAME"}
    more = {path for path in there.keys() - ours.keys() if not path.startswith("archive/") and "search/" not in path}
    return ours.items() <= there.items() and more <= known


def test_published_once_and_again(desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.publish(sites[0]) == 0
    assert "Nothing was written" in capsys.readouterr().out
    assert desk.heads() == []
    assert desk.publish(sites[0], "--yes") == 0
    assert same_site(desk.branch(), sites[0])
    (first,) = desk.heads()
    git(desk.repository, "fsck", "--full", "--strict")
    assert git(desk.repository, "show", "-s", "--format=%an", first) == "情報政策課"
    capsys.readouterr()
    before = len(desk.traffic.calls)
    assert desk.publish(sites[0], "--yes") == 0
    told = capsys.readouterr().out
    assert "The host holds all of it already" in told
    assert "0 writing" in told
    assert desk.heads() == [first]
    assert not [path for _, path in desk.traffic.calls[before:] if "receive-pack" in path]
    log = (desk.home / ".keikaku" / "portal-pages.jsonl").read_text(encoding="utf-8")
    assert all(json.loads(line)["event"] for line in log.splitlines())
    assert TOKEN not in log + told


def test_one_cell_is_one_commit_on_top_and_old_archives_stay(desk: Desk, sites: tuple[Path, Path]) -> None:
    assert desk.publish(sites[0], "--yes") == 0
    before = desk.branch()
    assert desk.publish(sites[1], "--yes") == 0
    after = desk.branch()
    assert same_site(after, sites[1])
    assert len(desk.heads()) == 2
    kept = {path: data for path, data in before.items() if path.startswith("archive/2")}
    assert kept
    assert kept.items() <= after.items()
    assert {path for path in after if "/v2/" in path}
    # What is as it was before is in the archive already.
    assert desk.publish(sites[0], "--yes") == 0
    assert {path for path in desk.branch() if path.startswith("archive/")} == {
        path for path in after if path.startswith("archive/")
    }


def test_a_server_that_leaves_no_files_out(desk: Desk, sites: tuple[Path, Path]) -> None:
    git(desk.repository, "config", "uploadpack.allowFilter", "false")
    git(desk.repository, "config", "protocol.version", "0")
    assert desk.publish(sites[0], "--yes") == 0
    assert desk.publish(sites[1], "--yes") == 0
    assert same_site(desk.branch(), sites[1])


def test_over_files_without_a_token(desk: Desk, sites: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEIKAKU_TOKEN_PAGES")
    desk.settle(remote=desk.repository.as_uri(), branch="pages/live", subfolder="docs", cname="plans.city.example.jp")
    assert desk.publish(sites[0], "--yes") == 0
    assert desk.publish(sites[1], "--yes") == 0
    there = desk.branch("pages/live", "docs")
    assert same_site(there, sites[1])
    assert there["CNAME"] == b"plans.city.example.jp\n"
    git(desk.repository, "fsck", "--full", "--strict")


def test_over_ssh(desk: Desk, sites: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    # What ssh would do on the other machine, done here: the last word is the command.
    command = desk.home / "ssh"
    command.write_text('#!/bin/sh\nfor last; do :; done\nexec sh -c "$last"\n')
    command.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(command))
    desk.settle(remote=f"ssh://git@host.example.jp{desk.repository}")
    assert desk.publish(sites[0], "--yes") == 0
    assert same_site(desk.branch(), sites[0])
    command.write_text('#!/bin/sh\necho "git@host.example.jp: Permission denied (publickey)." >&2\nexit 255\n')
    assert desk.publish(sites[1], "--yes") == 3


def test_the_token(
    desk: Desk, sites: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KEIKAKU_TOKEN_PAGES", "wrong")
    assert desk.publish(sites[0], "--yes") == 3
    told = capsys.readouterr()
    assert "E1053" in told.err
    assert "KEIKAKU_TOKEN_PAGES" in told.err
    monkeypatch.delenv("KEIKAKU_TOKEN_PAGES")
    assert desk.publish(sites[0], "--yes") == 2
    assert "E1009" in capsys.readouterr().err
    assert desk.heads() == []


def test_no_such_repository_and_nobody_there(
    desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    desk.settle(remote=f"{desk.traffic.url}/other.git")
    assert desk.publish(sites[0]) == 3
    assert "E1055" in capsys.readouterr().err
    desk.settle(remote="http://127.0.0.1:9/site.git")
    assert desk.publish(sites[0]) == 3
    assert "E1052" in capsys.readouterr().err


def test_refused_by_a_hook(desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    hook = desk.repository / "hooks" / "pre-receive"
    hook.write_text('#!/bin/sh\necho "protected branch" >&2\nexit 1\n')
    hook.chmod(0o755)
    assert desk.publish(sites[0], "--yes") == 3
    told = capsys.readouterr().err
    assert "E1054" in told
    assert "protected branch" in told
    assert desk.heads() == []
    hook.unlink()
    assert desk.publish(sites[0], "--yes") == 0


def test_what_others_did_on_the_branch(
    desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.publish(sites[0], "--yes") == 0
    desk.edit("メモ/README.md", "ours")
    assert desk.publish(sites[1], "--yes") == 0
    assert "メモ/README.md" in capsys.readouterr().out
    there = desk.branch()
    assert there["メモ/README.md"] == b"ours"
    assert same_site({path: data for path, data in there.items() if "README" not in path}, sites[1])
    desk.edit("index.html", "<p>mine</p>")
    assert desk.publish(sites[0]) == 0
    assert "changed or removed there" in capsys.readouterr().out
    count = len(desk.heads())
    assert desk.publish(sites[0], "--yes") == 3
    assert "E1056" in capsys.readouterr().err
    assert len(desk.heads()) == count
    assert desk.publish(sites[0], "--yes", "--overwrite") == 0
    there = desk.branch()
    assert same_site({path: data for path, data in there.items() if "README" not in path}, sites[0])
    # Their work is in the history for ever.
    assert "mine" in git(desk.repository, "log", "--format=%s", HEAD).splitlines()


def test_a_branch_that_somebody_else_fills_is_not_taken_over(
    desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    start = desk.home / "start"
    start.mkdir()
    git(start, "init", "-q", "-b", "gh-pages")
    (start / "index.html").write_text("<p>an old site</p>")
    (start / "212105").write_text("a file where we need a folder")
    git(start, "add", "-A")
    git(start, "commit", "-q", "-m", "old")
    git(start, "push", "-q", str(desk.repository), "gh-pages")
    assert desk.publish(sites[0], "--yes") == 3
    assert "E1068" in capsys.readouterr().err
    git(start, "rm", "-q", "212105")
    git(start, "commit", "-q", "-m", "moved")
    git(start, "push", "-q", str(desk.repository), "gh-pages")
    assert desk.publish(sites[0], "--yes") == 3
    assert "E1056" in capsys.readouterr().err
    assert desk.publish(sites[0], "--yes", "--overwrite") == 0
    assert same_site(desk.branch(), sites[0])


def test_an_archive_is_never_changed(desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.publish(sites[0], "--yes") == 0
    assert desk.publish(sites[1], "--yes") == 0
    path = sorted(path for path in desk.branch() if "/v1/" in path and "/data/" in path)[0]
    desk.edit(path, "spoilt")
    assert desk.publish(sites[1], "--yes", "--overwrite", "--prune") == 3
    told = capsys.readouterr().err
    assert "E1057" in told
    assert path in told
    desk.edit(path, None)
    assert desk.publish(sites[1], "--yes") == 3
    assert "E1056" in capsys.readouterr().err
    assert desk.publish(sites[1], "--yes", "--overwrite") == 0
    there = desk.branch()
    assert path not in there
    listed = {one["url"]: one for one in json.loads(there["archive/index.json"])["archive"]}
    assert listed[f"{ADDRESS}{path}"]["withdrawn"] is True
    assert "withdrawn" in there["archive/index.html"].decode()
    # What was taken away stays away.
    assert desk.publish(sites[0], "--yes") == 0
    assert path not in desk.branch()


def test_vanished_files_stay_unless_pruned(
    desk: Desk, sites: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = shutil.copytree(sites[0], tmp_path / "more")
    (more / "old.html").write_text("<p>old</p>")
    assert desk.publish(more, "--yes") == 0
    assert desk.publish(sites[0], "--yes") == 0
    assert "? old.html" in capsys.readouterr().out
    assert "old.html" in desk.branch()
    assert desk.publish(sites[0], "--yes", "--prune") == 0
    there = desk.branch()
    assert "old.html" not in there
    assert same_site(there, sites[0])


@pytest.mark.parametrize("ours", [False, True])
def test_the_branch_moves_between_the_look_and_the_push(desk: Desk, sites: tuple[Path, Path], ours: bool) -> None:
    assert desk.publish(sites[0], "--yes") == 0
    path = "index.html" if ours else "mine.txt"
    desk.traffic.fault = Break(
        method="GET", part="git-receive-pack", before=True, act=lambda: desk.edit(path, "meanwhile")
    )
    assert desk.publish(sites[1], "--yes") == (3 if ours else 0)
    there = desk.branch()
    assert there[path] == b"meanwhile"
    if not ours:
        del there[path]
        assert same_site(there, sites[1])


def test_overtaken_after_the_look_at_the_branch_by_the_push_itself(desk: Desk, sites: tuple[Path, Path]) -> None:
    """The server compares once more, when it has all that was sent."""
    assert desk.publish(sites[0], "--yes") == 0
    desk.traffic.fault = Break(
        method="POST", part="git-receive-pack", before=True, act=lambda: desk.edit("mine.txt", "x")
    )
    assert desk.publish(sites[1], "--yes") == 0
    there = desk.branch()
    assert there.pop("mine.txt") == b"x"
    assert same_site(there, sites[1])


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("part", ["info/refs", "git-upload-pack", "git-receive-pack"])
@pytest.mark.parametrize("what", [{"drop": True}, {"status": 503}])
def test_cut_off(desk: Desk, sites: tuple[Path, Path], part: str, before: bool, what: dict[str, int]) -> None:
    assert desk.publish(sites[0], "--yes") == 0
    method = "GET" if part == "info/refs" else "POST"
    desk.traffic.fault = Break(method=method, part=part, before=before, **what)  # type: ignore[arg-type]
    assert desk.publish(sites[1], "--yes") == 0
    assert same_site(desk.branch(), sites[1])
    assert len(desk.heads()) == 2


def test_cut_off_for_good(desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    desk.traffic.fault = Break(method="POST", part="git-receive-pack", before=True, drop=True, times=99)
    assert desk.publish(sites[0], "--yes") == 3
    assert "E1052" in capsys.readouterr().err
    assert desk.heads() == []
    desk.traffic.fault = Break()
    assert desk.publish(sites[0], "--yes") == 0
    assert same_site(desk.branch(), sites[0])


def test_killed_at_each_call(desk: Desk, sites: tuple[Path, Path]) -> None:
    """Killed before and after each call of a first publication; run again, it is as if nothing had happened."""
    number = 0
    while True:
        number += 1
        if desk.heads():
            git(desk.repository, "update-ref", "-d", HEAD)
        desk.traffic.calls.clear()
        ready = threading.Event()
        victims: list[subprocess.Popen[str]] = []

        def kill(ready: threading.Event = ready, victims: list[subprocess.Popen[str]] = victims) -> None:
            ready.wait(20)
            victims[0].kill()
            victims[0].wait(20)

        desk.traffic.fault = Break(number=(number + 1) // 2, before=number % 2 == 1, drop=True, act=kill)
        victims.append(
            publishing(desk.home, "--portal", "pages", "--out", str(sites[0]), "--yes", KEIKAKU_TOKEN_PAGES=TOKEN)
        )
        ready.set()
        victims[0].communicate(timeout=60)
        if desk.traffic.fault.times:
            break
        there = desk.branch() if git(desk.repository, "for-each-ref", HEAD) else {}
        assert not there or same_site(there, sites[0])
        assert desk.publish(sites[0], "--yes") == 0
        assert same_site(desk.branch(), sites[0])
        assert len(git(desk.repository, "rev-list", HEAD).split()) == 1
    assert number > 6
