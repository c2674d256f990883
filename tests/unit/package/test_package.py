"""The package as outside judges see it: frictionless, the standard's JSON Schema, a spreadsheet, a zip tool."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from keikaku.check import CleanCity, check_city, check_file, check_tables
from keikaku.package import judge, write_checksums, write_package
from keikaku.read import read_file
from keikaku.schema import Schema
from kitchen import write_kitchen

YARDSTICKS = Path(__file__).resolve().parents[4] / "shared" / "yardsticks" / "datapackage-v2"
BASE = "https://keikaku.example/"


@pytest.fixture
def package(clean_kitchen: CleanCity, schema: Schema, tmp_path: Path) -> Path:
    write_package(clean_kitchen, schema, tmp_path, BASE)
    return tmp_path


def test_frictionless_finds_nothing(package: Path) -> None:
    assert judge(package, "ena") == []


def test_frictionless_finds_what_was_spoilt(package: Path) -> None:
    path = package / "212105_plan_results.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",7,", ",seven,"), encoding="utf-8")
    assert {problem.code for problem in judge(package, "ena")} == {"E601"}


@pytest.mark.skipif(not YARDSTICKS.is_dir(), reason="the standard's schemas are not beside this checkout")
def test_the_descriptor_fits_the_standards_schema(package: Path) -> None:
    import jsonschema

    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    for name, parts in (
        ("datapackage", [descriptor]),
        ("dataresource", descriptor["resources"]),
        ("tableschema", [resource["schema"] for resource in descriptor["resources"]]),
    ):
        rules = json.loads((YARDSTICKS / f"{name}.json").read_text(encoding="utf-8"))
        validator = jsonschema.Draft7Validator(rules)
        for part in parts:
            assert not [error.message for error in validator.iter_errors(part)]


def test_the_descriptor_tells_sizes_and_hashes(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        data = (package / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["rows"] == data.count(b"\n") - 1
    assert "licenses" not in descriptor


def test_a_licence_is_stated_when_it_is_set(workspace: Path, schema: Schema, tmp_path: Path) -> None:
    folder = write_kitchen(workspace)
    with (folder / "city.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "licence: {name: CC-BY-4.0, title: CC BY 4.0, url: 'https://creativecommons.org/licenses/by/4.0/'}\n"
        )
    checked = check_city(folder, workspace, schema)
    assert checked.problems == ()
    assert checked.city is not None
    write_package(checked.city, schema, tmp_path / "data", BASE)
    descriptor = json.loads((tmp_path / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"


def test_the_workbook_reads_back_to_the_same_tables(package: Path, clean_kitchen: CleanCity, schema: Schema) -> None:
    reading = read_file(package / "212105_plan.xlsx", "book", schema)
    tables, problems = check_tables(reading, schema)
    assert [problem.code for problem in problems] == ["W124"]
    assert {name: table.rows for name, table in tables.items()} == {
        name: table.rows for name, table in clean_kitchen.tables.items()
    }


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_a_workbook_saved_by_libreoffice_reads_back_too(
    package: Path, clean_kitchen: CleanCity, schema: Schema, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("office")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder)]
    subprocess.run([*command, str(package / "212105_plan.xlsx")], check=True, capture_output=True, timeout=120)
    tables, problems = check_tables(read_file(folder / "212105_plan.xlsx", "book", schema), schema)
    assert [problem.code for problem in problems] == ["W124"]
    assert {name: table.rows for name, table in tables.items()} == {
        name: table.rows for name, table in clean_kitchen.tables.items()
    }


def test_pandas_opens_the_tables(package: Path) -> None:
    import pandas as pd

    results = pd.read_csv(package / "212105_plan_results.csv")
    assert results["value"].tolist() == [7.0, 7.0]
    sheets = pd.read_excel(package / "212105_plan.xlsx", sheet_name=None)
    assert sheets["results"]["value"].tolist() == [7, 7]


def test_the_workbook_breaks_no_national_rule(package: Path) -> None:
    from openpyxl import load_workbook

    for sheet in load_workbook(package / "212105_plan.xlsx").worksheets:
        assert not sheet.merged_cells.ranges
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        assert not any(dimension.hidden for dimension in sheet.row_dimensions.values())
    with zipfile.ZipFile(package / "212105_plan.xlsx") as book:
        assert not [name for name in book.namelist() if "drawing" in name]


def test_the_zip_holds_the_files_and_the_sums_agree(package: Path, clean_kitchen: CleanCity) -> None:
    listed = write_checksums(package, clean_kitchen)
    with zipfile.ZipFile(package / "212105_plan.zip") as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            assert archive.read(name) == (package / name).read_bytes()
        assert {f"212105_plan_{name}.csv" for name in clean_kitchen.tables} <= set(archive.namelist())
    for line in (package / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((package / name).read_bytes()).hexdigest() == digest
    assert {file.name for file in listed} == {path.name for path in package.iterdir()} - {"SHA256SUMS"}


def test_every_code_is_published_with_its_meaning(package: Path, schema: Schema) -> None:
    with (package / "212105_plan_codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["list", "value", "ja", "en"]
    found = {(row["list"], row["value"]): (row["ja"], row["en"]) for row in rows}
    assert len(found) == len(rows)
    assert found == {
        (name, code.value): (code.ja, code.en) for name, codes in schema.code_lists.items() for code in codes.codes
    }


def test_the_descriptor_tells_area_history_codes_and_what_repeats_the_print(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["spatial"] == {"lgcode": "212105", "prefecture": "岐阜県", "municipality": "恵那市"}
    assert [entry["edition"] for entry in descriptor["history"]] == ["e1", "e2"]
    fields = {
        (resource["name"], field["name"]): field
        for resource in descriptor["resources"]
        for field in resource["schema"]["fields"]
    }
    assert fields["results", "status"]["codeList"] == "attainment_status"
    assert fields["results", "raw"]["asPrinted"] is True
    assert "asPrinted" not in fields["results", "value"]
    assert all(resource["byteOrderMark"] is False for resource in descriptor["resources"])


def test_published_tables_are_sound_source_tables(package: Path, schema: Schema) -> None:
    for path in package.glob("*.csv"):
        expected = {"assessments": ["W124"], "codes": ["W125"]}.get(path.stem.rpartition("_")[2], [])
        assert [problem.code for problem in check_file(path, schema).problems] == expected
