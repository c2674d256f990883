"""Write a city's data folder: CSV files, descriptor, workbook, zip and checksums; and have frictionless judge it."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from keikaku.check import CleanCity, CleanTable
from keikaku.file_names import (
    CHECKSUMS,
    CSVW_FOLDER_FILE,
    CSVW_SUFFIX,
    DATA_PACKAGE,
    OPEN_DATA_LIST_SUFFIX,
    QUALITY_FILE,
    archive_file,
    graph_file,
    table_file,
    workbook_file,
)
from keikaku.iri import ALL, CODES
from keikaku.media_types import MEDIA_TYPES
from keikaku.package import codes
from keikaku.package.descriptor import descriptor
from keikaku.package.files import csv_bytes, delimited, write_workbook
from keikaku.problem import Problem, Where
from keikaku.schema import Schema

_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_MAX_FAULTS: Final = 20


_OTHER_FILES: Final = {
    ".csv": (codes.TITLE[0], codes.DESCRIPTION[0]),
    QUALITY_FILE: (
        "品質の報告",
        "合計の突き合わせ・記入の割合・訂正・機械可読性のルール。品質のページと同じ内容。",
    ),
    CSVW_FOLDER_FILE: (
        "表の意味の記述(CSVW)",
        "すべてのCSVの列・型・鍵と、行をリンクトデータに変換する決まり(W3C勧告のCSV on the Web)。表の間の鍵を含む。",
    ),
    CSVW_SUFFIX: (
        "CSVの意味の記述(CSVW)",
        "同じ名のCSVの列・型・鍵と、行をリンクトデータに変換する決まり(W3C勧告のCSV on the Web)。",
    ),
    OPEN_DATA_LIST_SUFFIX: (
        "オープンデータ一覧",
        "公開しているファイルの一覧。自治体標準オープンデータセットの「オープンデータ一覧」の列による。",
    ),
    ".json": ("データパッケージ記述", "表の一覧・列・型・鍵を機械で読める形に記したもの(Data Package v2)。"),
    ".xlsx": ("全表のブック", "すべての表を一つのExcelブックにまとめたもの。"),
    ".zip": ("一括ダウンロード", "CSV・その意味の記述・データパッケージ記述・ブックをまとめたもの。"),
    ".nt": ("RDF(N-Triples)", "すべての表をリンクトデータにしたもの。一行が一つの文。"),
    ".gz": ("RDF(N-Triples、gzip圧縮)", "N-Triplesと同じ内容を小さくしたもの。検索のページもこれを読む。"),
    "index.ttl": ("このページのRDF(Turtle)", "データそのものと品質について、このページが述べていること。"),
    "index.jsonld": ("このページのRDF(JSON-LD)", "データそのものと品質について、このページが述べていること。"),
    graph_file(ALL, "nt.gz"): (
        "全市区町村のRDF(N-Triples、gzip)",
        "全市区町村の表と語彙をリンクトデータにし、gzipで圧縮したもの。一行が一つの文。",
    ),
    archive_file(ALL): ("一括ダウンロード", "すべてのCSVとデータパッケージ記述をまとめたもの。"),
    ".sqlite": ("SQLiteデータベース", "すべての表を、型・主キー・外部キーとともに一つのデータベースにしたもの。"),
    ".parquet": ("Parquet", "表をApache Parquetの形にしたもの。列の型・意味・単位を含む。"),
    ".ttl": ("RDF(Turtle)", "すべての表をリンクトデータにしたもの。人にも読みやすい形。"),
    ".xml": (
        "計画のXML(StratML)",
        "計画ごとに一つ。施策・事業・指標・目標値・実績を ISO 17469(StratML Part 2)の形にしたもの。",
    ),
    ".jsonld": ("RDF(JSON-LD)", "すべての表をリンクトデータにしたもの。JSONとして扱える形。"),
}


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of the data folder with what a reader is told of it; `rows` only where it is one table."""

    name: str
    title: str
    description: str
    media_type: str
    rows: int | None
    size: int
    sha256: str


def write_package(
    city: CleanCity, schema: Schema, folder: Path, base_url: str, beside: Mapping[str, bytes] | None = None
) -> None:
    """Write the package into `folder`, which is made if need be; `beside` are files that go with the CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    lgcode = city.city.lgcode
    files = {table_file(lgcode, name): csv_bytes(table) for name, table in city.tables.items()}
    files[table_file(lgcode, CODES)] = delimited(codes.HEADER, codes.code_rows(schema))
    files[DATA_PACKAGE] = descriptor(city, schema, files, base_url)
    files |= beside or {}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    write_workbook(city, schema, folder / workbook_file(lgcode))
    with zipfile.ZipFile(folder / archive_file(lgcode), "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted([*files, workbook_file(lgcode)]):
            archive.writestr(zip_entry(name), (folder / name).read_bytes())


def zip_entry(name: str) -> zipfile.ZipInfo:
    """Give an entry of an archive with a fixed date and mode: the same input gives the same bytes."""
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def judge(folder: Path, shown: str) -> list[Problem]:
    """Let frictionless validate the finished package; it must find nothing."""
    from frictionless import Package, system

    with system.use_context(trusted=False):
        report = Package(str(folder / DATA_PACKAGE)).validate()
    faults = report.flatten(["name", "rowNumber", "fieldName", "message"])
    return [
        Problem("E601", Where(shown, cell=str(row or "")), {"detail": f"{name}: {text}"})
        for name, row, _, text in faults[:_MAX_FAULTS]
    ]


def write_checksums(folder: Path, city: CleanCity) -> tuple[PublishedFile, ...]:
    """Write SHA256SUMS over all files of the data folder and list them."""
    listed = list_files(folder, city)
    lines = "".join(f"{file.sha256}  {file.name}\n" for file in listed)
    (folder / CHECKSUMS).write_text(lines, encoding="utf-8", newline="\n")
    return listed


def list_files(folder: Path, city: CleanCity) -> tuple[PublishedFile, ...]:
    """List the files of the data folder but for the checksums, the tables first and in their order."""
    tables = {table_file(city.city.lgcode, name): table for name, table in city.tables.items()}
    others = {path.name for path in folder.iterdir() if path.is_file()} - {CHECKSUMS, *tables}
    names = [*tables, *sorted(others)]
    return tuple(published(folder / name, name, tables.get(name)) for name in names)


def published(path: Path, name: str, table: CleanTable | None = None) -> PublishedFile:
    """Describe a file that is published under a name: what it is, how large, and its SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if table:
        title, description, rows = table.table.title.ja, table.table.description.ja, len(table.rows)
    else:
        (title, description), rows = _told(path), None
    return PublishedFile(name, title, description, MEDIA_TYPES[path.suffix], rows, path.stat().st_size, digest)


def _told(path: Path) -> tuple[str, str]:
    """Give title and description of what is no table: by its name, by the end of its name, or by its kind."""
    if path.name in _OTHER_FILES:
        return _OTHER_FILES[path.name]
    ending = next((end for end in (CSVW_SUFFIX, OPEN_DATA_LIST_SUFFIX) if path.name.endswith(end)), path.suffix)
    return _OTHER_FILES[ending]
