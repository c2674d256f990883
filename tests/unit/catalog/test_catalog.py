"""The catalog: judged by DCAT-AP's own shapes, by the vocabularies, and by the files and pages that it names."""

from __future__ import annotations

import hashlib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG, PROV, RDF, RDFS, SKOS, VOID, XSD, DefinedNamespaceMeta

from keikaku.file_names import CATALOG_FILES
from keikaku.schema import Schema
from keikaku.site.wording.words import load_words

BASE = "https://keikaku.example/"
ENA, HANNO = f"{BASE}212105/data/#it", f"{BASE}112097/data/#it"
SPDX = "http://spdx.org/rdf/terms#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
DQV = "http://www.w3.org/ns/dqv#"
SHACL = "http://www.w3.org/ns/shacl#"
YARDSTICKS = Path(__file__).resolve().parents[4] / "shared" / "yardsticks" / "dcat-ap-3.0.1"

BEYOND_RDFLIB = {
    *(SPDX + name for name in ("Checksum", "checksum", "algorithm", "checksumValue", "checksumAlgorithm_sha256")),
    *(VCARD + name for name in ("Kind", "Organization", "fn", "hasEmail", "hasURL")),
    *(DQV + name for name in ("QualityMetadata", "hasQualityMetadata")),
}
"""Terms of vocabularies that rdflib does not know: SPDX 2.2, vCard (W3C Note, 2014) and DQV (W3C Note, 2016)."""
VOCABULARIES: tuple[DefinedNamespaceMeta, ...] = (DCAT, DCTERMS, FOAF, ORG, PROV, RDF, RDFS, SKOS, VOID, XSD)


class Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value or "" for name, value in attrs if name == "id"}


def one(graph: Graph, subject: str, predicate: str) -> str:
    (value,) = graph.objects(URIRef(subject), URIRef(predicate))
    return str(value)


def test_both_forms_are_the_same_graph_without_blank_nodes(public: Path, catalog: Graph) -> None:
    other = Graph().parse(public / "all/data/catalog.jsonld")
    assert set(catalog) == set(other)
    assert not [node for triple in catalog for node in triple if isinstance(node, BNode)]


@pytest.mark.parametrize("name", ["shapes", "range"])
def test_dcat_ap_finds_no_violation(catalog: Graph, name: str) -> None:
    conforms, text = judge(catalog, name)[1:]
    assert conforms, text


def test_what_dcat_ap_recommends_is_there_but_for_known_gaps(catalog: Graph) -> None:
    """docs/decisions/0010-catalog.md gives the reason of each gap."""
    report = judge(catalog, "shapes_recommended")[0]
    gaps = set()
    for result in report.subjects(RDF.type, URIRef(SHACL + "ValidationResult")):
        focus = report.value(result, URIRef(SHACL + "focusNode"))
        path = str(report.value(result, URIRef(SHACL + "resultPath"))).rpartition("/")[2].rpartition("#")[2]
        gaps |= {(kind.rpartition("/")[2].rpartition("#")[2], path) for kind in catalog.objects(focus, RDF.type)}
    assert gaps == {
        ("Agent", "type"),
        ("Catalog", "issued"),
        ("Catalog", "license"),
        ("Catalog", "modified"),
        ("Dataset", "contactPoint"),
        ("Distribution", "availability"),
        ("Distribution", "license"),
        ("Location", "bbox"),
        ("Location", "centroid"),
        ("PeriodOfTime", "endDate"),
    }


def judge(catalog: Graph, name: str) -> tuple[Graph, bool, str]:
    pyshacl = pytest.importorskip("pyshacl", reason="pyshacl is not installed")
    shapes = YARDSTICKS / f"{name}.ttl"
    if not shapes.is_file():
        pytest.skip("the shapes of DCAT-AP do not stand beside the checkout")
    conforms, report, text = pyshacl.validate(catalog, shacl_graph=Graph().parse(shapes))
    return report, conforms, text


def test_the_shapes_do_find_faults(catalog: Graph) -> None:
    spoilt = Graph() + catalog
    spoilt.remove((URIRef(ENA), DCTERMS.title, None))
    assert not judge(spoilt, "shapes")[1]


@pytest.mark.parametrize("name", ["catalog", "void"])
def test_every_term_is_defined_by_its_vocabulary(request: pytest.FixtureRequest, name: str) -> None:
    graph: Graph = request.getfixturevalue(name)
    terms = set(graph.predicates()) | set(graph.objects(None, RDF.type))
    terms |= {value.datatype for value in graph.objects() if isinstance(value, Literal) and value.datatype}
    terms |= set(graph.objects(None, URIRef(SPDX + "algorithm")))
    unknown = [
        term for term in terms if str(term) not in BEYOND_RDFLIB and not any(term in one for one in VOCABULARIES)
    ]
    assert unknown == []


def test_every_own_name_leads_to_its_element(public: Path, catalog: Graph, void: Graph) -> None:
    own = {str(node) for node in (*catalog.subjects(), *void.subjects()) if str(node).startswith(BASE)}
    assert len(own) > 50
    for name in own:
        path, _, fragment = name.removeprefix(BASE).partition("#")
        if path == ".well-known/void":
            continue
        file = public / path / "index.html" if path.endswith("/") or not path else public / path
        assert file.is_file(), name
        if fragment:
            ids = Ids()
            ids.feed(file.read_text(encoding="utf-8"))
            assert fragment in ids.found, name


@pytest.mark.parametrize(("dataset", "code"), [(ENA, "212105"), (HANNO, "112097")])
def test_every_published_file_is_a_distribution(public: Path, catalog: Graph, dataset: str, code: str) -> None:
    listed = {}
    for part in catalog.objects(URIRef(dataset), DCAT.distribution):
        path = urlsplit(one(catalog, str(part), str(DCAT.downloadURL))).path
        content = (public / path.lstrip("/")).read_bytes()
        checksum = one(catalog, str(part), SPDX + "checksum")
        assert one(catalog, checksum, SPDX + "checksumValue") == hashlib.sha256(content).hexdigest(), path
        assert int(one(catalog, str(part), str(DCAT.byteSize))) == len(content), path
        titles = {title.language for title in catalog.objects(part, DCTERMS.title) if isinstance(title, Literal)}
        assert titles == {"ja", "en"}, path
        listed[path] = part
    folder = {f"/{path.relative_to(public).as_posix()}" for path in (public / code / "data").iterdir()}
    pages = {
        f"/{code}/data/{name}" for name in ("index.html", "index.ttl", "index.jsonld", "SHA256SUMS", *CATALOG_FILES)
    }
    assert set(listed) == folder - pages | {f"/{code}/quality/quality.json"}


def test_tables_conform_to_schemas_that_the_site_holds(public: Path, catalog: Graph) -> None:
    standards = {str(name) for name in catalog.subjects(RDF.type, DCTERMS.Standard)}
    own = {name.removeprefix(BASE) for name in standards if name.startswith(BASE)}
    assert {"vocab/tableschema/targets.json", "vocab/quality.schema.json"} <= own
    assert not [name for name in own if not (public / name).is_file()]


def test_only_what_the_city_states_is_stated(catalog: Graph) -> None:
    for dataset, stated in ((ENA, False), (HANNO, True)):
        parts = list(catalog.objects(URIRef(dataset), DCAT.distribution))
        for subject in (URIRef(dataset), *parts):
            assert bool(list(catalog.objects(subject, DCTERMS.license))) is stated
        assert bool(list(catalog.objects(URIRef(dataset), DCAT.contactPoint))) is stated
    licence = one(catalog, HANNO, str(DCTERMS.license))
    assert one(catalog, licence, str(DCTERMS.type)) == "http://purl.org/adms/licencetype/Attribution"
    contact = one(catalog, HANNO, str(DCAT.contactPoint))
    assert one(catalog, contact, VCARD + "hasURL") == "https://city.example/%7Bopen%7D%20data"


def test_periods_run_from_april_to_march_as_far_as_they_are_stated(catalog: Graph) -> None:
    whole, begun = f"{BASE}112097/data/#period-p", f"{BASE}112097/data/#period-q"
    every = f"{BASE}112097/data/#period"
    assert {str(period) for period in catalog.objects(URIRef(HANNO), DCTERMS.temporal)} == {whole, begun, every}
    # One of the plans has no last year, so all together have none.
    assert one(catalog, every, str(DCAT.startDate)) == "2022-04-01"
    assert not list(catalog.objects(URIRef(every), DCAT.endDate))
    assert len(list(catalog.objects(URIRef(ENA), DCTERMS.temporal))) == 1
    assert one(catalog, whole, str(DCAT.startDate)) == "2022-04-01"
    assert one(catalog, whole, str(DCAT.endDate)) == "2026-03-31"
    assert one(catalog, begun, str(DCAT.startDate)) == "2026-04-01"
    assert not list(catalog.objects(URIRef(begun), DCAT.endDate))


def test_the_publisher_of_the_catalog_is_called_as_the_site_is(catalog: Graph, schema: Schema) -> None:
    names = set(catalog.objects(URIRef(f"{BASE}#site"), FOAF.name))
    assert names == {Literal(load_words(schema, lang).say("site_name"), lang=lang) for lang in ("ja", "en")}


def test_the_home_page_links_the_catalog(public: Path) -> None:
    text = (public / "index.html").read_text(encoding="utf-8")
    for name in ("all/data/catalog.ttl", "all/data/catalog.jsonld", ".well-known/void"):
        assert f'href="{name}"' in text
        assert (public / name).is_file()
