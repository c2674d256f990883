"""The pages about the site and about using its data; the examples are files, with the site's own addresses put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from keikaku.schema import data_folder
from keikaku.site.engine import SiteContext
from keikaku.site.frame import Frame, site_frame
from keikaku.site.links import ABOUT, GUIDE
from keikaku.site.pages.home import CityCard

_EXAMPLES: Final = "examples"
_QUERY: Final = "missed"


@dataclass(frozen=True, slots=True)
class AboutPage:
    """Context of `about.html`."""

    frame: Frame


@dataclass(frozen=True, slots=True)
class GuidePage:
    """Context of `guide.html`; `examples` are programs by name, `together` tells that all cities are in one package."""

    frame: Frame
    examples: Mapping[str, str]
    together: bool


def about_page(site: SiteContext) -> AboutPage:
    """Make the page about the site."""
    say = site.words.say
    return AboutPage(site_frame(site, ABOUT, say("about_title"), say("about_description")))


def guide_page(site: SiteContext, cities: Sequence[CityCard], *, together: bool) -> GuidePage:
    """Make the page on using the data; its examples use the data of the city with the most projects."""
    say = site.words.say
    largest = max(cities, key=lambda city: city.projects, default=None)
    lgcode = largest.link.href.partition("/")[0] if largest else ""
    frame = site_frame(site, GUIDE, say("guide_title"), say("guide_description"))
    return GuidePage(frame, examples(site.base_url, lgcode), together)


def examples(base_url: str, lgcode: str) -> Mapping[str, str]:
    """Read the examples and put in the address of the site, a city's code, and the query where a program asks it."""
    folder = data_folder("site_templates") / _EXAMPLES
    found = {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(folder.glob("*.txt"))}
    facts = {"@BASE@": base_url, "@LGCODE@": lgcode, "@QUERY@": found[_QUERY]}
    for mark, value in facts.items():
        found = {name: text.replace(mark, value) for name, text in found.items()}
    return found
