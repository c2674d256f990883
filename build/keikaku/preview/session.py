"""What a preview shows at the moment, and what leads from one edit to the next.

`refresh` is called after files were saved: it reads the tables and shows a draft of them, or their problems. A thread
of its own writes the whole site meanwhile. Browsers are told of each new state by its version.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from shutil import rmtree
from time import monotonic, sleep
from typing import Final, Literal

from keikaku.preview.build import Builder, SupersededError
from keikaku.preview.draft import Draft
from keikaku.preview.inputs import forget, shared_digest
from keikaku.preview.tables import Tables, read_tables
from keikaku.problem import Problem, Severity, has_errors
from keikaku.schema import Schema, load_schema
from keikaku.site import SiteContext, copy_assets, make_site

GRACE: Final = 0.3
"""Seconds that faults and vanished files must last to be believed: a programme may be in the middle of saving."""
_MOST_WAITS: Final = 10
_ENDING: Final = 2.0
Event = Literal["shown", "faults", "mended", "written", "failed"]


@dataclass(frozen=True, slots=True)
class News:
    """What happened, how long it took in seconds, and what goes with it: all errors, but of warnings only new ones."""

    event: Event
    seconds: float = 0.0
    pages: int = 0
    problems: tuple[Problem, ...] = ()
    rows: int = 0
    warnings: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What is shown: the last draft of sound tables (None before the first), and what is wrong with the tables now.

    `version` grows with all that a reader sees; `written` tells whether the whole site stands as the draft says it, and
    `reason` why it could not be written.
    """

    version: int = 0
    draft: Draft | None = None
    problems: tuple[Problem, ...] = ()
    rows: int = 0
    written: bool = False
    reason: str = ""


Reader = Callable[[Schema, Tables | None], Tables]
"""Reads the tables as they are now; given are those that were read before."""


def reader(workspace: Path, names: Sequence[str]) -> Reader:
    """Give what reads the tables of the cities of a workspace, all of them where no names are given."""
    return lambda schema, former: read_tables(workspace, names, schema, former)


def cache_of(out: Path) -> Path:
    """Give the folder in which a preview keeps what it needs besides the site; it goes when the preview ends."""
    return out.parent / f".{out.name}.cache"


class Session:
    """Leads a preview. `jobs` processes write cities; without any, this process does."""

    def __init__(self, read: Reader, base_url: str, out: Path, tell: Callable[[News], None], jobs: int = 0) -> None:
        self._read_tables, self._base_url, self._tell, self._jobs = read, base_url, tell, jobs
        self.out, self._cache = out, cache_of(out)
        rmtree(self._cache, ignore_errors=True)
        self.assets = self._cache / "assets"
        self.place = threading.Lock()
        self.changed = threading.Condition()
        self.state = State()
        self.stopping = False
        self._tables: Tables | None = None
        self._done: Draft | None = None
        self._builder: Builder | None = None
        self._numbers = count(1)
        self._reading = threading.Lock()
        self._shared = shared_digest()
        self._begin()
        self._writer = threading.Thread(target=self._write, name="writer", daemon=True)

    def start(self) -> None:
        """Read the tables for the first time and begin to write."""
        self.refresh()
        self._writer.start()

    def stop(self) -> None:
        """End; what is being written is given up."""
        with self.changed:
            self.stopping = True
            self.changed.notify_all()
        if self._builder:
            self._builder.end()
        self._writer.join(_ENDING)
        rmtree(self._cache, ignore_errors=True)

    def refresh(self) -> None:
        """Take notice of saved files, whichever they are."""
        with self._reading:
            try:
                self._refresh()
            # Whatever went wrong (a broken schema or word list, say), it is told, and the next edit may mend it.
            except Exception as error:
                self._tables = None
                self._set(problems=(), reason=_say(error))
                self._tell(News("failed", reason=_say(error)))

    def _refresh(self) -> None:
        began, shared = monotonic(), shared_digest()
        if shared != self._shared:
            self._shared = shared
            forget()
            self._begin()
        tables = self._read()
        if self._tables and tables.digest == self._tables.digest:
            return
        self._tables = tables
        if tables.sound:
            self._show(tables, began)
        else:
            self._set(problems=tables.problems, rows=tables.rows)
            errors = tuple(problem for problem in tables.problems if problem.severity is Severity.ERROR)
            self._tell(News("faults", problems=errors, rows=tables.rows))

    def writes(self, state: State) -> bool:
        """Tell whether the site of a state is being written, so that waiting for it makes sense."""
        draft = state.draft
        return draft is not None and draft.site is self._site and not (state.written or state.reason)

    def wait(self, known: State, seconds: float) -> State:
        """Wait until the state is another than the one known, and give it; the same after so many seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.stopping or self.state is not known, seconds)
            return self.state

    def _begin(self) -> None:
        """Begin with what all cities share as it is now; nothing that was made of it before is used again."""
        self._site: SiteContext = make_site(self._base_url, load_schema())
        former = self._builder
        # What is still being written with what was shared before must not get into the new cache.
        cache = self._cache / f"cities-{next(self._numbers)}"
        self._builder = Builder(self.out, cache, self._site, self.place, self._jobs)
        if former:
            former.end()
        self._tables = None
        rmtree(self.assets, ignore_errors=True)
        copy_assets(self.assets)

    def _read(self) -> Tables:
        """Read the tables; faults and vanished files must last a moment to be believed."""
        tables = self._read_tables(self._site.schema, self._tables)
        for _ in range(_MOST_WAITS):
            if tables.sound and not (self._tables and tables.lacks(self._tables)):
                break
            sleep(GRACE)
            again = self._read_tables(self._site.schema, tables)
            if again.digest == tables.digest:
                break
            tables = again
        return tables

    def _show(self, tables: Tables, began: float) -> None:
        former = self.state.draft
        if former and former.site is self._site and former.tables.digest == tables.digest:
            self._set(problems=())
            self._tell(News("mended", monotonic() - began))
            return
        self._set(problems=(), draft=Draft(tables, self._site, former))
        if former:
            former.close()
        known = former.tables.problems if former else tables.problems
        fresh = tuple(problem for problem in tables.problems if problem not in known)
        self._tell(News("shown", monotonic() - began, problems=fresh, rows=tables.rows, warnings=len(tables.problems)))

    def _set(
        self, *, problems: tuple[Problem, ...], rows: int = 0, draft: Draft | None = None, reason: str = ""
    ) -> None:
        """Show another state."""
        with self.changed:
            last = self.state
            written = last.written and draft is None
            self.state = State(last.version + 1, draft or last.draft, problems, rows, written, reason)
            self.changed.notify_all()

    def _write(self) -> None:
        """Write the site of each draft that stays long enough, until the session ends."""
        while draft := self._next():
            if self._builder:
                self._write_draft(draft, self._builder)
            self._done = draft

    def _next(self) -> Draft | None:
        """Wait for a draft that is not written yet; None at the end."""
        with self.changed:
            self.changed.wait_for(lambda: self.stopping or self.state.draft is not self._done)
            return None if self.stopping else self.state.draft

    def _write_draft(self, draft: Draft, builder: Builder) -> None:
        began = monotonic()

        def superseded() -> bool:
            return self.stopping or builder is not self._builder or self.state.draft is not draft

        if draft.site is not builder.site:
            return
        try:
            built = builder.build(draft, superseded)
        except SupersededError:
            return
        # Whatever went wrong, it is told, and the next edit may mend it.
        except Exception as error:
            if not superseded():
                self._finish(draft, News("failed", reason=_say(error)))
            return
        if has_errors(built.problems):
            self._finish(draft, News("failed", problems=built.problems))
        else:
            self._finish(draft, News("written", monotonic() - began, built.pages))

    def _finish(self, draft: Draft, news: News) -> None:
        """Say what became of writing a draft, unless another is shown by now."""
        failed = news.event == "failed"
        reason = news.reason or ", ".join(sorted({problem.code for problem in news.problems}))
        with self.changed:
            last = self.state
            if last.draft is not draft:
                return
            problems = last.problems or news.problems
            self.state = State(last.version + failed, draft, problems, last.rows, not failed, reason or last.reason)
            self.changed.notify_all()
        self._tell(news)


def _say(error: Exception) -> str:
    """Say what kind of fault it is and what it says."""
    return f"{type(error).__name__}: {error}"
