"""The facts that a catalog tells of a city: all that is kept of it once its pages are written."""

from __future__ import annotations

from dataclasses import dataclass

from keikaku.catalog.counts import GraphFigures
from keikaku.file_names import PAGE_DOCUMENTS
from keikaku.iri import Iris
from keikaku.model import Municipality
from keikaku.read import City


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """A published file; `name` leads there from the city's data folder, `title` and `description` are Japanese."""

    name: str
    title: str
    description: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CatalogPlan:
    """A plan with its first and its last day, as far as it states its fiscal years."""

    plan_id: str
    title: str
    first_day: str
    last_day: str


@dataclass(frozen=True, slots=True)
class CatalogSource:
    """A document that the data come from."""

    source_id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class CatalogCity:
    """A city with its plans, documents, published files and graph.

    `themes` are the values of the code list that its projects have; `examples` are URIs of things in its graph.
    """

    city: City
    iris: Iris
    plans: tuple[CatalogPlan, ...]
    sources: tuple[CatalogSource, ...]
    themes: tuple[str, ...]
    examples: tuple[str, ...]
    files: tuple[CatalogFile, ...]
    graph: GraphFigures

    @classmethod
    def of(
        cls, municipality: Municipality, base_url: str, files: tuple[CatalogFile, ...], graph: GraphFigures
    ) -> CatalogCity:
        """Take from a city's model what the catalog tells; the data page's own documents are no form of the data."""
        iris = Iris(base_url, municipality.city.lgcode)
        plans = [plan.row for plan in municipality.plans]
        return cls(
            municipality.city,
            iris,
            tuple(
                CatalogPlan(row.plan_id, row.title, *_days(row.start_fy, row.end_fy))
                for row in plans
                if row.start_fy or row.end_fy
            ),
            tuple(CatalogSource(row.source_id, row.title, row.url) for row in municipality.sources.values()),
            tuple(sorted({row.theme for row in municipality.rows["project_themes"]})),
            tuple(_examples(municipality, iris)),
            tuple(file for file in files if file.name not in PAGE_DOCUMENTS),
            graph,
        )


def _days(start: int | None, end: int | None) -> tuple[str, str]:
    """Give the first and the last day of a period of fiscal years, which begin on 1 April."""
    return f"{start:04d}-04-01" if start else "", f"{end + 1:04d}-03-31" if end else ""


def _examples(municipality: Municipality, iris: Iris) -> list[str]:
    """Name the city, its first plan, and the first policy, project and indicator of that."""
    found = [iris.thing("city", {})]
    for plan in municipality.plans[:1]:
        ids = {"plan_id": plan.row.plan_id}
        found.append(iris.thing("plan", ids))
        for kind, things in (("policy", plan.policies), ("project", plan.projects), ("indicator", plan.indicators)):
            found += [iris.thing(kind, {**ids, f"{kind}_id": key}) for key in list(things)[:1]]
    return found
