"""A site at its addresses in a bucket: each file changes by itself, in an order that never shows what is not there yet.

Before the first file is written, what is to come is noted in the bucket; after the last one is read back, the manifest
takes its place. A run that was killed in between is told by that note, and the next one goes on from what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from keikaku.portal.changes import Kind
from keikaku.portal.hosting.compare import Plan, SiteChanges, There, allow, compare, named
from keikaku.portal.hosting.manifest import Manifest, note_of, read_manifest
from keikaku.portal.hosting.site import MANIFEST, OURS, PENDING, Site, SiteFile, made
from keikaku.portal.hosting.store import Store, TakenError
from keikaku.portal.run import Choices
from keikaku.publish.failure import failed

_ENTRIES: Final = ("index.html", "en/index.html", "sitemap.xml", "feed.xml", "robots.txt")
"""Where visitors come in; they are changed when all that they lead to is there."""


class InPlace:
    """Brings a site to its addresses."""

    def __init__(self, store: Store, site: Site, choices: Choices) -> None:
        self._store, self._site, self._choices = store, site, choices

    def bring(self, act: bool) -> tuple[SiteChanges, bool]:
        """Compare and, where `act` says so, write until nothing differs; tell what differed, and whether it wrote.

        Raises:
            PublishError: it cannot be done, or could not be done to its end.
            OSError: a file of the site cannot be read.
        """
        seals = self._store.seals()
        there = There(
            {path: seal for path, seal in seals.items() if path not in OURS},
            self._store.checksum,
            self._manifest(MANIFEST, seals),
            self._manifest(PENDING, seals),
        )
        plan = compare(self._site, {}, there, self._choices.prune)
        allow(plan, self._choices, act, self._store.url)
        if not act or plan.changes.nothing(self._choices.prune):
            return plan.changes, False
        self._write(plan, seals)
        return plan.changes, True

    def _manifest(self, name: str, seals: dict[str, str]) -> Manifest | None:
        return read_manifest(self._store.read(name), f"{self._store.url}/{name}") if name in seals else None

    def _write(self, plan: Plan, before: dict[str, str]) -> None:
        coming = note_of(plan.manifest, self._manifest(PENDING, before))
        note = made(PENDING, coming.text(seals=False))
        if PENDING not in before or self._store.checksum(PENDING) != note.sha256:
            self._store.write([note])
        self._archive(plan)
        known = {one.path: one.kind for one in plan.changes.files}
        for part in _parts(plan.uploads, {path for path, kind in known.items() if kind is Kind.NEW}):
            self._still_ours(note)
            self._store.write(part)
            self._read_back(part)
        self._still_ours(note)
        self._store.delete(plan.deletions)
        self._finish(plan, before, note)

    def _archive(self, plan: Plan) -> None:
        """Add to the archive; what came to stand at such an address since we looked is never touched."""
        for file in plan.archives:
            try:
                self._store.create(file)
            except TakenError:
                if self._store.checksum(file.path) != file.sha256:
                    raise failed("E1061", url=self._store.url) from None
        self._read_back(plan.archives)

    def _read_back(self, files: tuple[SiteFile, ...]) -> None:
        """Make sure that what was written is there before anything leads to it."""
        if not files:
            return
        seals = self._store.seals()
        wrong = [file.path for file in files if not self._is_there(file, seals)]
        if wrong:
            raise failed("E1062", names=named(tuple(wrong)))

    def _is_there(self, file: SiteFile, seals: dict[str, str]) -> bool:
        return file.path in seals and self._store.holds(file.path, seals[file.path], file)

    def _still_ours(self, note: SiteFile) -> None:
        """Stop where another run has begun."""
        if not self._store.has(PENDING) or self._store.checksum(PENDING) != note.sha256:
            raise failed("E1061", url=self._store.url)

    def _finish(self, plan: Plan, before: dict[str, str], note: SiteFile) -> None:
        """Write the manifest, if all that was not written stands as it was seen, and no other run has come between."""
        seals = self._store.seals()
        written = {file.path for file in (*plan.uploads, *plan.archives)}
        kept = {*plan.manifest.files, *(path for path, one in plan.manifest.archive.items() if not one.withdrawn)}
        moved = [path for path in sorted(kept) if path not in seals]
        moved += [path for path in sorted(kept - written) if path in seals and seals[path] != before[path]]
        if moved or seals.get(MANIFEST) != before.get(MANIFEST):
            raise failed("E1061", url=self._store.url)
        manifest = plan.manifest.sealed(seals)
        self._still_ours(note)
        self._store.write([last := made(MANIFEST, manifest.text())])
        self._read_back((last,))
        self._store.delete([PENDING])


def _parts(files: tuple[SiteFile, ...], new: set[str]) -> Iterator[tuple[SiteFile, ...]]:
    """Put files in an order in which nothing leads to what is missing: data and pictures, pages, then the entries."""
    ranked: dict[int, list[SiteFile]] = {}
    for file in files:
        page = file.path.endswith(".html")
        rank = 4 if file.path in _ENTRIES else 2 * page + (file.path not in new)
        ranked.setdefault(rank, []).append(file)
    yield from (tuple(ranked[rank]) for rank in sorted(ranked))
