"""The long lists of the quality page (columns, rows without a figure, corrections): on parts of their own where long.

Input: the quality page with all its tables. Output: the page, whose long lists are links, and the parts that hold them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from keikaku.site.frame import Frames
from keikaku.site.heavy import ListPart, Whole, bytes_of, list_parts
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, href
from keikaku.site.pages.quality import QualityPage
from keikaku.site.tables.grid import Grid
from keikaku.site.wording.words import number

_KEPT: Final = 24_000
"""Bytes of these lists that the quality page itself may hold."""


def divided(index: CityIndex, frames: Frames, page: QualityPage) -> tuple[QualityPage, tuple[ListPart, ...]]:
    """Take the long lists out of the quality page where they would make it heavy."""
    words, path, kinds = index.words, index.page("quality"), _kinds(page)
    chosen = index.division.moved(path, lambda: _heaviest(kinds))
    grids = tuple(grid for at in chosen for grid in kinds[at] if grid.rows)
    if not grids:
        return page, ()
    name = words.label(index.city.city.name)
    whole = Whole(
        Link(href(path), words.say("quality_title", name=name)),
        path,
        words.say("quality_part_title", name=name),
        words.say("quality_description", name=name),
    )
    parts, where = list_parts(frames, index.division, whole, grids)

    def link(grid: Grid, title: str) -> Link:
        return Link(href(where[id(grid)]), words.say("quality_listed", title=title, count=number(len(grid.rows))))

    moved = {id(grid) for grid in grids}
    columns = [one for one in page.columns if id(one.grid) in moved]
    gaps = [one for one in page.gaps if id(one.grid) in moved]
    corrections = [grid for grid in page.corrections if id(grid) in moved]
    short = replace(
        page,
        columns=() if columns else page.columns,
        gaps=() if gaps else page.gaps,
        corrections=() if corrections else page.corrections,
        column_lists=tuple(link(one.grid, one.title) for one in columns),
        gap_lists=tuple(link(one.grid, one.title) for one in gaps),
        correction_lists=tuple(Link(href(where[id(grid)]), grid.caption) for grid in corrections),
    )
    return short, parts


def _kinds(page: QualityPage) -> tuple[tuple[Grid, ...], ...]:
    return tuple(one.grid for one in page.columns), tuple(one.grid for one in page.gaps), page.corrections


def _heaviest(kinds: Sequence[Sequence[Grid]]) -> list[int]:
    """Choose which of the kinds of lists must go: the longest first, until what stays is short enough."""
    sizes = [sum(map(bytes_of, grids)) for grids in kinds]
    chosen: set[int] = set()
    for at in sorted(range(len(kinds)), key=lambda at: -sizes[at]):
        if sum(size for other, size in enumerate(sizes) if other not in chosen) > _KEPT:
            chosen.add(at)
    return sorted(chosen)
