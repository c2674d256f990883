"""Replacing a folder as a whole: written beside, then renamed; what others put into it moves along.

A run that is killed in between leaves either the former folder or the new one complete; the next run tidies up. Files
that are not as we wrote them are never deleted: where one is in the way, it stays with `.kept` behind its name.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from keikaku.portal.handed import OWN, checksum, read_state


def standing(folder: Path) -> Path:
    """Give the folder that counts: the former one where a run was killed between its two renames."""
    former = _beside(folder, "old")
    return former if former.is_dir() and not folder.exists() else folder


def replace_folder(folder: Path, write: Callable[[Path], None]) -> None:
    """Put a new folder, filled by `write`, in the place of the one that is there.

    Raises:
        OSError: it could not be written or renamed; the former folder is still there, or comes back with the next run.
    """
    new, former = _beside(folder, "new"), _beside(folder, "old")
    recover(folder)
    if new.exists():
        shutil.rmtree(new)
    new.mkdir(parents=True)
    write(new)
    if folder.exists():
        folder.rename(former)
    try:
        new.rename(folder)
    except OSError:
        if former.exists():
            former.rename(folder)
        raise
    recover(folder)


def recover(folder: Path) -> None:
    """Finish what a killed run began."""
    former = _beside(folder, "old")
    if not former.is_dir():
        return
    if not folder.exists():
        former.rename(folder)
        return
    _rescue(former, folder)
    shutil.rmtree(former)


def _beside(folder: Path, what: str) -> Path:
    return folder.with_name(f".{folder.name}.keikaku-{what}")


def _rescue(former: Path, folder: Path) -> None:
    """Move what is not ours, or no longer as we wrote it."""
    written = read_state(former).written
    for path in list(_entries(former)):
        name = path.relative_to(former).as_posix()
        place = folder / name
        if path.is_dir() and not path.is_symlink():
            place.mkdir(parents=True, exist_ok=True)
            continue
        found = checksum(path)
        if name in OWN or (found and found in (written.get(name), checksum(place))):
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        path.rename(_free(place))


def _entries(folder: Path) -> Iterator[Path]:
    """List all files, links, and folders that hold nothing."""
    for top, folders, files in os.walk(folder):
        here = Path(top)
        yield from (here / name for name in files)
        yield from (here / name for name in folders if (here / name).is_symlink())
        if not folders and not files and here != folder:
            yield here


def _free(place: Path) -> Path:
    """Give a name that is not taken."""
    number, free = 1, place
    while free.exists() or free.is_symlink():
        free = place.with_name(f"{place.name}.kept{number if number > 1 else ''}")
        number += 1
    return free
