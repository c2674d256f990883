"""Putting a folder that was written beside another in its place, so that one of the two is always whole."""

from __future__ import annotations

import shutil
from pathlib import Path


def take_place(fresh: Path, place: Path) -> None:
    """Put a folder in the place of another; should that fail midway, the other is put back.

    Raises:
        OSError: a folder cannot be renamed or removed.
    """
    last = place.parent / f".{place.name}.last"
    remove_folder(last)
    if place.exists():
        place.rename(last)
    try:
        fresh.rename(place)
    except OSError:
        if last.exists():
            last.rename(place)
        raise
    remove_folder(last)


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that it holds, if it is there.

    Raises:
        OSError: it cannot be removed.
    """
    if folder.exists():
        shutil.rmtree(folder)
