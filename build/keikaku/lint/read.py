"""Read any file for the rules: told apart by what it holds, since suffixes lie."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from keikaku.file_names import DATA_PACKAGE
from keikaku.lint.delimited import read_delimited
from keikaku.lint.grid import LintFile
from keikaku.lint.workbook import read_workbook
from keikaku.problem import Problem, Where

_TEXTS: Final = (".csv", ".tsv", ".txt")
_BOOKS: Final = (".xlsx", ".xlsm")
_OTHER_DATA: Final = (".json", ".jsonld", ".xml", ".ttl", ".nt", ".geojson", ".ods", ".parquet")
"""Formats that machines read and that the first rule allows, but whose contents are not judged here."""
_MOST_DESCRIPTOR: Final = 16 * 1024 * 1024


def read_any(path: Path) -> LintFile:
    """Read a file; whatever is wrong with it is told in the result."""
    try:
        with path.open("rb") as stream:
            start = stream.read(1024)
        return _read(path, start)
    except OSError as error:
        facts = {"reason": error.strerror or str(error)}
        return LintFile(path.name, path.suffix, problem=Problem("E123", Where(path.name), facts))


def _read(path: Path, start: bytes) -> LintFile:
    suffix, kind = path.suffix.lower(), _kind(start)
    if suffix in _OTHER_DATA and kind != "OLE":
        code = "E903" if suffix == ".ods" else "E909"
        return LintFile(path.name, path.suffix, problem=Problem(code, Where(path.name), {"suffix": path.suffix}))
    if kind in ("ZIP", "OLE") and suffix in (*_BOOKS, *_TEXTS, ".xls"):
        return _disguised(read_workbook(path, descriptor_of(path)), "Excel", suffix not in _BOOKS and kind == "ZIP")
    if kind == "text" and suffix in (*_BOOKS, *_TEXTS):
        # A file without anything in it is told as empty, not as one of another kind.
        return _disguised(read_delimited(path, descriptor_of(path)), "CSV", suffix in _BOOKS and bool(start))
    if suffix in (*_BOOKS, *_TEXTS, ".xls") and start:
        return LintFile(path.name, path.suffix, disguise="CSV" if kind == "text" else kind)
    return LintFile(path.name, path.suffix, disguise=f"format {suffix or kind}")


def _disguised(file: LintFile, kind: str, wrong: bool) -> LintFile:
    return replace(file, disguise=kind) if wrong else file


def _kind(start: bytes) -> str:
    """Tell what a file holds by its first bytes."""
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, kind in (
        (b"pk\x03\x04", "ZIP"),
        (b"\xd0\xcf\x11\xe0", "OLE"),
        (b"%pdf", "PDF"),
        (b"<!doctype html", "HTML"),
        (b"<html", "HTML"),
        (b"<table", "HTML"),
        (b"<?xml", "XML"),
        (b"{\\rtf", "RTF"),
        (b"\x89png", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
    ):
        if head.startswith(mark):
            return kind
    return "text"


def descriptor_of(path: Path) -> Mapping[str, Any] | None:
    """Give the data package that describes a file: the one beside it that lists it, or its workbook's tables."""
    beside = path.with_name(DATA_PACKAGE)
    try:
        if not beside.is_file() or beside.stat().st_size > _MOST_DESCRIPTOR:
            return None
        found = json.loads(beside.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    resources = found.get("resources") if isinstance(found, dict) else None
    if not isinstance(resources, list):
        return None
    listed = any(isinstance(one, dict) and one.get("path") == path.name for one in resources)
    return found if listed or path.suffix.lower() in _BOOKS else None
