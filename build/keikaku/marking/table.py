"""CSV files as one workbook, a sheet a file, every cell the text that stands in the file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from keikaku.problem import Problem, Where

_EPOCH: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook has no time zone; this is its fixed date
_ENCODINGS: Final = ("utf-8-sig", "cp932")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME: Final = 31
_LONGEST_TEXT: Final = 32_767
"""What a spreadsheet takes as the name of a sheet and as the text of a cell."""
_MAX_BYTES: Final = 64 * 1024 * 1024
_WIDTH: Final = 16


def sheet_names(paths: Sequence[Path]) -> list[str]:
    """Name the sheet of each file after it, so that no two are the same."""
    names: list[str] = []
    for path in paths:
        stem = _NOT_IN_NAMES.sub("_", path.stem).strip("'")[:_LONGEST_NAME] or "CSV"
        name, number = stem, 2
        while name.lower() in {one.lower() for one in [*names, "history"]}:
            tail = f"_{number}"
            name, number = f"{stem[: _LONGEST_NAME - len(tail)]}{tail}", number + 1
        names.append(name)
    return names


def read_text(path: Path) -> str | Problem:
    """Read a CSV file in any encoding that spreadsheets write; a problem for what is none."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        return Problem("E101", Where(path.name))
    except OSError as error:
        return Problem("E123", Where(path.name), {"reason": error.strerror or str(error)})
    if len(data) > _MAX_BYTES:
        return Problem("E114", Where(path.name), {"size": path.stat().st_size, "limit": _MAX_BYTES})
    for encoding in ("utf-16",) if data.startswith(_UTF16) else _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            at = error.start
    return Problem("E103", Where(path.name), {"byte": at + 1})


def workbook_of(texts: Sequence[tuple[str, str]]) -> bytes:
    """Give a workbook of CSV texts with their sheets' names."""
    from xlsxwriter.workbook import Workbook

    target = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = Workbook(target, plain)
    book.set_properties({"created": _EPOCH})
    head = book.add_format({"bold": True, "bottom": 1})
    for name, text in texts:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for number, record in enumerate(_records(text)):
            for column, value in enumerate(record):
                if value:
                    sheet.write_string(number, column, value[:_LONGEST_TEXT], head if number == 0 else None)
            if number == 0:
                sheet.set_column(0, max(len(record) - 1, 0), _WIDTH)
    book.close()
    return target.getvalue()


def _records(text: str) -> list[list[str]]:
    csv.field_size_limit(2**31 - 1)
    records: list[list[str]] = []
    try:
        # A broken quotation mark is one of the problems that are shown, so what follows it is read as it comes.
        records.extend(csv.reader(io.StringIO(text, newline=""), strict=False))
    except csv.Error:
        return records
    return records
