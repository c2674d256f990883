"""Small cards of a city's projects and indicators, for the pages that show several cities.

Input: the model of one city. A card holds codes and the plan's own texts, so it serves pages of every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from keikaku.iri import Iris
from keikaku.model import Municipality, Project
from keikaku.site.lists.themes import current_projects
from keikaku.site.standing.yearly import FALLEN_SHORT, Said, Standing, standings, themes_of


class KpiCard(msgspec.Struct, frozen=True, array_like=True):
    """An indicator as other cities' readers see it: its newest year that has a status, else its newest result."""

    path: str
    title: str
    project: str
    unit: str
    polarity: str
    time_basis: str
    value_type: str
    year: int
    targets: tuple[Said, ...]
    results: tuple[Said, ...]
    printed: str
    computed: str
    state: str
    rate: str
    departments: tuple[str, ...] = ()


class ProjectCard(msgspec.Struct, frozen=True, array_like=True):
    """A project as other cities' readers see it. `kpis` are those of its newest edition."""

    lgcode: str
    path: str
    title: str
    departments: tuple[str, ...]
    themes: tuple[str, ...]
    kpis: tuple[KpiCard, ...]


class YearCount(msgspec.Struct, frozen=True):
    """A city's projects, as its plans count them, and its indicators in one year, by status."""

    lgcode: str
    year: int
    projects: Mapping[str, int]
    kpis: Mapping[str, int]


class CityCards:
    """Makes the cards of one city."""

    def __init__(self, city: Municipality) -> None:
        self._city = city
        self._iris = Iris("", city.city.lgcode)
        self._departments = {row.department_id: row.name for row in city.rows["departments"]}
        self.standings = [(plan, standings(plan)) for plan in city.plans]

    def projects(self) -> list[ProjectCard]:
        """Make the cards of the projects of current plans that have a theme."""
        newest: dict[tuple[str, str], Standing] = {}
        for _, every in self.standings:
            for one in every:
                key = (one.plan_id, one.indicator.indicator_id)
                # A year that something is known of tells more than a later one that is not yet due.
                if key not in newest or one.results or one.printed or one.computed:
                    newest[key] = one
        return [self._project(project, newest) for project in current_projects(self._city.plans) if themes_of(project)]

    def _project(self, project: Project, newest: Mapping[tuple[str, str], Standing]) -> ProjectCard:
        ids = {"plan_id": project.plan_id, "project_id": project.project_id}
        edition = project.latest.edition_id
        kept = [one for one in project.indicators if one.latest.edition_id == edition]
        parts = sorted((one.position, one.department_id) for one in project.departments if one.edition_id == edition)
        return ProjectCard(
            self._city.city.lgcode,
            self._iris.page("project", ids),
            project.latest.title,
            tuple(self._departments[key] for _, key in parts),
            themes_of(project),
            tuple(
                self.kpi(newest[project.plan_id, one.indicator_id])
                for one in kept
                if (project.plan_id, one.indicator_id) in newest
            ),
        )

    def kpi(self, one: Standing) -> KpiCard:
        """Make the card of an indicator in a year."""
        row, ids = one.indicator.latest, {"plan_id": one.plan_id, "indicator_id": one.indicator.indicator_id}
        return KpiCard(
            self._iris.page("indicator", ids),
            row.title,
            one.project.latest.title if one.project else "",
            row.unit,
            row.polarity,
            row.time_basis,
            row.value_type,
            one.year,
            one.targets,
            one.results,
            one.printed,
            one.computed,
            one.state,
            "" if one.rate is None else str(one.rate),
            tuple(self._departments[key] for key in one.departments),
        )

    def missed(self) -> Iterator[tuple[Standing, KpiCard]]:
        """Make the cards of what fell short of its target, in any year and plan."""
        for _, every in self.standings:
            for one in every:
                if one.state in FALLEN_SHORT:
                    yield one, self.kpi(one)
