"""Projects and indicators of several cities side by side: what is set together, and how far it can be compared.

Input: cards of projects and indicators. Output: what a page of one language shows, in pieces that know how many bytes
they take, so that a long page can be divided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from keikaku.site.engine import SiteContext
from keikaku.site.links import Link, href
from keikaku.site.lists.across import NOT_MEASURED, Across, City
from keikaku.site.lists.cards import KpiCard, ProjectCard
from keikaku.site.lists.status_lines import Mark, said, status_marks
from keikaku.site.paging import weight
from keikaku.site.wording.words import Words

_PROJECT, _KPI, _GROUP = 260, 420, 700
"""Bytes that the markup of a project, of an indicator and of a group's heading take."""
_ALONE: Final = 1


class ProjectEntry(NamedTuple):
    """A project of a city, with the statuses of its indicators and how many have each."""

    link: Link
    departments: str
    marks: tuple[Mark, ...]


class CityGroup(NamedTuple):
    """A city with its projects."""

    city: Link
    projects: tuple[ProjectEntry, ...]


class KpiEntry(NamedTuple):
    """An indicator of a city in its newest year."""

    city: Link
    link: Link
    project: str
    year: str
    target: str
    result: str
    marks: tuple[Mark, ...]
    rate: str


class Measured(NamedTuple):
    """Indicators that are measured alike; `grade` says how far they can be compared with those of other cities."""

    title: str
    grade: str
    grade_text: str
    kpis: tuple[KpiEntry, ...]


COMPARABLE: Final = "comparable"
OTHER_DEFINITION: Final = "definition"
OTHER_UNIT: Final = "unit"
NO_NUMBER: Final = "words"
GRADES: Final = (COMPARABLE, OTHER_DEFINITION, OTHER_UNIT, NO_NUMBER)


def grade(measure: tuple[str, str, str], cities: Mapping[tuple[str, str, str], int], units: Mapping[str, int]) -> str:
    """Say how far indicators measured one way can be compared between cities.

    `cities` counts the cities of each way of measuring, `units` those of each unit. What a plan does not state (no
    polarity, no time basis) is never taken to be alike.
    """
    if measure[0] == NOT_MEASURED:
        return NO_NUMBER
    if all(measure) and cities[measure] > _ALONE:
        return COMPARABLE
    return OTHER_DEFINITION if measure[0] and units[measure[0]] > _ALONE else OTHER_UNIT


class ProjectPiece(NamedTuple):
    """A project with its city, as one piece of a page."""

    city: Link
    entry: ProjectEntry


class KpiPiece(NamedTuple):
    """An indicator with the group that it is in, as one piece of a page."""

    group: Measured
    entry: KpiEntry


Piece = ProjectPiece | KpiPiece


def by_city(pieces: Sequence[Piece]) -> Iterator[CityGroup]:
    """Put the projects of a part together again, by city."""
    projects = [piece for piece in pieces if isinstance(piece, ProjectPiece)]
    for city, found in groupby(projects, key=lambda piece: piece.city):
        yield CityGroup(city, tuple(piece.entry for piece in found))


def by_measure(pieces: Sequence[Piece]) -> Iterator[Measured]:
    """Put the indicators of a part together again, by how they are measured."""
    kpis = [piece for piece in pieces if isinstance(piece, KpiPiece)]
    for group, found in groupby(kpis, key=lambda piece: piece.group):
        yield group._replace(kpis=tuple(piece.entry for piece in found))


class Maker:
    """Turns cards into what a page of one language shows, each piece with the bytes that it takes."""

    def __init__(self, site: SiteContext, cities: Mapping[str, City]) -> None:
        self._site, self._words = site, site.words
        self._cities = {code: Link(href(f"{code}/"), site.words.label(city.name)) for code, city in cities.items()}

    def projects(self, cards: Iterable[ProjectCard]) -> Iterator[tuple[int, ProjectPiece]]:
        """Give projects one by one."""
        before = ""
        for card in cards:
            entry = self._project(card)
            heading = _GROUP * (card.lgcode != before)
            before = card.lgcode
            yield (
                weight(*entry.link, entry.departments, more=_PROJECT + heading),
                ProjectPiece(self._cities[card.lgcode], entry),
            )

    def _project(self, card: ProjectCard) -> ProjectEntry:
        marks = tuple(card_marks(self._words, card))
        return ProjectEntry(Link(href(card.path), card.title), self._words.join(card.departments), marks)

    def kpis(self, across: Across, theme: str) -> Iterator[tuple[int, KpiPiece]]:
        """Give indicators one by one: first those that can be compared, last those that no number measures."""
        cities = dict(across.measures(theme))
        units = across.units(theme)
        graded = sorted((GRADES.index(grade(measure, cities, units)), n, measure) for n, measure in enumerate(cities))
        for rank, _, measure in graded:
            group = self._group(measure, GRADES[rank])
            heading = _GROUP
            for lgcode, card in across.kpis(theme, measure):
                entry = self._kpi(lgcode, card)
                texts = (*entry.city, *entry.link, entry.project, entry.target, entry.result)
                yield weight(*texts, more=_KPI + heading), KpiPiece(group, entry)
                heading = 0

    def _group(self, measure: tuple[str, str, str], graded: str) -> Measured:
        words, (unit, polarity, basis) = self._words, measure
        if graded == NO_NUMBER:
            return Measured(words.say("measured_by_words"), graded, words.say(f"grade_{graded}"), ())
        stated = [words.unit(unit), words.code("polarity", polarity), words.code("time_basis", basis)]
        missing = words.say("not_stated")
        title = words.dotted([one or missing for one in stated])
        return Measured(title, graded, words.say(f"grade_{graded}"), ())

    def _kpi(self, lgcode: str, card: KpiCard) -> KpiEntry:
        words = self._words
        return KpiEntry(
            self._cities[lgcode],
            Link(href(card.path), card.title),
            "" if card.project == card.title else card.project,
            words.fiscal_year(card.year),
            said(words, card.targets),
            said(words, card.results),
            tuple(kpi_marks(self._site, card)),
            f"{card.rate}%" if card.rate else "",
        )


def card_marks(words: Words, card: ProjectCard) -> Iterator[Mark]:
    """Give the statuses of a project's indicators, and how many have each where it has several."""
    counted = Counter(kpi.state for kpi in card.kpis)
    for mark in status_marks(words, counted):
        yield Mark(f"{mark.text} {counted[mark.code]}", mark.code) if len(card.kpis) > 1 else mark


def kpi_marks(site: SiteContext, card: KpiCard) -> Iterator[Mark]:
    """Give the status of an indicator: the printed one, and the computed one where it differs or stands alone."""
    names = {
        mark.code: mark.text for mark in status_marks(site.words, {card.printed, card.computed, card.state} - {""})
    }
    if card.printed:
        yield Mark(names[card.printed], card.printed)
    if card.computed and card.computed != card.printed:
        yield Mark(site.words.say("status_computed", status=names[card.computed]), card.computed)
    if not (card.printed or card.computed):
        yield Mark(names[card.state], card.state)
