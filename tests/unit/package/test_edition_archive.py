"""Archives of editions: valid by themselves, complete, fixed for ever, and citable."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from frictionless import Package, system
from rdflib import Graph, URIRef

from keikaku.check import check_city
from keikaku.graph import write_graph
from keikaku.iri import Iris
from keikaku.names import edition_archive
from keikaku.package import write_edition_archives
from keikaku.schema import Schema
from kitchen import Tables, write_kitchen

BASE = "https://keikaku.example/"


def archives(public: Path) -> list[Path]:
    return sorted(public.glob("[0-9]*/*/editions/*/*.zip"))


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_every_edition_has_one_that_frictionless_finds_valid(public_cities: Path, tmp_path: Path) -> None:
    found = archives(public_cities)
    editions = sorted(path.parent for path in public_cities.glob("[0-9]*/*/editions/*/index.html"))
    assert [path.parent for path in found] == editions
    for number, path in enumerate(found):
        lgcode, edition = path.relative_to(public_cities).parts[0], path.parent.name
        assert path.name == edition_archive(lgcode, edition) == f"{lgcode}_{edition}.zip"
        folder = tmp_path / str(number)
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            archive.extractall(folder)
        with system.use_context(trusted=False):
            report = Package(str(folder / "datapackage.json")).validate()
        assert report.valid, report.flatten(["name", "rowNumber", "message"])[:5]
        for resource in json.loads((folder / "datapackage.json").read_bytes())["resources"]:
            content = (folder / resource["path"]).read_bytes()
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_an_archive_holds_all_rows_of_its_edition(public_cities: Path, schema: Schema) -> None:
    path = public_cities / "212105/ict2/editions/ict2-2025/212105_ict2-2025.zip"
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        for table in schema.tables:
            if "edition_id" not in table.by_name or table.name == "editions":
                continue
            content = (public_cities / f"212105/data/212105_plan_{table.name}.csv").read_bytes()
            wanted = [row for row in rows(content) if row["edition_id"] == "ict2-2025"]
            name = f"212105_ict2-2025_{table.name}.csv"
            assert (rows(archive.read(name)) if name in names else []) == wanted
        editions = rows(archive.read("212105_ict2-2025_editions.csv"))
    assert [row["edition_id"] for row in editions] == ["ict2-2024-03", "ict2-2025"], "a key must lead somewhere"


def test_its_triples_are_those_of_the_edition(public_cities: Path) -> None:
    whole = set((public_cities / "212105/data/212105.nt").read_bytes().splitlines())
    with zipfile.ZipFile(public_cities / "212105/ict2/editions/ict2-2024-03/212105_ict2-2024-03.zip") as archive:
        text = archive.read("212105_ict2-2024-03_graph.nt")
    assert set(text.splitlines()) < whole
    graph = Graph().parse(data=text, format="nt")
    edition = URIRef("https://w3id.org/keikaku/ns#edition")
    its = URIRef(f"{BASE}212105/ict2/editions/ict2-2024-03/#it")
    assert {str(other) for other in graph.objects(None, edition)} == {str(its)}
    stated = {line for line in whole if line.endswith(f"<{edition}> <{its}> .".encode())}
    assert stated <= set(text.splitlines())


def test_the_readme_tells_how_to_cite(public_cities: Path) -> None:
    with zipfile.ZipFile(public_cities / "212105/ict2/editions/ict2-2024-03/212105_ict2-2024-03.zip") as archive:
        text = archive.read("README.md").decode()
    for part in (
        "恵那市「第2期ICT活用推進計画」施策の取組状況(R4〜R5)",
        "2024-03-28",
        "https://keikaku.example/212105/ict2/editions/ict2-2024-03/#it",
        "0db664d4af254b32a8a654067712301f4cf98e90b6991a179cec15fa469aabb6",
        "Cite as: Ena",
    ):
        assert part in text


def test_a_date_that_no_document_states_is_not_invented(public_cities: Path) -> None:
    with zipfile.ZipFile(public_cities / "132012/dx/editions/dx-2025/132012_dx-2025.zip") as archive:
        text = archive.read("README.md").decode()
    assert "文書に記載なし" in text
    assert "the document states none" in text


@pytest.mark.parametrize("edition", ["e1"])
def test_an_archive_does_not_change_when_there_is_a_newer_edition(tmp_path: Path, schema: Schema, edition: str) -> None:
    def without_second(tables: Tables) -> None:
        for name, table in tables.items():
            tables[name] = [row for row in table if row.get("edition_id") != "e2"]

    found = []
    for name, spoil in (("both", None), ("first", without_second)):
        folder = tmp_path / name
        folder.mkdir()
        city = check_city(write_kitchen(folder, spoil=spoil), folder, schema).city
        assert city is not None
        write_graph(city, BASE, folder)
        write_edition_archives(city, schema, BASE, folder / "out", folder / "212105.nt")
        page = Iris(BASE, "212105").page("edition", {"plan_id": "p", "edition_id": edition})
        found.append((folder / "out" / page / edition_archive("212105", edition)).read_bytes())
    assert found[0] == found[1]
