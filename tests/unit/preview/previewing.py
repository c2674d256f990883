"""A preview that tests lead by hand."""

from __future__ import annotations

from pathlib import Path
from time import monotonic, sleep

from keikaku.preview.session import News, Reader, Session, reader

BASE = "https://keikaku.example/"
ENA, HANNO = "212105", "112097"
PAGE = f"{ENA}/p/indicators/1-1.1/index.html"


class Preview:
    """A session with what it has told."""

    def __init__(self, workspace: Path, out: Path, read: Reader | None = None, jobs: int = 0) -> None:
        self.told: list[News] = []
        self.workspace, self.out = workspace, out
        self.session = Session(read or reader(workspace, ()), BASE, out, self.told.append, jobs)

    @property
    def events(self) -> list[str]:
        return [news.event for news in self.told]

    def settle(self, seconds: float = 60, *, fails: bool = False) -> None:
        """Wait until the site is written; or cannot be, where a test wants that."""
        until = monotonic() + seconds
        while not (self.session.state.written or self.session.state.reason):
            assert monotonic() < until
            sleep(0.02)
        assert bool(self.session.state.reason) == fails, self.session.state.reason

    def replace(self, table: str, old: str, new: str, city: str = "ena") -> None:
        """Edit a table and tell the session."""
        path = self.workspace / city / "tables" / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        self.session.refresh()
