"""One preview at a time writes to a folder: a second one is told, and what a crash leaves behind locks nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import IO


class Alone:
    """Holds a lock that the system gives back however the process ends; use it in `with`.

    Raises:
        BlockingIOError: another process holds it.
        OSError: the file of the lock cannot be written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: IO[bytes] | None = None

    def __enter__(self) -> Alone:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._held = self._file.open("ab")
        try:
            _lock(self._held)
        except OSError as error:
            self._held.close()
            raise BlockingIOError(error.errno, "another process holds it", str(self._file)) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._held:
            self._held.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
