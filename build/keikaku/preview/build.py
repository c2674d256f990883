"""Write the whole site of a draft as a build does, taking unchanged cities from the cache, and put it in its place."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from keikaku.pipeline import take_place, write_site
from keikaku.preview.cache import CityCache
from keikaku.preview.draft import Draft
from keikaku.problem import Problem, has_errors
from keikaku.site import Across, SiteContext


class SupersededError(Exception):
    """The tables have changed again, so this site is not worth finishing."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to; with errors among the problems the last site stays."""

    pages: int
    problems: tuple[Problem, ...]


class Builder:
    """Writes sites of one context into one folder, one at a time; `place` guards the folder while it is replaced."""

    def __init__(self, out: Path, cache: Path, site: SiteContext, place: threading.Lock) -> None:
        self._out, self.site, self._place = out, site, place
        self._fresh = out.parent / f".{out.name}.new"
        self._cache = CityCache(cache)

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
                write = self._cache.writer(draft.tables.digests())
                written = write_site(draft.tables.cities, self._fresh, self.site, across, go_on, write)
            go_on()
            if not has_errors(written.problems):
                with self._place:
                    take_place(self._fresh, self._out)
        finally:
            shutil.rmtree(self._fresh, ignore_errors=True)
        return Built(written.pages, written.problems)
