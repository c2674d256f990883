"""The dataset as it should stand on a portal, and the forms that it shares with what stands there now.

`Dataset` is what a built package and the settings ask for. Its `fields` are named as CKAN names them, an extra with
`extras.` before its key, so that both sides can be compared name by name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MARK: Final = "keikaku_id"
"""The extra by which our datasets are known again; nothing without it is ever changed."""
WRITTEN: Final = "keikaku_written"
"""The extra, and the key of a resource, for what we wrote last: any other value there is somebody's edit."""
PATH: Final = "keikaku_path"
"""The key of a resource that names its file; resources without it are not ours."""
EXTRA: Final = "extras."
PRIVATE: Final = "private"
TAGS: Final = "tags"
CHECKSUM_ALGORITHM: Final = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


@dataclass(frozen=True, slots=True)
class File:
    """A file to publish, with what is said of it; `fields` are those of a CKAN resource, all as text."""

    name: str
    path: Path
    size: int
    sha256: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset to publish; `organisation` and `licence` are names that only the portal can turn into its own ids.

    `lists` are the fields that the portal takes as lists; their values here are JSON.
    """

    identifier: str
    name: str
    organisation: str
    licence: str
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    files: tuple[File, ...]
    lgcode: str = ""
    lists: frozenset[str] = frozenset()


def digest(value: str) -> str:
    """Give the short form in which a written value is remembered."""
    return hashlib.sha256(value.encode()).hexdigest()[:12]


def resource_digest(fields: Mapping[str, str]) -> str:
    """Give the short form of all that is said of a resource, its file's checksum among it."""
    return digest(json.dumps(dict(sorted(fields.items())), ensure_ascii=False))


def tag_text(tags: tuple[str, ...]) -> str:
    """Give tags as one value: sorted, since CKAN keeps no order."""
    return ", ".join(sorted(set(tags)))
