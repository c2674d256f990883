"""The README of an edition's archive: what it holds and how to cite it, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from keikaku.check import CleanTable
from keikaku.iri import Iris
from keikaku.read import City


def readme(city: City, iris: Iris, edition: Mapping[str, str], tables: Mapping[str, CleanTable]) -> bytes:
    """Give the README of an edition, Japanese first; what the documents do not state is said to be not stated."""
    plan = next(row for row in tables["plans"].dicts() if row["plan_id"] == edition["plan_id"])
    source = next(row for row in tables["sources"].dicts() if row["source_id"] == edition["source_id"])
    uri, page = iris.thing("edition", edition), iris.url("edition", edition)
    date = edition["as_of"] or source["issued"]
    parts = (_japanese(city, plan, edition, source, date), _english(city, plan, edition, source, date))
    addresses = f"- URI: {uri}\n- URL: {page}\n"
    return "\n".join(part.replace("@addresses", addresses.rstrip()) for part in parts).encode()


def _japanese(
    city: City, plan: Mapping[str, str], edition: Mapping[str, str], source: Mapping[str, str], date: str
) -> str:
    title = f"{city.name.ja}「{plan['title']}」{edition['label']}"
    licence = f"{city.licence.title} ({city.licence.url})" if city.licence else f"未設定({city.name.ja}が定めていない)"
    return f"""# {title}

この版が述べていることの全てを、表(CSV)とリンクトデータ(N-Triples)で収めた永続的な保存ファイルです。
新しい版が出ても、この内容は変わりません。

- 版: {edition["edition_id"]}
- 文書の日付: {date or "文書に記載なし"}
- 出典: {source["publisher"]}「{source["title"]}」
- 出典の文字データの SHA-256: {source["sha256"] or "なし"}
- 利用条件: {licence}
@addresses

## 引用のしかた

{title}、{date or "日付の記載なし"}。版 {edition["edition_id"]}。{_web(source)}
上記のURIと、出典の SHA-256 を添えてください。

## ファイル

- `datapackage.json`: 表の一覧と、列の意味・型・鍵(Data Package v2)
- `*.csv`: 表。UTF-8、一行目が列名。`page` は出典のページ、`line` は出典の文字データの行
- `*_codes.csv`: 符号の意味
- `*_graph.nt`: 同じ内容のRDF(N-Triples)
"""


def _english(
    city: City, plan: Mapping[str, str], edition: Mapping[str, str], source: Mapping[str, str], date: str
) -> str:
    licence = f"{city.licence.name} ({city.licence.url})" if city.licence else f"none set by {city.name.en}"
    plan_title = f"{plan['title_en']} ({plan['title']})" if plan["title_en"] else plan["title"]
    return f"""# English

Permanent archive of one edition of a plan of {city.name.en}, {city.prefecture.en}: all that it states, as tables (CSV)
and as linked data (N-Triples). It does not change when there are newer editions.

- Plan: {plan_title}
- Edition: {edition["edition_id"]} ({edition["label"]})
- Date of the document: {date or "the document states none"}
- Source: {source["publisher"]}, {source["title"]}
- SHA-256 of the text of the source: {source["sha256"] or "none"}
- Licence: {licence}
@addresses

Cite as: {city.name.en}, "{plan_title}", edition {edition["edition_id"]}, {date or "no date stated"};
with the URI above and the SHA-256 of the source.

`datapackage.json` describes the tables, `*_codes.csv` tells what codes mean, `page` is the page of the source.
"""


def _web(source: Mapping[str, str]) -> str:
    return f"{source['url']} 。" if source["url"] else ""
