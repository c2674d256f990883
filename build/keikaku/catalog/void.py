"""VoID: how large each city's graph is, which vocabularies it uses, where to get it and where to begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from keikaku.catalog import words
from keikaku.catalog.facts import CatalogCity
from keikaku.catalog.shared import both, licence, publisher, site_agent
from keikaku.catalog.statements import Pair, Statements, Value, count, link, typed
from keikaku.catalog.together import Together, together_void
from keikaku.file_names import graph_file
from keikaku.iri import VOID_PATH, void_partition
from keikaku.terms import compact, namespace, rdf_format

_FORMATS: Final = {"jsonld": "JSON-LD", "nt": "N-Triples", "ttl": "Turtle"}


def void(cities: Sequence[CatalogCity], base_url: str, package: Together | None = None) -> Statements:
    """State what the graphs of all cities are, and the one of all of them where there is one."""
    found = Statements()
    datasets = [_dataset(found, city) for city in cities]
    if package:
        datasets.append(together_void(found, cities, package, base_url))
    found.say(
        base_url + VOID_PATH,
        "void:DatasetDescription",
        *both("dct:title", words.VOID_TITLE),
        ("dct:publisher", site_agent(found, base_url)),
        *(("foaf:topic", dataset) for dataset in datasets),
    )
    return found


def _dataset(found: Statements, city: CatalogCity) -> Value:
    graph, iris = city.graph, city.iris
    terms = [name for name, _ in (*graph.classes, *graph.properties)]
    return found.named(
        iris.thing("data", {}),
        "void:Dataset",
        *both("dct:title", words.dataset_title(city.city)),
        *both("dct:description", words.dataset_description(city.city)),
        ("dct:publisher", publisher(found, city)),
        ("void:uriSpace", typed("", iris.territory)),
        ("void:triples", count(graph.triples)),
        ("void:distinctSubjects", count(graph.subjects)),
        ("void:classes", count(len(graph.classes))),
        ("void:properties", count(len(graph.properties))),
        *(("void:vocabulary", link(space)) for space in {namespace(name) for name in terms}),
        *(("void:exampleResource", link(example)) for example in city.examples),
        ("void:rootResource", link(iris.thing("city", {}))),
        *_dumps(city),
        *(("void:classPartition", part) for part in _partitions(found, city, "class", "void:entities")),
        *(("void:propertyPartition", part) for part in _partitions(found, city, "property", "void:triples")),
        *licence(found, city),
    )


def _dumps(city: CatalogCity) -> list[Pair]:
    """Name the files that hold the whole graph, and their formats."""
    pairs: list[Pair] = []
    for file in city.files:
        suffix = file.name.rpartition(".")[2]
        if suffix in _FORMATS and file.name == graph_file(city.city.lgcode, suffix):
            pairs.append(("void:dataDump", link(city.iris.published(file.name))))
            pairs.append(("void:feature", link(rdf_format(_FORMATS[suffix]))))
    return pairs


def _partitions(found: Statements, city: CatalogCity, kind: str, counted: str) -> list[Value]:
    parts = city.graph.classes if kind == "class" else city.graph.properties
    return [
        found.named(
            void_partition(city.iris.base_url, city.city.lgcode, kind, compact(name)),
            "void:Dataset",
            (f"void:{kind}", link(name)),
            (counted, count(number)),
        )
        for name, number in parts
    ]
