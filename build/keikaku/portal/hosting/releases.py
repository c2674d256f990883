"""A bucket with one folder a release and one small file that names the release that counts: that file is the switch.

A release is the whole site with its archive, under a name made of its content; once its manifest is written it is never
changed. Whoever serves the bucket leads visitors to the release that `current.json` names.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from keikaku.portal.hosting.compare import Plan, SiteChanges, There, allow, compare, named
from keikaku.portal.hosting.manifest import read_manifest
from keikaku.portal.hosting.site import CURRENT, MANIFEST, RELEASES, Site, SiteFile, made
from keikaku.portal.hosting.store import Store
from keikaku.portal.run import Choices
from keikaku.publish.failure import failed

LINK: Final = "current"
"""On a disk of this machine, a link to the release that counts: a web server takes it as its root."""
_ID: Final = re.compile(r"[0-9a-f]{16}")


class Releases:
    """Brings a site as a release."""

    def __init__(self, store: Store, site: Site, choices: Choices) -> None:
        self._store, self._site, self._choices = store, site, choices

    def bring(self, act: bool) -> tuple[SiteChanges, bool]:
        """Compare with the release that counts and, where `act` says so, write a new one and switch to it.

        Raises:
            PublishError: it cannot be done, or could not be done to its end.
            OSError: a file of the site cannot be read.
        """
        top = self._store.seals()
        pointer = self._pointer(top)
        folder = _folder(pointer)
        here = {path.removeprefix(folder): seal for path, seal in top.items() if folder and path.startswith(folder)}
        manifest = None
        if here.pop(MANIFEST, None):
            manifest = read_manifest(self._store.read(f"{folder}{MANIFEST}"), f"{self._store.url}/{folder}{MANIFEST}")
        there = There(here, lambda path: self._store.checksum(f"{folder}{path}"), manifest)
        plan = compare(self._site, {}, there, self._choices.prune)
        allow(plan, self._choices, act, self._store.url)
        release = plan.manifest.identity[:16]
        if not act or (plan.changes.nothing(self._choices.prune) and release == pointer):
            return plan.changes, False
        self._write(plan, release, folder, top)
        self._switch(release, pointer)
        if self._choices.prune:
            self._forget({release, pointer}, top)
        return plan.changes, True

    def _pointer(self, top: Mapping[str, str]) -> str:
        """Give the release that counts; empty where there is none."""
        if CURRENT not in top:
            return ""
        try:
            release = str(json.loads(self._store.read(CURRENT))["release"])
        except (ValueError, KeyError, TypeError) as error:
            reason = f"{type(error).__name__}: {error}"[:200]
            raise failed("E1066", place=f"{self._store.url}/{CURRENT}", reason=reason) from None
        if not _ID.fullmatch(release):
            raise failed("E1066", place=f"{self._store.url}/{CURRENT}", reason=release[:100])
        return release

    def _write(self, plan: Plan, release: str, last: str, top: Mapping[str, str]) -> None:
        """Fill the folder of a release; what a killed run left there is used, once it was looked at."""
        folder = _folder(release)
        at_hand = {**plan.wanted, **{file.path: file for file in plan.archives}}
        lasting = {path: one for path, one in plan.manifest.archive.items() if not one.withdrawn}
        sums = {path: one.sha256 for path, one in plan.manifest.files.items()}
        sums |= {path: one.sha256 for path, one in lasting.items()}
        sent = []
        for path, sha256 in sums.items():
            place, file, there = f"{folder}{path}", at_hand.get(path), top.get(f"{folder}{path}")
            if there is not None and self._holds(place, there, file, sha256):
                continue
            seal = top.get(f"{last}{path}") if last else None
            if seal and last != folder and _same(plan, path, seal):
                self._store.copy(f"{last}{path}", path, folder)
            elif file is not None:
                sent.append(file)
        # A release is never written again, but it is reached at addresses that change with the switch.
        self._store.write(sent, folder)
        seals = self._store.seals(folder)
        wrong = [
            path
            for path, sha256 in sums.items()
            if not self._is_sound(f"{folder}{path}", seals, at_hand.get(path), sha256, top.get(f"{last}{path}"))
        ]
        if wrong:
            raise failed("E1062", names=named(tuple(wrong)))
        manifest = plan.manifest.sealed({path.removeprefix(folder): seal for path, seal in seals.items()})
        self._store.write([made(MANIFEST, manifest.text())], folder)

    def _is_sound(
        self, place: str, seals: Mapping[str, str], file: SiteFile | None, sha256: str, source: str | None
    ) -> bool:
        seal = seals.get(place)
        if seal is None:
            return False
        # What was copied has the same checksum as what it was copied from; a time tells nothing.
        copied = source == seal and seal != "" and not seal.startswith("t ")
        return copied or self._holds(place, seal, file, sha256)

    def _holds(self, place: str, seal: str, file: SiteFile | None, sha256: str) -> bool:
        return self._store.holds(place, seal, file) if file else self._store.checksum(place) == sha256

    def _switch(self, release: str, before: str) -> None:
        """Let the pointer name the new release, if it still names the one that was seen."""
        if self._pointer(self._store.seals()) != before:
            raise failed("E1061", url=self._store.url)
        told = {"release": release, "path": _folder(release)}
        self._store.write([made(CURRENT, (json.dumps(told, indent=1) + "\n").encode())])
        if self._pointer(self._store.seals()) != release:
            raise failed("E1061", url=self._store.url)
        self._link(release)

    def _link(self, release: str) -> None:
        """On a disk of this machine, let the link lead to the release, by one rename."""
        home = self._store.local
        if home is None or ((home / LINK).is_dir() and not (home / LINK).is_symlink()):
            return
        fresh = home / f".{LINK}.new"
        fresh.unlink(missing_ok=True)
        # Not every disk knows links, Windows asks for a right of its own; current.json tells the same.
        with suppress(OSError, NotImplementedError):
            fresh.symlink_to(_folder(release).rstrip("/"), target_is_directory=True)
            os.replace(fresh, home / LINK)  # noqa: PTH105 - Path.replace follows nothing either, but reads as if it did

    def _forget(self, kept: set[str], top: Mapping[str, str]) -> None:
        """Delete releases but for the one that counts and the one before, file by file as their manifests tell."""
        ids = {path.removeprefix(RELEASES).partition("/")[0] for path in top if path.startswith(RELEASES)}
        for release in sorted(ids - kept):
            folder = _folder(release)
            if not _ID.fullmatch(release) or f"{folder}{MANIFEST}" not in top:
                continue
            told = read_manifest(self._store.read(f"{folder}{MANIFEST}"), f"{self._store.url}/{folder}{MANIFEST}")
            ours = [f"{folder}{path}" for path in (*told.files, *told.archive)]
            self._store.delete([path for path in ours if path in top])
            self._store.delete([f"{folder}{MANIFEST}"])


def _folder(release: str) -> str:
    return f"{RELEASES}{release}/" if release else ""


def _same(plan: Plan, path: str, seal: str) -> bool:
    """Tell whether the last release holds a file as the next one is to hold it."""
    entry = plan.manifest.files.get(path) or plan.manifest.archive.get(path)
    return entry is not None and entry.seal == seal
