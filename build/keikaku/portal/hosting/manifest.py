"""The manifest: what we published on a host, so that any machine can tell our files from others', without a state.

A file's `seal` is what the host itself tells of its content (git's id, an ETag): while it is the same, the file has
not been touched since we read it back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from keikaku.publish.failure import failed

_FORM: Final = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that we published."""

    sha256: str
    size: int
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Archived:
    """A file of the archive: never changed, and known for ever, also when it was `withdrawn`."""

    lgcode: str
    kind: str
    id: str
    version: int
    sha256: str
    size: int
    seal: str = ""
    withdrawn: bool = False

    @property
    def what(self) -> tuple[str, str, str]:
        """Tell of what it is a version."""
        return self.lgcode, self.kind, self.id


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that we published, by paths below the site's address.

    `also` are checksums of what earlier runs that did not end may have left at a path; only a note of what is to come
    has them.
    """

    base_url: str = ""
    cities: tuple[str, ...] = ()
    files: Mapping[str, Entry] = field(default_factory=dict)
    archive: Mapping[str, Archived] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, *, seals: bool = True) -> bytes:
        """Give the manifest as it is kept: sorted, one file a line; without `seals`, the same on every host."""
        files = {path: _plain(entry, seals) for path, entry in sorted(self.files.items())}
        archive = {path: _plain(one, seals) for path, one in sorted(self.archive.items())}
        head = {"keikaku_manifest": _FORM, "base_url": self.base_url, "cities": list(self.cities)}
        lines = [f" {_json(key)}: {_json(value)}" for key, value in head.items()]
        lines += [f" {_json(key)}: {_lines(value)}" for key, value in (("files", files), ("archive", archive))]
        if self.also:
            lines.append(f' "also": {_lines({path: list(sums) for path, sums in sorted(self.also.items())})}')
        return ("{\n" + ",\n".join(lines) + "\n}\n").encode()

    def sealed(self, seals: Mapping[str, str]) -> Manifest:
        """Give the manifest with the seals that the host tells; a file of the archive that was withdrawn has none."""
        files = {path: replace(entry, seal=seals[path]) for path, entry in self.files.items()}
        archive = {path: replace(one, seal=seals.get(path, "")) for path, one in self.archive.items()}
        return replace(self, files=files, archive=archive)

    @property
    def identity(self) -> str:
        """Give the SHA-256 of what is published, wherever it is."""
        return hashlib.sha256(self.text(seals=False)).hexdigest()


def read_manifest(data: bytes, place: str) -> Manifest:
    """Read a manifest.

    Raises:
        RemoteError: it is damaged, or a newer version of keikaku wrote it.
    """
    try:
        told = json.loads(data)
        if told["keikaku_manifest"] != _FORM:
            raise ValueError(f"keikaku_manifest: {told['keikaku_manifest']}")
        files = {str(path): _entry(one) for path, one in told["files"].items()}
        archive = {str(path): _archived(one) for path, one in told["archive"].items()}
        also = {str(path): tuple(map(str, sums)) for path, sums in told.get("also", {}).items()}
        return Manifest(str(told["base_url"]), tuple(map(str, told["cities"])), files, archive, also)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise failed("E1066", place=place, reason=f"{type(error).__name__}: {error}"[:200]) from None


def note_of(coming: Manifest, left: Manifest | None) -> Manifest:
    """Give the note of what is to come; what a run that did not end was about to write stays known as ours."""
    if left is None:
        return replace(coming, also={})
    also = {path: [*left.also.get(path, ())] for path in {*left.files, *left.archive, *left.also}}
    for path, sha256 in (*_sums(left.files), *_sums(left.archive)):
        also[path].append(sha256)
    known = {path: entry.sha256 for path, entry in coming.files.items()}
    kept = {path: tuple(sorted({one for one in sums if one != known.get(path)})) for path, sums in also.items()}
    return replace(coming, also={path: sums for path, sums in kept.items() if sums})


def _sums(files: Mapping[str, Entry] | Mapping[str, Archived]) -> list[tuple[str, str]]:
    return [(path, one.sha256) for path, one in files.items()]


def _entry(told: Any) -> Entry:
    return Entry(str(told["sha256"]), int(told["size"]), str(told.get("seal", "")))


def _archived(told: Any) -> Archived:
    what = [str(told[key]) for key in ("lgcode", "kind", "id")]
    numbers = int(told["version"]), str(told["sha256"]), int(told["size"])
    return Archived(what[0], what[1], what[2], *numbers, str(told.get("seal", "")), bool(told.get("withdrawn")))


def _plain(one: Entry | Archived, seals: bool) -> dict[str, Any]:
    """Give the fields that say something."""
    told = {name: getattr(one, name) for name in one.__dataclass_fields__}
    kept = {key: value for key, value in told.items() if value != "" and value is not False}
    return {key: value for key, value in kept.items() if seals or key != "seal"}


def _lines(told: Mapping[str, Any]) -> str:
    if not told:
        return "{}"
    return "{\n" + ",\n".join(f"  {_json(key)}: {_json(value)}" for key, value in told.items()) + "\n }"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
