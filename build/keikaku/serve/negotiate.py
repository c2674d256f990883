"""Content negotiation: which media type a client takes (RFC 9110), and a built site as HTML or as RDF."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from keikaku.iri import LANGUAGES
from keikaku.media_types import content_type

JSON_RESULTS: Final = "application/sparql-results+json"
XML_RESULTS: Final = "application/sparql-results+xml"
TABLE_TYPES: Final[Mapping[str, str]] = {
    JSON_RESULTS: "json",
    XML_RESULTS: "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Media types of SELECT and ASK results, the first for clients that take anything."""
GRAPH_TYPES: Final[Mapping[str, str]] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/json": "jsonld",
    "application/xml": "rdf",
    "text/plain": "nt",
}
"""Media types of CONSTRUCT and DESCRIBE results, and of the description of the service."""
PAGE_TYPES: Final[Mapping[str, str]] = {
    "text/html": "index.html",
    "text/turtle": "index.ttl",
    "application/ld+json": "index.jsonld",
}

_ENGLISH: Final = LANGUAGES["en"]


def choose(accept: str, offered: Sequence[str] | Mapping[str, object]) -> str | None:
    """Give the offered type that an Accept header likes best; the first of equals, None where it takes none."""
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    best, liking = None, 0.0
    for name in offered:
        quality = _quality(name, ranges) if ranges else 1.0
        if quality > liking:
            best, liking = name, quality
    return best


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return name, min(max(float(value), 0.0), 1.0)
            except ValueError:
                return name, 0.0
    return name, 1.0


def _quality(name: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Give what the most specific range that fits says."""
    told = dict(ranges)
    for fitting in (name, f"{name.partition('/')[0]}/*", "*/*"):
        if fitting in told:
            return told[fitting]
    return 0.0


def _thing(path: str) -> str:
    """Give the folder that has the data of a page: of an English one, that of the Japanese page of the same thing."""
    folder = f"{path}/"
    return folder.removeprefix(_ENGLISH) if folder.startswith(_ENGLISH) else path


class Site(StaticFiles):
    """A built site: files with the media types of open data, and the pages of things as the client likes them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file; a folder answers with what describes its thing."""
        shown = await anyio.to_thread.run_sync(self._representation, path, scope)
        if shown and _thing(path) != path:
            return RedirectResponse(f"{scope.get('root_path', '')}/{_thing(path)}", 303, {"Vary": "Accept"})
        try:
            response = await super().get_response(shown or path, scope)
        except HTTPException:
            raise
        except OSError:
            raise HTTPException(404) from None
        if scope["path"].endswith("/"):
            response.headers["Vary"] = "Accept"
            if shown:
                response.headers["Content-Location"] = Path(shown).name
        return response

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Answer with a file and its media type."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        known = content_type(Path(full_path).name)
        if known and "content-type" in response.headers:
            response.headers["Content-Type"] = known
        return response

    def _representation(self, path: str, scope: Scope) -> str | None:
        """Give the file beside a page that the client prefers to HTML, where there is one."""
        if not scope["path"].endswith("/"):
            return None
        accept = ",".join(Headers(scope=scope).getlist("accept"))
        folders = {"text/html": path}
        offered = {
            name: os.path.join(folders.get(name, _thing(path)), file)  # noqa: PTH118 - as StaticFiles
            for name, file in PAGE_TYPES.items()
        }
        there = {name: file for name, file in offered.items() if self._is_file(file)}
        if not there:
            # A folder of the API has no page, and its index is JSON.
            index = os.path.join(path, "index.json")  # noqa: PTH118 - as StaticFiles
            return index if self._is_file(index) else None
        chosen = choose(accept, there)
        return there[chosen] if chosen and chosen != "text/html" else None

    def _is_file(self, path: str) -> bool:
        try:
            found = self.lookup_path(path)[1]
        except (OSError, ValueError):
            return False
        return found is not None and stat.S_ISREG(found.st_mode)
