"""The papers beside files that are uploaded by hand: オープンデータ一覧, metadata as CSV and JSON.

CSV files begin with a byte order mark, since staff open them in Excel. Only what is known is filled in.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from keikaku.file_names import open_data_list_file
from keikaku.package.open_data_list import HEADER
from keikaku.portal.dataset import EXTRA, PATH, Dataset
from keikaku.portal.handed import Handed
from keikaku.portal.settings import Portal

FREQUENCY: Final = {
    "ANNUAL": "年1回",
    "ANNUAL_2": "年2回",
    "ANNUAL_3": "年3回",
    "BIENNIAL": "2年に1回",
    "BIMONTHLY": "2か月に1回",
    "BIWEEKLY": "2週間に1回",
    "CONT": "随時（常時更新）",
    "DAILY": "毎日",
    "IRREG": "不定期",
    "MONTHLY": "月1回",
    "NEVER": "更新しない",
    "OTHER": "その他",
    "QUARTERLY": "年4回",
    "TRIENNIAL": "3年に1回",
    "UNKNOWN": "不明",
    "WEEKLY": "週1回",
}
"""The frequencies in words."""
_RESOURCE_COLUMNS: Final = {
    PATH: "file_name",
    "name": "file_title",
    "description": "file_description",
    "format": "file_format",
    "mimetype": "file_media_type",
    "size": "file_size",
    "hash": "file_sha256",
    "license": "file_licence_url",
}


def open_data_list(dataset: Dataset, portal: Portal) -> bytes:
    """Give the list of the chosen files: the build's rows, with contact and frequency from the settings."""
    built = dataset.files[0].path.parent / open_data_list_file(dataset.lgcode)
    rows: dict[str, dict[str, str]] = {}
    if built.is_file():
        with built.open(encoding="utf-8-sig", newline="") as lines:
            rows = {row["ファイル_ID"]: row for row in csv.DictReader(lines)}
    shared = {
        "データセット_ID": dataset.identifier,
        "全国地方公共団体コード": dataset.lgcode,
        "データセット_タイトル": dataset.fields.get("title", ""),
        "データセット_更新頻度": FREQUENCY[portal.frequency],
        "データセット_連絡先名称": portal.maintainer,
        "データセット_連絡先メールアドレス": portal.maintainer_email,
    }
    found = []
    for file in dataset.files:
        said = {
            "ファイル_ID": file.name,
            "ファイル_タイトル": file.fields.get("name", ""),
            "ファイル_説明": file.fields.get("description", ""),
            "ファイル_形式": file.fields.get("format", ""),
            "ファイル_サイズ": str(file.size),
        }
        row = {**rows.get(file.name, {}), **shared, **said}
        found.append([row.get(column) or "" for column in HEADER])
    return _csv(HEADER, found)


def metadata_csv(wanted: Handed, dataset: Dataset) -> bytes:
    """Give the metadata as a table: one row a file, what is said of the dataset in each."""
    told = _dataset(wanted, dataset)
    header = (*told, *_RESOURCE_COLUMNS.values())
    return _csv(header, ([*told.values(), *_resource(said).values()] for said in wanted.files.values()))


def metadata_json(wanted: Handed, dataset: Dataset) -> bytes:
    """Give the metadata as JSON: the dataset, and its files as `resources`."""
    told = {**_dataset(wanted, dataset), "tags": list(dataset.tags)}
    resources = [_resource(said) for said in wanted.files.values()]
    text = json.dumps({"dataset": told, "resources": resources}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def not_yet_text() -> str:
    """Give the text of the file that staff delete when all is uploaded."""
    return (
        "手順.html のとおりにポータルへ登録し終えたら、このファイルを削除してください。\n"
        "削除すると、次からは、変わったところだけが手順に出ます。\n"
        "残しておくと、登録していないものとして、次の手順にもう一度出ます。\n"
    )


def _dataset(wanted: Handed, dataset: Dataset) -> dict[str, str]:
    fields = {key.removeprefix(EXTRA): value for key, value in wanted.fields.items() if key != "address"}
    return {"identifier": dataset.identifier, **fields}


def _resource(said: Mapping[str, str]) -> dict[str, str]:
    return {column: said.get(key, "") for key, column in _RESOURCE_COLUMNS.items()}


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
