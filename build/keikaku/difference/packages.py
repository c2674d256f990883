"""Sides that are published packages: a folder with `datapackage.json`, that file, or the zip of it all.

A package comes from elsewhere and is trusted in nothing: what its descriptor names must lie beside it, and what is
broken is a problem that says which file it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from keikaku.difference.archives import BrokenError, Files
from keikaku.difference.sides import LGCODE, SHARED, City, Held, Side, by_city, held
from keikaku.file_names import DATA_PACKAGE
from keikaku.problem import Problem, Where
from keikaku.read import RawTable
from keikaku.read.delimited import decode, split_records
from keikaku.schema import Label, Schema
from keikaku.text import shorten


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


def _unusable(shown: str, part: str) -> BrokenError:
    """The descriptor is none."""
    return BrokenError(Problem("E737", Where(shown), {"part": shorten(part)}))
