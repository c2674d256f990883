"""CSVW metadata by our own reading of the Recommendations: its form, its keys, and what is left unsaid."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from csvw_reading import BASE, Folder, convert, make_folder, metadata, metadata_of, rows

from keikaku.check import CleanCity
from keikaku.graph import csvw_files
from keikaku.graph.csvw.template import Template
from keikaku.package import write_checksums
from keikaku.schema import Schema, load_schema

CONTEXT = "http://www.w3.org/ns/csvw"
NS = "https://w3id.org/keikaku/ns"
DATATYPES = {"string", "integer", "decimal", "boolean", "date", "gYear", "gYearMonth"}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")
"""What RFC 6570 lets a variable be called without percent-encoding; in CSVW none begins with _."""


@pytest.fixture(scope="module")
def small(small_city: CleanCity, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return make_folder(small_city, tmp_path_factory.mktemp("csvw"))


@pytest.fixture(scope="module")
def kitchen(clean_kitchen: CleanCity, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return make_folder(clean_kitchen, tmp_path_factory.mktemp("kitchen"))


def columns(folder: Folder, table: str) -> dict[str, dict[str, Any]]:
    found = metadata(folder.table(table))["tableSchema"]["columns"]
    return {column["name"]: column for column in found}


def group(folder: Folder) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder.path / "csv-metadata.json").read_text(encoding="utf-8"))
    return found


def test_every_csv_file_has_metadata_of_the_right_form(small: Folder, schema: Schema) -> None:
    assert len(small.tables) == len(schema.tables) + 1
    for table in small.tables:
        found = metadata(table)
        assert found["@context"] == CONTEXT
        assert (table.parent / found["url"]) == table
        assert (found["null"], found["dialect"]["encoding"], found["dialect"]["trim"]) == ("", "utf-8", False)
        assert [text["@language"] for text in found["dc:title"]] == ["ja", "en"]
        declared = found["tableSchema"]["columns"]
        assert len({column["name"] for column in declared}) == len(declared)
        assert all(NAME.fullmatch(column["name"]) for column in declared)
        # Virtual columns stand behind all others.
        virtual = [column.get("virtual", False) for column in declared]
        assert virtual == sorted(virtual)


def test_columns_are_the_header(small: Folder) -> None:
    for table in small.tables:
        header = table.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        own = [column for column in metadata(table)["tableSchema"]["columns"] if not column.get("virtual")]
        assert [column["name"] for column in own] == header
        assert [column["titles"]["und"] for column in own] == header
        assert all(column["titles"]["ja"] and column["titles"]["en"] for column in own)


def test_urls_resolve_and_templates_name_columns(small: Folder) -> None:
    for table in small.tables:
        found = metadata(table)["tableSchema"]
        names = {column["name"] for column in found["columns"] if not column.get("virtual")}
        templates = [found.get("aboutUrl", "")]
        for column in found["columns"]:
            templates += [column.get("propertyUrl", ""), column.get("valueUrl", "")]
            assert "{" not in column.get("propertyUrl", "")
        for template in filter(None, templates):
            assert set(re.findall(r"\{\+?(\w+)", template)) <= names
            assert re.match(r"https?://|\{\+", template)


def test_datatypes_are_built_in_and_literals_have_no_facets(small: Folder) -> None:
    for table in small.tables:
        for column in metadata(table)["tableSchema"]["columns"]:
            datatype = column.get("datatype", "string")
            literal = not (column.get("suppressOutput") or "valueUrl" in column)
            assert isinstance(datatype, str) or not literal
            assert (datatype if isinstance(datatype, str) else datatype["base"]) in DATATYPES
            if not isinstance(datatype, str) and "format" in datatype:
                assert all(
                    re.search(datatype["format"], row[column["name"]]) for row in rows(table) if row[column["name"]]
                )


def test_keys_hold_and_name_described_tables(kitchen: Folder) -> None:
    described = {table["url"]: table for table in group(kitchen)["tables"]}
    assert set(described) == {table.name for table in kitchen.tables}
    checked = 0
    for name, table in described.items():
        own = rows(kitchen.path / name)
        key = [tuple(row[part] for part in table["tableSchema"]["primaryKey"]) for row in own]
        assert len(set(key)) == len(key)
        for foreign in table["tableSchema"].get("foreignKeys", []):
            target = foreign["reference"]
            assert target["resource"] in described
            there = {
                tuple(row[part] for part in target["columnReference"])
                for row in rows(kitchen.path / target["resource"])
            }
            here = {tuple(row[part] for part in foreign["columnReference"]) for row in own}
            assert here <= there
            checked += 1
    assert checked > 20


def test_a_document_of_one_table_has_only_keys_within_it(kitchen: Folder) -> None:
    for table in kitchen.tables:
        for key in metadata(table)["tableSchema"].get("foreignKeys", []):
            assert key["reference"]["resource"] == table.name


def test_the_conversion_stays_within_the_graph(small: Folder, kitchen: Folder) -> None:
    for folder in (small, kitchen):
        found = [line for table in folder.tables for line in convert(table, folder.url)]
        assert len(found) > 300
        assert set(found) <= folder.graph


def test_what_follows_from_the_edition(small: Folder, kitchen: Folder) -> None:
    """One plan stands in the template; plans that the editions' names do not begin with cannot be told."""
    about = metadata(kitchen.table("projects"))["tableSchema"]["aboutUrl"]
    assert about == f"{BASE}212105/p/projects/{{project_id}}/#in-{{edition_id}}"
    spoken = metadata(small.table("policies"))
    assert "aboutUrl" not in spoken["tableSchema"]
    assert all(column["suppressOutput"] for column in spoken["tableSchema"]["columns"])
    assert len(spoken["rdfs:comment"]) == 2
    # All targets are of one plan, though the city has two.
    assert "/dx/" in metadata(small.table("targets"))["tableSchema"]["aboutUrl"]


def test_plans_that_the_editions_names_begin_with(small_city: CleanCity, tmp_path: Path) -> None:
    tables = {
        name: replace(
            clean,
            rows=tuple(
                tuple({"ict": "it", "ict-2018": "it-2018"}.get(cell, cell) for cell in row) for row in clean.rows
            ),
        )
        for name, clean in small_city.tables.items()
    }
    folder = make_folder(replace(small_city, tables=tables), tmp_path)
    found = metadata(folder.table("policies"))["tableSchema"]["aboutUrl"]
    assert found == f"{BASE}990001/{{edition_id:2}}/policies/{{policy_id}}/#in-{{edition_id}}"
    assert set(convert(folder.table("policies"), folder.url)) <= folder.graph


def test_a_sequence_that_is_not_always_one_cannot_be_named(small: Folder, kitchen: Folder) -> None:
    assert "aboutUrl" not in metadata(small.table("results"))["tableSchema"]
    about = metadata(kitchen.table("results"))["tableSchema"]["aboutUrl"]
    assert about.endswith("#result-{fiscal_year}-{edition_id}")


def test_how_values_are_said(small: Folder, kitchen: Folder) -> None:
    sources, targets = columns(small, "sources"), columns(small, "targets")
    assert sources["url"]["valueUrl"] == "{+url}"
    assert sources["title"]["lang"] == "ja"
    assert sources["kind"]["valueUrl"] == f"{NS}/source_kind#{{kind}}"
    assert sources["issued"]["datatype"] == "date"
    assert targets["value"]["datatype"] == "decimal"
    assert targets["fiscal_year"]["valueUrl"] == f"{NS}/fiscal_year#{{fiscal_year}}"
    assert targets["indicator_id"]["valueUrl"] == f"{BASE}990001/dx/indicators/{{indicator_id}}/#it"
    assert columns(kitchen, "projects")["is_new"]["datatype"] == "boolean"
    assert columns(kitchen, "events")["date_start"]["datatype"] == "gYearMonth"


def test_what_no_template_gives_is_left_out_and_said_so(small: Folder) -> None:
    units, dates = columns(small, "targets")["unit"], columns(small, "events")["date_start"]
    for column in (units, dates):
        assert column["suppressOutput"] is True
        assert "valueUrl" not in column
        assert [text["@language"] for text in column["rdfs:comment"]] == ["ja", "en"]
    # One unit in all rows is a concept that can be named.
    assert columns(small, "statistics")["unit"]["valueUrl"] == f"{NS}/unit#percent"


def test_tables_without_rows_say_nothing(small_city: CleanCity) -> None:
    tables = {**small_city.tables, "terms": replace(small_city.tables["terms"], rows=())}
    files = csvw_files(replace(small_city, tables=tables), load_schema(), BASE)
    found = json.loads(files["990001_plan_terms.csv-metadata.json"])
    assert "aboutUrl" not in found["tableSchema"]
    assert "行がない" in found["rdfs:comment"][0]["@value"]


def test_same_input_same_bytes(small_city: CleanCity, schema: Schema) -> None:
    assert csvw_files(small_city, schema, BASE) == csvw_files(small_city, schema, BASE)


def test_metadata_are_in_the_zip_and_listed(kitchen: Folder, clean_kitchen: CleanCity) -> None:
    names = {metadata_of(table).name for table in kitchen.tables} | {"csv-metadata.json"}
    with zipfile.ZipFile(kitchen.path / "212105_plan.zip") as archive:
        assert names <= set(archive.namelist())
    listed = {file.name: file for file in write_checksums(kitchen.path, clean_kitchen)}
    assert all("CSVW" in listed[name].title for name in names)


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("a/{x}/#b-{y}", {"x": "1-1", "y": "é/"}, "a/1-1/#b-%C3%A9%2F"),
        ("{x:3}", {"x": "jo3-2026"}, "jo3"),
        ("{x}", {"x": ""}, ""),
        ("{+x}", {"x": "https://a.jp/?q=%E3|1#b"}, "https://a.jp/?q=%E3%7C1#b"),
        ("{+x}", {"x": "https://a.jp/100%"}, "https://a.jp/100%25"),
    ],
)
def test_templates_expand_as_rfc_6570_says(template: str, values: dict[str, str], expected: str) -> None:
    assert Template(template).expand(values) == expected
