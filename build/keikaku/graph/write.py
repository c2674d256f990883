"""Write a city's graph: as a whole in three formats in one pass, and page by page, beside the pages.

Output is streamed in pieces, so that memory does not grow with the graph. The formats hold the same triples.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from keikaku.check import CleanCity
from keikaku.graph.nodes import nodes
from keikaku.graph.spell import (
    json_string,
    jsonld_node,
    jsonld_pair,
    ntriples_node,
    ntriples_pair,
    turtle_node,
    turtle_pair,
)
from keikaku.graph.terms import Memo, Node, Pair
from keikaku.iri import context_url
from keikaku.quality import Quality
from keikaku.terms import PREFIXES

PIECE: Final = 500
"""Nodes that are spelt at a time: enough for big writes, few enough for little memory."""


@dataclass(frozen=True, slots=True)
class GraphCounts:
    """How much was written."""

    triples: int
    nodes: int


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what a file begins and ends with, how pairs and nodes are spelt, what stands between nodes."""

    suffix: str
    head: Callable[[str], bytes]
    pair: Callable[[Pair], bytes]
    node: Callable[[Node, Mapping[Pair, bytes]], bytes]
    between: bytes = b""
    tail: bytes = b""

    def spell(self, found: Iterable[Node], spelt: Mapping[Pair, bytes]) -> bytes:
        """Spell nodes, without what a file begins and ends with."""
        return self.between.join([self.node(node, spelt) for node in found])

    def document(self, found: Iterable[Node], base_url: str, spelt: Mapping[Pair, bytes]) -> bytes:
        """Give a whole document."""
        return self.head(base_url) + self.spell(found, spelt) + self.tail


def _turtle_head(base_url: str) -> bytes:
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()).encode()


def _jsonld_head(base_url: str) -> bytes:
    return f'{{"@context":{json_string(context_url(base_url))},"@graph":[\n'.encode()


NTRIPLES: Final = Format("nt", lambda base_url: b"", ntriples_pair, ntriples_node)
TURTLE: Final = Format("ttl", _turtle_head, turtle_pair, turtle_node)
JSONLD: Final = Format("jsonld", _jsonld_head, jsonld_pair, jsonld_node, between=b",\n", tail=b"\n]}\n")
FORMATS: Final = (NTRIPLES, TURTLE, JSONLD)


def write_graph(city: CleanCity, base_url: str, folder: Path, quality: Quality | None = None) -> GraphCounts:
    """Write `{lgcode}.nt`, `.ttl` and `.jsonld` into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files = {
            spelling: stack.enter_context((folder / f"{city.city.lgcode}.{spelling.suffix}").open("wb"))
            for spelling in FORMATS
        }
        return stream(nodes(city, base_url, quality), base_url, files)


def stream(found: Iterable[Node], base_url: str, files: Mapping[Format, BinaryIO]) -> GraphCounts:
    """Write nodes to open binary files, each in its format, going through the nodes once."""
    rest = iter(found)
    triples = count = 0
    spelt = {spelling: Memo(spelling.pair) for spelling in files}
    for spelling, file in files.items():
        file.write(spelling.head(base_url))
    while piece := list(islice(rest, PIECE)):
        for spelling, file in files.items():
            before = spelling.between if count else b""
            file.write(before + spelling.spell(piece, spelt[spelling]))
        count += len(piece)
        triples += sum(len(node.pairs) for node in piece)
    for spelling, file in files.items():
        file.write(spelling.tail)
    return GraphCounts(triples, count)


def write_documents(city: CleanCity, base_url: str, root: Path, quality: Quality | None = None) -> int:
    """Write `index.ttl` and `index.jsonld` beside each page, saying what stands there; count the files."""
    pages: dict[str, list[Node]] = defaultdict(list)
    for node in nodes(city, base_url, quality):
        pages[node.path].append(node)
    spelt = {spelling: Memo(spelling.pair) for spelling in (TURTLE, JSONLD)}
    for path, found in pages.items():
        folder = root / path
        folder.mkdir(parents=True, exist_ok=True)
        for spelling, memo in spelt.items():
            text = spelling.document(found, base_url, memo)
            (folder / f"index.{spelling.suffix}").write_bytes(text)
    return 2 * len(pages)
