"""Read a document: the text taken from it, or the PDF itself.

In: the path of a file. Out: a `Document` (its lines, and the lines at which its sheets begin as far as the file itself
tells) or a `Problem`. Whatever the file holds, nothing is raised.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from keikaku.problem import Problem

Kind = Literal["text", "pdf"]
MAX_BYTES: Final = 300_000_000
MAX_TEXT_BYTES: Final = 20_000_000
"""Pictures make a PDF large; a text of this size is no plan."""
_PDF: Final = b"%PDF-"
PAGE_NUMBER: Final = re.compile(r"[\s\-]*([0-9０-９]{1,4})[\s\-]*")


@dataclass(frozen=True, slots=True)
class Document:
    """A document's lines, counted from 1, and how it falls into sheets.

    `sheets` are the first lines of the sheets: of a PDF's pages, or of what form feeds divide; empty where the file
    does not tell. `other` has the same text in another order (a PDF does not say in which order it is read).
    """

    name: str
    kind: Kind
    sha256: str
    lines: tuple[str, ...]
    sheets: tuple[int, ...] = ()
    other: Document | None = None


def read_document(path: Path) -> Document | Problem:
    """Read a document, or say why it cannot be read."""
    shown = path.as_posix()
    try:
        if not path.is_file():
            reasons = {"reason_ja": "ファイルがありません", "reason_en": "no such file"}
            return Problem("E705", facts={"path": shown, **reasons})
        if path.stat().st_size > MAX_BYTES:
            return Problem("E707", facts={"path": shown})
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return Problem("E705", facts={"path": shown, "reason_ja": reason, "reason_en": reason})
    digest = hashlib.sha256(data).hexdigest()
    if _PDF in data[:1024]:
        from keikaku.verify.pdf import read_pdf

        return read_pdf(data, shown, digest)
    return _read_text(data, shown, digest)


def _read_text(data: bytes, shown: str, digest: str) -> Document | Problem:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or len(data) > MAX_TEXT_BYTES:
        return Problem("E707", facts={"path": shown})
    if not text.strip():
        return Problem("E708", facts={"path": shown})
    lines = tuple(line.removesuffix("\r") for line in text.split("\n"))
    return Document(shown, "text", digest, lines, _form_feeds(lines))


def _form_feeds(lines: tuple[str, ...]) -> tuple[int, ...]:
    """Give the lines at which form feeds begin a sheet; a form feed at the end of a line ends that line's sheet."""
    starts = [1]
    for number, line in enumerate(lines, 1):
        if "\f" in line:
            starts.append(number if line.startswith("\f") or not line.partition("\f")[0].strip() else number + 1)
    starts = sorted({start for start in starts if start <= len(lines)})
    return tuple(starts) if len(starts) > 1 else ()


def ruled_sheets(lines: tuple[str, ...]) -> tuple[int, ...]:
    """Give the lines at which a sheet begins by the rule for texts without form feeds.

    A sheet begins at a line that starts with exactly one space, or after a line that is only a printed page number.
    """
    starts = {1}
    for number, line in enumerate(lines, 1):
        if line.startswith(" ") and not line.startswith(("  ", " \u3000")):
            starts.add(number)
        if PAGE_NUMBER.fullmatch(line) and number < len(lines):
            starts.add(number + 1)
    return tuple(sorted(starts))
