"""Entries as an Atom feed (RFC 4287): newest first, the same entries always in the same order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from keikaku.feed import words
from keikaku.feed.entries import Entry
from keikaku.feed.xml import ATOM, XHTML, add, feed_bytes
from keikaku.iri import LANGUAGES
from keikaku.names import feed_path
from keikaku.read import Licence

MOST: Final = 100
"""Entries of a feed."""
_UNKNOWN: Final = "0001-01-01T00:00:00Z"
"""When a feed without entries was updated: Atom wants a moment, and none is known."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself; `page` is the path of the page that it belongs to."""

    title: str
    page: str
    author: str
    licence: Licence | None = None


def newest(entries: Iterable[Entry]) -> list[Entry]:
    """Give the newest entries in order: by day, latest first; of a day by their ids."""
    ordered = sorted(entries, key=lambda entry: entry.id)
    return sorted(ordered, key=lambda entry: entry.dated.day, reverse=True)[:MOST]


def feed_document(feed: Feed, entries: Iterable[Entry], base_url: str) -> bytes:
    """Give the bytes of a feed."""
    shown = newest(entries)
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "ja"})
    address = base_url + feed_path(feed.page)
    add(root, "id", address)
    add(root, "title", feed.title)
    add(root, "subtitle", f"{words.SUBTITLE.ja} {words.SUBTITLE.en}")
    add(root, "updated", shown[0].dated.moment if shown else _UNKNOWN)
    add(add(root, "author"), "name", feed.author)
    add(root, "link", rel="self", type="application/atom+xml", href=address)
    _pages(root, feed.page, base_url)
    if feed.licence:
        add(root, "link", rel="license", href=feed.licence.url)
        add(root, "rights", feed.licence.title)
    add(root, "generator", "keikaku")
    for entry in shown:
        _entry(root, entry, base_url)
    return feed_bytes(root)


def _pages(parent: Element, page: str, base_url: str) -> None:
    """Name the page in both languages."""
    for lang, prefix in LANGUAGES.items():
        add(parent, "link", rel="alternate", type="text/html", hreflang=lang, href=f"{base_url}{prefix}{page}")


def _entry(root: Element, entry: Entry, base_url: str) -> None:
    made = add(root, "entry")
    add(made, "id", entry.id)
    add(made, "title", entry.title)
    add(made, "updated", entry.dated.moment)
    if entry.dated.stated:
        add(made, "published", entry.dated.moment)
    add(add(made, "author"), "name", entry.author)
    _pages(made, entry.page, base_url)
    if entry.enclosure:
        size = str(entry.enclosure.size)
        add(made, "link", rel="enclosure", type="application/zip", length=size, href=entry.enclosure.url)
    add(made, "category", term=entry.kind, scheme=words.KIND_SCHEME, label=words.KINDS[entry.kind].ja)
    rule = entry.dated.rule
    add(made, "category", term=rule, scheme=words.DATE_SCHEME, label=words.DATES[rule].ja)
    add(made, "summary", entry.summary.en, xml_lang="en", type="text")
    content = add(made, "content", type="xhtml")
    division = SubElement(content, "div", {"xmlns": XHTML})
    listed = add(division, "ul")
    for line in entry.lines:
        add(listed, "li", line)
    add(division, "p", entry.summary.ja)
