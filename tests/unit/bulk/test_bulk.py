"""All cities as SQLite and Parquet: the rows of the CSV package, typed, with keys that hold, read by other tools."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from keikaku.bulk import Bulk
from keikaku.bulk.sql import CITY_COLUMNS, CODE_COLUMNS
from keikaku.check import CleanCity
from keikaku.package.codes import HEADER
from keikaku.package.together_descriptor import CITY_COLUMNS as PACKAGE_CITY_COLUMNS
from keikaku.schema import Column, Schema


@pytest.fixture(scope="module")
def folder(public_cities: Path) -> Path:
    return public_cities / "all" / "data"


@pytest.fixture
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{folder / 'keikaku.sqlite'}?mode=ro", uri=True)) as opened:
        yield opened


def package(folder: Path, table: str) -> tuple[list[str], list[list[str]]]:
    with (folder / f"all_plan_{table}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def everything(database: sqlite3.Connection, table: str) -> list[Any]:
    return database.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()  # noqa: S608 - our own names


def read(column: Column, text: str) -> Any:
    """Read a cell as its column's type says, apart from how the stage does it."""
    if text == "":
        return None
    if column.type == "boolean":
        return {"true": True, "false": False}[text]
    return {"integer": int, "number": float}.get(column.type, str)(text)


def test_the_database_holds_the_rows_of_the_package(folder: Path, database: sqlite3.Connection, schema: Schema) -> None:
    for table in schema.tables:
        header, rows = package(folder, table.name)
        names = [row[1] for row in database.execute(f"PRAGMA table_info({table.name})")]
        assert names == header
        found = everything(database, table.name)
        given = [
            (row[0], *(read(column, text) for column, text in zip(table.columns, row[1:], strict=True))) for row in rows
        ]
        assert found == given, table.name


def test_cities_and_codes_are_those_of_the_package(folder: Path, database: sqlite3.Connection) -> None:
    assert (CITY_COLUMNS, CODE_COLUMNS) == (PACKAGE_CITY_COLUMNS, HEADER)
    for name in ("cities", "codes"):
        given = [tuple(text or None for text in row) for row in package(folder, name)[1]]
        assert everything(database, name) == given
        frame = pd.read_parquet(folder / f"all_plan_{name}.parquet")
        assert [tuple(None if pd.isna(x) else x for x in row) for row in frame.itertuples(index=False)] == given


def test_types_are_real(database: sqlite3.Connection, schema: Schema) -> None:
    kinds = {"integer": "integer", "number": "real", "boolean": "integer"}
    for table in schema.tables:
        for column in table.columns:
            query = f"SELECT DISTINCT typeof({column.name}) FROM {table.name}"  # noqa: S608 - our own names
            found = {row[0] for row in database.execute(query)} - {"null"}
            assert found <= {kinds.get(column.type, "text")}, (table.name, column.name)


def test_keys_are_in_place_and_hold(database: sqlite3.Connection, schema: Schema) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for table in schema.tables:
        keys: dict[int, list[tuple[str, str, str]]] = {}
        for number, _, other, own, target, *_ in database.execute(f"PRAGMA foreign_key_list({table.name})"):
            keys.setdefault(number, []).append((other, own, target))
        found = {(key[0][0], tuple(own for _, own, _ in key), tuple(to for *_, to in key)) for key in keys.values()}
        wanted = {(key.table, ("lgcode", *key.columns), ("lgcode", *key.targets)) for key in table.foreign_keys}
        assert found == wanted | {("cities", ("lgcode",), ("lgcode",))}
        primary = [
            row[1] for row in sorted(database.execute(f"PRAGMA table_info({table.name})"), key=lambda r: r[5]) if row[5]
        ]
        assert primary == ["lgcode", *table.primary_key]


def test_a_reference_that_leads_nowhere_is_refused(tmp_path: Path, schema: Schema, clean_kitchen: CleanCity) -> None:
    tables = {**clean_kitchen.tables, "projects": replace(clean_kitchen.tables["projects"], rows=())}
    spoilt = replace(clean_kitchen, tables=tables)
    with Bulk(tmp_path, schema) as bulk:
        bulk.add(spoilt)
        with pytest.raises(sqlite3.IntegrityError, match="projects"):
            bulk.finish()


def test_enforced_keys_refuse_a_row(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    shutil.copy(folder / "keikaku.sqlite", copy)
    with closing(sqlite3.connect(copy)) as opened:
        opened.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            opened.execute("UPDATE indicators SET project_id = 'nowhere' WHERE project_id IS NOT NULL")
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            opened.execute("UPDATE assessments SET agrees = 2")


def test_indicator_years_join_what_belongs_together(database: sqlite3.Connection) -> None:
    database.row_factory = sqlite3.Row
    row = database.execute(
        "SELECT * FROM indicator_years WHERE lgcode = '132012' AND indicator_id = '1-1-1.1' AND fiscal_year = 2024"
    ).fetchone()
    assert (row["target_value"], row["result_value"], row["indicator_unit"]) == (80.0, 28.7, "%")
    assert (row["printed_status"], row["computed_status"], row["is_newest"]) == ("not_achieved", "not_achieved", 1)
    assert row["project_title"] == "オンライン申請推進のサポート"
    whole = database.execute(
        "SELECT count(*), count(DISTINCT lgcode || edition_id || '/' || indicator_id || '/' || fiscal_year)"
        " FROM indicator_years"
    ).fetchone()
    assert whole[0] == whole[1], "an edition's indicator has one row a year"
    years = database.execute(
        "SELECT count(*) FROM (SELECT lgcode, edition_id, indicator_id, fiscal_year FROM targets UNION"
        " SELECT lgcode, edition_id, indicator_id, fiscal_year FROM results)"
    ).fetchone()
    assert whole[0] >= years[0]


def test_views_say_what_the_api_says(public_cities: Path, database: sqlite3.Connection) -> None:
    for lgcode, plan, count in database.execute(
        "SELECT lgcode, plan_id, count(DISTINCT project_id) FROM project_overview GROUP BY 1, 2"
    ):
        path = public_cities / f"api/v1/cities/{lgcode}/plans/{plan}/projects.json"
        assert len(json.loads(path.read_bytes())["projects"]) == count
    path = public_cities / "api/v1/cities/132012/attainment.json"
    missed = {(row["indicator_id"], row["fiscal_year"]) for row in json.loads(path.read_bytes())["missed"]}
    found = set(database.execute("SELECT indicator_id, fiscal_year FROM missed WHERE lgcode = '132012'"))
    assert found == missed


def test_every_column_is_in_the_dictionary(database: sqlite3.Connection, schema: Schema) -> None:
    found = set(database.execute("SELECT table_name, column_name FROM dictionary WHERE column_name <> ''"))
    assert found == {(table.name, column.name) for table in schema.tables for column in table.columns}


def test_datasette_opens_it(folder: Path) -> None:
    datasette = pytest.importorskip("datasette.app", reason="datasette is not installed")

    async def ask() -> tuple[Any, Any]:
        served = datasette.Datasette(immutables=[str(folder / "keikaku.sqlite")])
        await served.invoke_startup()
        one = await served.client.get("/keikaku/missed.json?_size=5&_shape=array&fiscal_year=2024")
        page = await served.client.get("/keikaku/indicators")
        return one, page

    answer, page = asyncio.run(ask())
    assert answer.status_code == page.status_code == 200
    assert len(answer.json()) == 5
    assert "projects" in page.text


def test_the_command_line_of_sqlite_opens_it(folder: Path) -> None:
    if not shutil.which("sqlite3"):
        pytest.skip("sqlite3 is not on this machine")
    command = ["sqlite3", "-readonly", str(folder / "keikaku.sqlite"), "SELECT count(*) FROM cities"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "4\n"


def test_parquet_holds_the_rows_of_the_package_with_types(folder: Path, schema: Schema) -> None:
    for table in schema.tables:
        frame = pq.read_table(folder / f"all_plan_{table.name}.parquet")
        header, rows = package(folder, table.name)
        assert frame.column_names == header
        found = frame.to_pylist()
        assert len(found) == len(rows)
        for mine, row in zip(found, rows, strict=True):
            for column, text in zip(table.columns, row[1:], strict=True):
                value = mine[column.name]
                assert (value.isoformat() if isinstance(value, dt.date) else value) == read(column, text)


def test_parquet_says_what_columns_mean(folder: Path, schema: Schema) -> None:
    for table in schema.tables:
        declared = pq.read_schema(folder / f"all_plan_{table.name}.parquet")
        assert declared.metadata[b"title"].decode() == table.title.ja
        for column in table.columns:
            told = {key.decode(): text.decode() for key, text in declared.field(column.name).metadata.items()}
            assert (told["title"], told["title_en"]) == (column.title.ja, column.title.en)
            assert told.get("unit") == (column.unit.ja if column.unit else None)
            assert told.get("codeList") == column.codes


def test_pandas_and_duckdb_read_parquet(folder: Path) -> None:
    frame = pd.read_parquet(folder / "all_plan_results.parquet")
    assert str(frame["status"].dtype) == "category"
    assert frame["fiscal_year"].dtype == "int64"
    missed = "lgcode = '132012' AND status = 'not_achieved'"
    query = f"SELECT count(*) FROM '{folder}/all_plan_results.parquet' WHERE {missed}"  # noqa: S608 - our own path
    ((count,),) = duckdb.sql(query).fetchall()
    assert count == ((frame["lgcode"] == "132012") & (frame["status"] == "not_achieved")).sum() > 0


def test_files_are_listed_with_their_sums(folder: Path) -> None:
    listed = {line.split()[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    written = {path.name for path in folder.iterdir() if path.suffix in {".sqlite", ".parquet"}}
    assert written <= listed
    assert len(written) == 26
    catalog = (folder / "catalog.ttl").read_text(encoding="utf-8")
    for media_type in ("application/vnd.sqlite3", "application/vnd.apache.parquet"):
        assert f"https://www.iana.org/assignments/media-types/{media_type}" in catalog
    assert "#file-keikaku.sqlite>" in catalog
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}"' in page for name in written)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, schema: Schema, clean_kitchen: CleanCity) -> None:
    for name in ("one", "two"):
        with Bulk(tmp_path / name, schema) as bulk:
            bulk.add(clean_kitchen)
            files = bulk.finish()
    for file in files:
        assert (tmp_path / "one" / file.name).read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name


def test_memory_does_not_grow_with_the_cities(tmp_path: Path, schema: Schema, clean_kitchen: CleanCity) -> None:
    """Rows are held until a group of Parquet is full; here a group is made small, and many cities are added."""
    from keikaku.bulk import parquet

    held = []
    with pytest.MonkeyPatch.context() as patch, Bulk(tmp_path, schema) as bulk:
        patch.setattr(parquet, "_GROUP", 20)
        for number in range(100):
            code = f"{number:06}"
            bulk.add(replace(clean_kitchen, city=replace_code(clean_kitchen, code)))
            held.append(max(len(file._held) for file in bulk._parquet._every()))
        bulk.finish()
    assert max(held) < 40
    assert pq.read_metadata(tmp_path / "all_plan_results.parquet").num_rows == 200


def replace_code(city: CleanCity, code: str) -> Any:
    import msgspec

    return msgspec.structs.replace(city.city, lgcode=code)


def test_heavy_packages_are_not_imported_before_they_are_needed() -> None:
    code = "import sys, keikaku.pipeline; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
