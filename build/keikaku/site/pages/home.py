"""Pages that belong to no city: the home page, which compares cities by theme, and the page for what is not found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from keikaku.iri import CATALOG_JSONLD, CATALOG_TURTLE, VOID_PATH
from keikaku.site.counts import Card
from keikaku.site.engine import SiteContext
from keikaku.site.frame import Frame, site_frame
from keikaku.site.links import HOME, Link
from keikaku.site.words import number

_CATALOG: Final = (
    Link(CATALOG_TURTLE, "DCAT-AP（Turtle）"),
    Link(CATALOG_JSONLD, "DCAT-AP（JSON-LD）"),
    Link(VOID_PATH, "VoID"),
)


@dataclass(frozen=True, slots=True)
class CityCard:
    """A city as the home page shows it: all that is kept of a city once its pages are written.

    `projects` counts the projects of its newest editions, `themes` those that have a theme or a narrower one.
    """

    link: Link
    prefecture: str
    plans: tuple[Link, ...]
    cards: tuple[Card, ...]
    projects: int
    themes: Mapping[str, int]


class ThemeLine(NamedTuple):
    """A theme with the number of projects in each city; `below` marks a narrower theme."""

    label: str
    below: bool
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """Context of `home.html`; `wide` holds the lines of the widest themes, `all` those of all, wider ones first.

    `projects` counts all projects that the lines count by theme.
    """

    frame: Frame
    cities: tuple[CityCard, ...]
    wide: tuple[ThemeLine, ...]
    all: tuple[ThemeLine, ...]
    projects: tuple[str, ...]
    catalog: tuple[Link, ...] = _CATALOG


@dataclass(frozen=True, slots=True)
class MissingPage:
    """Context of `404.html`."""

    frame: Frame


def home_page(site: SiteContext, cities: Sequence[CityCard]) -> HomePage:
    """Make the home page."""
    say = site.words.say
    every = tuple(_theme_lines(site, cities))
    return HomePage(
        frame=site_frame(site, HOME, say("home_title"), say("home_description")),
        cities=tuple(cities),
        wide=tuple(line for line in every if not line.below),
        all=every,
        projects=tuple(number(city.projects) for city in cities),
    )


def _theme_lines(site: SiteContext, cities: Sequence[CityCard]) -> list[ThemeLine]:
    """List the themes that some project has, each wider one before its narrower ones."""
    lines: list[ThemeLine] = []
    below = site.schema.code_lists["theme"].below
    for wide in below.get("", ()):
        for code in (wide, *below.get(wide.value, ())):
            counts = [city.themes.get(code.value, 0) for city in cities]
            if any(counts):
                lines.append(ThemeLine(code.ja, code is not wide, tuple(map(number, counts))))
    return lines


def missing_page(site: SiteContext) -> MissingPage:
    """Make the page that a server shows for what is not there."""
    say = site.words.say
    return MissingPage(site_frame(site, HOME, say("missing_title"), say("missing_text")))
