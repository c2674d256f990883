"""Sides that are published packages: a folder with `datapackage.json`, that file, or the zip of it all.

A package comes from elsewhere and is trusted in nothing: what is named must lie beside the descriptor, and no more is
unpacked than is read. What is broken is a problem that says which file it is.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final, Protocol

from keikaku.difference.sides import LGCODE, SHARED, City, Held, Side, by_city, held
from keikaku.file_names import DATA_PACKAGE
from keikaku.problem import Problem, Where
from keikaku.read import RawTable
from keikaku.read.delimited import MAX_BYTES, decode, split_records
from keikaku.schema import Label, Schema
from keikaku.text import shorten

_BROKEN_ZIP: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError)
"""What the standard library raises for damage, a password, an unknown compression and lying sizes."""
_STEP: Final = 1 << 20


class BrokenError(Exception):
    """A package cannot be read; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Files(Protocol):
    """The files of a package, by their paths from its descriptor."""

    def read(self, name: str) -> bytes:
        """Give the content of a file."""


class FolderFiles:
    """The files of a folder."""

    def __init__(self, folder: Path, shown: str) -> None:
        self._folder, self._shown = folder, shown
        self._left = MAX_BYTES

    def read(self, name: str) -> bytes:
        """Give the content of a file.

        Raises:
            BrokenError: there is none, it leads out of the folder, or it is too large.
        """
        path = self._folder / name
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise BrokenError(Problem("E109", Where(self._shown), {"path": shorten(name)}))
        try:
            self._left -= path.stat().st_size
            if self._left < 0:
                raise _too_large(f"{self._shown}/{name}")
            return path.read_bytes()
        except FileNotFoundError:
            raise _missing(self._shown, name) from None
        except OSError as error:
            facts = {"reason": error.strerror or str(error)}
            raise BrokenError(Problem("E123", Where(f"{self._shown}/{name}"), facts)) from None


class ZipFiles:
    """The files of a zip; the descriptor may stand in a folder of it."""

    def __init__(self, path: Path, shown: str) -> None:
        self._shown = shown
        self._left = MAX_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(path.read_bytes())) if path.stat().st_size <= MAX_BYTES else None
        except _BROKEN_ZIP:
            raise _broken(shown, path.name) from None
        except OSError as error:
            raise BrokenError(Problem("E123", Where(shown), {"reason": error.strerror or str(error)})) from None
        if self._zip is None:
            raise _too_large(shown)
        found = [name for name in self._zip.namelist() if PurePosixPath(name).name == DATA_PACKAGE]
        if not found:
            raise _missing(shown, DATA_PACKAGE)
        self._folder = PurePosixPath(min(found, key=lambda name: (name.count("/"), name))).parent

    def read(self, name: str) -> bytes:
        """Give the content of a file; what its entry says of its size is not believed.

        Raises:
            BrokenError: there is none, it is damaged, or it unpacks to too much.
        """
        assert self._zip is not None  # noqa: S101 - the constructor raises otherwise
        parts = []
        try:
            with self._zip.open(str(self._folder / name)) as file:
                while piece := file.read(_STEP):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise _too_large(f"{self._shown}/{name}")
                    parts.append(piece)
        except KeyError:
            raise _missing(self._shown, name) from None
        except _BROKEN_ZIP:
            raise _broken(self._shown, name) from None
        return b"".join(parts)


def package_side(files: Files, shown: str, schema: Schema) -> Side:
    """Read a package of one city or of all.

    Raises:
        BrokenError: it cannot be read.
    """
    body = _descriptor(files, shown)
    tables, problems = [], list[Problem]()
    for resource in list(_resources(body, shown)):
        table, found = _table(files, resource, shown, schema)
        tables.append(table)
        problems += found
    if any(LGCODE in table.header and table.name in schema.by_name for table in tables):
        cities, shared = by_city(tables)
        return Side(shown, cities, shared, tuple(problems), whole=True, published=True)
    own = {table.name: table for table in tables if table.name not in SHARED}
    shared = {table.name: table for table in tables if table.name in SHARED}
    spatial = body.get("spatial")
    told = spatial if isinstance(spatial, Mapping) else {}
    city = City(_text(told.get(LGCODE)), _text(told.get("municipality")), own)
    return Side(shown, (city,), shared, tuple(problems), published=True)


def _descriptor(files: Files, shown: str) -> Mapping[str, Any]:
    try:
        body = json.loads(files.read(DATA_PACKAGE).decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _unusable(shown, "resources") from None
    if not isinstance(body, dict) or not isinstance(body.get("resources"), list):
        raise _unusable(shown, "resources")
    return body


def _resources(body: Mapping[str, Any], shown: str) -> Iterator[Mapping[str, Any]]:
    """Give the resources that are CSV, each once."""
    seen: set[str] = set()
    for one in body["resources"]:
        if not isinstance(one, dict) or not isinstance(one.get("name"), str) or not isinstance(one.get("path"), str):
            raise _unusable(shown, f"resources: {one}")
        name, path = one["name"], one["path"]
        if name in seen:
            raise _unusable(shown, f"name: {name}")
        seen.add(name)
        if _leads_away(path):
            raise BrokenError(Problem("E109", Where(shown), {"path": shorten(path)}))
        if path.lower().endswith(".csv"):
            yield one


def _leads_away(path: str) -> bool:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return not path.isprintable() or ":" in path or path.startswith(("/", "\\")) or ".." in parts


def _table(files: Files, one: Mapping[str, Any], shown: str, schema: Schema) -> tuple[Held, list[Problem]]:
    place = f"{shown}/{one['path']}"
    data = files.read(one["path"])
    problems = []
    stated = _text(one.get("hash")).removeprefix("sha256:")
    if len(stated) == hashlib.sha256().digest_size * 2 and stated != hashlib.sha256(data).hexdigest():
        problems.append(Problem("W738", Where(place)))
    text, found = decode(data, place)
    if text is None:
        raise BrokenError(found[0])
    records, broken = split_records(text, place)
    if broken:
        raise BrokenError(broken[0])
    header, rows = (records[0], tuple(records[1:])) if records else ((), ())
    raw = RawTable(one["name"], place, "", header, rows, tuple(range(2, len(rows) + 2)))
    return held(raw, schema, *_declared(one)), [*problems, *found]


def _declared(one: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, Label]]:
    """Give the key and the titles that a resource declares."""
    schema = one.get("schema")
    if not isinstance(schema, dict):
        return (), {}
    key = schema.get("primaryKey")
    key = [key] if isinstance(key, str) else key if isinstance(key, list) else []
    fields = schema.get("fields")
    titles = {"": _label(one)} | {
        field["name"]: _label(field)
        for field in (fields if isinstance(fields, list) else ())
        if isinstance(field, dict) and isinstance(field.get("name"), str)
    }
    return tuple(map(str, key)), titles


def _label(told: Mapping[str, Any]) -> Label:
    ja = _text(told.get("title")) or _text(told.get("name"))
    return Label(ja, _text(told.get("title_en")) or ja)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _broken(shown: str, name: str) -> BrokenError:
    """The zip or an entry of it is damaged."""
    return BrokenError(Problem("E735", Where(shown), {"name": shorten(name)}))


def _missing(shown: str, name: str) -> BrokenError:
    return BrokenError(Problem("E736", Where(shown), {"name": shorten(name)}))


def _unusable(shown: str, part: str) -> BrokenError:
    """The descriptor is none."""
    return BrokenError(Problem("E737", Where(shown), {"part": shorten(part)}))


def _too_large(shown: str) -> BrokenError:
    return BrokenError(Problem("E114", Where(shown), {"size": f"> {MAX_BYTES}", "limit": MAX_BYTES}))
