"""What a run leaves on this machine: the state of each dataset, and a log of every call as JSON lines.

The state only saves work: it can be deleted, and the next run reads everything from the portal again. Neither file ever
holds a token.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

FOLDER: Final = ".keikaku"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a dataset: CKAN's id, the state in which all its files were read back, and their ids."""

    id: str = ""
    modified: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


class State:
    """The state file of a portal: one entry a dataset. A file that cannot be read counts as lost."""

    def __init__(self, folder: Path, portal: str, address: str) -> None:
        self._path = folder / f"portal-{portal}.json"
        self._address = address

    def known(self, identifier: str) -> Known:
        """Give what is known of a dataset; nothing where the state is lost or tells of another portal."""
        entry = self._read().get(identifier)
        if not isinstance(entry, dict):
            return Known()
        files = entry.get("files")
        return Known(str(entry.get("id", "")), str(entry.get("modified", "")), files if isinstance(files, dict) else {})

    def keep(self, identifier: str, known: Known) -> None:
        """Remember a dataset: to a file beside, then one rename."""
        entry = {"id": known.id, "modified": known.modified, "files": dict(known.files)}
        datasets = {**self._read(), identifier: entry}
        text = json.dumps(
            {"address": self._address, "datasets": datasets}, ensure_ascii=False, indent=2, sort_keys=True
        )
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(f".{os.getpid()}.new")
        beside.write_text(f"{text}\n", encoding="utf-8", newline="\n")
        beside.replace(self._path)

    def _read(self) -> dict[str, Any]:
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(told, dict) or told.get("address") != self._address:
            return {}
        datasets = told.get("datasets")
        return datasets if isinstance(datasets, dict) else {}


class Log:
    """A log of JSON lines, added to by every run; counts the calls of this one."""

    def __init__(self, folder: Path, portal: str) -> None:
        self._path = folder / f"portal-{portal}.jsonl"
        self.reads = 0
        self.writes = 0
        self._begun = time.monotonic()

    @property
    def path(self) -> Path:
        """Where it is."""
        return self._path

    @property
    def seconds(self) -> float:
        """Give the seconds since the run began."""
        return time.monotonic() - self._begun

    def call(self, action: str, *, writes: bool, status: int, seconds: float, sent: int = 0, problem: str = "") -> None:
        """Note a call; `status` is 0 where no answer came."""
        self.reads, self.writes = self.reads + (not writes), self.writes + writes
        self.note(
            "call", action=action, writes=writes, status=status, seconds=round(seconds, 3), sent=sent, code=problem
        )

    def note(self, event: str, **facts: object) -> None:
        """Add a line."""
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **facts}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
