"""A built site as it is to be published: every file with its SHA-256, and the data that are archived for ever.

Input: the output folder of a build. Output: a `Site`, or all that stands in the way of publishing it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from keikaku.built import base_url, cities
from keikaku.file_names import CHECKSUMS, archive_file
from keikaku.iri import DEFAULT_BASE_URL, Iris
from keikaku.names import forms_of
from keikaku.portal.settings import Portal
from keikaku.problem import Problem, Where, has_errors
from keikaku.publish.failure import failed

ARCHIVE: Final = "archive/"
"""Where the archives stand on a host; a build writes nothing there."""
MANIFEST: Final = "keikaku_manifest.json"
"""What we published on a host, file by file; it stands on the host itself."""
PENDING: Final = "keikaku_pending.json"
"""What a run is about to publish; it stands on a bucket while the run lasts, or when it was killed."""
CURRENT: Final = "current.json"
"""Which release counts, where a bucket keeps releases."""
RELEASES: Final = "releases/"
OURS: Final = (MANIFEST, PENDING, CURRENT)
_KEPT_FREE: Final = (ARCHIVE, RELEASES, ".git/")
ArchiveKind = Literal["edition", "data"]


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file to publish; its content stands in a file of the build, or was made for the host."""

    path: str
    size: int
    sha256: str
    source: Path | bytes

    def read(self) -> bytes:
        """Give the content.

        Raises:
            RemoteError: it is no longer the one that was announced; a build is writing at the same time.
            OSError: the file cannot be read.
        """
        data = self.source if isinstance(self.source, bytes) else self.source.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise failed("E1062", names=self.path)
        return data


@dataclass(frozen=True, slots=True)
class Lasting:
    """A file of the build that is archived: an edition of a plan, or all data of a city."""

    lgcode: str
    kind: ArchiveKind
    id: str
    file: SiteFile

    @property
    def what(self) -> tuple[str, str, str]:
        """Tell of what it is a version."""
        return self.lgcode, self.kind, self.id


@dataclass(frozen=True, slots=True)
class Site:
    """A built site with all its files, by their paths below its address."""

    folder: Path
    base_url: str
    cities: tuple[str, ...]
    files: Mapping[str, SiteFile]
    lasting: tuple[Lasting, ...]

    @property
    def name(self) -> str:
        """Give what the site is called: its address."""
        return self.base_url


def made(path: str, data: bytes) -> SiteFile:
    """Give a file that is made for the host."""
    return SiteFile(path, len(data), hashlib.sha256(data).hexdigest(), data)


def read_site(folder: Path, portal: Portal) -> tuple[Site | None, tuple[Problem, ...]]:
    """Read a built site and judge it; None where an error stands in the way.

    Raises:
        OSError: a file cannot be read.
    """
    problems = [*_address(folder, portal)]
    files: dict[str, SiteFile] = {}
    for path in _entries(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not _usable(name):
            problems.append(Problem("E1064", Where(path.as_posix()), {"name": name}))
            continue
        files[name] = _file(path, name)
    problems += [*_too_large(files, portal), *_not_as_built(folder, files)]
    site = Site(folder, base_url(folder), tuple(sorted(cities(folder))), files, tuple(_lasting(folder, files)))
    return None if has_errors(problems) else site, tuple(problems)


def _entries(folder: Path) -> Iterator[Path]:
    """List files and links, in an order of their own."""
    for top, folders, names in os.walk(folder):
        folders.sort()
        here = Path(top)
        links = [name for name in folders if (here / name).is_symlink()]
        yield from (here / name for name in sorted([*names, *links]))


def _usable(name: str) -> bool:
    """Tell whether a name can be an address and does not meet what we keep on the host."""
    return name.isprintable() and "\\" not in name and name not in OURS and not name.startswith(_KEPT_FREE)


def _file(path: Path, name: str) -> SiteFile:
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        return SiteFile(name, content.tell(), digest, path)


def _address(folder: Path, portal: Portal) -> Iterator[Problem]:
    """Compare the address for which the site was built with the one where it will stand."""
    built = base_url(folder)
    if portal.hosting.cname and urlsplit(built).hostname != portal.hosting.cname:
        yield Problem("E1063", facts={"built": built, "cname": portal.hosting.cname})
    elif built == DEFAULT_BASE_URL:
        yield Problem("W1067", facts={"built": built})


def _too_large(files: Mapping[str, SiteFile], portal: Portal) -> Iterator[Problem]:
    limit = portal.limits.file_bytes
    for file in files.values():
        if limit and file.size > limit:
            facts = {"megabytes": f"{file.size / 1e6:.1f}", "limit": f"{limit / 1e6:.1f}"}
            yield Problem("E1020", Where(file.path), facts)


def _not_as_built(folder: Path, files: Mapping[str, SiteFile]) -> Iterator[Problem]:
    """Compare the data with the checksums that the build wrote beside them."""
    for name in [name for name in files if name.rpartition("/")[2] == CHECKSUMS]:
        beside = name.removesuffix(CHECKSUMS)
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            stated, _, one = line.partition("  ")
            found = files.get(f"{beside}{one}")
            if found is None or found.sha256 != stated:
                yield Problem("E1012", Where(f"{folder.as_posix()}/{beside}{one}"))


def _lasting(folder: Path, files: Mapping[str, SiteFile]) -> Iterator[Lasting]:
    """Find the archives of editions beside their pages, and each city's whole package."""
    base = base_url(folder)
    for name, file in files.items():
        page, _, last = name.rpartition("/")
        if last.endswith(".zip") and forms_of(f"{page}/").archive == name:
            lgcode = name.partition("/")[0]
            yield Lasting(lgcode, "edition", page.rpartition("/")[2], file)
    for lgcode in sorted(cities(folder)):
        name = f"{Iris(base, lgcode).page('data', {})}{archive_file(lgcode)}"
        if name in files:
            yield Lasting(lgcode, "data", "data", files[name])
