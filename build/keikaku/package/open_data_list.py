"""オープンデータ一覧 (`{code}_open_data_list.csv`): one row a published file, in the columns that municipalities use.

Input: the finished data folder and what `city.yaml` says. Only what is known is filled in: nothing tells when a city
published its data, how often it will, or whom to ask. The list has a row of its own, without its size.
"""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Final

from keikaku.check import CleanCity
from keikaku.iri import Iris, open_data_list_file
from keikaku.package.descriptor import PROFILE, description, identifier, keywords, title
from keikaku.package.files import delimited
from keikaku.package.write import PublishedFile, list_files

HEADER: Final = (
    "データセット_ID",
    "全国地方公共団体コード",
    "地方公共団体名",
    "データセット_タイトル",
    "データセット_サブタイトル",
    "データセット_概要",
    "データセット_キーワード",
    "データセット_分類",
    "データセット_ユニバーサルメニュー",
    "データセット_公開日",
    "データセット_最終更新日",
    "データセット_バージョン",
    "データセット_言語",
    "データセット_URL",
    "データセット_更新頻度",
    "データセット_準拠する標準",
    "データセット_関連ドキュメント",
    "データセット_来歴情報",
    "データセット_対象地域",
    "データセット_対象期間",
    "データセット_作成者",
    "データセット_連絡先名称",
    "データセット_連絡先メールアドレス",
    "データセット_連絡先電話番号",
    "データセット_連絡先内線番号",
    "データセット_連絡先FormURL",
    "データセット_連絡先備考（その他、SNSなど）",
    "データセット_備考",
    "ファイル_ID",
    "ファイル_タイトル",
    "ファイル_アクセスURL",
    "ファイル_ダウンロードURL",
    "ファイル_説明",
    "ファイル_形式",
    "ファイル_ライセンス",
    "ファイル_ステータス",
    "ファイル_サイズ",
    "ファイル_公開日",
    "ファイル_最終更新日",
    "ファイル_利用規約",
    "ファイル_関連ドキュメント",
    "ファイル_言語",
    "ファイル_準拠する標準",
    "ファイル_API対応有無",
    "ファイル_著作権表記",
)
_BETWEEN: Final = ";"
_LANGUAGE: Final = "日本語"


def write_open_data_list(folder: Path, city: CleanCity, base_url: str, *more: PublishedFile) -> None:
    """Write the list of all files of the data folder; `more` are listed with them and stand elsewhere."""
    name = open_data_list_file(city.city.lgcode)
    path = folder / name
    path.write_bytes(b"")
    files = (*list_files(folder, city), *more)
    iris = Iris(base_url, city.city.lgcode)
    dataset = _dataset(city, iris)
    rows = [{**dataset, **_file(file, city, iris, "" if file.name == name else str(file.size))} for file in files]
    path.write_bytes(delimited(HEADER, [[row.get(column, "") for column in HEADER] for row in rows]))


def _dataset(city: CleanCity, iris: Iris) -> dict[str, str]:
    """Give what all rows say of the dataset: the files of a city are one."""
    name, place = city.city.name.ja, f"{city.city.prefecture.ja}{city.city.name.ja}"
    return {
        "データセット_ID": identifier(city),
        "全国地方公共団体コード": city.city.lgcode,
        "地方公共団体名": place,
        "データセット_タイトル": title(city),
        "データセット_概要": description(city),
        "データセット_キーワード": _BETWEEN.join(keywords(city)),
        "データセット_言語": _LANGUAGE,
        "データセット_URL": iris.url("data", {}),
        "データセット_準拠する標準": PROFILE,
        "データセット_来歴情報": _BETWEEN.join(row["title"] for row in city.tables["sources"].dicts()),
        "データセット_対象地域": place,
        "データセット_対象期間": _period(city),
        "データセット_作成者": name,
    }


def _file(file: PublishedFile, city: CleanCity, iris: Iris, size: str) -> dict[str, str]:
    licence = city.city.licence
    return {
        "ファイル_ID": PurePath(file.name).name,
        "ファイル_タイトル": file.title,
        "ファイル_アクセスURL": iris.url("data", {}),
        "ファイル_ダウンロードURL": iris.published(file.name),
        "ファイル_説明": file.description,
        "ファイル_形式": PurePath(file.name).suffix.removeprefix(".").upper(),
        "ファイル_ライセンス": licence.title if licence else "",
        "ファイル_サイズ": size,
        "ファイル_利用規約": licence.url if licence else "",
        "ファイル_言語": _LANGUAGE,
        "ファイル_API対応有無": "無",
    }


def _period(city: CleanCity) -> str:
    """Give the days from the first plan's beginning to the last plan's end; empty where a plan states no years."""
    years = [(row["start_fy"], row["end_fy"]) for row in city.tables["plans"].dicts()]
    if not years or not all(start and end for start, end in years):
        return ""
    first, last = min(int(start) for start, _ in years), max(int(end) for _, end in years)
    return f"{first:04d}-04-01/{last + 1:04d}-03-31"
