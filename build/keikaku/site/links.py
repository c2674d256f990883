"""Links inside the site: written from its root, made relative in the templates by the page's `up`.

A link names `index.html` itself, so that the site also works opened from a plain folder.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from keikaku import iri

HOME: Final = ""
DICTIONARY: Final = "dictionary/"
VOCABULARY: Final = "vocab/"


class Link(NamedTuple):
    """A place in the site, from its root, and what to call it."""

    href: str
    text: str


class Place(NamedTuple):
    """Where a value stands: the anchor on the source's page, and the document itself where it has a URL."""

    href: str
    text: str
    document: str
    url: str


def href(path: str, fragment: str = "") -> str:
    """Give the link from the root to a page, or to an element on it."""
    return f"{path}index.html#{fragment}" if fragment else f"{path}index.html"


def code_anchor(code_list: str, local_name: str) -> str:
    """Give the id of a code's row in the dictionary."""
    return f"code-{code_list}-{local_name}"


def scheme_page(name: str) -> str:
    """Give the path of a concept scheme's page."""
    return f"{VOCABULARY}{name}/"


def up(path: str) -> str:
    """Give the way from a page back to the root."""
    return "../" * path.count("/")


def table_link(iris: iri.Iris, table: str, text: str) -> Link:
    """Give the link to a published table's CSV file."""
    return Link(iris.page("data", {}) + iri.table_file(iris.lgcode, table), text)


def web(url: str | None) -> str:
    """Give a URL that leads to the web, else nothing: a link must never run a script."""
    return url if url and url.startswith(("https://", "http://")) else ""


def document_url(url: str, page: int) -> str:
    """Give the link to a page of a published document; page 0 is its cover."""
    return f"{web(url)}#page={page}" if web(url) and page and "#" not in url else web(url)
