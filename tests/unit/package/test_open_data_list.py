"""The オープンデータ一覧 has the national columns, a row for each published file, and nothing that nobody said."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from keikaku.check import CleanCity
from keikaku.package import PublishedFile, write_checksums, write_open_data_list, write_package
from keikaku.package.open_data_list import HEADER
from keikaku.read import Licence
from keikaku.schema import Schema

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference" / "open_data_list_header.csv"
BASE = "https://keikaku.example/"
NAME = "212105_open_data_list.csv"
REPORT = PublishedFile("../quality/quality.json", "品質の報告", "報告。", "application/json", None, 9, "0" * 64)

Rows = dict[str, dict[str, str]]


def listed(city: CleanCity, folder: Path) -> Rows:
    write_open_data_list(folder, city, BASE, REPORT)
    with (folder / NAME).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_file = {row["ファイル_ID"]: row for row in rows}
    assert len(by_file) == len(rows)
    return by_file


@pytest.fixture
def package(clean_kitchen: CleanCity, schema: Schema, tmp_path: Path) -> Path:
    write_package(clean_kitchen, schema, tmp_path, BASE)
    return tmp_path


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference is not beside this checkout")
def test_the_columns_are_the_national_ones() -> None:
    with REFERENCE.open(encoding="utf-8-sig", newline="") as file:
        assert tuple(next(csv.reader(file))) == HEADER


def test_every_published_file_has_a_row(clean_kitchen: CleanCity, package: Path) -> None:
    rows = listed(clean_kitchen, package)
    files = {file.name: file for file in write_checksums(package, clean_kitchen)}
    assert set(rows) == {*files, "quality.json"}
    for name, file in files.items():
        row = rows[name]
        assert row["ファイル_タイトル"] == file.title
        assert row["ファイル_ダウンロードURL"] == f"{BASE}212105/data/{name}"
        assert row["ファイル_サイズ"] == ("" if name == NAME else str(file.size))
    assert rows["quality.json"]["ファイル_ダウンロードURL"] == f"{BASE}212105/quality/quality.json"
    assert rows["212105_plan.xlsx"]["ファイル_形式"] == "XLSX"
    assert rows[NAME]["ファイル_タイトル"] == "オープンデータ一覧"


def test_only_what_is_known_is_filled_in(clean_kitchen: CleanCity, package: Path) -> None:
    row = listed(clean_kitchen, package)[NAME]
    assert row["地方公共団体名"] == "岐阜県恵那市"
    assert row["データセット_対象期間"] == "2022-04-01/2026-03-31"
    unknown = (
        "データセット_公開日",
        "データセット_更新頻度",
        "データセット_連絡先名称",
        "ファイル_ライセンス",
        "ファイル_利用規約",
    )
    assert [row[column] for column in unknown] == [""] * len(unknown)


def test_a_licence_is_told_with_its_address(clean_kitchen: CleanCity, package: Path) -> None:
    licence = Licence(
        "CC-BY-4.0", "クリエイティブ・コモンズ 表示 4.0 国際", "https://creativecommons.org/licenses/by/4.0/"
    )
    city = replace(clean_kitchen, city=msgspec.structs.replace(clean_kitchen.city, licence=licence))
    for row in listed(city, package).values():
        assert (row["ファイル_ライセンス"], row["ファイル_利用規約"]) == (licence.title, licence.url)


def test_listing_again_gives_the_same_bytes(clean_kitchen: CleanCity, package: Path) -> None:
    listed(clean_kitchen, package)
    before = (package / NAME).read_bytes()
    listed(clean_kitchen, package)
    assert (package / NAME).read_bytes() == before


def test_every_csv_of_a_data_folder_has_metadata_with_its_headings(public_cities: Path) -> None:
    tables = sorted(public_cities.glob("[0-9]*/data/*.csv"))
    assert len(tables) >= 100
    for table in tables:
        metadata = json.loads(table.with_name(f"{table.name}-metadata.json").read_text(encoding="utf-8"))
        with table.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        columns = [one for one in metadata["tableSchema"]["columns"] if not one.get("virtual")]
        assert [one["titles"]["und"] for one in columns] == header, table.name
