"""Tables that would make a page heavy: their rows stand on parts of their own, as many as readers can load at once.

Input: a page's path and tables. Output: the parts, and on which of them each row stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from keikaku.iri import part_of
from keikaku.site.frame import Frame, Frames
from keikaku.site.links import Link, href
from keikaku.site.paging import Division, Pager, pager, weight
from keikaku.site.tables.grid import Cell, Grid, Row

KEPT: Final = 60_000
"""Bytes of tables that a page itself may hold."""
_CELL, _HEAD = 90, 700
"""Bytes that the markup of a cell and of a table's head take."""


@dataclass(frozen=True, slots=True)
class ListPart:
    """Context of `list_part.html`: tables, or stretches of them, with the page that they belong to."""

    frame: Frame
    whole: Link
    grids: tuple[Grid, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class Whole:
    """The page that long tables belong to: what it is called, and what its parts say of themselves."""

    link: Link
    path: str
    title: str
    description: str


def bytes_of(grid: Grid) -> int:
    """Estimate the bytes that a table takes."""
    return sum(size for size, _ in _pieces(grid))


def list_parts(
    frames: Frames, division: Division, whole: Whole, grids: Sequence[Grid]
) -> tuple[tuple[ListPart, ...], Mapping[int, str]]:
    """Divide tables into parts; also give the page of each row, and of each table's first, by their identity."""
    # The first part is the page itself.
    parts = [[], *division.divide(whole.path, (piece for grid in grids for piece in _pieces(grid)))]
    where: dict[int, str] = {}
    for at, part in enumerate(parts, 1):
        for grid, row in part:
            where[id(row)] = part_of(whole.path, at)
            where.setdefault(id(grid), part_of(whole.path, at))
    made = (_part(frames, whole, part, (at, len(parts))) for at, part in enumerate(parts[1:], 2))
    return tuple(made), where


def lightened(
    frames: Frames, division: Division, whole: Whole, grids: Sequence[Grid], room: int = KEPT
) -> tuple[list[Grid], tuple[ListPart, ...]]:
    """Keep tables whole while they fit in the room, which is in bytes.

    Of the longest keep the rows' names, with links to the parts.
    """
    moved = [grids[at] for at in division.moved(whole.path, lambda: _heaviest(grids, room))]
    if not moved:
        return list(grids), ()
    parts, where = list_parts(frames, division, whole, moved)
    held = {id(grid) for grid in moved}
    return [_short(grid, where) if id(grid) in held else grid for grid in grids], parts


def _heaviest(grids: Sequence[Grid], room: int) -> Iterator[int]:
    """Give the numbers of the longest tables, until the others are few enough."""
    sizes = {at: bytes_of(grid) for at, grid in enumerate(grids)}
    for at in sorted(sizes, key=lambda one: -sizes[one]):
        if sum(sizes.values()) > room:
            yield at
            sizes[at] = 0


def _short(grid: Grid, where: Mapping[int, str]) -> Grid:
    """Keep of each row its element and its first cell, which leads to the row itself, or where it led before."""
    rows = tuple(row._replace(cells=(_led(row, where[id(row)]),), place=None, notes=()) for row in grid.rows)
    return replace(grid, headings=grid.headings[:1], rows=rows, placed=False)


def _led(row: Row, page: str) -> Cell:
    return row.cells[0]._replace(href=href(page, row.id)) if row.id or not row.cells[0].href else row.cells[0]


def _pieces(grid: Grid) -> Iterator[tuple[int, tuple[Grid, Row]]]:
    labels = sum(len(heading.text.encode()) for heading in grid.headings)
    for row in grid.rows:
        texts = [text for cell in row.cells for text in (cell.text, cell.href)]
        texts += [row.id, *(text for link in row.notes for text in link), *(row.place or ())]
        first = _HEAD if row is grid.rows[0] else 0
        yield weight(*texts, more=_CELL * (len(row.cells) + bool(row.place)) + labels + first), (grid, row)


def _part(frames: Frames, whole: Whole, part: Sequence[tuple[Grid, Row]], place: tuple[int, int]) -> ListPart:
    frame = frames.plain(part_of(whole.path, place[0]), f"{whole.title} ({place[0] - 1})", whole.description)
    crumbs = (*frame.crumbs, whole.link)
    return ListPart(replace(frame, crumbs=crumbs), whole.link, tuple(_stretches(part)), pager(whole.path, *place))


def _stretches(part: Iterable[tuple[Grid, Row]]) -> Iterator[Grid]:
    """Give the tables of a part, each with those of its rows that stand in it."""
    held: dict[int, tuple[Grid, list[Row]]] = {}
    for grid, row in part:
        held.setdefault(id(grid), (grid, []))[1].append(row)
    for grid, rows in held.values():
        yield replace(grid, rows=tuple(rows))
