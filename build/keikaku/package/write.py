"""Write a city's data folder: CSV files, descriptor, workbook, zip and checksums; and have frictionless judge it."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from keikaku.check import CleanCity, CleanTable
from keikaku.iri import CHECKSUMS, CODES, DATA_PACKAGE, QUALITY_FILE, archive_file, table_file, workbook_file
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
    ".json": ("データパッケージ記述", "表の一覧・列・型・鍵を機械で読める形に記したもの(Data Package v2)。"),
    ".xlsx": ("全表のブック", "すべての表を一つのExcelブックにまとめたもの。"),
    ".zip": ("一括ダウンロード", "CSV・データパッケージ記述・ブックをまとめたもの。"),
    ".nt": ("RDF(N-Triples)", "すべての表をリンクトデータにしたもの。一行が一つの文。"),
    ".ttl": ("RDF(Turtle)", "すべての表をリンクトデータにしたもの。人にも読みやすい形。"),
    ".jsonld": ("RDF(JSON-LD)", "すべての表をリンクトデータにしたもの。JSONとして扱える形。"),
}
_MEDIA_TYPES: Final = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".ttl": "text/turtle",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
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


def write_package(city: CleanCity, schema: Schema, folder: Path, base_url: str) -> None:
    """Write the package into `folder`, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    lgcode = city.city.lgcode
    files = {table_file(lgcode, name): csv_bytes(table) for name, table in city.tables.items()}
    files[table_file(lgcode, CODES)] = delimited(codes.HEADER, codes.code_rows(schema))
    files[DATA_PACKAGE] = descriptor(city, schema, files, base_url)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    write_workbook(city, schema, folder / workbook_file(lgcode))
    with zipfile.ZipFile(folder / archive_file(lgcode), "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted([*files, workbook_file(lgcode)]):
            # A fixed date and mode: the same input gives the same bytes.
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (folder / name).read_bytes())


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
    """Write SHA256SUMS over all files of the data folder and list them, the tables first and in their order."""
    tables = {table_file(city.city.lgcode, name): table for name, table in city.tables.items()}
    others = {path.name for path in folder.iterdir() if path.is_file()} - {CHECKSUMS, *tables}
    names = [*tables, *sorted(others)]
    listed = tuple(published(folder / name, name, tables.get(name)) for name in names)
    lines = "".join(f"{file.sha256}  {file.name}\n" for file in listed)
    (folder / CHECKSUMS).write_text(lines, encoding="utf-8", newline="\n")
    return listed


def published(path: Path, name: str, table: CleanTable | None = None) -> PublishedFile:
    """Describe a file that is published under a name: what it is, how large, and its SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if table:
        title, description, rows = table.table.title.ja, table.table.description.ja, len(table.rows)
    else:
        (title, description), rows = _OTHER_FILES.get(path.name) or _OTHER_FILES[path.suffix], None
    return PublishedFile(name, title, description, _MEDIA_TYPES[path.suffix], rows, path.stat().st_size, digest)
