"""What every page has around its content: title, description, breadcrumbs, and links to the same facts as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from keikaku.iri import LANGUAGES
from keikaku.names import SHARE_IMAGE, SITE_IMAGE, Forms, forms_of
from keikaku.problem import Lang
from keikaku.site.engine import SiteContext
from keikaku.site.index import CityIndex
from keikaku.site.links import HOME, Link, href, to_root, up
from keikaku.site.wording.language import unquoted
from keikaku.text import shorten

_DESCRIPTION: Final = 110
_CRUMB: Final = 40


@dataclass(frozen=True, slots=True)
class CityHead:
    """The city as the head of its pages shows it."""

    name: str
    lgcode: str
    home: str
    menu: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a page in one language.

    `path` is where the page's thing is named, and where its Japanese page stands; `up` leads to the root of the
    language's pages. `thing` pages have `index.ttl` and `index.jsonld` beside the Japanese page; so have `documented`
    ones, which are about many things.
    """

    path: str
    up: str
    lang: Lang
    title: str
    crumb: str
    full_title: str
    description: str
    crumbs: tuple[Link, ...]
    city: CityHead | None = None
    thing: bool = False
    tables: tuple[Link, ...] = ()
    documented: bool = False
    image: str = SITE_IMAGE

    @property
    def folder(self) -> str:
        """Where the page itself stands."""
        return LANGUAGES[self.lang] + self.path

    @property
    def root(self) -> str:
        """The way to the site's root, where the files of all languages stand."""
        return self.up + to_root(self.lang)

    @property
    def beside(self) -> str:
        """The way to the files that stand beside the Japanese page; empty on that page itself."""
        return "" if self.folder == self.path else self.root + self.path

    @property
    def forms(self) -> Forms:
        """Where else the facts of the page stand, from the site's root."""
        return forms_of(self.path)

    @property
    def versions(self) -> tuple[tuple[Lang, str], ...]:
        """The same page in each language: where it stands from the site's root."""
        return tuple((lang, prefix + self.path) for lang, prefix in LANGUAGES.items())


class Frames:
    """Makes the frames of one city's pages."""

    def __init__(self, index: CityIndex) -> None:
        words = index.words
        self._index = index
        name = words.label(index.city.city.name)
        menu = [
            Link(href(index.path), words.say("menu_city")),
            Link(href(index.page("status")), words.say("menu_status")),
            Link(href(index.page("departments")), words.say("menu_departments")),
            Link(href(index.page("data")), words.say("menu_data")),
            Link(href(index.page("quality")), words.say("menu_quality")),
        ]
        self._head = CityHead(name, index.city.city.lgcode, href(index.path), tuple(menu))
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
        return Frame(
            path=path,
            up=up(path),
            lang=self._index.words.lang,
            title=title,
            crumb=shorten(title, _CRUMB),
            full_title=full,
            description=shorten(unquoted(description), _DESCRIPTION),
            crumbs=crumbs,
            city=self._head,
            thing=thing,
            tables=tables,
            image=self._image(path),
        )

    def _image(self, path: str) -> str:
        """Give the image of a page, or that of the nearest page above it that has one."""
        images = self._index.given.images
        while path and path not in images:
            path = path[: path.rstrip("/").rfind("/") + 1]
        return path + SHARE_IMAGE if path else SITE_IMAGE


def site_frame(site: SiteContext, path: str, title: str, description: str) -> Frame:
    """Frame a page that belongs to no city."""
    name = site.words.say("site_name")
    crumbs = () if path == HOME else (Link(href(HOME), site.words.say("home")),)
    full = name if path == HOME else f"{title} | {name}"
    text = shorten(unquoted(description), _DESCRIPTION)
    return Frame(path, up(path), site.lang, title, title, full, text, crumbs)
