"""`datapackage.json` of all cities: the tables' keys with the city's code in front, and what each city states.

A key that names another table gains the code on both sides, so that it never leads from one city to another. Cities may
set different licences: the package has one where all cities have set the same one; the table of cities names each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from keikaku.check import CleanCity
from keikaku.file_names import DATA_PACKAGE, table_file
from keikaku.iri import ALL, CITIES, CODES, Iris
from keikaku.package import codes
from keikaku.package.descriptor import PROFILE, named_resource, sources
from keikaku.package.tableschema import PROFILE as TABLE_PROFILE
from keikaku.package.tableschema import table_schema
from keikaku.package.write import PublishedFile
from keikaku.read import Licence
from keikaku.schema import Label, Schema, Table

TITLE: Final = Label("収録した全市区町村の計画データ", "Plan data of all municipalities on this site")
DESCRIPTION: Final = Label(
    "このサイトにある全ての市区町村の計画(施策・事業・指標・目標値・実績)を一組の表にまとめたもの。"
    "どの表も先頭の列が全国地方公共団体コード(lgcode)で、そのほかの列は市ごとの表と同じ。"
    "ライセンスは市ごとに定めるもので、市区町村の表に記す。",
    "Plans of all municipalities of this site (policies, projects, indicators, targets and results) as one set of "
    "tables. The first column of each is the municipality's code (lgcode), the others are those of a city's own "
    "tables. Each municipality sets its own licence, which the table of municipalities states.",
)
CITIES_TEXTS: Final = (
    ("市区町村", "Municipalities"),
    (
        "この一式に含まれる市区町村と、それぞれのライセンス。",
        "The municipalities of this package, each with its licence.",
    ),
)
_CODE_FIELD: Final = {
    "name": "lgcode",
    "type": "string",
    "title": "全国地方公共団体コード",
    "title_en": "Municipality code",
    "description": "6桁の全国地方公共団体コード。先頭が0のことがあるので、文字列として読む。",
    "description_en": "Six digits with their check digit; read it as text, since the first may be 0.",
    "example": "132012",
    "constraints": {"required": True, "pattern": "[0-9]{6}"},
}
_CITY_FIELDS: Final = {
    "name": ("市区町村名", "Name", "市区町村名。", "Name in Japanese.", "八王子市"),
    "name_en": ("市区町村名(英語)", "Name in English", "市区町村名の英語表記。", "Name in English.", "Hachioji"),
    "prefecture": ("都道府県名", "Prefecture", "都道府県名。", "Prefecture in Japanese.", "東京都"),
    "prefecture_en": ("都道府県名(英語)", "Prefecture in English", "英語表記。", "Prefecture in English.", "Tokyo"),
    "licence": ("ライセンス", "Licence", "略称。空は未設定。", "Its short name; empty where none is set.", "CC-BY-4.0"),
    "licence_title": ("ライセンス名", "Name of the licence", "正式な名称。", "Its full name.", "表示 4.0 国際"),
    "licence_url": (
        "ライセンスのURL",
        "URL of the licence",
        "条文のURL。",
        "Where its text stands.",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
}
CITY_COLUMNS: Final = ("lgcode", *_CITY_FIELDS)
_ALWAYS_STATED: Final = frozenset({"name", "name_en", "prefecture", "prefecture_en"})


class CityStated(NamedTuple):
    """What remains of a city: its line in the table of cities, its licence and its sources."""

    row: tuple[str, ...]
    name: str
    licence: Licence | None
    sources: tuple[dict[str, str], ...]

    @classmethod
    def of(cls, city: CleanCity) -> CityStated:
        """Take it from a city."""
        own, licence = city.city, city.city.licence
        set_ = (licence.name, licence.title, licence.url) if licence else ("", "", "")
        row = (own.lgcode, own.name.ja, own.name.en, own.prefecture.ja, own.prefecture.en, *set_)
        named = tuple({**one, "lgcode": own.lgcode} for one in sources(city.tables["sources"]))
        return cls(row, own.name.ja, licence, named)


class Counted(NamedTuple):
    """A finished table: its name, its title and description in both languages, and its file."""

    name: str
    texts: tuple[tuple[str, str], tuple[str, str]]
    file: PublishedFile


def together_descriptor(
    cities: Sequence[CityStated], tables: Sequence[Counted], schema: Schema, base_url: str
) -> bytes:
    """Give the descriptor of the finished tables."""
    page = Iris(base_url, ALL).url("data", {})
    body: dict[str, Any] = {
        "$schema": PROFILE,
        "name": f"{ALL}_plan",
        "id": page + DATA_PACKAGE,
        "title": TITLE.ja,
        "title_en": TITLE.en,
        "description": DESCRIPTION.ja,
        "description_en": DESCRIPTION.en,
        "homepage": page,
        "contributors": [{"title": city.name, "roles": ["publisher"]} for city in cities],
        "keywords": ["計画", "施策", "KPI"],
    }
    licence = common_licence([city.licence for city in cities])
    if licence:
        body["licenses"] = [{"name": licence.name, "path": licence.url, "title": licence.title}]
    stated = [source for city in cities for source in city.sources]
    if stated:
        body["sources"] = stated
    body["resources"] = [_resource(table, schema) for table in tables]
    # The standard wants at least one contributor where any are named.
    return json.dumps({k: v for k, v in body.items() if v != []}, ensure_ascii=False, indent=2).encode() + b"\n"


def together_tables(schema: Schema) -> Iterator[tuple[str, Label, Label, dict[str, Any]]]:
    """Give each table's file with its title, description and Table Schema."""
    title, description = CITIES_TEXTS
    yield table_file(ALL, CITIES), Label(*title), Label(*description), _schema(CITIES, schema)
    for table in schema.tables:
        yield table_file(ALL, table.name), table.title, table.description, _schema(table.name, schema)
    yield table_file(ALL, CODES), Label(*codes.TITLE), Label(*codes.DESCRIPTION), _schema(CODES, schema)


def common_licence(licences: Sequence[Licence | None]) -> Licence | None:
    """Give the licence that all cities have set; None where one has set none, or another."""
    first = licences[0] if licences else None
    return first if all(licence == first for licence in licences) else None


def _resource(table: Counted, schema: Schema) -> dict[str, Any]:
    file = table.file
    form = {
        "path": file.name,
        "format": "csv",
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "byteOrderMark": False,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
    }
    return {**named_resource(table.name, *table.texts), **form, "schema": _schema(table.name, schema)}


def _schema(name: str, schema: Schema) -> dict[str, Any]:
    if name == CODES:
        return codes.code_schema()
    return _cities() if name == CITIES else coded_schema(schema.by_name[name], schema)


def _cities() -> dict[str, Any]:
    fields = [
        {
            "name": name,
            "type": "string",
            "title": title,
            "title_en": title_en,
            "description": text,
            "description_en": text_en,
            "example": example,
            "constraints": {"required": name in _ALWAYS_STATED},
        }
        for name, (title, title_en, text, text_en, example) in _CITY_FIELDS.items()
    ]
    return {
        "$schema": TABLE_PROFILE,
        "fields": [_CODE_FIELD, *fields],
        "missingValues": [""],
        "primaryKey": ["lgcode"],
    }


def coded_schema(table: Table, schema: Schema) -> dict[str, Any]:
    """Give a table's Table Schema with the city's code as the first column and in every key.

    Keys of which a part may be empty are `optionalForeignKeys`, as in a city's package: with the code there are more of
    them, since a key of one column that may be empty now has two.
    """
    own = table_schema(table, schema)
    keys = [_coded(key) for key in (*own.pop("foreignKeys", ()), *own.pop("optionalForeignKeys", ()))]
    strict = [key for key in keys if all(name == "lgcode" or table.by_name[name].required for name in key["fields"])]
    optional = [key for key in keys if key not in strict]
    to_city = {"fields": ["lgcode"], "reference": {"resource": CITIES, "fields": ["lgcode"]}}
    coded = {**own, "fields": [_CODE_FIELD, *own["fields"]], "primaryKey": ["lgcode", *own["primaryKey"]]}
    return {**coded, "foreignKeys": [to_city, *strict], **({"optionalForeignKeys": optional} if optional else {})}


def _coded(key: dict[str, Any]) -> dict[str, Any]:
    reference = key["reference"]
    with_code = {**reference, "fields": ["lgcode", *reference["fields"]]}
    return {"fields": ["lgcode", *key["fields"]], "reference": with_code}
