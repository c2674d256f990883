"""What a build left: its marker, and the files of RDF, each with the graph that it is loaded into.

A city's graph is named by its dataset (`{base}132012/data/#it`), the catalog and each file of the vocabulary by the
file's URL. `keikaku serve` answers queries on them, `keikaku push` sends them to a store.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from keikaku.file_names import PAGE_DOCUMENTS
from keikaku.iri import ALL, CATALOG_TURTLE, DEFAULT_BASE_URL, Iris

MARKER: Final = "keikaku.json"
"""Every output folder holds this file; a folder with other things and without it is never replaced."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of RDF, `nt` or `ttl`, and the IRI of its graph; `lgcode` where it holds the data of a city."""

    path: Path
    graph: str
    lgcode: str = ""

    @property
    def form(self) -> str:
        """Give its form."""
        return self.path.suffix.removeprefix(".")


def find_sources(folder: Path) -> tuple[Source, ...]:
    """List the files of a built site that hold its data and its vocabulary."""
    base = base_url(folder)
    cities = [
        Source(path, Iris(base, path.stem).about_data("it"), path.stem)
        for path in sorted(folder.glob("*/data/*.nt"))
        if path.stem == path.parent.parent.name != ALL
    ]
    others = [folder / CATALOG_TURTLE, *sorted((folder / "vocab").rglob("*.ttl"))]
    # What stands beside the pages of the vocabulary says again what its files say.
    others = [path for path in others if path.name not in PAGE_DOCUMENTS and path.is_file()]
    found = [Source(path, f"{base}{path.relative_to(folder).as_posix()}") for path in others]
    return (*cities, *found)


def digest(sources: tuple[Source, ...]) -> str:
    """Give a hash of all the data: answers to the same query differ only where it does."""
    told = hashlib.sha256()
    for source in sources:
        told.update(source.graph.encode())
        told.update(hashlib.sha256(source.path.read_bytes()).digest())
    return told.hexdigest()


def is_built(folder: Path) -> bool:
    """Tell whether the folder holds a build."""
    return (folder / MARKER).is_file()


def cities(folder: Path) -> tuple[str, ...]:
    """Give the codes of the cities that a build has by its marker, none where that does not tell them."""
    try:
        return tuple(str(code) for code in _marker(folder)["cities"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def base_url(folder: Path) -> str:
    """Give the base URL of a build; the default where the marker does not tell it."""
    try:
        return str(_marker(folder)["base_url"])
    except (OSError, ValueError, KeyError, TypeError):
        return DEFAULT_BASE_URL


def _marker(folder: Path) -> Any:
    return json.loads((folder / MARKER).read_text(encoding="utf-8"))
