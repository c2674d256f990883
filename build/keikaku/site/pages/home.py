"""Pages that belong to no city: the home page, which compares cities by theme, and the page for what is not found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from keikaku.iri import (
    CATALOG_JSONLD,
    CATALOG_TURTLE,
    LANGUAGES,
    STATUSES,
    THEMES,
    VOID_PATH,
    theme_page,
    year_of_statuses,
)
from keikaku.problem import Lang
from keikaku.site.engine import SiteContext
from keikaku.site.frame import Frame, site_frame
from keikaku.site.index import CityIndex
from keikaku.site.links import HOME, Link, href
from keikaku.site.lists.across import Across
from keikaku.site.standing.counts import Card
from keikaku.site.wording.words import number

_MOST_CHANGES: Final = 3
"""How many changed plans the home page names; each city's pages name its own."""
_CATALOG: Final = (
    (CATALOG_TURTLE, "DCAT-AP Turtle"),
    (CATALOG_JSONLD, "DCAT-AP JSON-LD"),
    (VOID_PATH, "VoID"),
)


@dataclass(frozen=True, slots=True)
class CityCard:
    """A city as the home page shows it: all that is kept of a city once its pages are written.

    `projects` counts the projects of its newest editions, `themes` those that have a theme or a narrower one. `others`
    are the cards in other languages. `ways` lead straight to what readers ask of a city, `changes` to what its plans
    changed.
    """

    link: Link
    prefecture: str
    plans: tuple[Link, ...]
    cards: tuple[Card, ...]
    projects: int
    themes: Mapping[str, int]
    ways: tuple[Link, ...] = ()
    changes: tuple[Link, ...] = ()
    others: Mapping[Lang, CityCard] = field(default_factory=dict)

    def said_in(self, lang: Lang) -> CityCard:
        """Give the card in a language."""
        return self.others.get(lang, self)


class Find(NamedTuple):
    """A question that a newcomer may have, and where the answer stands."""

    link: Link
    text: str
    more: tuple[Link, ...] = ()


class ThemeLine(NamedTuple):
    """A theme with the number of projects in each city; `below` marks a narrower theme."""

    label: str
    below: bool
    counts: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class HomePage:
    """Context of `home.html`; `wide` holds the lines of the widest themes, `all` those of all, wider ones first.

    `projects` counts all projects that the lines count by theme; `together` says that there is a package of all cities.
    """

    frame: Frame
    cities: tuple[CityCard, ...]
    wide: tuple[ThemeLine, ...]
    all: tuple[ThemeLine, ...]
    projects: tuple[str, ...]
    catalog: tuple[Link, ...]
    together: bool = False
    finds: tuple[Find, ...] = ()


class MissingText(NamedTuple):
    """What is said of a page that is not there, in one language, and the home page of that language."""

    lang: Lang
    title: str
    text: str
    home: Link


@dataclass(frozen=True, slots=True)
class MissingPage:
    """Context of `404.html`, which is one page for all languages."""

    frame: Frame
    texts: tuple[MissingText, ...]


def city_ways(index: CityIndex) -> tuple[Link, ...]:
    """Give the ways straight to what readers ask of a city."""
    kinds = ("status", "departments", "data")
    return tuple(Link(href(index.page(kind)), index.words.say(f"menu_{kind}")) for kind in kinds)


def home_page(site: SiteContext, cities: Sequence[CityCard], across: Across | None = None) -> HomePage:
    """Make the home page; `across` tells which pages compare the cities."""
    say = site.words.say
    every = tuple(_theme_lines(site, cities, across.themes() if across else frozenset()))
    return HomePage(
        frame=site_frame(site, HOME, say("home_title"), say("home_description")),
        cities=tuple(city.said_in(site.lang) for city in cities),
        wide=tuple(line for line in every if not line.below),
        all=every,
        projects=tuple(number(city.projects) for city in cities),
        catalog=tuple(site.file(path, text) for path, text in _CATALOG),
        finds=tuple(_finds(site, cities, across)) if across else (),
    )


def _finds(site: SiteContext, cities: Sequence[CityCard], across: Across) -> Iterator[Find]:
    """Give the questions that the pages of all cities answer."""
    say, years = site.words.say, across.missed_years()
    if years:
        year = site.words.fiscal_year(years[0])
        link = Link(href(year_of_statuses(years[0])), say("home_find_missed", year=year))
        yield Find(link, say("home_find_missed_text"), (Link(href(STATUSES), say("statuses_title")),))
    if across.themes():
        yield Find(Link(href(THEMES), say("home_find_themes")), say("home_find_themes_text"))
    changed = [(city.said_in(site.lang).link.text, link) for city in cities for link in city.said_in(site.lang).changes]
    if changed:
        links = [Link(link.href, say("titled", title=name, text=link.text)) for name, link in changed[:_MOST_CHANGES]]
        yield Find(Link(links[0].href, say("home_find_changes")), say("home_find_changes_text"), tuple(links))


def _theme_lines(site: SiteContext, cities: Sequence[CityCard], shown: frozenset[str]) -> list[ThemeLine]:
    """List the themes that some project has, each wider one before its narrower ones."""
    lines: list[ThemeLine] = []
    below = site.schema.code_lists["theme"].below
    for wide in below.get("", ()):
        for code in (wide, *below.get(wide.value, ())):
            counts = [city.themes.get(code.value, 0) for city in cities]
            if any(counts):
                path = href(theme_page(code.local_name)) if code.value in shown else ""
                text = site.words.code("theme", code.value)
                lines.append(ThemeLine(text, code is not wide, tuple(map(number, counts)), path))
    return lines


def missing_page(site: SiteContext) -> MissingPage:
    """Make the page that a server shows for what is not there."""
    say = site.words.say
    texts = []
    for lang, spoken in site.languages.items():
        own = spoken.words.say
        home = Link(href(LANGUAGES[lang]), own("missing_home"))
        texts.append(MissingText(lang, own("missing_title"), own("missing_text"), home))
    return MissingPage(site_frame(site, HOME, say("missing_title"), say("missing_text")), tuple(texts))
