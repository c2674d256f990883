"""JSON-LD as a processor that is not ours (pyld) reads it, and Turtle as pyoxigraph does: both as sets of triples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from pyld import jsonld

BASE = "https://keikaku.example/"
Triples = set[tuple[Any, Any, Any]]


def use_files_of(public: Path) -> None:
    """Have pyld find contexts in a build's files, and nowhere else."""

    def load(url: str, options: object) -> dict[str, Any]:
        assert url.startswith(BASE), f"{url} is not a file of the build"
        document = json.loads((public / url.removeprefix(BASE)).read_bytes())
        return {"contextUrl": None, "documentUrl": url, "contentType": "application/ld+json", "document": document}

    jsonld.set_document_loader(load)


def from_jsonld(document: Any) -> Triples:
    """Expand a document and read it as RDF; every triple stands in the default graph."""
    graphs = jsonld.to_rdf(document, {})
    assert set(graphs) <= {"@default"}
    return {
        (_term(one["subject"]), _term(one["predicate"]), _term(one["object"])) for one in graphs.get("@default", [])
    }


def from_file(path: Path) -> Triples:
    """Read a file of JSON-LD, Turtle or N-Triples."""
    if path.suffix == ".jsonld":
        return from_jsonld(json.loads(path.read_bytes()))
    form = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES}[path.suffix]
    return {(quad.subject, quad.predicate, quad.object) for quad in ox.parse(path=path, format=form)}


def _term(term: dict[str, str]) -> ox.NamedNode | ox.Literal:
    assert term["type"] != "blank node"
    if term["type"] == "IRI":
        return ox.NamedNode(term["value"])
    if "language" in term:
        return ox.Literal(term["value"], language=term["language"])
    return ox.Literal(term["value"], datatype=ox.NamedNode(term["datatype"]))
