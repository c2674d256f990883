"""What the document readers share: the text with its places, normalisation, dates, and tables as CSV."""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "build"))

from keikaku.text import normalise  # noqa: E402 - the path must be set first

Row = dict[str, str]
SCHEMA = ROOT / "datapackage" / "schema"

ERA_OFFSETS = {"昭和": 1925, "平成": 1988, "令和": 2018}
ERA_DATE = re.compile(r"(昭和|平成|令和)(元|\d+)年(度)?(?:(\d+)月)?(?:(\d+)日)?(から|まで)?")


class ReadError(Exception):
    """The document is not laid out as the reader expects; the message says where."""


def plain(text: str, marks: str = "※") -> str:
    """Return the normal form of a text without its footnote marks, with single spaces."""
    return " ".join(normalise(text).translate(dict.fromkeys(map(ord, marks))).split())


def era_span(raw: str) -> tuple[str, str]:
    """Return first and last day, as precise as stated; 年度 gives months, から no end and まで no start."""
    found = ERA_DATE.fullmatch(re.sub(r"\s", "", normalise(raw)))
    if not found:
        raise ReadError(f"not a Japanese date: {raw!r}")
    era, number, fiscal, month, day, edge = found.groups()
    year = ERA_OFFSETS[era] + (1 if number == "元" else int(number))
    if fiscal:
        start, end = f"{year}-04", f"{year + 1}-03"
    else:
        start = "-".join([str(year), *(f"{int(part):02d}" for part in (month, day) if part)])
        end = start if edge == "まで" else ""
    return ("" if edge == "まで" else start), ("" if edge == "から" else end)


@dataclass(frozen=True)
class Line:
    """One line of the document with its 1-based number; spaces at its ends are kept, they carry meaning."""

    number: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether the line prints nothing."""
        return not self.text.strip()


def join_raw(lines: Iterable[Line]) -> str:
    """Join the lines of one cell: a space where a line ends a paragraph with one, otherwise nothing."""
    joined = ""
    for line in lines:
        if not line.blank:
            joined += line.text.lstrip().rstrip() + (" " if line.text.endswith(" ") else "")
    return joined.strip()


@dataclass(frozen=True)
class Document:
    """The text of one document, with the page of every line."""

    lines: tuple[Line, ...]
    page_starts: tuple[int, ...]
    sha256: str
    squeezed: str = field(init=False, repr=False)
    origins: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepare the text without white space, which is how phrases broken over lines are found."""
        characters = [(c, line.number) for line in self.lines for c in line.text if not c.isspace()]
        object.__setattr__(self, "squeezed", "".join(c for c, _ in characters))
        object.__setattr__(self, "origins", tuple(number for _, number in characters))

    def page(self, line: int) -> int:
        """Return the page that a line stands on, counted from 1."""
        return bisect_right(self.page_starts, line)

    def place(self, line: int) -> Row:
        """Return the page and line columns of a row."""
        return {"page": str(self.page(line)), "line": str(line)}

    def chapter(self, heading: str, until: str | None = None) -> tuple[Line, ...]:
        """Return the lines under a chapter's heading, up to the next one."""
        at = {line.text.strip(): line.number for line in self.lines}
        missing = [name for name in (heading, until) if name and name not in at]
        if missing:
            raise ReadError(f"heading not found: {', '.join(missing)}")
        return self.lines[at[heading] : at[until] - 1 if until else None]

    def find(self, phrase: str, within: str = "") -> tuple[int, str]:
        """Return the line where a phrase starts and how it is printed; `within` is a longer, unique phrase.

        Literal tables go through here, so that none of their words can differ from the document's.
        """
        needle = re.sub(r"\s", "", phrase)
        context = re.sub(r"\s", "", within) or needle
        outer = self.squeezed.find(context)
        inner = context.find(needle)
        if outer < 0 or inner < 0:
            raise ReadError(f"the document does not contain: {within or phrase}")
        start = outer + inner
        return self.origins[start], self._printed(start, len(needle))

    def _printed(self, start: int, length: int) -> str:
        """Return a stretch of the squeezed text as printed, with the spaces that end paragraphs inside it."""
        printed = ""
        for index in range(start, start + length):
            number = self.origins[index]
            if index > start and number != self.origins[index - 1]:
                printed += " " if self.lines[self.origins[index - 1] - 1].text.endswith(" ") else ""
            printed += self.squeezed[index]
        return printed


def page_rows(document: Document, source_id: str) -> list[Row]:
    """Make the rows of `pages`; a cover that lies before the first page is page 0."""
    starts = list(enumerate(document.page_starts, start=1))
    cover = [(0, 1)] if document.page_starts[0] > 1 else []
    return [{"source_id": source_id, "page": str(page), "line": str(line)} for page, line in cover + starts]


def cell_text(lines: Iterable[Line]) -> str:
    """Return the normalised text of a cell, its lines joined with nothing."""
    return plain("".join(line.text.strip() for line in lines))


@dataclass(frozen=True)
class Paragraph:
    """Text up to a line's closing space, or up to a space inside a line, where a cell is sure to end."""

    line: int
    text: str
    ends_cell: bool


def paragraphs(lines: Iterable[Line]) -> list[Paragraph]:
    """Split a cell's lines at closing spaces, and at spaces inside a line except one before a comma."""
    found: list[Paragraph] = []
    goes_on = False
    for line in lines:
        if line.blank:
            continue
        for index, part in enumerate(re.split(r" +(?!,)", line.text.strip())):
            if index:
                found[-1] = Paragraph(found[-1].line, found[-1].text, ends_cell=True)
            if goes_on and not index:
                found[-1] = Paragraph(found[-1].line, found[-1].text + part, ends_cell=False)
            else:
                found.append(Paragraph(line.number, part, ends_cell=False))
        goes_on = not line.text.endswith(" ")
    return found


def literal_rows(block: str) -> list[tuple[str, ...]]:
    """Return the rows of a literal table: one a line, cells parted by bars, so that the eye can check it."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in block.strip().splitlines()]


def event_rows(document: Document, edition_id: str, block: str) -> Iterator[Row]:
    """Make the dated events of the prose from lines `printed date | title | telling phrase`."""
    for number, (date, title, *context) in enumerate(literal_rows(block), start=1):
        line, raw = document.find(date, *context)
        start, end = era_span(raw)
        row = {"edition_id": edition_id, "event_id": f"event-{number:02d}", "date_start": start}
        yield row | {"date_end": end, "date_raw": raw, "title": title, **document.place(line)}


def statistic_rows(document: Document, edition_id: str, block: str) -> Iterator[Row]:
    """Make the other figures from lines `topic | printed | value | comparator | unit | period | phrase`."""
    for number, cells in enumerate(literal_rows(block), start=1):
        topic, printed, value, comparator, unit, period, context = cells
        line, raw = document.find(printed, context)
        row = {"edition_id": edition_id, "statistic_id": f"stat-{number:02d}", "topic": topic, "raw": raw}
        row |= {"value": value, "comparator": comparator, "unit": unit, **document.place(line)}
        yield row | {"period_raw": document.find(period)[1] if period else ""}


def department_rows(document: Document, source_id: str, block: str) -> Iterator[Row]:
    """Make the city's bodies, each at its first mention, from lines `id | printed name`."""
    for department_id, name in literal_rows(block):
        row = {"department_id": department_id, "name": plain(name), "source_id": source_id}
        yield row | document.place(document.find(name)[0])


def read_document(path: Path, known_sha256: str) -> tuple[tuple[Line, ...], str]:
    """Read the lines and the SHA-256; another SHA-256 than the known one is worth a warning, no more."""
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != known_sha256:
        print(f"warning: {path.name} is not the known text: SHA-256 {sha256}", file=sys.stderr)
    lines = content.decode("utf-8").split("\n")
    return tuple(Line(number, text) for number, text in enumerate(lines, start=1)), sha256


def columns_of(table: str) -> list[str]:
    """Return the column names of a table in the schema's order; `name` overrides a shared `field`."""
    schema = yaml.safe_load((SCHEMA / f"{table}.yaml").read_text(encoding="utf-8"))
    return [column.get("name") or column["field"] for column in schema["columns"]]


def write_tables(tables: Mapping[str, Sequence[Row]], folder: Path) -> None:
    """Write every table that has rows; a column unknown to the schema is an error, a missing one is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        if not rows:
            continue
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns_of(table), restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def differing_cells(tables: Mapping[str, Sequence[Row]], folder: Path) -> Iterator[str]:
    """Tell every cell that differs from the tables of a folder, with its place in the CSV file there."""
    for table, rows in tables.items():
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            published: list[Row] = list(csv.DictReader(stream))
        for number, (row, other) in enumerate(zip_longest(rows, published, fillvalue=Row()), start=2):
            for column in columns_of(table):
                if row.get(column, "") != other.get(column, ""):
                    cells = f"read {row.get(column, '')!r}, published {other.get(column, '')!r}"
                    yield f"{table}.csv row {number} {column}: {cells}"


def run(description: str, read_tables: Callable[[Path], Mapping[str, Sequence[Row]]]) -> int:
    """Run a document's reader; 1 where the document is not as expected or --compare found a difference."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("document", type=Path, metavar="DOCUMENT.txt", help="text taken from the plan's PDF")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--out", type=Path, metavar="DIR", help="folder for the CSV files")
    target.add_argument("--compare", type=Path, metavar="DIR", help="tables to compare with, cell by cell")
    arguments = parser.parse_args()
    try:
        tables = read_tables(arguments.document)
        if arguments.out:
            write_tables(tables, arguments.out)
        differing = list(differing_cells(tables, arguments.compare)) if arguments.compare else []
    except (ReadError, OSError, UnicodeDecodeError) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    print(*differing, sep="\n", end="\n" if differing else "")
    return 1 if differing else 0
