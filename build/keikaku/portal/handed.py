"""What a folder for uploading by hand holds of one city: what was written there, and what staff have uploaded since.

The state stands in the folder itself. Staff delete `NOT_YET` when they have uploaded everything; while it is there,
what was exported counts as not uploaded, so several exports add up in one list of steps.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from keikaku.portal.dataset import MARK, TAGS, Dataset, tag_text
from keikaku.portal.settings import Portal

STATE: Final = "keikaku_state.json"
NOT_YET: Final = "未登録.txt"
FILES: Final = "files"
"""The folder with the files to upload."""
OWN: Final = frozenset({STATE, NOT_YET})
"""Files of ours that staff may remove; the others are known by their checksums."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A dataset as it was handed over: its fields, and what is said of each file, checksums among it."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """`written` are our files with their checksums; `uploaded` is missing until something has been."""

    written: Mapping[str, str] = field(default_factory=dict)
    exported: Handed | None = None
    uploaded: Handed | None = None


def handed(dataset: Dataset, portal: Portal) -> Handed:
    """Give what is to be handed over: all that a form may ask for, without our own marks."""
    fields = {key: value for key, value in dataset.fields.items() if not key.endswith(f".{MARK}")}
    more = {"name": dataset.name, "license_id": dataset.licence, "owner_org": dataset.organisation}
    more |= {TAGS: tag_text(dataset.tags), "address": portal.address}
    files = {file.name: dict(file.fields) for file in dataset.files}
    return Handed({**fields, **{key: value for key, value in more.items() if value}}, files)


def read_state(folder: Path) -> State:
    """Read the state of a folder; one that is missing or cannot be read counts as lost."""
    try:
        told = json.loads((folder / STATE).read_text(encoding="utf-8"))
        exported, uploaded = _handed(told["exported"]), told["uploaded"]
        # Without the mark, staff have uploaded what the last export asked for.
        last = (_handed(uploaded) if uploaded else None) if (folder / NOT_YET).exists() else exported
        return State({str(key): str(value) for key, value in told["written"].items()}, exported, last)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return State()


def state_text(state: State) -> str:
    """Give the state as it is kept."""
    told: dict[str, Any] = {"written": dict(state.written), "exported": None, "uploaded": None}
    for key, value in (("exported", state.exported), ("uploaded", state.uploaded)):
        if value:
            files = {name: dict(said) for name, said in value.files.items()}
            told[key] = {"fields": dict(value.fields), "files": files}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _handed(told: Any) -> Handed:
    files = {str(name): {str(k): str(v) for k, v in said.items()} for name, said in told["files"].items()}
    return Handed({str(key): str(value) for key, value in told["fields"].items()}, files)


def checksum(path: Path) -> str:
    """Give the SHA-256 of a file; empty where there is none, or something that is not a plain file."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
