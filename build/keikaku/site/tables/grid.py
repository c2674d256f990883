"""Tables of a page as data: a caption, headings, rows of cells, each row with its id and its place in the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from keikaku.site.links import Link, Place

_NARROW: Final = 3


class Cell(NamedTuple):
    """One cell: text, perhaps a link, and its look (`number`, `raw` or `status-…`)."""

    text: str
    href: str = ""
    look: str = ""


class Row(NamedTuple):
    """One row; `id` is the fragment of the row's URI, `notes` are the corrections that concern it."""

    cells: tuple[Cell, ...]
    id: str = ""
    place: Place | None = None
    notes: tuple[Link, ...] = ()


class Heading(NamedTuple):
    """A column's heading, whether its cells are numbers, and whether they head their rows."""

    text: str
    look: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `placed` tells whether rows have places, `csv` links the published table, `asked` runs its query."""

    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    placed: bool
    csv: Link | None = None
    asked: str = ""

    @property
    def stacked(self) -> bool:
        """Tell whether rows become lists on a narrow screen, having too many columns for it."""
        return len(self.headings) + self.placed > _NARROW


def make_grid(caption: str, headings: Sequence[str], rows: Iterable[Row], csv: Link | None = None) -> Grid:
    """Make a table without the columns in which no row says anything."""
    found = tuple(rows)
    kept = [n for n in range(len(headings)) if n == 0 or any(row.cells[n].text for row in found)]
    if len(kept) < len(headings):
        found = tuple(row._replace(cells=tuple(row.cells[n] for n in kept)) for row in found)
    titles = tuple(Heading(headings[column], _look(found, n), n == 0) for n, column in enumerate(kept))
    return Grid(caption, titles, found, any(row.place for row in found), csv)


def _look(rows: Sequence[Row], column: int) -> str:
    return "number" if any(row.cells[column].look == "number" for row in rows) else ""
