"""`datapackage.json`: a Data Package (version 2) of one city's tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from keikaku.check import CleanCity, CleanTable
from keikaku.file_names import DATA_PACKAGE, table_file
from keikaku.iri import CODES, Iris
from keikaku.package import codes
from keikaku.package.tableschema import table_schema
from keikaku.schema import Schema

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"


def descriptor(city: CleanCity, schema: Schema, files: Mapping[str, bytes], base_url: str) -> bytes:
    """Give the descriptor; `files` are the CSV files by name, whose size and hash it states."""
    lgcode, name = city.city.lgcode, city.city.name
    iris = Iris(base_url, lgcode)
    body: dict[str, Any] = {
        "$schema": PROFILE,
        "name": identifier(city),
        "id": iris.url("data", {}) + DATA_PACKAGE,
        "title": title(city),
        "title_en": f"Plan data of {name.en}",
        "description": description(city),
        "homepage": iris.url("city", {}),
        "contributors": [{"title": name.ja, "roles": ["publisher"]}],
        "keywords": keywords(city),
        "spatial": {"lgcode": lgcode, "prefecture": city.city.prefecture.ja, "municipality": name.ja},
    }
    licence = city.city.licence
    if licence:
        body["licenses"] = [{"name": licence.name, "path": licence.url, "title": licence.title}]
    stated = sources(city.tables["sources"])
    if stated:
        body["sources"] = stated
    history = _history(city)
    if history:
        body["history"] = history
    body["resources"] = [
        _resource(table, schema, table_file(lgcode, table.table.name), files) for table in city.tables.values()
    ]
    body["resources"].append(_codes(schema, table_file(lgcode, CODES), files))
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"


def identifier(city: CleanCity) -> str:
    """Give the name of a city's package."""
    return f"{city.city.lgcode}_plan"


def title(city: CleanCity) -> str:
    """Give the title of a city's data."""
    return f"{city.city.name.ja}の計画データ"


def description(city: CleanCity) -> str:
    """Say what a city's data are."""
    return f"{city.city.name.ja}の計画（施策・事業・指標・目標値・実績）を、出典のページとともに表にしたもの。"


def keywords(city: CleanCity) -> list[str]:
    """Give the words under which a city's data should be found."""
    return ["計画", "施策", "KPI", city.city.name.ja]


def sources(table: CleanTable) -> list[dict[str, str]]:
    """Give the documents; the standard's `path` is a URL, so a document without one has a title only."""
    return [
        {"title": row["title"], **({"path": row["url"]} if row["url"] else {}), "version": row["source_id"]}
        for row in table.dicts()
    ]


def _history(city: CleanCity) -> list[dict[str, str]]:
    """Give the editions that the data hold, each an update of its plan, with its date where the document states one."""
    issued = {row["source_id"]: row["issued"] for row in city.tables["sources"].dicts()}
    found = []
    for row in city.tables["editions"].dicts():
        date = row["as_of"] or issued.get(row["source_id"], "")
        entry = {"edition": row["edition_id"], "title": row["label"], "status": row["status"]}
        found.append({**entry, **({"date": date} if date else {}), "source": row["source_id"]})
    return found


def _resource(table: CleanTable, schema: Schema, path: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    declared = table.table
    titles = (declared.title.ja, declared.title.en)
    descriptions = (declared.description.ja, declared.description.en)
    form = _form(path, files[path], len(table.rows))
    return {**named_resource(declared.name, titles, descriptions), **form, "schema": table_schema(declared, schema)}


def _codes(schema: Schema, path: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Give the resource of the code lists."""
    form = _form(path, files[path], len(codes.code_rows(schema)))
    return {**named_resource(CODES, codes.TITLE, codes.DESCRIPTION), **form, "schema": codes.code_schema()}


def named_resource(name: str, titles: tuple[str, str], descriptions: tuple[str, str]) -> dict[str, Any]:
    """Give what a resource says of itself in words."""
    return {
        "name": name,
        "type": "table",
        "title": titles[0],
        "title_en": titles[1],
        "description": descriptions[0],
        "description_en": descriptions[1],
    }


def _form(path: str, data: bytes, rows: int) -> dict[str, Any]:
    return {
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "byteOrderMark": False,
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "rows": rows,
    }
