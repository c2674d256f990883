"""Links inside the site: written from the root of a language's pages, made relative by the page's `up`.

Files stand at the site's root, which `to_root` leads to. A link names `index.html` itself, so that the site also works
opened from a plain folder.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from keikaku import iri
from keikaku.problem import Lang

HOME: Final = ""
ABOUT: Final = "about/"
GUIDE: Final = "guide/"
VOCABULARY: Final = "vocab/"


class Link(NamedTuple):
    """A place in the site, from the root of the language's pages, and what to call it."""

    href: str
    text: str


class Place(NamedTuple):
    """Where a value stands: the anchor on the source's page, and the document itself where it has a URL."""

    href: str
    text: str
    document: str
    url: str


def href(path: str, fragment: str = "") -> str:
    """Give the link to a page of the same language, or to an element on it."""
    return f"{path}index.html#{fragment}" if fragment else f"{path}index.html"


def code_anchor(code_list: str, local_name: str) -> str:
    """Give the id of a code's row on the page of its list, and of its link on the dictionary's first page."""
    return f"code-{code_list}-{local_name}"


def dictionary_table(name: str) -> str:
    """Give the path of a table's page in the dictionary."""
    return f"{iri.DICTIONARY}{name}/"


def dictionary_codes(name: str) -> str:
    """Give the path of a code list's page in the dictionary."""
    return f"{iri.DICTIONARY}codes/{name}/"


def scheme_page(name: str) -> str:
    """Give the path of a concept scheme's page."""
    return f"{VOCABULARY}{name}/"


def terms_page(kind: str) -> str:
    """Give the path of the page of all classes, properties or individuals of the ontology."""
    return f"{VOCABULARY}terms/{kind}/"


def up(path: str) -> str:
    """Give the way from a page back to the root of its language's pages."""
    return "../" * path.count("/")


def to_root(lang: Lang) -> str:
    """Give the way from the root of a language's pages to that of the site, where files stand."""
    return up(iri.LANGUAGES[lang])


def web(url: str | None) -> str:
    """Give a URL that leads to the web, else nothing: a link must never run a script."""
    return url if url and url.startswith(("https://", "http://")) else ""


def document_url(url: str, page: int) -> str:
    """Give the link to a page of a published document; page 0 is its cover."""
    return f"{web(url)}#page={page}" if web(url) and page and "#" not in url else web(url)
