"""How an indicator or a project looks on the page of something else: link, sentence, chart, printed status."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from keikaku.model import Indicator, Plan, Project
from keikaku.site.chart import make_chart
from keikaku.site.index import CityIndex
from keikaku.site.links import Link
from keikaku.site.sentence import disagrees, latest_status, state


class Chip(NamedTuple):
    """A small mark: its text and the code that gives it its look."""

    text: str
    code: str


class IndicatorCard(NamedTuple):
    """An indicator in short. `chart` is empty where there is too little to draw."""

    link: Link
    sentence: str
    chips: tuple[Chip, ...]
    chart: Markup


class ProjectLine(NamedTuple):
    """A project in a list."""

    link: Link
    code: str
    departments: str
    indicators: int
    chips: tuple[Chip, ...]


class Summaries:
    """Short forms, each made once a city: charts are shown on two pages."""

    def __init__(self, index: CityIndex) -> None:
        self._index = index
        self._draw = index.site.environment.get_template("chart.html").module.chart  # type: ignore[attr-defined]
        self._cards: dict[tuple[str, str], IndicatorCard] = {}

    def indicator(self, plan: Plan, indicator: Indicator) -> IndicatorCard:
        """Give an indicator's short form."""
        key = (plan.row.plan_id, indicator.indicator_id)
        if key not in self._cards:
            self._cards[key] = self._make(plan, indicator)
        return self._cards[key]

    def _make(self, plan: Plan, indicator: Indicator) -> IndicatorCard:
        words = self._index.words
        chart = make_chart(indicator, plan, words)
        return IndicatorCard(
            self._index.indicator(indicator),
            state(indicator, words),
            self._chips(indicator),
            self._draw(chart) if chart else Markup(),
        )

    def _chips(self, indicator: Indicator) -> tuple[Chip, ...]:
        """Give the printed status, and a mark where the figures say something else."""
        words, status = self._index.words, latest_status(indicator)
        chips = [Chip(words.code("attainment_status", status), status)] if status else []
        return (*chips, *([Chip(words.say("disagrees"), "disagrees")] if disagrees(indicator) else []))

    def projects(self, projects: Iterable[Project]) -> tuple[ProjectLine, ...]:
        """Give projects as lines of a list."""
        return tuple(self._line(project) for project in projects)

    def _line(self, project: Project) -> ProjectLine:
        index, latest = self._index, project.latest
        parts = [part for part in project.departments if part.edition_id == latest.edition_id]
        parts.sort(key=lambda part: part.position)
        statuses = [status for status in map(latest_status, project.indicators) if status]
        chips = [
            Chip(f"{index.words.code('attainment_status', code)} {statuses.count(code)}", code)
            for code in dict.fromkeys(sorted(statuses))
        ]
        if latest.is_new:
            chips.insert(0, Chip(index.words.say("is_new"), "new"))
        names = "、".join(index.department(part.department_id).text for part in parts)
        return ProjectLine(index.project(project), latest.code, names, len(project.indicators), tuple(chips))
