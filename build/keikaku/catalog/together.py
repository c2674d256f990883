"""The package of all cities as a dataset of its own, which rests on the datasets of the cities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from keikaku.catalog import words
from keikaku.catalog.distributions import Shelf, distributions
from keikaku.catalog.facts import CatalogCity, CatalogFile
from keikaku.catalog.shared import area, both, document, government, japanese, licence, period, public, site_agent
from keikaku.catalog.standards import DATA_PACKAGE_2, standard
from keikaku.catalog.statements import Pair, Statements, Value, count, link, typed
from keikaku.file_names import compressed, graph_file
from keikaku.iri import ALL, Iris
from keikaku.schema import Schema
from keikaku.terms import rdf_format


class Together(NamedTuple):
    """The package of all cities: its files, and how many triples its graph holds, the vocabulary among them."""

    files: tuple[CatalogFile, ...]
    triples: int


def together_dataset(
    found: Statements, cities: Sequence[CatalogCity], package: Together, base_url: str, schema: Schema
) -> Value:
    """State the dataset of all cities; it has a licence where all cities have set the same one."""
    iris = Iris(base_url, ALL)
    subject = iris.thing("data", {})
    terms = _licence(found, cities)
    found.say(
        subject,
        "dcat:Dataset",
        ("dct:identifier", typed("", subject)),
        *both("dct:title", words.TOGETHER),
        *both("dct:description", words.TOGETHER_TEXT),
        *(pair for word in words.KEYWORDS for pair in both("dcat:keyword", word)),
        ("dct:publisher", site_agent(found, base_url)),
        ("dct:language", japanese(found)),
        ("dct:accessRights", public(found)),
        ("dct:conformsTo", standard(found, DATA_PACKAGE_2)),
        ("dct:provenance", _provenance(found, iris)),
        ("dcat:landingPage", document(found, iris.url("data", {}))),
        ("dcat:theme", government(found)),
        *(("dct:spatial", area(found, city)) for city in cities),
        *(("dct:source", found.named(city.iris.thing("data", {}), "dcat:Dataset")) for city in cities),
        *(("dct:temporal", period(found, city, plan)) for city in cities for plan in city.plans),
        *(("dcat:distribution", one) for one in distributions(found, Shelf(iris, package.files, terms), schema)),
        *terms,
    )
    return link(subject)


def together_void(found: Statements, cities: Sequence[CatalogCity], package: Together, base_url: str) -> Value:
    """State what the graph of all cities is: the graphs of the cities and the vocabulary in one file."""
    iris = Iris(base_url, ALL)
    return found.named(
        iris.thing("data", {}),
        "void:Dataset",
        *both("dct:title", words.TOGETHER),
        *both("dct:description", words.TOGETHER_TEXT),
        ("dct:publisher", site_agent(found, base_url)),
        ("void:triples", count(package.triples)),
        ("void:dataDump", link(iris.published(compressed(graph_file(ALL, "nt"))))),
        ("void:feature", link(rdf_format("N-Triples"))),
        *(("void:subset", link(city.iris.thing("data", {}))) for city in cities),
        *_licence(found, cities),
    )


def _licence(found: Statements, cities: Sequence[CatalogCity]) -> tuple[Pair, ...]:
    stated = {city.city.licence for city in cities}
    return licence(found, cities[0]) if len(stated) == 1 else ()


def _provenance(found: Statements, iris: Iris) -> Value:
    return found.named(
        iris.about_data("provenance"), "dct:ProvenanceStatement", *both("rdfs:label", words.TOGETHER_PROVENANCE)
    )
