"""Read a CSV file for the rules: whatever encoding and separator it has, with the faults of its form."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from keikaku.lint.grid import MAX_CELLS, NUMBER, TEXT, Cell, Delimited, Grid, Item, LintFile
from keikaku.national_rules import is_number, misquoted_fields
from keikaku.problem import Problem, Where

MAX_BYTES: Final = 64 * 1024 * 1024
_SEPARATORS: Final = ("\t", ";", "|")
_SAMPLE: Final = 50
_MOST_FAULTS: Final = 1000


def read_delimited(path: Path, descriptor: Mapping[str, object] | None) -> LintFile:
    """Read a CSV file; what cannot be read is told in the result."""
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    name, suffix = path.name, path.suffix
    if len(data) > MAX_BYTES:
        facts = {"size": path.stat().st_size, "limit": MAX_BYTES}
        return LintFile(name, suffix, problem=Problem("E114", Where(name), facts))
    text, encoding, bom = _decode(data)
    if text is None:
        return LintFile(name, suffix, undecodable=True)
    separator = _separator(text)
    return _parse(path, text, Delimited(separator, encoding, bom), descriptor)


def _decode(data: bytes) -> tuple[str | None, str, bool]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _try(data, "utf-16"), "UTF-16", True
    bom = data.startswith(b"\xef\xbb\xbf")
    for encoding, shown in (("utf-8-sig", "UTF-8"), ("cp932", "Shift_JIS (cp932)")):
        text = _try(data, encoding)
        if text is not None:
            return text, shown, bom
    return None, "", bom


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _separator(text: str) -> str:
    """Tell what separates values; a comma unless no line has one and most have the same number of another sign."""
    lines = [line for line in text[:100_000].splitlines()[:_SAMPLE] if line.strip()]
    if any("," in line for line in lines[:3]) or not lines:
        return ","
    for sign in _SEPARATORS:
        counts = Counter(line.count(sign) for line in lines)
        number, times = counts.most_common(1)[0]
        if number and times * 2 > len(lines):
            return sign
    return ","


def _parse(path: Path, text: str, form: Delimited, descriptor: Mapping[str, object] | None) -> LintFile:
    name, rows, lengths = path.name, dict[int, dict[int, Cell]](), dict[int, int]()
    number, cells, misquoted = 0, 0, _misquoted(text) if form.separator == "," and '"' in text else []
    csv.field_size_limit(2**31 - 1)
    try:
        for number, record in enumerate(_records(text, form.separator), 1):
            if record:
                lengths[number] = len(record)
            cells += len(record) + 1
            if cells > MAX_CELLS:
                return LintFile(name, path.suffix, problem=Problem("E908", Where(name), {"limit": MAX_CELLS}))
            found = {at: _cell(value) for at, value in enumerate(record, 1) if value}
            if found:
                rows[number] = found
    except csv.Error:
        misquoted.append(Item(f"A{number + 1}", '"'))
    grid = Grid(name, "", rows)
    width = Counter(lengths.values()).most_common(1)[0][0] if lengths else 0
    uneven = [(row, length) for row, length in lengths.items() if length != width][:_MOST_FAULTS]
    done = Delimited(form.separator, form.encoding, form.bom, tuple(misquoted[:_MOST_FAULTS]), tuple(uneven), width)
    return LintFile(name, path.suffix, (grid,), done, descriptor)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)


def _cell(value: str) -> Cell:
    return Cell(value, NUMBER if is_number(value) else TEXT)


def _misquoted(text: str) -> list[Item]:
    return [Item(f"A{record}", found) for record, found in misquoted_fields(text)]
