"""Media types of published files: one table for packages, portals, this machine's server and hosts of whole sites."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from keikaku.names import FEED

MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": "text/plain",
        ".conf": "text/plain",
        ".css": "text/css",
        ".csv": "text/csv",
        ".gz": "application/gzip",
        ".html": "text/html",
        ".js": "text/javascript",
        ".json": "application/json",
        ".jsonld": "application/ld+json",
        ".md": "text/markdown",
        ".nt": "application/n-triples",
        ".parquet": "application/vnd.apache.parquet",
        ".png": "image/png",
        ".rq": "application/sparql-query",
        ".sqlite": "application/vnd.sqlite3",
        ".svg": "image/svg+xml",
        ".ttl": "text/turtle",
        ".txt": "text/plain",
        ".wasm": "application/wasm",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xml": "application/xml",
        ".zip": "application/zip",
    }
)
"""Media types by suffix; what has none, such as SHA256SUMS, is text."""
_NAMED: Final = {FEED: "application/atom+xml", "void": "text/turtle"}
"""Files whose names tell more than their suffixes."""
_IN_UTF_8: Final = frozenset(
    {"application/atom+xml", "application/json", "application/ld+json", "application/n-triples"}
    | {"application/sparql-query", "image/svg+xml"}
)


def media_type(name: str) -> str | None:
    """Give the media type of a file; None where neither its name nor its suffix is known."""
    path = PurePath(name)
    return _NAMED.get(path.name) or MEDIA_TYPES.get(path.suffix)


def content_type(name: str) -> str | None:
    """Give what a server says of a file: the media type and, for text, its encoding, which is always UTF-8."""
    found = media_type(name)
    if found is not None and (found.startswith("text/") or found in _IN_UTF_8):
        return f"{found}; charset=utf-8"
    return found
