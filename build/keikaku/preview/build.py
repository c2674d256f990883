"""Write the whole site of a draft as a build does, taking unchanged cities from the cache, and put it in its place."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Final

from keikaku.exchange import take_place
from keikaku.pipeline import write_site
from keikaku.preview.cache import CityCache, Here, Start, write_heard
from keikaku.preview.draft import Draft
from keikaku.preview.workers import Workers
from keikaku.problem import Problem, has_errors
from keikaku.share_image import find_press
from keikaku.site import Across, SiteContext

_TRIES: Final = 5
_PAUSE: Final = 0.3


class SupersededError(Exception):
    """The tables have changed again, so this site is not worth finishing."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to; with errors among the problems the last site stays."""

    pages: int
    problems: tuple[Problem, ...]


class Builder:
    """Writes sites of one context into one folder, one at a time; `place` guards the folder while it is replaced."""

    def __init__(self, out: Path, cache: Path, site: SiteContext, place: threading.Lock, jobs: int = 0) -> None:
        self._out, self.site, self._place = out, site, place
        self._fresh = out.parent / f".{out.name}.new"
        self._known = cache / "across.sqlite"
        self._cache = CityCache(cache)
        self._workers = Workers(site.base_url, jobs) if jobs else None
        if press := find_press(site.words.say("site_name")):
            press.keep()

    def end(self) -> None:
        """Stop; a site that is being written is not finished."""
        if self._workers:
            self._workers.end()

    def build(self, draft: Draft, superseded: Callable[[], bool]) -> Built:
        """Write the site of a draft.

        Raises:
            SupersededError: this was noticed between two steps, and nothing was changed.
            OSError: a file cannot be written; the last site stays.
        """

        def go_on(*step: object) -> None:
            if superseded():
                raise SupersededError

        shutil.rmtree(self._fresh, ignore_errors=True)
        try:
            with Across(self.site.schema.code_lists["theme"]) as across:
                for gathered in draft.gathered:
                    across.take(gathered)
                cities, digests = draft.tables.cities, draft.tables.digests()
                with self._cache.writing(cities, digests, across, self._start(across)) as write:
                    written = write_site(cities, self._fresh, self.site, across, go_on, write)
            go_on()
            if not has_errors(written.problems):
                self._put_in_place()
        finally:
            shutil.rmtree(self._fresh, ignore_errors=True)
        return Built(written.pages, written.problems)

    def _start(self, across: Across) -> Start:
        """Give what begins to write a city, in a process of its own where there are some."""
        if workers := self._workers:
            self._known.parent.mkdir(parents=True, exist_ok=True)
            self._known.unlink(missing_ok=True)
            across.save(self._known)
            return lambda city, warnings, folder: workers.start(city, warnings, folder, self._known)
        return lambda city, warnings, folder: Here(lambda: write_heard(city, warnings, folder, self.site, across))

    def _put_in_place(self) -> None:
        """Replace the last site; on Windows a programme that looks at one of its files stops that for a moment."""
        for tries_left in reversed(range(_TRIES)):
            try:
                with self._place:
                    take_place(self._fresh, self._out)
                return
            except PermissionError:
                if not tries_left:
                    raise
                sleep(_PAUSE)
