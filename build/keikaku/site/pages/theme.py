"""Pages that compare cities by theme: the list of themes, and for each its projects and indicators, city by city.

Nothing is ranked: cities stand in the order of the site, and indicators are set side by side only with those that are
measured alike, by unit, polarity and time basis. A long page is divided into parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import quote

from keikaku.file_names import THEME_CSV
from keikaku.iri import THEMES, part_of, theme_page
from keikaku.schema import Code
from keikaku.site.engine import SiteContext
from keikaku.site.frame import Frame, site_frame
from keikaku.site.links import Link, href, scheme_page
from keikaku.site.lists.across import Across, ThemeCount
from keikaku.site.lists.comparing import GRADES, CityGroup, Maker, Measured, Piece, by_city, by_measure
from keikaku.site.paging import Pager, pager
from keikaku.site.queries import ALL, QUERIES
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid
from keikaku.site.wording.words import number

_SCHEME: Final = "theme"
_MOST_CITIES: Final = 60
"""Cities that a table of counts may have; where they are more, the lists below tell."""


class ThemeLine(NamedTuple):
    """A theme in the list: how many cities, projects and indicators it has itself."""

    link: Link
    definition: str
    counts: tuple[str, str, str]
    below: tuple[ThemeLine, ...]


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """Context of `themes.html`."""

    frame: Frame
    themes: tuple[ThemeLine, ...]


@dataclass(frozen=True, slots=True)
class ThemePage:
    """Context of `theme.html`; `counts` is None but on the first part, and where there are many cities."""

    frame: Frame
    theme: str
    title: str
    definition: str
    concept: Link
    wider: Link | None
    narrower: tuple[ThemeLine, ...]
    counts: Grid | None
    cities: tuple[CityGroup, ...]
    measured: tuple[Measured, ...]
    grades: tuple[tuple[str, str, str], ...]
    pager: Pager
    query: str
    csv: Link


def themes_page(site: SiteContext, across: Across) -> ThemesPage:
    """Make the list of themes that have anything."""
    say, below = site.words.say, site.schema.code_lists[_SCHEME].below
    lines = []
    for wide in below.get("", ()):
        line = _line(site, across, wide)
        narrow = tuple(one for one in (_line(site, across, code) for code in below.get(wide.value, ())) if one)
        if line or narrow:
            lines.append((line or _empty(site, wide))._replace(below=narrow))
    frame = site_frame(site, THEMES, say("themes_page_title"), say("themes_page_description"))
    return ThemesPage(frame, tuple(lines))


def _line(site: SiteContext, across: Across, code: Code) -> ThemeLine | None:
    counts: Sequence[ThemeCount] = across.theme_counts(code.value)
    projects, kpis = sum(one.projects for one in counts), sum(one.kpis for one in counts)
    cities = sum(one.projects > 0 for one in counts)
    return _empty(site, code)._replace(counts=(number(cities), number(projects), number(kpis))) if projects else None


def _empty(site: SiteContext, code: Code) -> ThemeLine:
    link = Link(href(theme_page(code.local_name)), site.words.code(_SCHEME, code.value))
    return ThemeLine(link, site.words.define(_SCHEME, code.value), ("0", "0", "0"), ())


def theme_pages(site: SiteContext, across: Across) -> Iterator[ThemePage]:
    """Make the pages of all themes that have projects, or have narrower ones that do."""
    below = site.schema.code_lists[_SCHEME].below
    for wide in below.get("", ()):
        narrow = [code for code in below.get(wide.value, ()) if _line(site, across, code)]
        if narrow or _line(site, across, wide):
            for code in (wide, *narrow):
                yield from _theme(site, across, code, narrow if code is wide else ())


def _theme(site: SiteContext, across: Across, code: Code, narrower: Iterable[Code]) -> Iterator[ThemePage]:
    """Make the parts of a theme's page: the projects by city, then the indicators by how they are measured."""
    cities = {city.lgcode: city for city in across.cities()}
    maker = Maker(site, cities)
    path, pieces = theme_page(code.local_name), partial(_pieces, maker, across, code)
    count = across.division.count(path, pieces)
    lines = tuple(line for line in (_line(site, across, one) for one in narrower) if line)
    for place, part in enumerate(across.division.parts(path, pieces), start=1):
        yield _part(site, across, code, lines, (place, count, part))


def _pieces(maker: Maker, across: Across, code: Code) -> Iterator[tuple[int, Piece]]:
    yield from maker.projects(across.projects(code.value))
    yield from maker.kpis(across, code.value)


def _part(
    site: SiteContext,
    across: Across,
    code: Code,
    narrower: tuple[ThemeLine, ...],
    part: tuple[int, int, Sequence[Piece]],
) -> ThemePage:
    words, (place, count, pieces) = site.words, part
    path = theme_page(code.local_name)
    title = words.code(_SCHEME, code.value)
    wide = site.schema.code_lists[_SCHEME].by_value.get(code.broader or "")
    above = (Link(href(THEMES), words.say("themes_page_title")),)
    wider = _empty(site, wide).link if wide else None
    frame = site_frame(
        site, part_of(path, place), words.say("theme_title", theme=title), words.say("theme_description", theme=title)
    )
    return ThemePage(
        frame=replace(frame, crumbs=(*frame.crumbs, *above, *((wider,) if wider else ()))),
        theme=code.local_name,
        title=title,
        definition=words.define(_SCHEME, code.value),
        concept=Link(href(scheme_page(_SCHEME), code.local_name), words.say("theme_concept")),
        wider=wider,
        narrower=narrower if place == 1 else (),
        counts=_counts(site, across, code) if place == 1 else None,
        cities=tuple(by_city(pieces)),
        measured=tuple(by_measure(pieces)),
        grades=tuple((grade, words.say(f"grade_{grade}"), words.say(f"grade_{grade}_text")) for grade in GRADES),
        pager=pager(path, place, count),
        query=asked_of_theme("theme-two-cities", code.local_name),
        csv=site.file(path + THEME_CSV, words.say("theme_csv")),
    )


def asked_of_theme(query_id: str, theme: str) -> str:
    """Give the link that runs a query on the data of all cities with a theme put in."""
    return href(QUERIES, f"city={ALL}&query={query_id}&theme={quote(theme)}")


def _counts(site: SiteContext, across: Across, code: Code) -> Grid | None:
    words = site.words
    cities = {city.lgcode: city for city in across.cities()}
    if len(cities) > _MOST_CITIES:
        return None
    rows = []
    for counted in across.theme_counts(code.value):
        link = Link(href(f"{counted.lgcode}/"), words.label(cities[counted.lgcode].name))
        numbers = (Cell(number(count), look="number") for count in (counted.projects, counted.kpis))
        rows.append(Row((Cell(link.text, link.href), *numbers)))
    titles = [words.say(f"column_{name}") for name in ("city", "projects", "indicators")]
    return make_grid(words.say("theme_counts", theme=words.code(_SCHEME, code.value)), titles, rows)
