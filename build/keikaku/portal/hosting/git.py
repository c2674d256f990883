"""A branch of a git repository as a host (GitHub Pages, Cloudflare Pages and others that deploy a branch).

The whole site becomes one commit on the branch; that the branch then names this commit is the switch, and it happens at
once or not at all. What nobody of us wrote stays on the branch, and so does its history.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from keikaku.portal.changes import Kind
from keikaku.portal.hosting.compare import Plan, SiteChanges, There, allow, compare, named
from keikaku.portal.hosting.git_remote import Blob, GitRemote, Head, LostError, MovedError, Parcel
from keikaku.portal.hosting.manifest import Manifest, read_manifest
from keikaku.portal.hosting.site import MANIFEST, Site, SiteFile, made
from keikaku.portal.journal import Log
from keikaku.portal.publish import Published
from keikaku.portal.run import Choices
from keikaku.portal.settings import Portal
from keikaku.publish.failure import RemoteError, failed

TRAILER: Final = "Keikaku-Content"
"""The line of our commits that tells what they publish."""
_WAITS: Final = (0.5, 1.0, 2.0)
_COMMIT: Final = 1
_TREE: Final = 2
_BLOB: Final = 3
_FILE: Final = 0o100644
_FOLDER: Final = 0o040000


@dataclass(frozen=True, slots=True)
class GitTarget:
    """A branch elsewhere; the log stands in `folder`, and there is no state."""

    portal: Portal
    token: str
    folder: Path
    environment: Mapping[str, str]

    def publish(self, wanted: Site, choices: Choices, act: bool) -> Published:
        """Compare a site with the branch and, where `act` says so, put it there as one commit.

        Raises:
            PublishError: it cannot be done, or could not be done to its end.
            OSError: a file cannot be read or written.
        """
        log = Log(self.folder, self.portal.name)
        log.note("begin", site=wanted.base_url, branch=self.portal.hosting.branch, act=act)
        remote = GitRemote(self.portal, self.token, log, self.environment)
        ids = _Ids()
        first, acted = None, False
        for wait in (*_WAITS, None):
            head, plan = self._look(remote, wanted, ids, choices)
            first = first or plan.changes
            allow(plan, choices, act, remote.url)
            if not act or plan.changes.nothing(choices.prune):
                break
            parcel = self._parcel(head, plan, ids)
            acted = True
            _note(log, plan, parcel)
            if _pushed(remote, head, parcel, wait):
                break
        url = f"{remote.url} ({self.portal.hosting.branch})"
        return Published(wanted, url, first or plan.changes, acted, log.reads, log.writes, log.seconds)

    def _look(self, remote: GitRemote, site: Site, ids: _Ids, choices: Choices) -> tuple[Head, Plan]:
        prefix = self._prefix
        head, found = remote.look(f"{prefix}{MANIFEST}")
        blobs = head.blobs or {}
        here = {path.removeprefix(prefix): blob.id for path, blob in blobs.items() if path.startswith(prefix)}
        # Our own manifest is compared as what it says, not as a file.
        here.pop(MANIFEST, None)
        manifest = next((read_manifest(data, f"{remote.url} {path}") for path, data in found.items()), None)
        contents = {ids.of(file): file.sha256 for file in (*site.files.values(), *self._extras().values())}
        there = There(here, lambda path: contents.get(here[path], ""), manifest, seal_of=ids.of)
        plan = compare(site, self._extras(), there, choices.prune)
        above = [parent.as_posix() for parent in PurePosixPath(f"{prefix}x").parents]
        return head, replace(plan, blocking=(*plan.blocking, *(path for path in above if path in blobs)))

    @property
    def _prefix(self) -> str:
        return f"{self.portal.hosting.subfolder}/" if self.portal.hosting.subfolder else ""

    def _extras(self) -> dict[str, SiteFile]:
        """Give the files that such hosts ask for: GitHub must not run Jekyll, which hides files such as _headers."""
        extras = {".nojekyll": made(".nojekyll", b"")}
        if self.portal.hosting.cname:
            extras["CNAME"] = made("CNAME", f"{self.portal.hosting.cname}\n".encode())
        return extras

    def _parcel(self, head: Head, plan: Plan, ids: _Ids) -> Parcel:
        """Make the commit, and name all objects that the other side lacks."""
        blobs, prefix = dict(head.blobs or {}), self._prefix
        for path in plan.deletions:
            blobs.pop(f"{prefix}{path}", None)
        manifest = made(MANIFEST, _sealed(plan, ids).text())
        written = (*plan.uploads, *plan.archives, manifest)
        known = {blob.id for blob in (head.blobs or {}).values()}
        new: dict[str, SiteFile] = {}
        for file in written:
            found = ids.of(file)
            blobs[f"{prefix}{file.path}"] = Blob(_FILE, found)
            if found not in known:
                new[found] = file
        trees: dict[str, bytes] = {}
        top = _tree({path.encode("utf-8", "surrogateescape"): blob for path, blob in blobs.items()}, trees)
        commit = self._commit(head, plan, top)
        fresh = {tree: data for tree, data in trees.items() if tree not in head.trees}

        def objects() -> Iterator[tuple[int, bytes]]:
            yield _COMMIT, commit
            yield from ((_TREE, data) for data in fresh.values())
            yield from ((_BLOB, file.read()) for file in new.values())

        return Parcel(_git_id(b"commit", commit), 1 + len(fresh) + len(new), objects)

    def _commit(self, head: Head, plan: Plan, tree: str) -> bytes:
        """Give the commit; its time is told by the clock, but nothing below its tree is."""
        name = "".join(char for char in self.portal.maintainer if char not in "<>") or "keikaku"
        who = f"{name} <{self.portal.maintainer_email or 'keikaku@invalid'}> {int(time.time())} +0000"
        count = [len(plan.changes.of(Kind.NEW)), len(plan.changes.of(Kind.CHANGED)), len(plan.deletions)]
        lines = [f"tree {tree}", *([f"parent {head.id}"] if head.id else []), f"author {who}", f"committer {who}"]
        said = (
            "計画データの公開: 新しい {}、変わった {}、削除 {}\n\nPlan data published: {} new, {} changed, {} deleted"
        )
        told = f"{TRAILER}: {plan.manifest.identity}"
        return ("\n".join(lines) + f"\n\n{said.format(*count, *count)}\n\n{told}\n").encode()


class _Ids:
    """Git's ids of contents, each worked out once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, file: SiteFile) -> str:
        """Give the id of a file's content."""
        if file.sha256 not in self._known:
            self._known[file.sha256] = _git_id(b"blob", file.read())
        return self._known[file.sha256]


def _git_id(kind: bytes, data: bytes) -> str:
    """Give the name that git has for an object; our own files are compared by SHA-256 too."""
    return hashlib.sha1(b"%s %d\0" % (kind, len(data)) + data, usedforsecurity=False).hexdigest()


def _tree(blobs: Mapping[bytes, Blob], trees: dict[str, bytes]) -> str:
    """Make the folder that holds these entries, and those in it; give its id."""
    entries: dict[bytes, Blob] = {}
    folders: dict[bytes, dict[bytes, Blob]] = {}
    for path, blob in blobs.items():
        name, slash, rest = path.partition(b"/")
        if slash:
            folders.setdefault(name, {})[rest] = blob
        else:
            entries[name] = blob
    for name, held in folders.items():
        entries[name] = Blob(_FOLDER, _tree(held, trees))
    # Git sorts a folder as if a slash stood behind its name.
    order = sorted(entries, key=lambda name: name + b"/" if entries[name].mode == _FOLDER else name)
    data = b"".join(b"%o %s\0" % (entries[name].mode, name) + bytes.fromhex(entries[name].id) for name in order)
    found = _git_id(b"tree", data)
    trees[found] = data
    return found


def _sealed(plan: Plan, ids: _Ids) -> Manifest:
    """Give the manifest with the seals of new archives too."""
    seals = {file.path: ids.of(file) for file in plan.archives}
    archive = {
        path: replace(one, seal=seals[path]) if path in seals else one for path, one in plan.manifest.archive.items()
    }
    return replace(plan.manifest, archive=archive)


def _pushed(remote: GitRemote, head: Head, parcel: Parcel, wait: float | None) -> bool:
    """Push, and tell whether the branch stands where it should; where it does not, another look tells what to do.

    Raises:
        RemoteError: it was refused, or it is not to be tried again.
    """
    try:
        remote.push(head, parcel)
    except MovedError:
        fault: RemoteError = failed("E1061", url=remote.url)
    except LostError as lost:
        fault = lost
    else:
        # A commit's name is made of all that it holds: the same name is the same site.
        if remote.head_id() == parcel.commit:
            return True
        fault = failed("E1061", url=remote.url)
    if wait is None:
        raise fault
    time.sleep(wait)
    return False


def _note(log: Log, plan: Plan, parcel: Parcel) -> None:
    """Keep in the log what is written, in full."""
    changes: SiteChanges = plan.changes
    told = {kind.value: [one.path for one in changes.of(kind)] for kind in (Kind.NEW, Kind.CHANGED)}
    log.note(
        "commit",
        commit=parcel.commit,
        objects=parcel.number,
        **told,
        deleted=list(plan.deletions),
        archived=list(changes.archived),
        edited=named(changes.edited),
    )
