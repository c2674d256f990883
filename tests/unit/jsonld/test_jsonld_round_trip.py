"""Every JSON-LD document expands, in pyld, to exactly the graph of the Turtle beside it, literal by literal."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonld_reading import from_file, use_files_of

from keikaku.check import check_city
from keikaku.graph import write_graph, write_vocabulary
from keikaku.graph.vocabulary_documents import jsonld as vocabulary_jsonld
from keikaku.schema import Schema
from kitchen import Tables, write_kitchen

CODES = ["112097", "132012", "212105", "412058"]


@pytest.mark.parametrize("code", CODES)
def test_a_city_is_the_same_graph_in_all_forms(public: Path, code: str) -> None:
    found = {form: from_file(public / code / "data" / f"{code}.{form}") for form in ("jsonld", "ttl", "nt")}
    assert len(found["ttl"]) > 5000
    assert found["jsonld"] == found["ttl"] == found["nt"]


def test_every_page_is_the_same_graph_in_both_forms(public: Path) -> None:
    pages = sorted(public.rglob("index.jsonld"))
    assert {path.with_suffix(".ttl") for path in pages} == set(public.rglob("index.ttl"))
    assert len(pages) > 900
    assert [page for page in pages if from_file(page) != from_file(page.with_suffix(".ttl"))] == []


def test_pages_together_are_the_city(public: Path) -> None:
    """Nothing of a city stands in its files alone or on its pages alone."""
    pages = set().union(*(from_file(page) for page in (public / "412058").rglob("index.ttl")))
    assert pages == from_file(public / "412058/data/412058.nt")


def test_the_catalog_is_the_same_graph_in_both_forms(public: Path) -> None:
    found = from_file(public / "all/data/catalog.jsonld")
    assert found == from_file(public / "all/data/catalog.ttl")
    assert from_file(public / "all/data/index.jsonld") < found


def test_every_page_of_the_vocabulary_has_its_documents(public: Path) -> None:
    schemes = sorted(path.stem for path in (public / "vocab/schemes").glob("*.ttl"))
    assert len(schemes) > 30
    for name in schemes:
        source = from_file(public / f"vocab/schemes/{name}.ttl")
        assert from_file(public / f"vocab/{name}/index.jsonld") == source
        page = (public / f"vocab/{name}/index.html").read_text(encoding="utf-8")
        assert '<link rel="alternate" type="application/ld+json" href="index.jsonld">' in page
        assert '<link rel="alternate" type="text/turtle" href="index.ttl">' in page
    assert from_file(public / "vocab/index.jsonld") == from_file(public / "vocab/ontology.ttl")


def awkward(tables: Tables) -> None:
    """Texts that must be escaped, and figures that a reader of JSON may take for others."""
    tables["policies"][0]["goal"] = 'a "quoted" back\\slash <b> &amp; 𠮷野家 é'
    tables["finances"][0] |= {"amount_yen": "9007199254740993", "raw": "9007199254740993円"}
    tables["results"][0] |= {"value": "7.00", "numerator": "-0.50"}


def test_awkward_texts_and_figures_come_back_as_they_are(tmp_path: Path, schema: Schema) -> None:
    city = check_city(write_kitchen(tmp_path / "in", spoil=awkward), tmp_path / "in", schema).city
    assert city is not None
    write_graph(city, "https://keikaku.example/", tmp_path)
    write_vocabulary(tmp_path)
    use_files_of(tmp_path)
    found = from_file(tmp_path / "212105.jsonld")
    assert found == from_file(tmp_path / "212105.ttl")
    texts = {term.value for _, _, term in found}
    assert {"9007199254740993", "7.00", 'a "quoted" back\\slash <b> &amp; 𠮷野家 é'} <= texts


def test_a_blank_node_in_the_vocabulary_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text("<http://a.example/> <http://a.example/p> [] .\n", encoding="utf-8")
    with pytest.raises(ValueError, match="blank node"):
        vocabulary_jsonld(path)
