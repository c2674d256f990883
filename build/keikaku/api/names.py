"""Addresses in the documents: of other documents, of things, of pages for people in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from keikaku.iri import LANGUAGES, Iris
from keikaku.names import api_path, feed_path

Ids = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """Makes the addresses of one city's documents, or with no code those of documents about all cities."""

    base_url: str
    lgcode: str = ""

    @property
    def iris(self) -> Iris:
        """The names of the city's things."""
        return Iris(self.base_url, self.lgcode)

    def href(self, kind: str, ids: Ids | None = None) -> str:
        """Give the address of a document."""
        return self.base_url + self.path(kind, ids)

    def path(self, kind: str, ids: Ids | None = None) -> str:
        """Give the path of a document below the base URL."""
        return api_path(kind, {"lgcode": self.lgcode, **(ids or {})})

    def uri(self, kind: str, ids: Ids | None = None) -> str:
        """Give the lasting URI of a thing."""
        return self.iris.thing(kind, ids or {})

    def html(self, kind: str, ids: Ids | None = None) -> dict[str, str]:
        """Give the addresses of a thing's pages."""
        page = self.iris.page(kind, ids or {})
        return {lang: f"{self.base_url}{prefix}{page}" for lang, prefix in LANGUAGES.items()}

    def feed(self, kind: str, ids: Ids | None = None) -> str:
        """Give the address of the feed beside a page."""
        return self.base_url + feed_path(self.iris.page(kind, ids or {}))

    def head(self, kind: str, ids: Ids | None = None) -> dict[str, Any]:
        """Give what a document begins with."""
        schema = Names(self.base_url).href("schema", {"kind": kind})
        return {"kind": kind, "schema": schema, "href": self.href(kind, ids)}

    def both(self, kind: str, ids: Ids) -> dict[str, str]:
        """Give a thing's URI and the address of its document."""
        return {"uri": self.uri(kind, ids), "href": self.href(kind, ids)}
