"""CSVW metadata beside the CSV files: one document for each, and one for the whole folder with the keys between tables.

What it says of the rows is proved against the graph when it is made: a conversion gives triples that the graph has.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from keikaku.check import CleanCity
from keikaku.file_names import CSVW_FOLDER_FILE, csvw_file
from keikaku.graph.context import Context
from keikaku.graph.csvw.document import DIALECT, NO_PLAN_DATA, Json, document, foreign_keys, other_table, plan_table
from keikaku.graph.csvw.settle import settle
from keikaku.schema import Label, Schema

__all__ = ["OtherTable", "csvw_descriptions", "csvw_files"]

_ALL_CITIES: Final = Label(
    "全市区町村のRDFは同じフォルダーの all.nt.gz にあり、変換ではRDFを出さない。"
    "変換の決まりは市区町村ごとのCSVの記述にある。",
    "The RDF of all municipalities is in all.nt.gz of this folder, so a conversion puts out nothing. How rows become "
    "RDF is told by the metadata of each municipality's own CSV files.",
)
_TITLE: Final = Label("{city}の計画データ", "Plan data of {city}")


class OtherTable(NamedTuple):
    """A CSV file of the folder that holds no table of the plan, with its Table Schema."""

    file: str
    title: Label
    description: Label
    table_schema: Mapping[str, Any]
    told: Label = NO_PLAN_DATA
    """Why a conversion puts out nothing of it."""


def csvw_files(city: CleanCity, schema: Schema, base_url: str, others: Iterable[OtherTable] = ()) -> dict[str, bytes]:
    """Give the metadata documents of a city's data folder by their names."""
    lgcode = city.city.lgcode
    context = Context.of(city, base_url, schema)
    files: dict[str, bytes] = {}
    tables: list[Json] = []
    for clean in city.tables.values():
        described = plan_table(clean, schema, settle(clean, context), lgcode)
        keys = foreign_keys(clean, lgcode)
        # A key may only name tables of the same document.
        own = [key for key in keys if key["reference"]["resource"] == described["url"]]
        files[csvw_file(described["url"])] = _bytes(document(_with_keys(described, own)))
        tables.append(_with_keys(described, keys))
    for other in others:
        described = other_table(*other)
        files[csvw_file(other.file)] = _bytes(document(described))
        tables.append(described)
    files[CSVW_FOLDER_FILE] = _bytes(document(_group(city, context, tables)))
    return files


def csvw_descriptions(title: Label, tables: Iterable[OtherTable]) -> dict[str, bytes]:
    """Give the metadata documents of tables of all cities: what the columns are, without a conversion to RDF."""
    described = [other_table(*table._replace(told=_ALL_CITIES)) for table in tables]
    files = {csvw_file(one["url"]): _bytes(document(one)) for one in described}
    titles = [{"@value": title.say(lang), "@language": lang} for lang in ("ja", "en")]
    files[CSVW_FOLDER_FILE] = _bytes(document({"dc:title": titles, "dialect": dict(DIALECT), "tables": described}))
    return files


def _group(city: CleanCity, context: Context, tables: list[Json]) -> Json:
    name, licence = city.city.name, city.city.licence
    titles = [{"@value": _TITLE.say(lang).format(city=name.say(lang)), "@language": lang} for lang in ("ja", "en")]
    body: Json = {"dc:title": titles, "dc:publisher": {"@id": context.municipality}}
    if licence:
        body["dc:license"] = {"@id": licence.url}
    return {**body, "dialect": dict(DIALECT), "tables": tables}


def _with_keys(described: Json, keys: list[Json]) -> Json:
    if not keys:
        return described
    return {**described, "tableSchema": {**described["tableSchema"], "foreignKeys": keys}}


def _bytes(body: Json) -> bytes:
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"
