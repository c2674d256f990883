"""The cubes are well formed: the integrity constraints of the RDF Data Cube Recommendation, in our words.

IC-7 to IC-10, IC-15 to IC-18, IC-20 and IC-21 speak of slices, measure dimensions and hierarchies, which these cubes do
not have. IC-12 and IC-14 are written with groups, since the published wording compares each observation with each.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from keikaku.check import CleanCity, check_city
from keikaku.graph import write_graph
from keikaku.schema import load_schema

ROOT = Path(__file__).resolve().parents[3]
DATA, VOCAB = ROOT / "datapackage", ROOT / "vocab"
BASE = "https://keikaku.example/"
PREFIXES = """
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX keikaku: <https://w3id.org/keikaku/ns#>
"""
BROKEN = {
    "IC-1 an observation has exactly one data set": """
        SELECT ?o { ?o a qb:Observation OPTIONAL { ?o qb:dataSet ?d } } GROUP BY ?o HAVING (COUNT(DISTINCT ?d) != 1)""",
    "IC-2 a data set has exactly one structure": """
        SELECT ?d { ?d a qb:DataSet OPTIONAL { ?d qb:structure ?s } } GROUP BY ?d HAVING (COUNT(DISTINCT ?s) != 1)""",
    "IC-3 a structure has a measure": """
        SELECT ?s { ?s a qb:DataStructureDefinition
            FILTER NOT EXISTS { ?s qb:component/qb:measure ?m . ?m a qb:MeasureProperty } }""",
    "IC-4 a dimension has a range": """
        SELECT ?p { ?p a qb:DimensionProperty FILTER NOT EXISTS { ?p rdfs:range ?r } }""",
    "IC-5 a dimension of concepts has a code list": """
        SELECT ?p { ?p a qb:DimensionProperty ; rdfs:range skos:Concept FILTER NOT EXISTS { ?p qb:codeList ?l } }""",
    "IC-6 only attributes are optional": """
        SELECT ?c { ?c qb:componentRequired false FILTER NOT EXISTS { ?c qb:attribute ?p } }""",
    "IC-11 an observation has every dimension": """
        SELECT ?o { ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?p FILTER NOT EXISTS { ?o ?p ?v } }""",
    "IC-12 no two observations agree in every dimension (values)": """
        SELECT ?i ?y ?e ?k ?n { ?o qb:dataSet/qb:structure <https://w3id.org/keikaku/ns/cube#values> ;
            keikaku:indicator ?i ; keikaku:fiscalYear ?y ; keikaku:edition ?e ; keikaku:valueKind ?k ;
            keikaku:sequence ?n }
        GROUP BY ?i ?y ?e ?k ?n HAVING (COUNT(DISTINCT ?o) > 1)""",
    "IC-12 no two observations agree in every dimension (costs)": """
        SELECT ?p ?y ?e ?k ?n { ?o qb:dataSet/qb:structure <https://w3id.org/keikaku/ns/cube#costs> ;
            keikaku:project ?p ; keikaku:fiscalYear ?y ; keikaku:edition ?e ; keikaku:costKind ?k ;
            keikaku:sequence ?n }
        GROUP BY ?p ?y ?e ?k ?n HAVING (COUNT(DISTINCT ?o) > 1)""",
    "IC-13 an observation has every required attribute": """
        SELECT ?o { ?o qb:dataSet/qb:structure/qb:component ?c . ?c qb:attribute ?p ; qb:componentRequired true
            FILTER NOT EXISTS { ?o ?p ?v } }""",
    "IC-14 an observation has every measure, once": """
        SELECT ?o ?p { ?o qb:dataSet/qb:structure/qb:component/qb:measure ?p OPTIONAL { ?o ?p ?v } }
        GROUP BY ?o ?p HAVING (COUNT(DISTINCT ?v) != 1)""",
    "IC-19 codes come from the code list": """
        SELECT ?o ?v { ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?p . ?p qb:codeList ?l . ?o ?p ?v
            FILTER NOT EXISTS { ?v skos:inScheme ?l } }""",
}


def store_of(city: CleanCity, folder: Path):  # type: ignore[no-untyped-def]  # pyoxigraph may be missing
    oxigraph = pytest.importorskip("pyoxigraph")
    write_graph(city, BASE, folder)
    store = oxigraph.Store()
    store.bulk_load(path=str(folder / f"{city.city.lgcode}.nt"), format=oxigraph.RdfFormat.N_TRIPLES)
    for path in [VOCAB / "ontology.ttl", VOCAB / "cube.ttl", *sorted((VOCAB / "schemes").glob("*.ttl"))]:
        store.bulk_load(path=str(path), format=oxigraph.RdfFormat.TURTLE)
    return store


def faults(store) -> Iterator[str]:  # type: ignore[no-untyped-def]
    for name, query in BROKEN.items():
        if next(iter(store.query(PREFIXES + query)), None):
            yield name.split()[0]


@pytest.mark.parametrize("slug", sorted(path.parent.name for path in DATA.glob("*/city.yaml")))
def test_the_cubes_of_a_real_city_are_well_formed(slug: str, tmp_path: Path) -> None:
    city = check_city(DATA / slug, DATA, load_schema()).city
    assert city is not None
    store = store_of(city, tmp_path)
    assert list(faults(store)) == []
    observations = "SELECT (COUNT(?o) AS ?n) { ?o a qb:Observation }"
    (count,) = store.query(PREFIXES + observations)
    rows = [row for name in ("targets", "results") for row in city.tables[name].dicts() if row["value"]]
    baselines = [row for row in city.tables["indicators"].dicts() if row["baseline_fy"] and row["baseline_value"]]
    costs = [row for row in city.tables["finances"].dicts() if row["amount_yen"] and row["project_id"]]
    assert int(count["n"].value) == len(rows) + len(baselines) + len(costs)


SPOILT = [
    ("IC-1", "?o qb:dataSet ?d", ""),
    ("IC-11", "?o keikaku:fiscalYear ?y", ""),
    ("IC-14", "?o keikaku:value ?v", ""),
    ("IC-19", "?o keikaku:valueKind ?k", "?o keikaku:valueKind <https://w3id.org/keikaku/ns/phase#trial>"),
]


@pytest.mark.parametrize(("code", "taken", "put"), SPOILT)
def test_a_spoilt_cube_is_found(code: str, taken: str, put: str, small_city: CleanCity, tmp_path: Path) -> None:
    store = store_of(small_city, tmp_path)
    assert list(faults(store)) == []
    where = f"?o a qb:Observation ; qb:dataSet <{BASE}{small_city.city.lgcode}/data/#values> . {taken}"
    store.update(f"{PREFIXES} DELETE {{ {taken} }} INSERT {{ {put} }} WHERE {{ {where} }}")
    assert code in set(faults(store))


def test_a_repeated_observation_is_found(small_city: CleanCity, tmp_path: Path) -> None:
    store = store_of(small_city, tmp_path)
    copy = f"INSERT {{ <{BASE}twin> ?p ?v }} WHERE {{ {{ SELECT ?o {{ ?o a qb:Observation }} LIMIT 1 }} ?o ?p ?v }}"
    store.update(PREFIXES + copy)
    assert set(faults(store)) == {"IC-12"}


def test_words_are_no_observations(small_city: CleanCity, tmp_path: Path) -> None:
    store = store_of(small_city, tmp_path)
    without = (
        "SELECT ?o { ?o a qb:Observation ; qb:dataSet ?d FILTER NOT EXISTS { ?o keikaku:value|keikaku:amountYen ?v } }"
    )
    assert not list(store.query(PREFIXES + without))


def test_a_correction_points_at_its_row(small_city: CleanCity, tmp_path: Path) -> None:
    store = store_of(small_city, tmp_path)
    oa = "PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX dqv: <http://www.w3.org/ns/dqv#>"
    dangling = "SELECT ?c { ?c a dqv:QualityAnnotation ; oa:hasTarget ?t FILTER NOT EXISTS { ?t a ?class } }"
    pointing = "SELECT ?c { ?c a dqv:QualityAnnotation ; oa:hasTarget ?t }"
    assert list(store.query(f"{oa} {pointing}"))
    assert not list(store.query(f"{oa} {dangling}"))
