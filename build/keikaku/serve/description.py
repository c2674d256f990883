"""The endpoint about itself: a SPARQL 1.1 Service Description, in any form of RDF, without blank nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from keikaku.built import Source

if TYPE_CHECKING:
    from pyoxigraph import Triple

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RESULTS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def describe(endpoint: str, sources: tuple[Source, ...], form: str) -> bytes:
    """Give the description of the endpoint at a URL, as `ttl`, `nt`, `jsonld` or `rdf`."""
    from pyoxigraph import NamedNode, Triple

    from keikaku.serve.results import Sink, write_rdf

    def triples() -> Iterator[Triple]:
        for subject, predicate, value in _statements(endpoint, sources):
            yield Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value))

    sink = Sink(16 * 1024 * 1024)
    write_rdf(triples(), form, sink, {"sd": SD})
    return sink.value()


def _statements(endpoint: str, sources: tuple[Source, ...]) -> Iterator[tuple[str, str, str]]:
    service, dataset = f"{endpoint}#service", f"{endpoint}#dataset"
    yield service, _RDF_TYPE, f"{SD}Service"
    yield service, f"{SD}endpoint", endpoint
    yield service, f"{SD}supportedLanguage", f"{SD}SPARQL11Query"
    yield service, f"{SD}feature", f"{SD}UnionDefaultGraph"
    for name in _RESULTS:
        yield service, f"{SD}resultFormat", f"{_FORMATS}{name}"
    yield service, f"{SD}defaultDataset", dataset
    yield dataset, _RDF_TYPE, f"{SD}Dataset"
    yield dataset, f"{SD}defaultGraph", f"{endpoint}#union"
    yield f"{endpoint}#union", _RDF_TYPE, f"{SD}Graph"
    for number, source in enumerate(sources, 1):
        named = f"{endpoint}#graph-{number}"
        yield dataset, f"{SD}namedGraph", named
        yield named, _RDF_TYPE, f"{SD}NamedGraph"
        yield named, f"{SD}name", source.graph
