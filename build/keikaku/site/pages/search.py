"""The search page: its form with what pages can be filtered by, the words of its script, and lists where none runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from keikaku.attainment import STATUSES
from keikaku.iri import SEARCH
from keikaku.site.engine import SiteContext
from keikaku.site.frame import Frame, site_frame
from keikaku.site.links import Link
from keikaku.site.pages.home import CityCard
from keikaku.site.search.facts import KINDS
from keikaku.site.wording.language import unquoted

_NAMED_KINDS: Final = frozenset({"plan", "edition", "policy", "project", "indicator", "department", "source"})
_SPOKEN: Final = (
    "search_across",
    "search_ask_all",
    "search_ask_all_button",
    "search_broken_up",
    "search_computed",
    "search_count",
    "search_count_of",
    "search_departments",
    "search_failed",
    "search_loading",
    "search_nearest",
    "search_none",
    "search_nothing_asked",
    "search_only_word",
    "search_separator",
    "search_title_of",
    "search_without_filters",
)
"""What the script says."""
_YEARS: Final = range(2000, 2061)


class Choice(NamedTuple):
    """A value to filter by; `below` marks a narrower one."""

    value: str
    label: str
    below: bool = False


class Start(NamedTuple):
    """Where to look for a city's pages by hand."""

    city: Link
    plans: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Context of `search.html`; `words` are the texts of the script, `years` the names of fiscal years."""

    frame: Frame
    kinds: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    words: Mapping[str, str]
    years: Mapping[int, str]
    starts: tuple[Start, ...]


def search_page(site: SiteContext, cities: Sequence[CityCard]) -> SearchPage:
    """Make the search page."""
    words = site.words
    starts = [city.said_in(site.lang) for city in cities]
    return SearchPage(
        frame=site_frame(site, SEARCH, words.say("search_title"), words.say("search_description")),
        kinds=tuple(Choice(kind, _kind(site, kind)) for kind in KINDS),
        themes=tuple(_themes(site)),
        statuses=tuple(Choice(code, unquoted(words.code("attainment_status", code))) for code in STATUSES),
        words={key.removeprefix("search_"): words.strings[key] for key in _SPOKEN},
        years={year: words.fiscal_year(year) for year in _YEARS},
        starts=tuple(Start(city.link, city.plans) for city in starts),
    )


def _kind(site: SiteContext, kind: str) -> str:
    if kind in _NAMED_KINDS:
        return site.words.say(f"kind_{kind}")
    return site.words.say(f"search_kind_{kind}")


def _themes(site: SiteContext) -> Iterator[Choice]:
    """List all themes, each wider one before its narrower ones."""
    below = site.schema.code_lists["theme"].below
    for wide in below.get("", ()):
        for code in (wide, *below.get(wide.value, ())):
            yield Choice(code.value, unquoted(site.words.code("theme", code.value)), code is not wide)
