"""Tell the pages of a document.

In: the document, the city's `pages` rows for its source, and the values with the pages and lines that their rows name.
Out: a `Pagination`. Where the document is the very text for which the pages table was made, the table decides. Else
there are several ways to tell, and the one under which most values stand on the page of their row is taken: form feeds
or a PDF's sheets, with a constant offset or joined to pages; the pages table moved along with the text's lines; the
rule for texts without form feeds; and the lines of the rows themselves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from keikaku.verify.document import PAGE_NUMBER, Document, ruled_sheets
from keikaku.verify.folded import FoldedText
from keikaku.verify.moved import move_lines
from keikaku.verify.pagination import How, Pagination, Place
from keikaku.verify.sightings import Sightings
from keikaku.verify.values import Value

AS_GOOD: Final = 0.005
"""A way earlier in the order is kept where a later one is better by no more than this share of the values."""
_OFTEN: Final = 3
"""A difference between printed and counted page numbers is believed where it occurs so many times."""


def paginate(
    document: Document, text: FoldedText, table: Sequence[Place], values: Sequence[Value], *, same: bool
) -> Pagination:
    """Tell the pages; `same` says that the document is the text whose lines the tables name."""
    seen = Sightings(text, values)
    move = _stay if same else move_lines(text, values)
    ways = [_from_table(table, "table")] if same and table else _ways(document, table, seen, move)
    rated = [replace(way, fits=seen.score(way)) for way in ways if way.starts]
    enough = max(way.fits for way in rated) - AS_GOOD * seen.count
    return next(way for way in rated if way.fits >= enough)


def printed_numbers(document: Document, pagination: Pagination) -> frozenset[int]:
    """Give the lines that are nothing but the printed number of their page.

    It may differ from the page's number in the tables by the number of a cover, or by what many pages have in common.
    """
    found = [
        (number, int(printed[1]) - page)
        for number, line in enumerate(document.lines, 1)
        if (printed := PAGE_NUMBER.fullmatch(line)) and (page := pagination.page_of(number)) is not None
    ]
    usual, times = Counter(difference for _, difference in found).most_common(1)[0] if found else (0, 0)
    accepted = {0, 1} | ({usual} if times >= _OFTEN else set())
    return frozenset(number for number, difference in found if difference in accepted)


def _stay(line: int) -> int:
    return line


def _ways(
    document: Document, table: Sequence[Place], seen: Sightings, move: Callable[[int], int]
) -> Iterator[Pagination]:
    """Give the ways to tell the pages, the most trustworthy first. There is always one."""
    if document.sheets:
        how: How = "sheets" if document.kind == "pdf" else "form_feeds"
        yield seen.with_offset(document.sheets, how)
        yield seen.aligned(document.sheets, how)
    if document.kind == "text":
        if table:
            yield _from_table([(move(line), page) for line, page in table], "table_moved")
        ruled = ruled_sheets(document.lines)
        yield seen.with_offset(ruled, "rule")
        yield seen.aligned(ruled, "rule")
        yield _from_rows(seen.places(move))


def _from_table(table: Sequence[Place], how: How) -> Pagination:
    starts: list[int] = []
    pages: list[int] = []
    for line, page in sorted(table, key=lambda entry: entry[1]):
        if not starts or line > starts[-1]:
            starts.append(line)
            pages.append(page)
    return Pagination(tuple(starts), tuple(pages), how)


def _from_rows(places: Iterable[Place]) -> Pagination:
    """Let a page begin at the first line of its rows; rows whose page does not fit those around it have no say."""
    starts: dict[int, int] = {}
    for line, page in _longest_rising(sorted(set(places))):
        starts.setdefault(page, line)
    return Pagination(tuple(starts.values()), tuple(starts), "rows")


def _longest_rising(places: Sequence[Place]) -> list[Place]:
    """Give the longest run of places, not all neighbours, in which pages never fall as lines rise."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, page) in enumerate(places):
        length = bisect_right(ends, page)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [page]
        last[length : length + 1] = [index]
    chain: list[Place] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(places[index])
        index = before[index]
    return chain[::-1]
