"""How our part of a cell's note is known again, so that it is renewed by the next check and never taken for the city's.

It is known by its words alone: LibreOffice keeps no authors of notes.
"""

from __future__ import annotations

from typing import Final

BEGIN_OF_MARK: Final = ("【直すところ】", "[To mend]")
"""The line with which our part begins, in Japanese and in English."""
END_OF_MARK: Final = "――――――"
"""The line that ends our part, so that what stands below it is kept."""


def mark_in(text: str) -> tuple[int, int] | None:
    """Give begin and end of our part of a note; None where it has none."""
    start = min((place for mark in BEGIN_OF_MARK if (place := text.find(mark)) >= 0), default=-1)
    if start < 0:
        return None
    end = text.find(END_OF_MARK, start)
    stop = len(text) if end < 0 else end + len(END_OF_MARK)
    while start and text[start - 1] == "\n":
        start -= 1
    return start, stop


def without_mark(text: str) -> str:
    """Give what of a note is not ours; empty where nothing is left."""
    found = mark_in(text)
    return text if found is None else (text[: found[0]] + text[found[1] :]).strip()
