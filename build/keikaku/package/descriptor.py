"""`datapackage.json`: a Data Package (version 2) of one city's tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from keikaku.check import CleanCity, CleanTable
from keikaku.iri import DATA_PACKAGE, Iris, table_file
from keikaku.package.tableschema import table_schema
from keikaku.schema import Schema

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"


def descriptor(city: CleanCity, schema: Schema, files: Mapping[str, bytes], base_url: str) -> bytes:
    """Give the descriptor; `files` are the CSV files by name, whose size and hash it states."""
    lgcode, name = city.city.lgcode, city.city.name
    iris = Iris(base_url, lgcode)
    body: dict[str, Any] = {
        "$schema": PROFILE,
        "name": f"{lgcode}_plan",
        "id": iris.url("data", {}) + DATA_PACKAGE,
        "title": f"{name.ja}の計画データ",
        "title_en": f"Plan data of {name.en}",
        "description": f"{name.ja}の計画（施策・事業・指標・目標値・実績）を、出典のページとともに表にしたもの。",
        "homepage": iris.url("city", {}),
        "contributors": [{"title": name.ja, "roles": ["publisher"]}],
        "keywords": ["計画", "施策", "KPI", name.ja],
    }
    licence = city.city.licence
    if licence:
        body["licenses"] = [{"name": licence.name, "path": licence.url, "title": licence.title}]
    sources = _sources(city.tables["sources"])
    if sources:
        body["sources"] = sources
    body["resources"] = [
        _resource(table, schema, table_file(lgcode, table.table.name), files) for table in city.tables.values()
    ]
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"


def _sources(table: CleanTable) -> list[dict[str, str]]:
    """Give the documents; the standard's `path` is a URL, so a document without one has a title only."""
    return [
        {"title": row["title"], **({"path": row["url"]} if row["url"] else {}), "version": row["source_id"]}
        for row in table.dicts()
    ]


def _resource(table: CleanTable, schema: Schema, path: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    declared, data = table.table, files[path]
    return {
        "name": declared.name,
        "type": "table",
        "path": path,
        "title": declared.title.ja,
        "title_en": declared.title.en,
        "description": declared.description.ja,
        "description_en": declared.description.en,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "rows": len(table.rows),
        "schema": table_schema(declared, schema),
    }
