"""What a site is made of, as hashes of the contents of files: the tables of each city, and what all cities share.

Hashes are of names and contents and never of dates: saving a file without a change changes nothing.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from keikaku.read import city_files
from keikaku.schema import data_folder

SHARED: Final = ("schema", "vocab", "site_templates")
"""The folders that come with the programme and say how tables, data and pages look."""


def city_digest(folder: Path) -> str:
    """Hash the name of a city's folder and the files in it that are read; one that cannot be read counts as such."""
    return _digest(folder.parent, city_files(folder))


def shared_folders() -> tuple[Path, ...]:
    """Give the folders that all cities share."""
    return tuple(data_folder(name) for name in SHARED)


def shared_digest() -> str:
    """Hash all that all cities share."""
    told = hashlib.sha256()
    for folder in shared_folders():
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        told.update(_digest(folder, files).encode())
    return told.hexdigest()


def forget() -> None:
    """Forget what the programme keeps of shared files, so that it reads them again."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == __package__.partition(".")[0]:
            for held in list(vars(module).values()):
                if hasattr(held, "cache_clear"):
                    held.cache_clear()


def _digest(folder: Path, files: Iterable[Path]) -> str:
    told = hashlib.sha256()
    for path in files:
        told.update(path.relative_to(folder).as_posix().encode() + b"\0")
        told.update(content_digest(path))
    return told.hexdigest()


def content_digest(path: Path) -> bytes:
    """Hash a file's content, or say why it cannot be read: another programme may hold it for a moment."""
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError as error:
        return f"{type(error).__name__} {error.errno}".encode()
