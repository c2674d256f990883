"""Where the table of a sheet is: its headings, its data, what stands around it, and further tables.

People put titles above tables, notes below them and other tables beside them. The main table begins at the first row
that is about as wide as the widest rows; what follows an empty row is another table if it has headings of its own.
"""

from __future__ import annotations

import re
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from keikaku.lint.grid import NUMBER, TEXT, Cell, Grid
from keikaku.national_rules import is_number
from keikaku.ooxml.places import LAST_COLUMN
from keikaku.text import normalise

_WIDE: Final = 0.6
"""Share of the usual width that makes a row one of the table's own."""
_NOTE: Final = re.compile(r"\s*[(（［\[]?\s*(※|注|\*|＊|出典|資料|備考[:：]|source|note|出所|単位[:：])", re.IGNORECASE)
_SYMBOL: Final = re.compile(r"[-－―‐–…*＊xX×△▲.・]{1,4}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the main table: its number, heading, and filled cells of the body by row."""

    number: int
    name: str
    cells: Mapping[int, Cell]


@dataclass(frozen=True, slots=True)
class Extra:
    """A further table: where its headings begin, what they say, and whether it stands beside or repeats the first."""

    row: int
    column: int
    heading: str
    kind: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a sheet. `body` are the numbers of the rows of data; the other rows are outside the table."""

    header: int
    header_rows: int
    first: int
    last: int
    columns: tuple[Column, ...]
    body: tuple[int, ...]
    above: tuple[int, ...]
    below: tuple[int, ...]
    between: tuple[int, ...]
    gaps: tuple[tuple[int, int], ...]
    empty_columns: tuple[int, ...]
    extras: tuple[Extra, ...]
    beside: tuple[tuple[int, int], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(column.name for column in self.columns)


def find_layout(grid: Grid) -> Layout | None:
    """Find the table of a sheet; None for a sheet without any cells."""
    numbers = [number for number in sorted(grid.rows) if _filled(grid, number)]
    if not numbers:
        return None
    width = _usual_width(grid, numbers)
    header = next(number for number in numbers if _is_wide(grid, number, width))
    rest = [number for number in numbers if number > header]
    first, last, aside = _columns(grid, header, rest)
    header_rows = _header_rows(grid, header, rest, first, last)
    while _is_group_row(grid, header - 1):
        header, header_rows = header - 1, header_rows + 1
    above = tuple(number for number in numbers if number < header)
    rest = [number for number in rest if number >= header + header_rows]
    rest, extras = _cut_extras(grid, header, rest, first, last)
    body, below, between = _outside(grid, rest, width, first, last)
    ends = [header + header_rows - 1, *body]
    gaps = tuple((one + 1, two - 1) for one, two in pairwise(ends) if two > one + 1 and _empty(numbers, one, two))
    columns = _make_columns(grid, header, header_rows, body, first, last)
    return Layout(
        header,
        header_rows,
        first,
        last,
        tuple(column for column in columns if column.name or column.cells),
        tuple(body),
        above,
        below,
        between,
        gaps,
        tuple(column.number for column in columns if not column.name and not column.cells),
        (*extras, *aside),
        _beside(grid, columns, header, min((extra.column for extra in aside), default=LAST_COLUMN + 1)),
    )


def _empty(numbers: Sequence[int], one: int, two: int) -> bool:
    """Tell whether no filled row lies between two rows."""
    return bisect_right(numbers, one) == bisect_left(numbers, two)


def _filled(grid: Grid, number: int) -> int:
    return sum(1 for cell in grid.rows[number].values() if cell.text.strip())


def _is_wide(grid: Grid, number: int, width: float) -> bool:
    """Tell whether a row is wide enough for headings; of two, the first may be missing."""
    filled = [column for column, cell in grid.rows[number].items() if cell.text.strip()]
    return len(filled) >= max(1, width * _WIDE) or (width == len("AB") and min(filled) > 1)


def _usual_width(grid: Grid, numbers: Sequence[int]) -> float:
    """Give the width of most rows: titles and notes are narrower and few."""
    widths = [_filled(grid, number) for number in numbers]
    wide = [width for width in widths if width > 1] or widths
    return statistics.median_high(wide)


def _columns(grid: Grid, header: int, rest: Sequence[int]) -> tuple[int, int, list[Extra]]:
    """Give the first and last column of the table that begins at a row, and tables beside it."""
    used = sorted({column for number in (header, *rest) for column, cell in grid.rows[number].items() if cell.text})
    heads = {column for column, cell in grid.rows[header].items() if cell.text.strip()}
    first = min(heads)
    groups: list[list[int]] = []
    for column in used:
        if groups and column == groups[-1][-1] + 1:
            groups[-1].append(column)
        else:
            groups.append([column])
    last, extras = first, []
    main = _rows_with(grid, rest, groups[0])
    for group in groups:
        own = [column for column in group if column in heads]
        if group is not groups[0] and len(own) > 1 and _is_apart(grid, header, rest, groups[0], group, main):
            heading = "、".join(grid.text(header, column) for column in own[:4])
            extras.append(Extra(header, group[0], heading, "beside"))
            break
        last = max(last, *(own or [last]))
    return first, last, extras


def _rows_with(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> frozenset[int]:
    wanted = set(columns)
    return frozenset(number for number in rows if any(column in wanted for column in grid.rows[number]))


def _is_apart(
    grid: Grid, header: int, rest: Sequence[int], left: Sequence[int], right: Sequence[int], main: frozenset[int]
) -> bool:
    """Tell a table beside another from columns of the same table behind an empty one."""
    left_names = {normalise(grid.text(header, column)).strip() for column in left} - {""}
    right_names = {normalise(grid.text(header, column)).strip() for column in right} - {""}
    return len(left) > 1 and bool(left_names & right_names or _rows_with(grid, rest, right) != main)


def _header_rows(grid: Grid, header: int, rest: Sequence[int], first: int, last: int) -> int:
    """Tell whether the headings go on in the next row: text above numbers, or below a heading that spans columns."""
    following = header + 1
    if following not in rest:
        return 1
    below = [number for number in rest if number > following][:50]
    spans = any(top <= header <= bottom and right > left for top, left, bottom, right in grid.merged)
    tall = any(top <= header < bottom for top, left, bottom, right in grid.merged)
    heads = [column for column in range(first, last + 1) if grid.text(header, column).strip()]
    open_spans = last - first + 1 - len(heads)
    cells = grid.rows[following]
    if any(cell.kind == NUMBER for cell in cells.values()):
        return 1
    texts = [column for column, cell in cells.items() if cell.kind == TEXT and not _SYMBOL.fullmatch(cell.text.strip())]
    over_numbers = [column for column in texts if _mostly_numbers(grid, below, column)]
    if (
        below
        and over_numbers
        and not any(char.isdigit() for column in over_numbers for char in grid.text(following, column))
    ):
        return 2
    return 2 if (spans or tall or open_spans) and over_numbers else 1


def _is_group_row(grid: Grid, number: int) -> bool:
    """Tell whether a row right above the headings groups them: words over several columns."""
    cells = [cell for cell in grid.rows.get(number, {}).values() if cell.text.strip()]
    if len(cells) < 2 or any(cell.kind != TEXT or is_number(normalise(cell.text)) for cell in cells):
        return False
    spans = any(top <= number <= bottom and right > left for top, left, bottom, right in grid.merged)
    return spans or len(cells) > 2


def _mostly_numbers(grid: Grid, rows: Sequence[int], column: int) -> bool:
    found = [cell for number in rows if (cell := grid.rows[number].get(column)) and cell.text.strip()]
    return len(found) > 1 and sum(cell.kind == NUMBER for cell in found) >= 0.8 * len(found)


def _cut_extras(grid: Grid, header: int, rest: Sequence[int], first: int, last: int) -> tuple[list[int], list[Extra]]:
    """Take what belongs to tables further down off the rows."""
    names = _signature(grid, header)
    extras, kept, own = list[Extra](), list[int](), True
    previous = header
    for at, number in enumerate(rest):
        after_gap = number > previous + 1
        if len(names) > 1 and _signature(grid, number) == names:
            extras.append(Extra(number, first, "、".join(names[:4]), "repeated"))
        elif _begins_table(grid, number, rest[at + 1 : at + 2], kept, after_gap or _after_title(grid, kept, previous)):
            own = False
            extras.append(Extra(number, min(grid.rows[number]), "、".join(_signature(grid, number)[:4]), "below"))
        elif own:
            kept.append(number)
        previous = number
    return kept, extras


def _signature(grid: Grid, number: int) -> tuple[str, ...]:
    return tuple(normalise(cell.text).strip() for _, cell in sorted(grid.rows[number].items()) if cell.text.strip())


def _after_title(grid: Grid, kept: Sequence[int], previous: int) -> bool:
    """Tell whether the row before is a title that stands alone behind an empty row."""
    return len(kept) > 1 and kept[-1] == previous and _filled(grid, previous) == 1 and previous > kept[-2] + 1


def _begins_table(grid: Grid, number: int, following: Sequence[int], kept: Sequence[int], apart: bool) -> bool:
    """Tell whether a row that stands apart is the headings of another table."""
    cells = {column: cell for column, cell in grid.rows[number].items() if cell.text.strip()}
    if not apart or not kept or len(cells) < 2 or not following or following[0] != number + 1:
        return False
    if any(cell.kind != TEXT or is_number(normalise(cell.text)) for cell in cells.values()):
        return False
    own = [column for column in cells if _mostly_numbers(grid, kept, column)]
    under = [column for column in cells if (cell := grid.rows[following[0]].get(column)) and cell.kind == NUMBER]
    # A table of words alone has other columns than the one above, row after row.
    same = set(cells) == {column for column, cell in grid.rows[following[0]].items() if cell.text.strip()}
    other = all(set(grid.rows[one]) != set(cells) for one in kept[:20])
    return bool(own or under) or (same and other)


def _outside(
    grid: Grid, rest: Sequence[int], width: float, first: int, last: int
) -> tuple[list[int], tuple[int, ...], tuple[int, ...]]:
    """Divide rows into data, what stands below them, and lone titles between them."""
    body = list(rest)
    below: list[int] = []
    while body and _is_outside(grid, body[-1], width, first):
        below.append(body.pop())
    lone = [number for number in body if width > 2 and _is_outside(grid, number, width, first)]
    # Where many rows have one cell only, that is how the data are.
    between = lone if len(lone) * 5 <= len(body) else []
    return [number for number in body if number not in set(between)], tuple(reversed(below)), tuple(between)


def _is_outside(grid: Grid, number: int, width: float, first: int) -> bool:
    cells = [cell for _, cell in sorted(grid.rows[number].items()) if cell.text.strip()]
    if _NOTE.match(cells[0].text) and len(cells) <= max(1, width / 2):
        return True
    return len(cells) == 1 and width > 2 and cells[0].kind == TEXT and not is_number(normalise(cells[0].text).strip())


def _make_columns(
    grid: Grid, header: int, header_rows: int, body: Sequence[int], first: int, last: int
) -> list[Column]:
    found: dict[int, dict[int, Cell]] = {}
    for number in body:
        for column, cell in grid.rows[number].items():
            found.setdefault(column, {})[number] = cell
    return [
        Column(column, _name(grid, header, header_rows, column), found.get(column, {}))
        for column in _range(first, last, found)
    ]


def _range(first: int, last: int, found: Mapping[int, Mapping[int, Cell]]) -> range:
    # Columns to the left of the headings that hold data are columns without a heading.
    return range(min([first, *(column for column in found if column < first)]), last + 1)


def _name(grid: Grid, header: int, header_rows: int, column: int) -> str:
    last = header + header_rows - 1
    names = [
        _spanning(grid, row, column) if row < last else grid.text(row, column).strip()
        for row in range(header, last + 1)
    ]
    return "_".join(name for name in names if name)


def _spanning(grid: Grid, row: int, column: int) -> str:
    """Give the heading above a column, which may stand to the left of it and hold for several columns."""
    left = max((at for at, cell in grid.rows.get(row, {}).items() if at <= column and cell.text.strip()), default=0)
    return grid.text(row, left).strip()


def _beside(grid: Grid, columns: Sequence[Column], header: int, end: int) -> tuple[tuple[int, int], ...]:
    """Find cells to the right of the headings, up to another table."""
    last = columns[-1].number
    return tuple(
        (number, column)
        for number, cells in sorted(grid.rows.items())
        if number >= header
        for column, cell in sorted(cells.items())
        if last < column < end and cell.text.strip()
    )
