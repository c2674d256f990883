"""Published packages as sides: folder, descriptor, zip, of a city or of all; and what is broken in them."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from keikaku.check import check_city
from keikaku.cli import run
from keikaku.difference import Side, compare_sides, find, known_cities
from keikaku.package import write_package
from keikaku.pipeline import build
from keikaku.problem import Problem
from keikaku.schema import Schema
from kitchen import CITY_YAML, Tables, write_kitchen

BASE = "https://keikaku.example/"


def package(workspace: Path, target: Path, schema: Schema, spoil: Callable[[Tables], object] | None = None) -> Path:
    workspace.mkdir(parents=True)
    checked = check_city(write_kitchen(workspace, spoil=spoil), workspace, schema)
    assert checked.city is not None
    write_package(checked.city, schema, target, BASE)
    return target


@pytest.fixture
def data(tmp_path: Path, schema: Schema) -> Path:
    return package(tmp_path / "w", tmp_path / "data", schema)


def side(path: Path, schema: Schema) -> Side:
    found = find(str(path), known_cities(path.parent / "nothing"), schema)
    assert isinstance(found, Side), found
    return found


def refused(path: Path, schema: Schema) -> Problem:
    found = find(str(path), known_cities(path.parent / "nothing"), schema)
    assert isinstance(found, Problem), found
    return found


@pytest.mark.parametrize("name", ["", "datapackage.json", "212105_plan.zip"])
def test_all_forms_of_a_package_are_the_same(name: str, data: Path, schema: Schema) -> None:
    difference, problems = compare_sides(side(data, schema), side(data / name, schema), schema)
    assert problems == ()
    assert difference is not None
    assert not difference.any


def test_a_package_is_compared_with_its_source(data: Path, tmp_path: Path, schema: Schema) -> None:
    difference, _ = compare_sides(side(data, schema), side(tmp_path / "w" / "ena", schema), schema)
    assert difference is not None
    assert not difference.any
    assert (difference.only_old, difference.only_new) == (("assessments",), ("city.yaml",))


def test_two_packages_differ_in_what_was_derived_too(data: Path, tmp_path: Path, schema: Schema) -> None:
    other = package(tmp_path / "w2", tmp_path / "data2", schema, lambda tables: tables["results"][0].update(value="11"))
    difference, _ = compare_sides(side(data, schema), side(other, schema), schema)
    assert difference is not None
    assert {table.name for _, table in difference.tables()} == {"results", "assessments"}


def twin(workspace: Path, spoil: Callable[[Tables], object] | None = None) -> None:
    write_kitchen(workspace)
    other = write_kitchen(workspace, "imari", spoil=spoil)
    config = CITY_YAML.replace("212105", "412058").replace("恵那市", "伊万里市").replace("Ena", "Imari")
    (other / "city.yaml").write_text(config, encoding="utf-8")


@pytest.mark.slow
def test_two_builds_of_all_cities_are_compared_city_by_city(
    tmp_path: Path, schema: Schema, capsys: pytest.CaptureFixture[str]
) -> None:
    def spoil(tables: Tables) -> None:
        tables["targets"][0]["value"] = "12"

    for name, change in (("a", None), ("b", spoil)):
        (tmp_path / name).mkdir()
        twin(tmp_path / name, change)
        outcome = build(tmp_path / name, tmp_path / f"public-{name}", BASE, (), lambda *step: None)
        assert outcome.sound
    old, new = tmp_path / "public-a", tmp_path / "public-b"
    assert run(["diff", str(old), str(new), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(city["lgcode"], city["name"]) for city in told["cities"]] == [("412058", "伊万里市")]
    tables = {table["name"]: table["counts"] for table in told["cities"][0]["tables"]}
    assert tables == {"targets": {"changed": 1}, "assessments": {"changed": 2}}
    assert run(["diff", str(new / "all/data/all_plan.zip"), str(tmp_path / "b" / "imari"), "--exit-code"]) == 0
    assert "212105" in capsys.readouterr().out, "the city that the folder is not about is named"
    shutil.rmtree(new / "all")
    assert run(["diff", str(old), str(new), "--exit-code"]) == 1
    assert run(["diff", str(old / "212105"), str(new / "212105"), "--exit-code"]) == 0


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def descriptor(**resource: object) -> bytes:
    return json.dumps({"resources": [{"name": "targets", "path": "t.csv", **resource}]}).encode()


BROKEN: list[tuple[str, dict[str, bytes]]] = [
    ("E736", {"x.csv": b"a\n"}),
    ("E736", {"datapackage.json": descriptor()}),
    ("E737", {"datapackage.json": b"{"}),
    ("E737", {"datapackage.json": b"[]"}),
    ("E737", {"datapackage.json": b'{"resources": {}}'}),
    ("E737", {"datapackage.json": b'{"resources": [1]}'}),
    ("E737", {"datapackage.json": b"[" * 100_000}),
    ("E737", {"datapackage.json": b"\xff\xfe\x00"}),
    ("E737", {"datapackage.json": json.dumps({"resources": [{"name": "a", "path": "a.csv"}] * 2}).encode()}),
    ("E109", {"datapackage.json": descriptor(path="../secret.csv")}),
    ("E109", {"datapackage.json": descriptor(path="/etc/passwd.csv")}),
    ("E109", {"datapackage.json": descriptor(path="https://example.jp/t.csv")}),
    ("E109", {"datapackage.json": descriptor(path="C:\\t.csv")}),
    ("E109", {"datapackage.json": descriptor(path="a\x00.csv")}),
    ("E103", {"datapackage.json": descriptor(), "t.csv": b"a,b\n\x81\xff\n"}),
    ("E115", {"datapackage.json": descriptor(), "t.csv": b'a,b\n"x'}),
]


@pytest.mark.parametrize(("code", "files"), BROKEN)
def test_a_broken_package_is_a_problem(code: str, files: dict[str, bytes], tmp_path: Path, schema: Schema) -> None:
    path = zipped(tmp_path / "p.zip", files)
    if "x.csv" not in files and "\\u0000" not in str(files):
        (tmp_path / "folder").mkdir()
        for name, content in files.items():
            (tmp_path / "folder" / name).write_bytes(content)
        assert refused(tmp_path / "folder", schema).code == code
    assert refused(path, schema).code == code


@pytest.mark.parametrize("cut", [0, 10, 400])
def test_a_damaged_zip_is_a_problem(cut: int, data: Path, tmp_path: Path, schema: Schema) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes((data / "212105_plan.zip").read_bytes()[:cut])
    assert refused(path, schema).code == "E735"


def test_a_zip_whose_contents_were_altered_is_a_problem(data: Path, tmp_path: Path, schema: Schema) -> None:
    path = tmp_path / "bits.zip"
    with zipfile.ZipFile(data / "212105_plan.zip") as archive:
        start = archive.getinfo("212105_plan_terms.csv").header_offset
    content = bytearray((data / "212105_plan.zip").read_bytes())
    content[start + 60 : start + 70] = bytes(10)
    path.write_bytes(content)
    assert refused(path, schema).code == "E735"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keikaku.difference.archives.MAX_BYTES", 5_000_000)
    path = zipped(tmp_path / "bomb.zip", {"datapackage.json": descriptor(), "t.csv": b"a\n" + b"0" * 20_000_000})
    assert path.stat().st_size < 100_000
    assert refused(path, schema).code == "E114"


def test_a_file_that_was_changed_after_publication_is_said_and_compared(
    data: Path, tmp_path: Path, schema: Schema
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(data, copy)
    path = copy / "212105_plan_terms.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("RPA", "OCR"), encoding="utf-8")
    altered = side(copy, schema)
    assert [problem.code for problem in altered.problems] == ["W738"]
    difference, _ = compare_sides(side(data, schema), altered, schema)
    assert difference is not None
    assert difference.counts() == {"changed": 1}


def test_a_link_out_of_a_package_is_not_followed(data: Path, tmp_path: Path, schema: Schema) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    (data / "212105_plan_terms.csv").unlink()
    (data / "212105_plan_terms.csv").symlink_to(secret)
    assert refused(data, schema).code == "E109"


def test_a_package_of_an_older_schema_is_matched_by_the_keys_that_both_have(
    data: Path, tmp_path: Path, schema: Schema
) -> None:
    """Before there was `seq`, a year had one target."""
    path = data / "212105_plan_targets.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join(",".join([*row[:3], *row[4:]]) + "\n" for row in rows), encoding="utf-8")
    difference, _ = compare_sides(side(data, schema), side(tmp_path / "w" / "ena", schema), schema)
    assert difference is not None
    table = next(table for _, table in difference.tables() if table.name == "targets")
    assert dict(table.columns_added) == {"seq": 4}
    assert {one.kind for one in table.changes} == {"reshaped"}


@pytest.mark.parametrize("name", ["empty", "file.txt", "nothing"])
def test_what_holds_nothing_to_compare_is_said(name: str, tmp_path: Path, schema: Schema) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    assert refused(tmp_path / name, schema).code == ("E730" if name == "nothing" else "E740")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_compression_is_read_and_its_damage_said(method: int, data: Path, tmp_path: Path, schema: Schema) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name in ("datapackage.json", *(file.name for file in data.glob("*.csv"))):
            archive.write(data / name, name)
        start = archive.getinfo("212105_plan_terms.csv").header_offset
    difference, _ = compare_sides(side(data, schema), side(path, schema), schema)
    assert difference is not None
    assert not difference.any
    content = bytearray(path.read_bytes())
    content[start + 70 : start + 90] = bytes(20)
    path.write_bytes(content)
    assert refused(path, schema).code == "E735"
