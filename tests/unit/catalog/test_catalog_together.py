"""The package of all cities in the catalog and in VoID: its files as they are, the cities that it rests on."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, VOID

BASE = "https://keikaku.example/"
ALL = URIRef(f"{BASE}all/data/#it")
CITIES = {URIRef(f"{BASE}{code}/data/#it") for code in ("212105", "112097")}


def test_every_file_is_a_distribution_with_its_size_and_checksum(public: Path, catalog: Graph) -> None:
    spdx = "http://spdx.org/rdf/terms#"
    names = set()
    for one in catalog.objects(ALL, DCAT.distribution):
        url = str(catalog.value(one, DCAT.downloadURL))
        path = public / url.removeprefix(BASE)
        names.add(path.name)
        assert int(str(catalog.value(one, DCAT.byteSize))) == path.stat().st_size
        checksum = catalog.value(one, URIRef(f"{spdx}checksum"))
        told = str(catalog.value(checksum, URIRef(f"{spdx}checksumValue"))).lower()
        assert told == hashlib.sha256(path.read_bytes()).hexdigest()
    own = {"index.html", "index.ttl", "index.jsonld", "catalog.ttl", "catalog.jsonld", "SHA256SUMS"}
    assert names == {path.name for path in (public / "all/data").iterdir()} - own


def test_the_compressed_graph_says_what_is_inside(catalog: Graph) -> None:
    one = URIRef(f"{BASE}all/data/#file-all.nt.gz")
    assert str(catalog.value(one, DCAT.mediaType)).endswith("/application/n-triples")
    assert str(catalog.value(one, DCAT.compressFormat)).endswith("/application/gzip")


def test_it_rests_on_the_datasets_of_the_cities(catalog: Graph, void: Graph) -> None:
    assert set(catalog.objects(ALL, DCTERMS.source)) == CITIES
    assert set(void.objects(ALL, VOID.subset)) == CITIES
    assert (URIRef(f"{BASE}#catalog"), DCAT.dataset, ALL) in catalog


def test_it_has_no_licence_where_the_cities_differ(catalog: Graph) -> None:
    assert (ALL, DCTERMS.license, None) not in catalog


def test_void_counts_the_triples_of_the_dump(public: Path, void: Graph) -> None:
    dump = str(void.value(ALL, VOID.dataDump))
    lines = gzip.decompress((public / dump.removeprefix(BASE)).read_bytes()).count(b"\n")
    assert int(str(void.value(ALL, VOID.triples))) == lines
