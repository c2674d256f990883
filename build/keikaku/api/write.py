"""Write the API: a city's documents as the city comes, those about all cities in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from keikaku.api.city import ApiCity, city_documents, remains
from keikaku.api.facts import Facts
from keikaku.api.names import Names
from keikaku.api.openapi import openapi
from keikaku.api.plan import Archive, plan_documents
from keikaku.api.root import root_documents
from keikaku.api.schemas import json_schema
from keikaku.api.shapes import load_shapes
from keikaku.api.things import list_documents, thing_documents
from keikaku.model import Municipality
from keikaku.schema import Schema


def write_city_api(
    city: Municipality, schema: Schema, base_url: str, root: Path, archives: Mapping[str, Archive]
) -> ApiCity:
    """Write a city's documents below the root of the site; `archives` are those of its editions, by edition."""
    facts = Facts(city, schema, base_url)
    _write(root, city_documents(facts))
    for plan in city.plans:
        _write(root, plan_documents(facts, plan, archives))
        _write(root, list_documents(facts, plan))
        _write(root, thing_documents(facts, plan))
    return remains(facts)


def write_root_api(cities: Sequence[ApiCity], schema: Schema, base_url: str, root: Path) -> None:
    """Write the documents about all cities, the schemas of all kinds of documents, and the description of the API."""
    names = Names(base_url)
    _write(root, root_documents(cities, schema, base_url))
    described: list[tuple[str, Any]] = [(names.path("openapi"), openapi(schema, base_url))]
    described += [
        (names.path("schema", {"kind": kind}), json_schema(kind, schema, base_url)) for kind in load_shapes().kinds
    ]
    _write(root, described, indent=2)


def _write(root: Path, documents: Iterable[tuple[str, Any]], indent: int = 0) -> None:
    """Write documents; those for programmes on one line, those that people read indented."""
    encoder = msgspec.json.Encoder(decimal_format="number")
    folders: set[Path] = set()
    for path, document in documents:
        content = encoder.encode(document)
        if indent:
            content = msgspec.json.format(content, indent=indent)
        target = root / path
        if target.parent not in folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
        target.write_bytes(content + b"\n")
