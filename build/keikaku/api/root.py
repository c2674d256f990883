"""The documents about all cities: the entry point, the list of cities, attainment, themes and code lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from keikaku.api.city import ApiCity
from keikaku.api.names import Names
from keikaku.api.rows import Values
from keikaku.api.shapes import load_shapes
from keikaku.api.things import Document
from keikaku.file_names import DATA_PACKAGE, archive_file, compressed, graph_file
from keikaku.iri import ALL, CATALOG_JSONLD, LANGUAGES, Iris
from keikaku.names import DATABASE, feed_path
from keikaku.schema import Code, CodeList, Label, Schema
from keikaku.terms import concept, scheme

TITLE: Final = Label("まちの計画データ API", "Municipal plans as data: API")
DESCRIPTION: Final = Label(
    "市区町村の計画(施策・事業・指標・目標値・実績)を、出典のページとともに返すJSON。静的なファイルで、登録も鍵もいらない。"
    "href をたどれば全ての文書に行ける。",
    "Municipal plans (policies, projects, indicators, targets and results) as JSON, each value with the page that it "
    "comes from. Static files: no registration, no key. Every document is reached by following href.",
)
VERSION: Final = "1"
_DOWNLOADS: Final = (
    (DATA_PACKAGE, "application/json", Label("全ての表(Data Package)", "All tables (Data Package)")),
    (archive_file(ALL), "application/zip", Label("全ての表(CSV、zip)", "All tables (CSV, zip)")),
    (DATABASE, "application/vnd.sqlite3", Label("全ての表(SQLite)", "All tables (SQLite)")),
    (
        compressed(graph_file(ALL, "nt")),
        "application/gzip",
        Label("リンクトデータ(N-Triples、gzip)", "Linked data (N-Triples, gzip)"),
    ),
)


def root_documents(cities: Sequence[ApiCity], schema: Schema, base_url: str) -> Iterator[Document]:
    """Give all documents about all cities."""
    names = Names(base_url)
    yield names.path("index"), _index(names)
    yield names.path("cities"), {**names.head("cities"), "cities": [city.card for city in cities]}
    every = [record for city in cities for record in city.records]
    yield names.path("attainment"), {**names.head("attainment"), "records": every}
    yield from _themes(cities, schema, names)
    lists = schema.code_lists.items()
    told = [_list_ref(names, name, body) for name, body in lists]
    yield names.path("code_lists"), {**names.head("code_lists"), "lists": told}
    for name, body in lists:
        yield _list(names, name, body)


def _index(names: Names) -> Values:
    base, data = names.base_url, Iris(names.base_url, ALL)
    links = {kind: names.href(kind) for kind in ("openapi", "cities", "attainment", "themes")}
    downloads = [
        {"ja": label.ja, "en": label.en, "media_type": media_type, "url": data.published(name)}
        for name, media_type, label in _DOWNLOADS
    ]
    catalog = {"ja": "カタログ(DCAT-AP、JSON-LD)", "en": "Catalog (DCAT-AP, JSON-LD)"}
    downloads.append({**catalog, "media_type": "application/ld+json", "url": base + CATALOG_JSONLD})
    return {
        **names.head("index"),
        "title": {"ja": TITLE.ja, "en": TITLE.en},
        "description": {"ja": DESCRIPTION.ja, "en": DESCRIPTION.en},
        "version": VERSION,
        "html": {lang: base + prefix for lang, prefix in LANGUAGES.items()},
        **links,
        "codes": names.href("code_lists"),
        "feed": base + feed_path(""),
        "downloads": downloads,
        "schemas": [
            {"name": kind, "ja": body.title.ja, "en": body.title.en, "url": names.href("schema", {"kind": kind})}
            for kind, body in load_shapes().kinds.items()
        ],
    }


def _themes(cities: Sequence[ApiCity], schema: Schema, names: Names) -> Iterator[Document]:
    """Give the list of themes, and for each theme how many projects each city has; the projects stand by city."""
    codes = schema.code_lists["theme"].codes
    counts = {code.value: [city.themes.get(code.value, 0) for city in cities] for code in codes}
    listed = [
        {
            "theme": code.value,
            "ja": code.ja,
            "en": code.en,
            "broader": code.broader,
            "projects": sum(counts[code.value]),
            "cities": sum(count > 0 for count in counts[code.value]),
            "href": names.href("theme", {"theme": code.local_name}),
        }
        for code in codes
    ]
    yield names.path("themes"), {**names.head("themes"), "themes": listed}
    for code in codes:
        ids = {"theme": code.local_name}
        yield (
            names.path("theme", ids),
            {
                **names.head("theme", ids),
                "theme": code.value,
                **_meaning(code),
                "uri": concept("theme", code.local_name),
                "projects": sum(counts[code.value]),
                "cities": [
                    _theme_city(names.base_url, city.card, ids, count)
                    for city, count in zip(cities, counts[code.value], strict=True)
                    if count
                ],
            },
        )


def _theme_city(base_url: str, card: Values, ids: dict[str, str], count: int) -> Values:
    own: dict[str, Any] = {name: card[name] for name in ("lgcode", "name", "name_en")}
    return {**own, "projects": count, "href": Names(base_url, card["lgcode"]).href("city_theme", ids)}


def _meaning(code: Code) -> Values:
    told = code.definition
    return {
        "ja": code.ja,
        "en": code.en,
        "definition_ja": told.ja if told else None,
        "definition_en": told.en if told else None,
        "broader": code.broader,
    }


def _list_ref(names: Names, name: str, body: CodeList) -> Values:
    told = {"list": name, "ja": body.title.ja, "en": body.title.en, "codes": len(body.codes)}
    return {**told, "href": names.href("code_list", {"list": name})}


def _list(names: Names, name: str, body: CodeList) -> Document:
    ids = {"list": name}
    return names.path("code_list", ids), {
        **names.head("code_list", ids),
        **ids,
        "ja": body.title.ja,
        "en": body.title.en,
        "uri": scheme(name),
        "open": body.open,
        "codes": [
            {"value": code.value, **_meaning(code), "uri": concept(name, code.local_name)} for code in body.codes
        ],
    }
