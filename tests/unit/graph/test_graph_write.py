"""The files: three formats of one graph, page by page, always the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from keikaku.check import CleanCity
from keikaku.graph import GraphCounts, nodes, write_documents, write_graph, write_vocabulary
from keikaku.graph.write import PIECE

BASE = "https://keikaku.example/"
GOLDEN = Path(__file__).parents[2] / "golden" / "graph"
CONTEXT = Path(__file__).parents[3] / "vocab" / "context.jsonld"
SUFFIXES = ("nt", "ttl", "jsonld")


@pytest.fixture(scope="module")
def written(small_city: CleanCity, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, GraphCounts]:
    folder = tmp_path_factory.mktemp("graph") / "990001" / "data"
    return folder, write_graph(small_city, BASE, folder)


def parse_jsonld(path: Path) -> Graph:
    """Parse JSON-LD with the context of this checkout in the place of the one that is linked."""
    document = json.loads(path.read_bytes())
    assert document["@context"] == f"{BASE}vocab/context.jsonld"
    document["@context"] = json.loads(CONTEXT.read_bytes())["@context"]
    return Graph().parse(data=json.dumps(document), format="json-ld")


def test_the_three_formats_are_one_graph(written: tuple[Path, GraphCounts]) -> None:
    folder, counts = written
    lines = Graph().parse(folder / "990001.nt", format="nt")
    assert len(lines) == counts.triples
    assert isomorphic(lines, Graph().parse(folder / "990001.ttl", format="turtle"))
    assert isomorphic(lines, parse_jsonld(folder / "990001.jsonld"))


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper (raptor2-utils) is not installed")
@pytest.mark.parametrize(("suffix", "syntax"), [("nt", "ntriples"), ("ttl", "turtle")])
def test_another_parser_counts_the_same(written: tuple[Path, GraphCounts], suffix: str, syntax: str) -> None:
    folder, counts = written
    ran = subprocess.run(
        ["rapper", "-i", syntax, "-c", str(folder / f"990001.{suffix}")], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    assert f"returned {counts.triples} triples" in ran.stderr
    assert "warning" not in ran.stderr.lower()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_files_are_as_recorded(written: tuple[Path, GraphCounts], suffix: str) -> None:
    """Compare with what was last looked at; `UPDATE_GOLDEN=1 pytest` records it anew."""
    found, recorded = written[0] / f"990001.{suffix}", GOLDEN / f"990001.{suffix}"
    if os.environ.get("UPDATE_GOLDEN"):
        recorded.write_bytes(found.read_bytes())
    assert found.read_bytes() == recorded.read_bytes()


def test_a_graph_of_many_pieces_joins_them(
    small_city: CleanCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: tuple[Path, GraphCounts]
) -> None:
    monkeypatch.setattr("keikaku.graph.write.PIECE", 2)
    assert write_graph(small_city, BASE, tmp_path) == written[1]
    assert written[1].nodes < PIECE
    for suffix in SUFFIXES:
        whole = (written[0] / f"990001.{suffix}").read_bytes()
        assert (tmp_path / f"990001.{suffix}").read_bytes() == whole


def test_documents_together_are_the_graph(
    small_city: CleanCity, tmp_path: Path, written: tuple[Path, GraphCounts]
) -> None:
    count = write_documents(small_city, BASE, tmp_path)
    turtle = sorted(tmp_path.rglob("index.ttl"))
    assert count == 2 * len(turtle) == 2 * len({node.path for node in nodes(small_city, BASE)})
    joined, by_jsonld = Graph(), Graph()
    for path in turtle:
        joined.parse(path, format="turtle")
        by_jsonld += parse_jsonld(path.with_suffix(".jsonld"))
    whole = Graph().parse(written[0] / "990001.nt", format="nt")
    assert isomorphic(joined, whole)
    assert isomorphic(by_jsonld, whole)


def test_a_document_tells_of_its_own_page_only(small_city: CleanCity, tmp_path: Path) -> None:
    write_documents(small_city, BASE, tmp_path)
    page = "990001/dx/projects/p-1/"
    found = Graph().parse(tmp_path / page / "index.ttl", format="turtle")
    assert {str(subject).partition("#")[0] for subject in found.subjects()} == {f"{BASE}{page}"}


def test_the_vocabulary_is_copied_whole(tmp_path: Path) -> None:
    count = write_vocabulary(tmp_path)
    copied = [path for path in (tmp_path / "vocab").rglob("*") if path.is_file()]
    assert count == len(copied)
    assert (tmp_path / "vocab" / "context.jsonld").read_bytes() == CONTEXT.read_bytes()
    assert {"ontology.ttl", "fiscal_year.ttl", "unit.ttl"} <= {path.name for path in copied}
