"""Rules on places: where the beginnings of a source's pages are declared, each row's line lies on its page."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from keikaku.check.rules.grid import Grid, Row, rule
from keikaku.problem import Problem


@rule
def pages_in_order(grid: Grid) -> Iterator[Problem]:
    """Each page begins after the one before."""
    for starts in _starts(grid).values():
        for before, (page, line, row) in pairwise(starts):
            if line <= before[1]:
                yield Problem("E421", row.where("line"), {"page": page, "line": line})


@rule
def lines_on_their_pages(grid: Grid) -> Iterator[Problem]:
    """A row's line lies between the beginning of its page and that of the next."""
    starts = {
        source: ([line for _, line, _ in found], [page for page, _, _ in found])
        for source, found in _starts(grid).items()
    }
    for name in sorted(grid.present - {"sources", "pages"}):
        if "line" not in grid.table(name).table.names or not starts:
            continue
        for row in grid.rows(name):
            source = grid.source(row)
            page, line = row.whole("page"), row.whole("line")
            if source in starts and page is not None and line is not None:
                yield from _misplaced(row, page, line, *starts[source])


def _misplaced(row: Row, page: int, line: int, lines: list[int], pages: list[int]) -> Iterator[Problem]:
    index = bisect_right(lines, line) - 1
    expected = pages[index] if index >= 0 else None
    if expected != page:
        facts = {"line": str(line), "page": str(page), "expected": "—" if expected is None else str(expected)}
        yield Problem("E420", row.where("page"), facts)


def _starts(grid: Grid) -> dict[str, list[tuple[int, int, Row]]]:
    """Give each source's pages with their first lines, by page."""
    found: dict[str, list[tuple[int, int, Row]]] = defaultdict(list)
    for row in grid.rows("pages"):
        page, line = row.whole("page"), row.whole("line")
        if page is not None and line is not None:
            found[row["source_id"]].append((page, line, row))
    return {source: sorted(pages, key=lambda entry: entry[0]) for source, pages in found.items()}
