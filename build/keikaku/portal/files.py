"""The files of a data folder that are to be published, each with what is said of it, and why one cannot be."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Final

from keikaku.file_names import CHECKSUMS, open_data_list_file
from keikaku.media_types import media_type
from keikaku.portal.dataset import CHECKSUM_ALGORITHM, PATH, File
from keikaku.portal.metadata import Package
from keikaku.portal.settings import Portal
from keikaku.problem import Problem, Where

_ASCII_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_FORMATS: Final = {".nt": "N-TRIPLES", ".jsonld": "JSON-LD"}
"""What a form is called where it is not the suffix in capitals."""


def files(package: Package, portal: Portal) -> tuple[tuple[File, ...], list[Problem]]:
    """Choose the files, in the package's own order and then by name, and judge them.

    Raises:
        OSError, ValueError, KeyError: the package is not what it says.
    """
    stated, described = _checksums(package), _descriptions(package)
    order = {name: number for number, name in enumerate(described)}
    there = {path.name for path in package.folder.iterdir() if path.is_file() and path.name != CHECKSUMS}
    chosen = sorted(_fitting(there, portal), key=lambda name: (order.get(name, len(order)), name))
    problems = [] if chosen else [Problem("E1017", facts={"patterns": ", ".join(portal.files)})]
    missing = sorted(_fitting(stated.keys() - there, portal))
    problems += [Problem("E1012", Where(f"{package.folder.as_posix()}/{name}")) for name in missing]
    found = tuple(_file(package, name, described.get(name, (name, ""))) for name in chosen)
    for file in found:
        problems += _judge(file, stated.get(file.name, ""), portal)
    return found, problems


def _fitting(names: Iterable[str], portal: Portal) -> list[str]:
    return [name for name in names if any(fnmatchcase(name, pattern) for pattern in portal.files)]


def _judge(file: File, stated: str, portal: Portal) -> list[Problem]:
    """Say why a file cannot be published."""
    where, found = Where(file.path.as_posix()), []
    if stated and stated != file.sha256:
        found.append(Problem("E1012", where))
    if not _ASCII_NAME.fullmatch(file.name):
        found.append(Problem("E1019", where, {"name": file.name}))
    limit = portal.limits.file_bytes
    if limit and file.size > limit:
        facts = {"megabytes": f"{file.size / 1e6:.1f}", "limit": f"{limit / 1e6:.1f}"}
        found.append(Problem("E1020", where, facts))
    return found


def _descriptions(package: Package) -> dict[str, tuple[str, str]]:
    """Give title and description of files, from the package and its list of open data."""
    found = {str(one["path"]): (str(one["title"]), str(one["description"])) for one in package.told["resources"]}
    listed = package.folder / open_data_list_file(package.lgcode)
    if listed.is_file():
        with listed.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.setdefault(row["ファイル_ID"], (row["ファイル_タイトル"], row["ファイル_説明"]))
    return found


def _checksums(package: Package) -> Mapping[str, str]:
    """Give the checksums that the build stated; those of the tables at least stand in the package."""
    listed = package.folder / CHECKSUMS
    if listed.is_file():
        lines = listed.read_text(encoding="utf-8").splitlines()
        return {name: value for value, _, name in (line.partition("  ") for line in lines) if "/" not in name}
    stated = {str(one["path"]): str(one.get("hash", "")) for one in package.told["resources"]}
    return {name: value.removeprefix("sha256:") for name, value in stated.items()}


def _file(package: Package, name: str, described: tuple[str, str]) -> File:
    path, suffix = package.folder / name, PurePath(name).suffix
    with path.open("rb") as content:
        checksum = hashlib.file_digest(content, "sha256").hexdigest()
    size = path.stat().st_size
    fields = {
        PATH: name,
        "name": described[0],
        "description": described[1],
        "format": _FORMATS.get(suffix, suffix.removeprefix(".").upper()),
        "mimetype": media_type(name) or "",
        "hash": checksum,
        "hash_algorithm": CHECKSUM_ALGORITHM,
        "size": str(size),
        "license": package.licence["path"],
    }
    return File(name, path, size, checksum, {key: value for key, value in fields.items() if value})
