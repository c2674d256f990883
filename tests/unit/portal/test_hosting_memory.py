"""Whole sites on hosts in memory: whatever is published in whatever order, and wherever runs end, nothing is lost."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from fsspec.implementations.memory import MemoryFileSystem
from hypothesis import given, settings
from hypothesis import strategies as st

from keikaku.portal.hosting.bucket import BucketTarget
from keikaku.portal.hosting.git import GitTarget
from keikaku.portal.hosting.manifest import read_manifest
from keikaku.portal.hosting.site import read_site
from keikaku.portal.run import Choices
from keikaku.portal.settings import Hosting, Portal
from keikaku.publish.failure import CallError, PublishError, RemoteError

EDITION = "212105/p/editions/e1/212105_e1.zip"
WHOLE = "212105/data/212105_plan.zip"
PATHS = ("index.html", "212105/index.html", "data.csv", "style.css", EDITION, WHOLE)
LAYOUTS = ["in_place", "releases"]


def portal(address: str = "memory://plans", layout: str = "in_place", **hosting: str) -> Portal:
    kind = "git" if hosting else "bucket"
    return Portal("www", address, "", "", "", "", kind=kind, hosting=Hosting(layout=layout, **hosting))


def write_site(folder: Path, contents: dict[str, str], base: str = "https://plans.example.jp/") -> Path:
    for path, text in contents.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (folder / "keikaku.json").write_text(json.dumps({"base_url": base, "cities": ["212105"]}))
    return folder


class Host:
    """A bucket in memory, and what was ever archived there."""

    def __init__(self, layout: str) -> None:
        MemoryFileSystem.store.clear()
        MemoryFileSystem.pseudo_dirs[:] = [""]
        self.layout, self.home = layout, Path(tempfile.mkdtemp())
        self.number = 0

    def publish(self, contents: dict[str, str], *, act: bool = True, prune: bool = False, overwrite: bool = False):  # type: ignore[no-untyped-def]
        self.number += 1
        folder = write_site(self.home / str(self.number), contents)
        settled = portal(layout=self.layout)
        site, problems = read_site(folder, settled)
        assert site is not None, problems
        target = BucketTarget(settled, self.home / "log", {})
        return target.publish(site, Choices(overwrite=overwrite, prune=prune), act)

    @property
    def objects(self) -> dict[str, bytes]:
        return {path.removeprefix("/plans/"): file.getvalue() for path, file in MemoryFileSystem.store.items()}

    @property
    def shown(self) -> dict[str, str]:
        """What visitors see."""
        there = self.objects
        folder = ""
        if self.layout == "releases":
            folder = json.loads(there["current.json"])["path"] if "current.json" in there else "nothing/"
        return {path.removeprefix(folder): data.decode() for path, data in there.items() if path.startswith(folder)}


@contextmanager
def ending_after(writes: int) -> Iterator[None]:
    """Let a run end after so many writes, as if it had been killed."""
    left, plain = [writes], MemoryFileSystem.pipe_file

    def pipe_file(self, path, value, **more):  # type: ignore[no-untyped-def]
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return plain(self, path, value, **more)

    with patch.object(MemoryFileSystem, "pipe_file", pipe_file):
        yield


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=25, deadline=None)
@given(
    runs=st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from(PATHS), st.sampled_from("abc"), min_size=1),
            st.integers(0, 14),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_runs_that_end_anywhere(layout: str, runs: list[tuple[dict[str, str], int, bool]]) -> None:
    host = Host(layout)
    cited: dict[str, str] = {}
    for contents, writes, prune in runs:
        with ending_after(writes):
            try:
                host.publish(contents, prune=prune)
            except KeyboardInterrupt:
                pass
            else:
                seen = host.shown
                cited |= {path: text for path, text in seen.items() if path.startswith("archive/2")}
                assert contents.items() <= seen.items()
        assert cited.items() <= host.shown.items()
    last, _, _ = runs[-1]
    published = host.publish(last, prune=True)
    seen = host.shown
    assert last.items() <= seen.items()
    assert not {path for path in seen if path in PATHS and path not in last}
    assert cited.items() <= seen.items()
    assert not {path for path in seen if "pending" in path}
    listed = {
        one["url"].removeprefix("https://plans.example.jp/"): one
        for one in json.loads(seen["archive/index.json"])["archive"]
    }
    for path, one in listed.items():
        assert hashlib.sha256(seen[path].encode()).hexdigest() == one["sha256"]
    for path in (EDITION, WHOLE):
        if path in last:
            assert hashlib.sha256(last[path].encode()).hexdigest() in {one["sha256"] for one in listed.values()}
    again = host.publish(last)
    assert (again.acted, again.writes) == (False, 0)
    assert published.remote


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_is_written_when_only_shown(layout: str) -> None:
    host = Host(layout)
    shown = host.publish({"index.html": "a"}, act=False)
    assert (shown.acted, shown.changes.new, shown.writes) == (False, True, 0)
    assert host.objects == {}


def test_versions_count_up_and_come_once() -> None:
    host = Host("in_place")
    for text in "abca":
        host.publish({"index.html": "x", EDITION: text})
    archived = {
        path: text for path, text in host.shown.items() if path.endswith(".zip") and path.startswith("archive/")
    }
    assert archived == {
        f"archive/212105/editions/e1/v{number}/212105_e1.zip": text for number, text in enumerate("abc", 1)
    }
    page = host.shown["archive/index.html"]
    assert page.count("<tr><td>212105</td>") == 3


def test_an_archive_that_was_taken_away_comes_back_when_its_content_is_at_hand() -> None:
    host = Host("in_place")
    host.publish({"index.html": "x", EDITION: "a"})
    path = "archive/212105/editions/e1/v1/212105_e1.zip"
    del MemoryFileSystem.store[f"/plans/{path}"]
    with pytest.raises(RemoteError) as told:
        host.publish({"index.html": "x", EDITION: "a"})
    assert told.value.problem.code == "E1056"
    host.publish({"index.html": "x", EDITION: "a"}, overwrite=True)
    assert host.shown[path] == "a"


def test_a_pruned_file_that_somebody_changed_stays() -> None:
    host = Host("in_place")
    host.publish({"index.html": "x", "old.html": "old"})
    MemoryFileSystem().pipe_file("/plans/old.html", b"theirs")
    host.publish({"index.html": "x"}, prune=True)
    assert host.shown["old.html"] == "theirs"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"keikaku_manifest": 2}', '{"keikaku_manifest": 1, "files": 3}'])
def test_a_manifest_that_cannot_be_read(text: str) -> None:
    host = Host("in_place")
    MemoryFileSystem().pipe_file("/plans/keikaku_manifest.json", text.encode())
    with pytest.raises(RemoteError) as told:
        host.publish({"index.html": "x"})
    assert told.value.problem.code == "E1066"


def test_a_manifest_reads_as_it_was_written() -> None:
    host = Host("in_place")
    host.publish({"index.html": "x", EDITION: "a", WHOLE: "b"})
    text = host.objects["keikaku_manifest.json"]
    assert read_manifest(text, "").text() == text


def test_what_cannot_be_published(tmp_path: Path) -> None:
    folder = write_site(
        tmp_path / "site", {"index.html": "x", "archive/x.html": "x", "a\\b.html": "x", "big.bin": "x" * 99}
    )
    (folder / "link.html").symlink_to(folder / "index.html")
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  index.html\n")
    base = portal()
    limited = Portal(
        **{name: getattr(base, name) for name in base.__dataclass_fields__}
        | {"limits": type(base.limits)(file_bytes=50)}
    )
    site, problems = read_site(folder, limited)
    assert site is None
    assert sorted(one.code for one in problems) == ["E1012", *["E1020"] * 3, *["E1064"] * 3]


def test_the_address_of_the_site(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", {"index.html": "x"})
    site, problems = read_site(folder, portal(branch="x", cname="other.example.jp"))
    assert site is None
    assert [one.code for one in problems] == ["E1063"]
    example = write_site(tmp_path / "example", {"index.html": "x"}, "https://keikaku.example/")
    site, problems = read_site(example, portal())
    assert site is not None
    assert [one.code for one in problems] == ["W1067"]


def test_a_build_that_goes_on_meanwhile(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", {"index.html": "x"})
    site, _ = read_site(folder, portal())
    assert site is not None
    (folder / "index.html").write_text("y")
    Host("in_place")
    with pytest.raises(PublishError) as told:
        BucketTarget(portal(), tmp_path / "log", {}).publish(site, Choices(), act=True)
    assert told.value.problem.code == "E1062"


def test_cities_that_would_vanish(tmp_path: Path) -> None:
    host = Host("in_place")
    host.publish({"index.html": "x"})
    folder = write_site(tmp_path / "site", {"index.html": "x"})
    (folder / "keikaku.json").write_text(json.dumps({"base_url": "https://plans.example.jp/", "cities": ["132012"]}))
    site, _ = read_site(folder, portal())
    assert site is not None
    with pytest.raises(CallError) as told:
        BucketTarget(portal(), tmp_path / "log", {}).publish(site, Choices(), act=False)
    assert told.value.problem.code == "E1051"


def test_a_repository_without_git(tmp_path: Path) -> None:
    """The same site by two targets; git itself is not needed, and what was pushed can be read by it."""
    from dulwich.repo import Repo

    Repo.init_bare(str(tmp_path / "site.git"), mkdir=True)
    settled = portal((tmp_path / "site.git").as_uri(), branch="live", subfolder="docs")
    site, _ = read_site(write_site(tmp_path / "site", {"index.html": "x", "計画/a.html": "y", EDITION: "z"}), settled)
    assert site is not None
    target = GitTarget(settled, "", tmp_path / "log", {})
    assert target.publish(site, Choices(), act=True).acted
    assert not target.publish(site, Choices(), act=True).acted
    with Repo(str(tmp_path / "site.git")) as repo:
        tree = repo[repo[b"refs/heads/live"].tree]  # type: ignore[attr-defined]
        assert [name.decode() for name, _, _ in tree.items()] == ["docs"]
        docs = repo[tree[b"docs"][1]]
        names = {name.decode() for name, _, _ in docs.items()}
    assert names == {".nojekyll", "212105", "archive", "index.html", "keikaku.json", "keikaku_manifest.json", "計画"}
