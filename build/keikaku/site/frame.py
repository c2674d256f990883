"""What every page has around its content: title, description, breadcrumbs, and links to the same facts as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from keikaku.site.engine import SiteContext
from keikaku.site.index import CityIndex
from keikaku.site.links import HOME, Link, href, up
from keikaku.text import shorten

_DESCRIPTION: Final = 110
_CRUMB: Final = 40


@dataclass(frozen=True, slots=True)
class CityHead:
    """The city as the head of its pages shows it."""

    name: str
    home: str
    menu: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a page. `thing` pages have `index.ttl` and `index.jsonld` beside them."""

    path: str
    up: str
    title: str
    crumb: str
    full_title: str
    description: str
    crumbs: tuple[Link, ...]
    city: CityHead | None = None
    thing: bool = False
    tables: tuple[Link, ...] = ()


class Frames:
    """Makes the frames of one city's pages."""

    def __init__(self, index: CityIndex) -> None:
        words = index.words
        self._index = index
        name = index.city.city.name.ja
        menu = [
            Link(href(index.path), words.say("menu_city")),
            Link(href(index.page("departments")), words.say("menu_departments")),
            Link(href(index.page("data")), words.say("menu_data")),
            Link(href(index.page("quality")), words.say("menu_quality")),
        ]
        self._head = CityHead(name, href(index.path), tuple(menu))
        self._root = (Link(href(HOME), words.say("home")), Link(href(index.path), name))

    def thing(
        self, path: str, title: str, description: str, trail: Sequence[Link] = (), tables: Sequence[str] = ()
    ) -> Frame:
        """Frame a page of a thing; `tables` are those that the page shows."""
        links = tuple(self._index.csv(table) for table in tables)
        return self._frame(path, title, description, trail, links, thing=True)

    def plain(self, path: str, title: str, description: str) -> Frame:
        """Frame a page that is about no single thing."""
        return self._frame(path, title, description, (), (), thing=False)

    def _frame(
        self,
        path: str,
        title: str,
        description: str,
        trail: Sequence[Link],
        tables: tuple[Link, ...],
        *,
        thing: bool,
    ) -> Frame:
        own = path == self._index.path
        crumbs = self._root[:1] if own else (*self._root, *trail)
        site = self._index.words.say("site_name")
        full = f"{title} | {site}" if own else f"{title} | {self._head.name} | {site}"
        text = shorten(description, _DESCRIPTION)
        return Frame(path, up(path), title, shorten(title, _CRUMB), full, text, crumbs, self._head, thing, tables)


def site_frame(site: SiteContext, path: str, title: str, description: str) -> Frame:
    """Frame a page that belongs to no city."""
    name = site.words.say("site_name")
    crumbs = () if path == HOME else (Link(href(HOME), site.words.say("home")),)
    full = name if path == HOME else f"{title} | {name}"
    return Frame(path, up(path), title, title, full, shorten(description, _DESCRIPTION), crumbs)
