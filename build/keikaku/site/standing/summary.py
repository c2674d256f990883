"""How an indicator or a project looks on the page of something else: link, sentence, chart, printed status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from keikaku.attainment import NOT_YET, STATUSES
from keikaku.model import Indicator, Plan, Project
from keikaku.site.drawing.chart import Chart, make_chart
from keikaku.site.drawing.milestones import Milestones, make_milestones
from keikaku.site.drawing.stacks import make_stacks
from keikaku.site.drawing.timeline import make_timeline
from keikaku.site.index import CityIndex
from keikaku.site.links import Link
from keikaku.site.paging import weight
from keikaku.site.standing.record import Year, newest
from keikaku.site.standing.sentence import summed_up
from keikaku.site.tables.compact import compact_grid
from keikaku.site.tables.grid import Grid

_ROOM: Final = 66_000
"""Bytes of a page that its indicators and projects may take."""
MOST_PROJECTS: Final = 50_000
"""Bytes of a page that a list of projects may take."""
_CARD, _LINE, _CHIP = 900, 170, 40
"""Bytes that an indicator takes without its chart, and the markup of a project and of a status in a list."""


class Chip(NamedTuple):
    """A small mark: its text and the code that gives it its look."""

    text: str
    code: str


class IndicatorCard(NamedTuple):
    """An indicator in short. `chart` is empty where there is nothing to draw; then `picture` is None.

    `drawn` is what stands in the chart's picture, for a file or a page of its own; `table` says the same year by year.
    """

    link: Link
    sentence: str
    chips: tuple[Chip, ...]
    chart: Markup
    picture: Chart | Milestones | None = None
    drawn: Markup = Markup()
    table: Markup = Markup()


class ProjectLine(NamedTuple):
    """A project in a list."""

    link: Link
    code: str
    departments: str
    indicators: int
    chips: tuple[Chip, ...]


def bytes_of_line(line: ProjectLine) -> int:
    """Estimate the bytes that a project takes in a list."""
    texts = (text for chip in line.chips for text in chip)
    return weight(*line.link, line.departments, *texts, more=_LINE + _CHIP * len(line.chips))


def _too_many(cards: Sequence[IndicatorCard], taken: int) -> Iterator[int]:
    """Give the turns of the cards whose charts find no room on the page."""
    room = _ROOM - taken - _CARD * len(cards)
    for at, card in enumerate(cards):
        room -= weight(card.chart, card.table)
        if card.chart and room < 0:
            yield at


def _without_chart(card: IndicatorCard) -> IndicatorCard:
    return card._replace(chart=Markup(), table=Markup())


class Summaries:
    """Short forms, each made once a city: charts are shown on two pages."""

    def __init__(self, index: CityIndex) -> None:
        self._index = index
        self.made: Any = index.site.environment.get_template("chart.html").module
        self._grid: Any = index.site.environment.get_template("macros.html").module.grid  # type: ignore[attr-defined]
        self._cards: dict[tuple[str, str], IndicatorCard] = {}
        self._plans = {plan.row.plan_id: plan for plan in index.city.plans}
        self._reported: dict[str, int] = {}

    def indicator(self, plan: Plan, indicator: Indicator) -> IndicatorCard:
        """Give an indicator's short form."""
        key = (plan.row.plan_id, indicator.indicator_id)
        if key not in self._cards:
            self._cards[key] = self._make(plan, indicator)
        return self._cards[key]

    def indicators(
        self, plan: Plan, indicators: Iterable[Indicator], page: str, taken: int = 0
    ) -> tuple[IndicatorCard, ...]:
        """Give indicators as the page at a path shows them: where they are many, the last ones without their charts.

        `taken` are the bytes of what else is listed there.
        """
        cards = [self.indicator(plan, indicator) for indicator in indicators]
        plain = self._index.division.moved(f"{page}#charts", lambda: _too_many(cards, taken))
        return tuple(_without_chart(card) if at in plain else card for at, card in enumerate(cards))

    def _make(self, plan: Plan, indicator: Indicator) -> IndicatorCard:
        words, found = self._index.words, self.years(indicator)
        picture = make_chart(indicator, plan, words) or make_milestones(indicator, words)
        drawn = self.made.inner(picture) if picture else Markup()
        return IndicatorCard(
            self._index.indicator(indicator),
            summed_up(indicator, found, words, self.reported(plan)),
            self._chips(newest(found)),
            self.made.figure(picture, drawn) if picture else Markup(),
            picture,
            drawn,
            self._grid(compact_grid(self._index, indicator), "") if picture else Markup(),
        )

    def years(self, indicator: Indicator) -> tuple[Year, ...]:
        """Give the fiscal years of an indicator."""
        return self._index.attained(self._plans[indicator.plan_id]).known[indicator.indicator_id]

    def reported(self, plan: Plan) -> int:
        """Give the last fiscal year of which a plan has any result; 0 where it has none."""
        key = plan.row.plan_id
        if key not in self._reported:
            self._reported[key] = max(
                (row.fiscal_year for i in plan.indicators.values() for row in i.results), default=0
            )
        return self._reported[key]

    def _chips(self, last: Year | None) -> tuple[Chip, ...]:
        """Give the status of the last year with a result, where it comes from, and whether figures say otherwise."""
        if last is None or not last.state:
            return ()
        words = self._index.words
        if last.state == NOT_YET:
            return (Chip(words.say("chip_not_yet_due"), NOT_YET),)
        label = words.code("attainment_status", last.state)
        chip = Chip(label if last.printed else words.say("chip_computed", status=label), last.state)
        return (chip, Chip(words.say("disagrees"), "disagrees")) if last.disagrees else (chip,)

    def timeline(self, project: Project) -> Markup:
        """Give the picture of a project's schedule; empty where there is none."""
        made = make_timeline(project, self._index.words)
        return self.made.timeline(made) if made else Markup()

    def stacks(self, plan: Plan) -> tuple[Markup, Grid] | None:
        """Give the picture of a plan's statuses by policy and year, and the table that says the same."""
        made = make_stacks(self._index, plan)
        return (self.made.stacks(made), made.table) if made else None

    def projects(self, projects: Iterable[Project]) -> tuple[ProjectLine, ...]:
        """Give projects as lines of a list."""
        return tuple(self._line(project) for project in projects)

    def _line(self, project: Project) -> ProjectLine:
        index, latest = self._index, project.latest
        parts = [part for part in project.departments if part.edition_id == latest.edition_id]
        parts.sort(key=lambda part: part.position)
        last = [newest(self.years(indicator)) for indicator in project.indicators]
        statuses = [one.printed or one.computed for one in last if one]
        chips = [
            Chip(f"{index.words.code('attainment_status', code)} {statuses.count(code)}", code)
            for code in STATUSES
            if code in statuses
        ]
        if latest.is_new:
            chips.insert(0, Chip(index.words.say("is_new"), "new"))
        names = index.words.join(index.department(part.department_id).text for part in parts)
        return ProjectLine(index.project(project), latest.code, names, len(project.indicators), tuple(chips))
