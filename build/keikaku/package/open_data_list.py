"""オープンデータ一覧 (`{code}_open_data_list.csv`): one row a published file, in the columns that municipalities use.

Input: the finished data folder and what `city.yaml` says. Only what is known is filled in: nothing tells when a city
published its data, how often it will, or whom to ask. The list has a row of its own, without its size.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, Final

from keikaku.check import CleanCity
from keikaku.file_names import open_data_list_file
from keikaku.iri import Iris
from keikaku.package.descriptor import PROFILE, description, identifier, keywords, title
from keikaku.package.files import delimited
from keikaku.package.write import PublishedFile, list_files
from keikaku.schema import Label

COLUMNS: Final[Mapping[str, str]] = {
    "データセット_ID": "dataset_id",
    "全国地方公共団体コード": "lgcode",
    "地方公共団体名": "municipality",
    "データセット_タイトル": "dataset_title",
    "データセット_サブタイトル": "dataset_subtitle",
    "データセット_概要": "dataset_description",
    "データセット_キーワード": "dataset_keywords",
    "データセット_分類": "dataset_category",
    "データセット_ユニバーサルメニュー": "dataset_universal_menu",
    "データセット_公開日": "dataset_issued",
    "データセット_最終更新日": "dataset_modified",
    "データセット_バージョン": "dataset_version",
    "データセット_言語": "dataset_language",
    "データセット_URL": "dataset_url",
    "データセット_更新頻度": "dataset_frequency",
    "データセット_準拠する標準": "dataset_conforms_to",
    "データセット_関連ドキュメント": "dataset_documentation",
    "データセット_来歴情報": "dataset_provenance",
    "データセット_対象地域": "dataset_area",
    "データセット_対象期間": "dataset_period",
    "データセット_作成者": "dataset_creator",
    "データセット_連絡先名称": "contact_name",
    "データセット_連絡先メールアドレス": "contact_email",
    "データセット_連絡先電話番号": "contact_telephone",
    "データセット_連絡先内線番号": "contact_extension",
    "データセット_連絡先FormURL": "contact_form_url",
    "データセット_連絡先備考（その他、SNSなど）": "contact_remarks",
    "データセット_備考": "dataset_remarks",
    "ファイル_ID": "file_id",
    "ファイル_タイトル": "file_title",
    "ファイル_アクセスURL": "file_access_url",
    "ファイル_ダウンロードURL": "file_download_url",
    "ファイル_説明": "file_description",
    "ファイル_形式": "file_format",
    "ファイル_ライセンス": "file_licence",
    "ファイル_ステータス": "file_status",
    "ファイル_サイズ": "file_size",
    "ファイル_公開日": "file_issued",
    "ファイル_最終更新日": "file_modified",
    "ファイル_利用規約": "file_terms_of_use",
    "ファイル_関連ドキュメント": "file_documentation",
    "ファイル_言語": "file_language",
    "ファイル_準拠する標準": "file_conforms_to",
    "ファイル_API対応有無": "file_has_api",
    "ファイル_著作権表記": "file_copyright",
}
"""The columns by their headings, each with a name of our own in ASCII."""
HEADER: Final = tuple(COLUMNS)
TITLE: Final = Label("オープンデータ一覧", "List of open data")
DESCRIPTION: Final = Label(
    "公開しているファイルの一覧。一行が一つのファイル。", "The files that are published, one a row."
)
NO_PLAN_DATA: Final = Label(
    "ファイルについてはカタログ（DCAT-AP）が述べるので、変換ではRDFを出さない。",
    "The catalog (DCAT-AP) tells of the files, so a conversion puts out nothing.",
)
_BETWEEN: Final = ";"
_LANGUAGE: Final = "日本語"


def list_schema() -> dict[str, Any]:
    """Give the Table Schema of the list: texts only, since that is all that its readers promise one another."""
    fields = [
        {
            "name": name,
            "header": header,
            "type": "string",
            "title": header,
            "title_en": name.replace("_", " "),
            "description": header.replace("_", "の"),
            "description_en": f"The {name.replace('_', ' ')} of the row.",
        }
        for header, name in COLUMNS.items()
    ]
    return {"fields": fields, "missingValues": [""], "primaryKey": [COLUMNS["ファイル_ID"]]}


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
