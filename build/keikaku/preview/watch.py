"""Tell of saved files: whenever a quiet moment follows a change below a folder, whatever programme made it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

_QUIET_MS: Final = 50
"""Milliseconds without a further change that make a moment quiet: programmes save in several steps."""
_LONGEST_MS: Final = 400


def watch(folders: Sequence[Path], changed: Callable[[], None], stop: threading.Event, *, below: bool = True) -> None:
    """Call `changed` after each change in the folders, and in those below them, until `stop` is set."""
    try:
        _watch(folders, changed, stop, below=below, polling=None)
    # Systems watch a limited number of folders, and some disks on a network none: then look again and again.
    except (OSError, RuntimeError):
        _watch(folders, changed, stop, below=below, polling=True)


def _watch(
    folders: Sequence[Path], changed: Callable[[], None], stop: threading.Event, *, below: bool, polling: bool | None
) -> None:
    from watchfiles import watch as changes

    for _ in changes(
        *folders,
        watch_filter=None,
        debounce=_LONGEST_MS,
        step=_QUIET_MS,
        stop_event=stop,
        raise_interrupt=False,
        recursive=below,
        force_polling=polling,
    ):
        changed()
