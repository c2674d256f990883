"""What the endpoint holds: the files of a built site, each with the graph that it is loaded into.

A city's graph is named by its dataset (`{base}132012/data/#it`), the catalog and each file of the vocabulary by the
file's URL. What a query sees without naming a graph is the union of them all.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from keikaku.iri import CATALOG_TURTLE, DEFAULT_BASE_URL, Iris


@dataclass(frozen=True, slots=True)
class Source:
    """A file of RDF, `nt` or `ttl`, and the IRI of its graph."""

    path: Path
    graph: str

    @property
    def form(self) -> str:
        """Give its form."""
        return self.path.suffix.removeprefix(".")


def find_sources(folder: Path) -> tuple[Source, ...]:
    """List the files of a built site that hold its data and its vocabulary."""
    base = _base_url(folder)
    cities = [
        Source(path, Iris(base, path.stem).about_data("it"))
        for path in sorted(folder.glob("*/data/*.nt"))
        if path.stem == path.parent.parent.name
    ]
    others = [folder / CATALOG_TURTLE, *sorted((folder / "vocab").rglob("*.ttl"))]
    found = [Source(path, f"{base}{path.relative_to(folder).as_posix()}") for path in others if path.is_file()]
    return (*cities, *found)


def digest(sources: tuple[Source, ...]) -> str:
    """Give a hash of all the data: answers to the same query differ only where it does."""
    told = hashlib.sha256()
    for source in sources:
        told.update(source.graph.encode())
        told.update(hashlib.sha256(source.path.read_bytes()).digest())
    return told.hexdigest()


def _base_url(folder: Path) -> str:
    try:
        told = json.loads((folder / "keikaku.json").read_text(encoding="utf-8"))
        return str(told["base_url"])
    except (OSError, ValueError, KeyError, TypeError):
        return DEFAULT_BASE_URL
