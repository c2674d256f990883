"""The package of all cities: judged by frictionless, and the same rows and triples as the cities' own packages."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import shutil
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import msgspec
import pandas as pd
import pytest

from keikaku.check import CleanCity
from keikaku.gzipped import gzip_writer
from keikaku.iri import VOCABULARY_DUMP
from keikaku.package import Together, judge
from keikaku.package.together_descriptor import coded_schema, common_licence
from keikaku.read import Licence
from keikaku.schema import Schema

YARDSTICKS = Path(__file__).resolve().parents[4] / "shared" / "yardsticks" / "datapackage-v2"
BASE = "https://keikaku.example/"
CITIES = ["212105", "132012", "112097", "412058"]
"""In the order of a build: by the names of the cities' folders."""
Rows = list[list[str]]


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def folder(public_cities: Path) -> Path:
    return public_cities / "all" / "data"


def test_frictionless_finds_nothing(folder: Path) -> None:
    assert judge(folder, "all") == []


@pytest.mark.parametrize(
    ("table", "code", "what"),
    [
        ("targets", "112097", "foreign key"),  # the indicator is another city's
        ("plans", "011002", "foreign key"),  # there is no such city
        ("results", "", "required"),
    ],
)
def test_frictionless_finds_what_was_spoilt(folder: Path, tmp_path: Path, table: str, code: str, what: str) -> None:
    shutil.copytree(folder, tmp_path / "data")
    path = tmp_path / "data" / f"all_plan_{table}.csv"
    head, first, *rest = read(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, [code, *first[1:]], *rest])
    said = [problem.facts["detail"].lower() for problem in judge(tmp_path / "data", "all")]
    assert any(what in one for one in said), said


def test_tables_are_those_of_the_cities_with_the_code_in_front(
    public_cities: Path, folder: Path, schema: Schema
) -> None:
    for table in schema.tables:
        own = {code: read(public_cities / code / "data" / f"{code}_plan_{table.name}.csv") for code in CITIES}
        head, *rows = read(folder / f"all_plan_{table.name}.csv")
        assert head == ["lgcode", *table.names]
        assert rows == [[code, *row] for code in CITIES for row in own[code][1:]]
    codes = (folder / "all_plan_codes.csv").read_bytes()
    assert codes == (public_cities / "132012/data/132012_plan_codes.csv").read_bytes()
    assert [row[:3] for row in read(folder / "all_plan_cities.csv")[1:]] == [
        ["212105", "恵那市", "Ena"],
        ["132012", "八王子市", "Hachioji"],
        ["112097", "飯能市", "Hanno"],
        ["412058", "伊万里市", "Imari"],
    ]


def test_the_graph_is_all_graphs_and_the_vocabulary(public_cities: Path, folder: Path) -> None:
    parts = [(public_cities / code / "data" / f"{code}.nt").read_bytes() for code in CITIES]
    parts.append(gzip.decompress((public_cities / VOCABULARY_DUMP).read_bytes()))
    packed = (folder / "all.nt.gz").read_bytes()
    assert gzip.decompress(packed) == b"".join(parts)
    # No flags (a file name would be one), no time, and one stream: the length at its end is that of all.
    assert packed[3:8] == b"\0" * 5
    assert int.from_bytes(packed[-4:], "little") == sum(map(len, parts))


def test_the_zip_and_the_checksums_hold_what_is_there(folder: Path) -> None:
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    with zipfile.ZipFile(folder / "all_plan.zip") as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        assert all(archive.read(name) == (folder / name).read_bytes() for name in names)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names == {path.name for path in folder.glob("*.csv")} | {path.name for path in folder.glob("*.json")}
    forms = {path.name for path in folder.iterdir() if path.suffix in {".parquet", ".sqlite"}}
    assert set(sums) == names | forms | {"all_plan.zip", "all.nt.gz"}


@pytest.mark.skipif(not YARDSTICKS.is_dir(), reason="the standard's schemas are not beside this checkout")
def test_the_descriptor_fits_the_standards_schema(folder: Path) -> None:
    import jsonschema

    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schemas = [resource["schema"] for resource in descriptor["resources"]]
    for name, parts in (
        ("datapackage", [descriptor]),
        ("dataresource", descriptor["resources"]),
        ("tableschema", schemas),
    ):
        judge_ = jsonschema.Draft7Validator(json.loads((YARDSTICKS / f"{name}.json").read_text(encoding="utf-8")))
        assert [error.message for part in parts for error in judge_.iter_errors(part)] == []


def test_every_key_carries_the_code(schema: Schema) -> None:
    for table in schema.tables:
        coded = coded_schema(table, schema)
        assert coded["primaryKey"] == ["lgcode", *table.primary_key]
        keys = [*coded["foreignKeys"], *coded.get("optionalForeignKeys", [])]
        assert len(keys) == len(table.foreign_keys) + 1
        for key in keys:
            assert key["fields"][0] == key["reference"]["fields"][0] == "lgcode"
        named = {(*key["fields"],): key["reference"]["resource"] for key in keys}
        assert named["lgcode",] == "cities"
        for key in table.foreign_keys:
            assert named["lgcode", *key.columns] == ("" if key.table == table.name else key.table)


def test_csvw_metadata_stand_beside_each_table_with_its_columns(folder: Path) -> None:
    group = json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))
    assert {table["url"] for table in group["tables"]} == {path.name for path in folder.glob("*.csv")}
    for table in group["tables"]:
        own = json.loads((folder / f"{table['url']}-metadata.json").read_text(encoding="utf-8"))
        assert {**own, "@context": None} == {**table, "@context": None}
        columns = table["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == read(folder / table["url"])[0]
        assert all(column["suppressOutput"] for column in columns)
        assert set(table["tableSchema"]["primaryKey"]) <= {column["name"] for column in columns}


def test_pandas_reads_it_as_the_page_says(folder: Path) -> None:
    code = {"lgcode": "string"}
    cities = pd.read_csv(folder / "all_plan_cities.csv", dtype=code)
    targets = pd.read_csv(folder / "all_plan_targets.csv", dtype=code)
    counted = targets.merge(cities, on="lgcode").groupby("name").size()
    assert dict(counted) == {"八王子市": 399, "恵那市": 30, "伊万里市": 34}


def test_the_page_lists_every_file(public_cities: Path, folder: Path) -> None:
    for page in (folder / "index.html", public_cities / "en/all/data/index.html"):
        text = page.read_text(encoding="utf-8")
        for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines():
            digest, name = line.split("  ")
            assert digest in text
            assert f'id="file-{name}"' in text
    assert 'href="all/data/index.html"' in (public_cities / "index.html").read_text(encoding="utf-8")


def test_one_licence_is_the_packages_and_several_are_not() -> None:
    one, other = Licence("CC-BY-4.0", "表示", "https://a.example/"), Licence("CC0-1.0", "放棄", "https://b.example/")
    assert common_licence([one, one]) == one
    assert common_licence([one, other]) is None
    assert common_licence([one, None]) is None
    assert common_licence([]) is None


def put_together(folder: Path, cities: list[CleanCity], schema: Schema) -> None:
    graph, vocabulary = folder.parent / "graph.nt", folder.parent / "vocabulary.nt.gz"
    graph.write_bytes(b"<http://a.example/> <http://a.example/> <http://a.example/> .\n")
    with gzip_writer(vocabulary) as file:
        file.write(b"")
    with Together(folder, schema, BASE) as together:
        for city in cities:
            together.add(city, graph)
        together.finish(vocabulary, {})


def contents(folder: Path, cities: list[CleanCity], schema: Schema) -> dict[str, bytes]:
    put_together(folder, cities, schema)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def licensed(city: CleanCity, code: str, licence: Licence | None) -> CleanCity:
    own = city.city
    return replace(city, city=msgspec.structs.replace(own, lgcode=code, licence=licence))


def test_the_same_cities_give_the_same_bytes(clean_kitchen: CleanCity, schema: Schema, tmp_path: Path) -> None:
    first = contents(tmp_path / "one", [clean_kitchen], schema)
    assert first == contents(tmp_path / "two", [clean_kitchen], schema)


def test_licences_stand_in_the_table_of_cities(clean_kitchen: CleanCity, schema: Schema, tmp_path: Path) -> None:
    licence = Licence("CC-BY-4.0", "表示", "https://creativecommons.org/licenses/by/4.0/")
    both = [licensed(clean_kitchen, code, licence) for code in ("212105", "112097")]
    files = contents(tmp_path / "same", both, schema)
    descriptor = json.loads(files["datapackage.json"])
    assert descriptor["licenses"] == [{"name": licence.name, "path": licence.url, "title": licence.title}]
    rows = list(csv.DictReader(io.StringIO(files["all_plan_cities.csv"].decode())))
    assert [row["licence"] for row in rows] == ["CC-BY-4.0", "CC-BY-4.0"]
    assert {source["lgcode"] for source in descriptor["sources"]} == {"212105", "112097"}
    mixed = contents(tmp_path / "mixed", [both[0], licensed(clean_kitchen, "112097", None)], schema)
    assert "licenses" not in json.loads(mixed["datapackage.json"])


def test_no_city_at_all_is_a_package(schema: Schema, tmp_path: Path) -> None:
    put_together(tmp_path / "none", [], schema)
    assert judge(tmp_path / "none", "all") == []


def test_memory_does_not_grow_with_the_cities(clean_kitchen: CleanCity, schema: Schema, tmp_path: Path) -> None:
    table = clean_kitchen.tables["targets"]
    wide = replace(clean_kitchen, tables={**clean_kitchen.tables, "targets": replace(table, rows=table.rows * 2000)})
    peaks = []
    for count in (2, 20):
        tracemalloc.start()
        put_together(tmp_path / str(count), [wide] * count, schema)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert (tmp_path / "20/all_plan_targets.csv").stat().st_size > 5_000_000
    assert peaks[1] < peaks[0] + 500_000
