"""Read CSV. UTF-8 is asked for, with or without a byte order mark; cp932 and UTF-16 are recognised and said.

Columns and rows keep the numbers that a spreadsheet shows, so that a problem can name its cell.
"""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from keikaku.problem import Problem, Where
from keikaku.read.table import RawTable, Reading

MAX_BYTES: Final = 256 * 1024 * 1024
"""Largest file that is read. The largest table of the four cities is under 1 MB; this keeps memory bounded."""

_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_delimited(path: Path, name: str, shown: str) -> Reading:
    """Read a CSV file as the table `name`; `shown` is the path as messages name it."""
    lost = frozenset({name})
    size = path.stat().st_size
    if size > MAX_BYTES:
        return Reading(problems=(Problem("E114", Where(shown), {"size": size, "limit": MAX_BYTES}),), damaged=lost)
    text, problems = decode(path.read_bytes(), shown)
    if text is None:
        return Reading(problems=tuple(problems), damaged=lost)
    if not text.strip():
        return Reading(problems=(*problems, Problem("E104", Where(shown))), damaged=lost)
    found, broken = split_records(text, shown)
    problems += broken
    header, rows = (found[0], found[1:]) if found else ((), [])
    table = RawTable(name, shown, "", header, tuple(rows), tuple(range(2, len(rows) + 2)))
    return Reading((table,), tuple(problems), lost if broken else frozenset())


def decode(data: bytes, shown: str) -> tuple[str | None, list[Problem]]:
    """Give the text of a CSV file, None where its encoding cannot be told; E102 names one that is not UTF-8."""
    if data.startswith(_UTF16):
        return _try(data, "utf-16"), [Problem("E102", Where(shown), {"encoding": "UTF-16"})]
    text = _try(data, "utf-8-sig")
    if text is not None:
        return text, []
    text = _try(data, "cp932")
    if text is not None:
        return text, [Problem("E102", Where(shown), {"encoding": "cp932 (Shift_JIS)"})]
    return None, [Problem("E103", Where(shown), {"byte": _first_bad_byte(data)})]


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _first_bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start + 1
    return 0


def split_records(text: str, shown: str, separator: str = ",") -> tuple[list[tuple[str, ...]], list[Problem]]:
    """Split into records; what comes before a broken quotation mark is kept."""
    records: list[tuple[str, ...]] = []
    try:
        records.extend(tuple(record) for record in _reader(text, separator))
    except csv.Error:
        return records, [Problem("E115", Where(shown, cell=f"A{len(records) + 1}"))]
    while records and not any(records[-1]):
        records.pop()
    return records, []


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    # The module's own limit of 128 KiB a cell would end the reading with an exception; the check reports the cell.
    csv.field_size_limit(sys.maxsize if sys.maxsize < 2**31 else 2**31 - 1)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
