"""What catalog, VoID and schema.org say in words, in both languages; English titles of files that are no table."""

from __future__ import annotations

from typing import Final

from keikaku.file_names import CSVW_FOLDER_FILE, CSVW_SUFFIX, DATA_PACKAGE, OPEN_DATA_LIST_SUFFIX, QUALITY_FILE
from keikaku.read import City
from keikaku.schema import Label, Schema

SITE: Final = Label("まちの計画データ keikaku", "keikaku: city plans as open data")
CATALOG: Final = Label("自治体の計画データのカタログ", "Catalog of municipal plan data")
CATALOG_TEXT: Final = Label(
    "市区町村の計画(施策・事業・指標・目標値・実績)を表とリンクトデータにしたもののカタログ。",
    "Catalog of municipal plans (policies, projects, indicators, targets and results) as tables and linked data.",
)
TOGETHER: Final = Label("収録した全市区町村の計画データ", "Plan data of all municipalities on this site")
TOGETHER_TEXT: Final = Label(
    "このサイトにある全ての市区町村の計画(施策・事業・指標・目標値・実績)を一組の表と一つのグラフにまとめたもの。"
    "どの表も先頭の列が全国地方公共団体コード。",
    "Plans of all municipalities of this site (policies, projects, indicators, targets and results) as one set of "
    "tables, each with the municipality's code as its first column, and as one graph.",
)
TOGETHER_PROVENANCE: Final = Label(
    "市区町村ごとのデータをそのまま一つにまとめたもの。出典は各行のページ・行と、市区町村ごとのデータにある。",
    "The data of the municipalities put together as they are; each row names its page and line, and the data of each "
    "municipality name the documents.",
)
WHOLE_PERIOD: Final = Label("全計画の期間", "Period of all plans")
VOID_TITLE: Final = Label("このサイトのリンクトデータ", "Linked data of this site")
PROVENANCE: Final = Label(
    "表は市が公表した文書から写し取り、行ごとに文書のページと行を記している。訂正した箇所は訂正の表にある。",
    "The tables were taken from documents that the city published; each row names the page and line, and the table of "
    "corrections lists what was corrected.",
)
KEYWORDS: Final = (Label("計画", "plan"), Label("施策", "policy"), Label("事業", "project"), Label("KPI", "KPI"))
PUBLIC: Final = Label("公開", "public")
ATTRIBUTION: Final = Label("表示", "Attribution")
PUBLIC_DOMAIN: Final = Label("パブリックドメイン", "Public domain")
LOCAL_AUTHORITY: Final = Label("地方公共団体", "Local authority")
GOVERNMENT: Final = Label("政府・公共部門", "Government and public sector")

_ENDINGS: Final = (
    ("_plan_codes.csv", "Code lists"),
    ("_plan_cities.csv", "Municipalities"),
    (OPEN_DATA_LIST_SUFFIX, "Open data list"),
    (QUALITY_FILE, "Quality report"),
    (DATA_PACKAGE, "Data Package descriptor"),
    (CSVW_SUFFIX, "CSV on the Web: metadata of one table"),
    ("_stratml.xml", "Plan as XML (StratML)"),
    (".xlsx", "Workbook of all tables"),
    (".zip", "All files in one archive"),
    (".nt", "RDF (N-Triples)"),
    (".nt.gz", "RDF (N-Triples, compressed with gzip)"),
    (".ttl", "RDF (Turtle)"),
    (".sqlite", "All tables as one SQLite database"),
    (".parquet", "Table as Parquet"),
    (".jsonld", "RDF (JSON-LD)"),
)


def dataset_title(city: City) -> Label:
    """Name the data of a city."""
    return Label(f"{city.name.ja}の計画データ", f"Plan data of {city.name.en}")


def dataset_description(city: City) -> Label:
    """Say what the data of a city are."""
    return Label(
        f"{city.name.ja}({city.prefecture.ja})の計画(施策・事業・指標・目標値・実績)を、"
        "出典のページとともに表とリンクトデータにしたもの。",
        f"Plans of {city.name.en}, {city.prefecture.en} (policies, projects, indicators, targets and results) as "
        "tables and linked data, with the page of the document that each row comes from.",
    )


def catalog_title(city: City) -> Label:
    """Name the catalog of one city's data."""
    return Label(f"{city.name.ja}の計画データのカタログ", f"Catalog of the plan data of {city.name.en}")


def keywords(city: City) -> tuple[Label, ...]:
    """Give the words under which the data of a city are found."""
    return (*KEYWORDS, city.name, city.prefecture)


def english_title(name: str, table: str, schema: Schema) -> str:
    """Name a published file in English: a table by the schema, others by how the name ends; empty where unknown."""
    if table:
        return schema.by_name[table].title.en
    if name == CSVW_FOLDER_FILE:
        return "CSV on the Web: metadata of all tables"
    return next((title for ending, title in _ENDINGS if name.endswith(ending)), "")
