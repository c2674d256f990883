"""Cities written by processes of their own, so that an edit is shown at once also while a site is being written.

The processes begin with the first city that is written, and stay. What they know of other cities they read from a file.
"""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Final

from keikaku.check import CleanCity
from keikaku.memory import rarely_collecting
from keikaku.preview.cache import Heard, write_heard
from keikaku.problem import Problem
from keikaku.schema import load_schema
from keikaku.share_image import find_press
from keikaku.site import Across, SiteContext, make_site

_NICE: Final = 5
"""How far writing stands behind what shows an edit, where the system knows such ranks."""
_worker: dict[str, SiteContext] = {}


class Workers:
    """Writes cities of one site, so many at once. `end` it."""

    def __init__(self, base_url: str, jobs: int) -> None:
        self._base_url, self._jobs = base_url, jobs
        self._others = set(active_children())
        self._pool = self._begin()

    def start(self, city: CleanCity, warnings: tuple[Problem, ...], folder: Path, known: Path) -> Future[Heard]:
        """Begin to write a city into a folder; `known` is what `Across.save` has written."""
        try:
            return self._pool.submit(_write, city, warnings, folder, known)
        except BrokenProcessPool:
            # The system ended a process, perhaps for want of memory; others take its place.
            self._pool = self._begin()
            return self._pool.submit(_write, city, warnings, folder, known)

    def end(self) -> None:
        """Stop at once, in the middle of whatever is being written."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in set(active_children()) - self._others:
            process.terminate()

    def _begin(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._jobs, get_context("spawn"), prepare, (self._base_url,))


def prepare(base_url: str) -> None:
    """Make a process ready to write cities."""
    # Whoever presses Ctrl+C means the first process, which ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    threading.Thread(target=_follow, daemon=True).start()
    site = _worker["site"] = make_site(base_url, load_schema())
    if press := find_press(site.words.say("site_name")):
        press.keep()


def _follow() -> None:
    """End with the first process, however that ends: a pool does not notice."""
    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)


def _write(city: CleanCity, warnings: tuple[Problem, ...], folder: Path, known: Path) -> Any:
    site = _worker["site"]
    with rarely_collecting(), Across(site.schema.code_lists["theme"], known) as across:
        return write_heard(city, warnings, folder, site, across)
