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
    starts = _starts(grid)
    source_of = {row["edition_id"]: row["source_id"] for row in grid.rows("editions")}
    for name in sorted(grid.present - {"sources", "pages"}):
        if "line" not in grid.table(name).table.names:
            continue
        for row in grid.rows(name):
            edition = row.values.get("edition_id", "") if name != "editions" else ""
            source = source_of.get(edition, "") if edition else row.values.get("source_id", "")
            page, line = row.whole("page"), row.whole("line")
            pages = starts.get(source)
            if not pages or page is None or line is None:
                continue
            index = bisect_right([start for _, start, _ in pages], line) - 1
            expected = pages[index][0] if index >= 0 else None
            if expected != page:
                facts: dict[str, str | int] = {
                    "line": line,
                    "page": page,
                    "expected": "—" if expected is None else expected,
                }
                yield Problem("E420", row.where("page"), facts)


def _starts(grid: Grid) -> dict[str, list[tuple[int, int, Row]]]:
    """Give each source's pages with their first lines, by page."""
    found: dict[str, list[tuple[int, int, Row]]] = defaultdict(list)
    for row in grid.rows("pages"):
        page, line = row.whole("page"), row.whole("line")
        if page is not None and line is not None:
            found[row["source_id"]].append((page, line, row))
    return {source: sorted(pages, key=lambda entry: entry[0]) for source, pages in found.items()}
