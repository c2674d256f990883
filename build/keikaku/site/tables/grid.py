"""Tables of a page as data: a caption, headings, rows of cells, each row with its id and its place in the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple

from keikaku.site.links import Link, Place

_NARROW: Final = 3
_TEXT, _LOOK = attrgetter("text"), attrgetter("look")


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
    columns = list(zip(*(row.cells for row in found), strict=True)) or [()] * len(headings)
    kept = [n for n, cells in enumerate(columns) if n == 0 or any(map(_TEXT, cells))]
    if len(kept) < len(columns):
        take = itemgetter(*kept) if len(kept) > 1 else lambda cells: cells[:1]
        found = tuple(row._replace(cells=take(row.cells)) for row in found)
    titles = tuple(Heading(headings[n], _look(columns[n]), n == 0) for n in kept)
    return Grid(caption, titles, found, any(row.place for row in found), csv)


def _look(cells: Sequence[Cell]) -> str:
    return "number" if "number" in map(_LOOK, cells) else ""
