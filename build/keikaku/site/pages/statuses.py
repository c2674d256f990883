"""How all cities stand: counts by city and year, and for each year the list of what fell short of its target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Final, NamedTuple

from keikaku.iri import STATUSES, Iris, part_of, year_of_statuses
from keikaku.site.engine import SiteContext
from keikaku.site.frame import Frame, site_frame
from keikaku.site.links import Link, href
from keikaku.site.lists.across import Across
from keikaku.site.lists.cards import KpiCard, YearCount
from keikaku.site.lists.comparing import kpi_marks
from keikaku.site.lists.status_lines import Line, said, status_name
from keikaku.site.paging import Pager, pager, weight
from keikaku.site.standing.yearly import FALLEN_SHORT, STATES
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid
from keikaku.site.wording.words import number

_MOST_YEARS: Final = 5
_MOST_CITIES: Final = 60
"""Cities that a table of counts on a year's page may have; the page of all years has the others in parts."""
_ROW, _CELL, _GROUP = 120, 110, 300
_JUDGED: Final = STATES[:3]


class YearCell(NamedTuple):
    """A city in a year: how many indicators fell short, of how many that can be judged, and the way to the list."""

    href: str
    text: str
    judged: bool


class CityRow(NamedTuple):
    """A city with its years."""

    city: Link
    years: tuple[YearCell | None, ...]


@dataclass(frozen=True, slots=True)
class StatusesPage:
    """Context of `statuses.html`."""

    frame: Frame
    years: tuple[Link, ...]
    cities: tuple[CityRow, ...]
    pager: Pager


class CityGroup(NamedTuple):
    """A city with what it missed, and the way to its own page of the year."""

    city: Link
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class StatusesYearPage:
    """Context of `statuses_year.html`; `counts` is None but on the first part, and where there are many cities."""

    frame: Frame
    year: str
    years: tuple[tuple[Link, bool], ...]
    counts: Grid | None
    groups: tuple[CityGroup, ...]
    pager: Pager
    query: str


def shown_years(across: Across) -> tuple[int, ...]:
    """Give the years in which any city is judged, newest first."""
    return tuple(sorted({one.year for one in across.years() if judged_of(one)}, reverse=True))


def judged_of(counted: YearCount) -> int:
    """Count the indicators of a city and year that have a status."""
    return sum(counted.kpis[state] for state in _JUDGED)


def short_of(counted: YearCount) -> int:
    """Count the indicators of a city and year that fell short of their targets."""
    return sum(counted.kpis[state] for state in _JUDGED if state in FALLEN_SHORT)


def statuses_pages(site: SiteContext, across: Across) -> Iterator[StatusesPage]:
    """Make the page of all cities by year, in parts where they are many."""
    say, years = site.words.say, shown_years(across)[:_MOST_YEARS]
    held: dict[str, dict[int, YearCount]] = {}
    for one in across.years():
        held.setdefault(one.lgcode, {})[one.year] = one
    pieces = [
        (_ROW + _CELL * len(years), _city_row(site, link, held.get(link.href.partition("/")[0], {}), years))
        for link in _cities(site, across).values()
    ]
    parts = across.division.divide(STATUSES, pieces)
    for place, part in enumerate(parts, start=1):
        yield StatusesPage(
            site_frame(site, part_of(STATUSES, place), say("statuses_title"), say("statuses_description")),
            tuple(Link(href(year_of_statuses(year)), site.words.fiscal_year(year)) for year in years),
            tuple(part),
            pager(STATUSES, place, len(parts)),
        )


def _cities(site: SiteContext, across: Across) -> Mapping[str, Link]:
    return {one.lgcode: Link(href(f"{one.lgcode}/"), site.words.label(one.name)) for one in across.cities()}


def _city_row(site: SiteContext, city: Link, own: Mapping[int, YearCount], years: Sequence[int]) -> CityRow:
    return CityRow(city, tuple(_year_cell(site, own[year]) if year in own else None for year in years))


def _year_cell(site: SiteContext, counted: YearCount) -> YearCell:
    judged, short, ids = judged_of(counted), short_of(counted), {"fiscal_year": str(counted.year)}
    path = Iris(site.base_url, counted.lgcode).page("missed" if short else "status_year", ids)
    if not judged:
        return YearCell(href(path), site.words.say("statuses_unjudged"), judged=False)
    return YearCell(href(path), f"{number(short)} / {number(judged)}", judged=True)


def statuses_years(site: SiteContext, across: Across) -> Iterator[StatusesYearPage]:
    """Make, for each year, the list of what all cities missed, in parts where it is long."""
    cities = _cities(site, across)
    for year in shown_years(across):
        path, pieces = year_of_statuses(year), partial(_pieces, site, across, year)
        count = across.division.count(path, pieces)
        for place, part in enumerate(across.division.parts(path, pieces), start=1):
            yield _year_page(site, across, cities, year, (place, count, part))


def _year_page(
    site: SiteContext,
    across: Across,
    cities: Mapping[str, Link],
    year: int,
    part: tuple[int, int, Sequence[tuple[str, Line]]],
) -> StatusesYearPage:
    words, (place, count, pieces), path = site.words, part, year_of_statuses(year)
    facts = {"year": words.fiscal_year(year)}
    frame = site_frame(
        site,
        part_of(path, place),
        words.say("statuses_year_title", **facts),
        words.say("statuses_year_description", **facts),
    )
    above = Link(href(STATUSES), words.say("statuses_title"))
    return StatusesYearPage(
        frame=replace(frame, crumbs=(*frame.crumbs, above)),
        year=facts["year"],
        years=tuple(
            (Link(href(year_of_statuses(one)), words.fiscal_year(one)), one == year) for one in shown_years(across)
        ),
        counts=_counts(site, across, cities, year) if place == 1 and len(cities) <= _MOST_CITIES else None,
        groups=tuple(
            CityGroup(cities[code], tuple(line for _, line in found))
            for code, found in groupby(pieces, key=lambda piece: piece[0])
        ),
        pager=pager(path, place, count),
        query=f"{_QUERY}&year={year}",
    )


_QUERY: Final = href("sparql/", "city=all&query=missed")


def _counts(site: SiteContext, across: Across, cities: Mapping[str, Link], year: int) -> Grid:
    """Count the year's projects, as the plans count them, and indicators of each city that is judged in it."""
    words, rows = site.words, []
    for one in across.years():
        if one.year == year and judged_of(one):
            path = Iris(site.base_url, one.lgcode).page("status_year", {"fiscal_year": str(year)})
            counts = [*one.projects.values(), *(one.kpis[state] for state in _JUDGED)]
            cells = (Cell(number(count), look="number") for count in counts)
            rows.append(Row((Cell(cities[one.lgcode].text, href(path)), *cells)))
    names = [status_name(words, state) for state in _JUDGED]
    titles = [words.say("column_city"), *(words.say("status_of_projects", status=name) for name in names)]
    titles += [words.say("status_of_indicators", status=name) for name in names]
    return make_grid(words.say("statuses_counts", year=words.fiscal_year(year)), titles, rows)


def _pieces(site: SiteContext, across: Across, year: int) -> Iterator[tuple[int, tuple[str, Line]]]:
    before = ""
    for lgcode, card in across.missed(year):
        line = _line(site, card)
        texts = (*line.link, line.project, line.departments, line.target, line.result)
        yield weight(*texts, more=330 + _GROUP * (lgcode != before)), (lgcode, line)
        before = lgcode


def _line(site: SiteContext, card: KpiCard) -> Line:
    project = "" if card.project == card.title else card.project
    names, marks = site.words.join(card.departments), tuple(kpi_marks(site, card))
    link = Link(href(card.path), card.title)
    return Line(
        link,
        project,
        names,
        said(site.words, card.targets),
        said(site.words, card.results),
        marks,
        card.state,
        ("", "", card.rate),
    )
