"""What differs between a built site and what stands on a host, and what the host should hold afterwards.

Input: the `Site`, the files that only a host needs, and `There`. Output: a `Plan`, from which all writing follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from keikaku.portal.changes import Kind
from keikaku.portal.hosting.archive import index_files, kept_archive
from keikaku.portal.hosting.manifest import Archived, Entry, Manifest
from keikaku.portal.hosting.site import ARCHIVE, OURS, Site, SiteFile
from keikaku.portal.run import Choices
from keikaku.publish.failure import failed, wrong

_NAMED = 12
"""How many names a message lists."""


def _unknown(file: SiteFile) -> str:
    del file
    return ""


@dataclass(frozen=True, slots=True)
class There:
    """What stands on a host: `seals` of all its files, our manifest, and that of a run that did not end.

    `checksum` gives the SHA-256 of what stands at a path, empty where it is none that we know; `seal_of` the seal that
    a file will have, empty where only the host can tell.
    """

    seals: Mapping[str, str]
    checksum: Callable[[str], str]
    manifest: Manifest | None = None
    pending: Manifest | None = None
    seal_of: Callable[[SiteFile], str] = _unknown


@dataclass(frozen=True, slots=True)
class SiteChange:
    """A file and what becomes of it; `edited` where what stands there is not what we published."""

    kind: Kind
    path: str
    size: int = 0
    edited: bool = False


@dataclass(frozen=True, slots=True)
class SiteChanges:
    """All that differs; `archived` are the paths of new archives, `foreign` are files of others, which stay."""

    new: bool
    files: tuple[SiteChange, ...]
    archived: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    unfinished: bool = False

    def of(self, *kinds: Kind) -> tuple[SiteChange, ...]:
        """Give the files of some kinds."""
        return tuple(one for one in self.files if one.kind in kinds)

    def nothing(self, prune: bool) -> bool:
        """Tell whether the host holds all of it already."""
        kinds = (Kind.NEW, Kind.CHANGED, *((Kind.VANISHED,) if prune else ()))
        return not (self.new or self.archived or self.unfinished or self.of(*kinds))


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: `uploads` and `archives` to write, `deletions`, and the manifest afterwards.

    `damaged` are archives whose bytes are no longer those that we wrote; `blocking` are files of others in our way;
    `gone` are cities that are published but not in the build.
    """

    changes: SiteChanges
    uploads: tuple[SiteFile, ...]
    archives: tuple[SiteFile, ...]
    deletions: tuple[str, ...]
    manifest: Manifest
    damaged: tuple[str, ...] = ()
    blocking: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    wanted: Mapping[str, SiteFile] = field(default_factory=dict)


def compare(site: Site, extras: Mapping[str, SiteFile], there: There, prune: bool) -> Plan:
    """Compare a site with what stands on a host."""
    before = there.manifest or Manifest()
    kept = kept_archive(site, there.seals, there.checksum, (before, there.pending or Manifest()))
    wanted = {**site.files, **extras, **index_files(site, kept.entries)}
    changed = [*_files(wanted, there), *_vanished(wanted, there)]
    standing = {one.path for one in changed if one.kind is Kind.UNCHANGED}
    pending = there.pending or Manifest()
    ours = {*wanted, *before.files, *kept.entries, *OURS, *pending.files, *pending.archive, *pending.also}
    foreign = tuple(sorted(there.seals.keys() - ours))
    manifest = _next(site, wanted, changed, kept.entries, there, prune)
    edited = (*(one.path for one in changed if one.edited), *kept.missing)
    due = there.manifest is None or before.identity != manifest.identity
    changes = SiteChanges(
        new=there.manifest is None,
        files=tuple(changed),
        archived=tuple(file.path for file in kept.new),
        edited=edited,
        foreign=foreign,
        unfinished=there.pending is not None or (due and there.manifest is not None),
    )
    return Plan(
        changes,
        tuple(file for path, file in wanted.items() if path not in standing),
        kept.new,
        tuple(one.path for one in changed if one.kind is Kind.VANISHED and not one.edited) if prune else (),
        manifest,
        kept.damaged,
        tuple(_blocking({*wanted, *kept.entries}, foreign)),
        tuple(sorted({*before.cities} - {*site.cities})),
        wanted,
    )


def allow(plan: Plan, choices: Choices, act: bool, url: str) -> None:
    """Stop before something is lost that others need.

    Raises:
        CallError: the build lacks cities that are published.
        RemoteError: an archive is damaged, or somebody else's work would be written over.
    """
    if plan.gone and not choices.prune:
        raise wrong("E1051", cities=", ".join(plan.gone))
    if plan.damaged:
        raise failed("E1057", url=url, names=named(plan.damaged))
    if plan.blocking:
        raise failed("E1068", url=url, names=named(plan.blocking))
    if act and plan.changes.edited and not choices.overwrite:
        raise failed("E1056", url=url, names=named(plan.changes.edited))


def named(names: tuple[str, ...]) -> str:
    """List names, not too many of them."""
    more = f" … ({len(names)})" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _files(wanted: Mapping[str, SiteFile], there: There) -> Iterator[SiteChange]:
    before, pending = there.manifest or Manifest(), there.pending
    for path, file in wanted.items():
        last = before.files.get(path)
        if path not in there.seals:
            # What a killed run was about to delete was not deleted by somebody else.
            edited = last is not None and (pending is None or path in pending.files)
            yield SiteChange(Kind.NEW, path, file.size, edited)
            continue
        now = _now(path, last, there)
        if now == file.sha256:
            yield SiteChange(Kind.UNCHANGED, path, file.size)
        else:
            yield SiteChange(Kind.CHANGED, path, file.size, now not in _ours(path, there))


def _vanished(wanted: Mapping[str, SiteFile], there: There) -> Iterator[SiteChange]:
    """Give what we published once, or began to publish, and do no longer; what others made of it is theirs."""
    published = dict(there.manifest.files) if there.manifest else {}
    if there.pending:
        for path, entry in there.pending.files.items():
            published.setdefault(path, entry)
        for path in there.pending.also:
            if not path.startswith(ARCHIVE):
                published.setdefault(path, Entry("", 0))
    for path in sorted(published.keys() - wanted.keys()):
        if path in there.seals:
            theirs = _now(path, published[path], there) not in _ours(path, there)
            if not theirs:
                yield SiteChange(Kind.VANISHED, path, published[path].size)


def _now(path: str, last: Entry | None, there: There) -> str:
    """Give the SHA-256 of what stands at a path, reading it only where its seal is not the one that we know."""
    return last.sha256 if last and last.seal and last.seal == there.seals[path] else there.checksum(path)


def _ours(path: str, there: There) -> set[str]:
    """Give what we wrote there, or were about to."""
    known = [manifest for manifest in (there.manifest, there.pending) if manifest]
    entries = [manifest.files[path].sha256 for manifest in known if path in manifest.files]
    return {*entries, *(there.pending.also.get(path, ()) if there.pending else ())}


def _next(
    site: Site,
    wanted: Mapping[str, SiteFile],
    changed: list[SiteChange],
    archive: Mapping[str, Archived],
    there: There,
    prune: bool,
) -> Manifest:
    """Give the manifest as it is to be; the seals of what is yet to be written may be missing."""
    files = {}
    for one in changed:
        file = wanted.get(one.path)
        if file is not None:
            known = there.seals[one.path] if one.kind is Kind.UNCHANGED else there.seal_of(file)
            files[one.path] = Entry(file.sha256, file.size, known)
        elif not prune:
            last = (there.manifest or Manifest()).files.get(one.path)
            files[one.path] = Entry(_now(one.path, last, there), one.size, there.seals[one.path])
    return Manifest(site.base_url, site.cities, files, archive)


def _blocking(ours: set[str], foreign: tuple[str, ...]) -> Iterator[str]:
    """Find files of others where we need folders, and the other way round."""
    folders = {parent.as_posix() for path in ours for parent in PurePosixPath(path).parents}
    for path in foreign:
        if path in folders or any(parent.as_posix() in ours for parent in PurePosixPath(path).parents):
            yield path
