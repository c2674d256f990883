"""Characters that were lost on the way through cp932: what Excel saves as CSV turns ⺠ or 𠮷 into a question mark.

A text of such a file that is the same as in the tables but for question marks, where the tables have characters that
cp932 lacks, has lost them. That is told, and with `--mend` the text of the tables stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from keikaku.intake.entries import Book, Entry
from keikaku.problem import Problem, Where
from keikaku.read import letters
from keikaku.schema import Schema
from keikaku.text import shorten

_STAND_IN: Final = re.compile(r"\\\?|？|〓|\\&\\#\d+;")
_CP932: Final = "cp932 (Shift_JIS)"


def has_cp932(text: str) -> bool:
    """Tell whether a text can be written in cp932 and comes back the same."""
    return _image(text) == text


def _image(text: str) -> str:
    """Give what a text becomes on its way through cp932; empty where it cannot go that way."""
    try:
        return text.encode("cp932").decode("cp932")
    except UnicodeEncodeError:
        return ""


def lost_characters(book: Book, schema: Schema, mend: bool) -> Iterator[Problem]:
    """Report texts that lost characters; with `mend`, take those of the tables."""
    for entries in book.entries.values():
        for entry in entries:
            if entry.sheet.encoding == _CP932 and entry.former is not None:
                yield from _lost(entry, entry.former, mend)


def _lost(entry: Entry, former: dict[str, str], mend: bool) -> Iterator[Problem]:
    for column in entry.columns:
        value, before = entry[column], former.get(column, "")
        if before and value != before and _image(before) == value:
            # The same character under another code (〜 and ～): nothing was changed by anybody.
            entry.values[column] = before
            continue
        if value == before or not before or has_cp932(before) or not ("?" in value or "？" in value or "〓" in value):
            continue
        pattern = _STAND_IN.sub(".{1,2}", re.escape(value))
        if re.fullmatch(pattern, before):
            facts = {"value": shorten(value), "former": shorten(before)}
            yield Problem("W974" if mend else "E931", entry.where(column), facts)
            if mend:
                entry.values[column] = before


def to_cp932(header: Sequence[str], rows: Sequence[Sequence[str]], file: str) -> tuple[bytes, list[Problem]]:
    """Write a CSV in cp932; each cell with a character that cp932 lacks is told, and then there are no bytes."""
    import csv
    import io

    problems = []
    for number, row in enumerate((header, *rows), 1):
        for index, value in enumerate(row):
            if not has_cp932(value):
                lacking = "".join(dict.fromkeys(c for c in value if not has_cp932(c)))
                facts = {"characters": lacking, "value": shorten(value)}
                problems.append(Problem("E936", Where(file, cell=f"{letters(index)}{number}"), facts))
    if problems:
        return b"", problems
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows((header, *rows))
    return text.getvalue().encode("cp932"), []
