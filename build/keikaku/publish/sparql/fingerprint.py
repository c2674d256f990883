"""What a graph holds, told by a count and a checksum that do not depend on order, form or store.

Each triple becomes one line of canonical N-Triples (W3C RDF 1.1 N-Triples, section 4). Stores may keep the value of a
literal and not how it was written, so numbers, truth values, dates and times are put into a canonical form (`69.0` is
`69`), and derived types are taken for those that they derive from. The checksum is the SHA-256 of the lines, each once,
sorted by their UTF-8 bytes and each ended by a line feed. Sorting is done on disk in runs, so that memory does not grow
with the graph.
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyoxigraph import Triple

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_INTEGER: Final = f"{_XSD}integer"
_INTEGERS: Final = frozenset(
    _XSD + name
    for name in (
        "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_BY_VALUE: Final = frozenset(
    _XSD + name
    for name in (
        "boolean", "double", "float", "date", "time", "dateTime", "dateTimeStamp", "gYear", "gYearMonth", "gMonth",
        "gMonthDay", "gDay", "duration", "dayTimeDuration", "yearMonthDuration",
    )
)  # fmt: skip
_DIGITS: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
LINES_IN_MEMORY: Final = 50_000
_RUNS: Final = 64
"""Sorted runs on disk that are open at once; more are first merged into one."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many triples a graph holds, and its checksum."""

    triples: int
    checksum: str


def fingerprint(triples: Iterable[Triple]) -> Fingerprint:
    """Give the fingerprint of triples, of which none has a blank node; duplicates count once.

    Raises:
        OSError: there is no room for sorting.
    """
    return fingerprint_lines(canonical_line(triple).encode() for triple in triples)


def fingerprint_lines(lines: Iterable[bytes], in_memory: int = LINES_IN_MEMORY) -> Fingerprint:
    """Give the fingerprint of canonical lines without line ends, sorting so many at a time in memory."""
    told, count = hashlib.sha256(), 0
    with _sorted(lines, in_memory) as every:
        for line in every:
            told.update(line)
            count += 1
    return Fingerprint(count, told.hexdigest())


def first_difference(ones: Iterable[Triple], others: Iterable[Triple]) -> tuple[str, str]:
    """Give the first canonical lines in which two graphs differ, empty where one of them has no more."""
    texts = [(canonical_line(triple).encode() for triple in triples) for triples in (ones, others)]
    with _sorted(texts[0], LINES_IN_MEMORY) as left, _sorted(texts[1], LINES_IN_MEMORY) as right:
        for one, other in zip_longest(left, right, fillvalue=b""):
            if one != other:
                return one.decode().rstrip(), other.decode().rstrip()
    return "", ""


@contextmanager
def _sorted(lines: Iterable[bytes], in_memory: int) -> Iterator[Iterator[bytes]]:
    """Sort lines on disk and give each once, with a line end."""
    with TemporaryDirectory(prefix="keikaku-") as folder, ExitStack() as stack:
        runs = _runs((line + b"\n" for line in lines), Path(folder), in_memory)
        yield _once(heapq.merge(*_opened(runs, stack)))


def _once(lines: Iterable[bytes]) -> Iterator[bytes]:
    last = None
    for line in lines:
        if line != last:
            yield line
            last = line


def canonical_line(triple: Triple) -> str:
    """Give the canonical line of a triple, without its line end."""
    from pyoxigraph import Literal, NamedNode

    if isinstance(triple.object, Literal):
        value = triple.object
        told = value.value, value.datatype.value
        canonical = canonical_value(*told)
        if canonical != told:
            value = Literal(canonical[0], datatype=NamedNode(canonical[1]))
        return f"{triple.subject} {triple.predicate} {value} ."
    return f"{triple.subject} {triple.predicate} {triple.object} ."


def canonical_value(text: str, datatype: str) -> tuple[str, str]:
    """Give the canonical form and type of a number, truth value, date or time; anything else stays as it is."""
    if datatype in _INTEGERS and _DIGITS.fullmatch(text):
        return _decimal(text), _INTEGER
    if datatype == f"{_XSD}decimal" and _DECIMAL.fullmatch(text):
        return _decimal(text), datatype
    return _as_value(text, datatype) if datatype in _BY_VALUE else (text, datatype)


@lru_cache(maxsize=4096)
def _as_value(text: str, datatype: str) -> tuple[str, str]:
    """Give a literal as oxigraph's store, which keeps values, gives it back."""
    from pyoxigraph import Literal, NamedNode, Quad, Store

    store, name = Store(), NamedNode(datatype)
    store.add(Quad(name, name, Literal(text, datatype=name)))
    for quad in store:
        if isinstance(quad.object, Literal):
            return quad.object.value, quad.object.datatype.value
    return text, datatype


def _decimal(text: str) -> str:
    """Write a decimal without plus, leading zeros, zeros at the end of a fraction, and a point without a fraction."""
    sign = "-" if text.startswith("-") else ""
    whole, _, fraction = text.lstrip("+-").partition(".")
    whole, fraction = whole.lstrip("0"), fraction.rstrip("0")
    if not whole and not fraction:
        return "0"
    return f"{sign}{whole or 0}.{fraction}" if fraction else f"{sign}{whole}"


def _runs(lines: Iterable[bytes], folder: Path, in_memory: int) -> list[Path]:
    """Write the lines to sorted files, each line once in each."""
    lines = iter(lines)
    paths: list[Path] = []
    number = 0
    while chunk := list(islice(lines, in_memory)):
        chunk.sort()
        paths.append(_write(folder / f"{number}", chunk))
        number += 1
        if len(paths) == _RUNS:
            paths = [_merged(paths, folder / f"{number}")]
            number += 1
    return paths


def _merged(paths: list[Path], target: Path) -> Path:
    with ExitStack() as stack:
        _write(target, heapq.merge(*_opened(paths, stack)))
    for path in paths:
        path.unlink()
    return target


def _write(path: Path, lines: Iterable[bytes]) -> Path:
    with path.open("wb") as file:
        file.writelines(_once(lines))
    return path


def _opened(paths: list[Path], stack: ExitStack) -> list[Iterator[bytes]]:
    return [stack.enter_context(path.open("rb")) for path in paths]
