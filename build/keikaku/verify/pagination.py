"""Which line of a document stands on which page."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

How = Literal["table", "table_moved", "form_feeds", "sheets", "rule", "rows"]
"""How the pages were told: see `pages`."""
Place = tuple[int, int]
"""A line, and its page."""


@dataclass(frozen=True, slots=True)
class Pagination:
    """First lines and numbers of the pages, in the order of lines.

    `offset` is the number of the first sheet's page less one where sheets have a constant offset, `fits` the number of
    different values that stand on their page.
    """

    starts: tuple[int, ...]
    pages: tuple[int, ...]
    how: How
    offset: int | None = None
    fits: int = 0

    def page_of(self, line: int) -> int | None:
        """Give the page of a line; None before the first page."""
        index = bisect_right(self.starts, line) - 1
        return self.pages[index] if index >= 0 else None

    def lines_of(self) -> dict[int, tuple[int, int | None]]:
        """Give each page's first line, and the first line of what follows it."""
        found: dict[int, tuple[int, int | None]] = {}
        for index, (start, page) in enumerate(zip(self.starts, self.pages, strict=True)):
            after = self.starts[index + 1] if index + 1 < len(self.starts) else None
            found[page] = (found[page][0] if page in found else start, after)
        return found
