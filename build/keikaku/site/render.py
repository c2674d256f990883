"""Write the site: every page of a city, then the pages that belong to none, then what is static.

Input: cities as `SiteCity`, and a `SiteContext`. Output: files below a root, and how many pages they are. Only one city
is held at a time; what remains of it is the card that the home page shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from keikaku.model import Plan
from keikaku.schema import Schema
from keikaku.site.counts import cards
from keikaku.site.engine import SiteContext, Writer, copy_assets, make_site
from keikaku.site.frame import Frames
from keikaku.site.index import CityIndex
from keikaku.site.inputs import SiteCity
from keikaku.site.links import Link, href
from keikaku.site.pages.city import city_page
from keikaku.site.pages.data import data_page
from keikaku.site.pages.department import department_page, departments_page
from keikaku.site.pages.dictionary import dictionary_page
from keikaku.site.pages.edition import edition_page
from keikaku.site.pages.home import CityCard, home_page, missing_page
from keikaku.site.pages.indicator import indicator_page
from keikaku.site.pages.plan import plan_page
from keikaku.site.pages.policy import policy_page
from keikaku.site.pages.project import project_page
from keikaku.site.pages.quality import quality_page
from keikaku.site.pages.source import source_page, takings
from keikaku.site.pages.vocabulary import scheme_pages, vocabulary_page
from keikaku.site.summary import Summaries
from keikaku.site.themes import current_projects, theme_counts


class CityDone(NamedTuple):
    """What remains of a city once its pages are written."""

    pages: int
    card: CityCard


def render_site(cities: Sequence[SiteCity], root: Path, base_url: str, schema: Schema) -> int:
    """Write the whole site and give the number of its pages.

    Raises:
        OSError: a file cannot be written.
    """
    site = make_site(base_url, schema)
    done = [render_city(city, root, site) for city in cities]
    return sum(city.pages for city in done) + render_home([city.card for city in done], root, site)


def render_home(cities: Sequence[CityCard], root: Path, site: SiteContext) -> int:
    """Write the pages that belong to no city, and the static files; give the number of pages."""
    with Writer(root, site) as writer:
        writer.write("home", home_page(site, cities))
        writer.write("dictionary", dictionary_page(site))
        writer.write("vocabulary", vocabulary_page(site))
        for page in scheme_pages(site):
            writer.write("scheme", page)
        # A server shows this page at any depth, so it alone links from the site's base path.
        writer.write("404", missing_page(site), up=site.base_path, name="404.html")
    copy_assets(root)
    return writer.pages


def render_city(city: SiteCity, root: Path, site: SiteContext) -> CityDone:
    """Write all pages of a city.

    Raises:
        OSError: a file cannot be written.
    """
    index = CityIndex(city, site)
    frames, summaries = Frames(index), Summaries(index)
    with Writer(root, site) as writer:
        writer.write("city", city_page(index, frames))
        writer.write("data", data_page(index, frames))
        writer.write("quality", quality_page(index, frames))
        _write_departments(writer, index, frames)
        _write_sources(writer, index, frames)
        for plan in index.city.plans:
            _write_plan(writer, index, frames, summaries, plan)
    return CityDone(writer.pages, _card(index))


def _write_departments(writer: Writer, index: CityIndex, frames: Frames) -> None:
    writer.write("departments", departments_page(index, frames))
    for department in index.city.departments:
        writer.write("department", department_page(index, frames, department))


def _write_sources(writer: Writer, index: CityIndex, frames: Frames) -> None:
    taken = takings(index)
    for source in index.city.sources.values():
        writer.write("source", source_page(index, frames, source, taken))


def _write_plan(writer: Writer, index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan) -> None:
    writer.write("plan", plan_page(index, frames, summaries, plan))
    for edition in plan.editions:
        writer.write("edition", edition_page(index, frames, plan, edition))
    for policy in plan.policies.values():
        writer.write("policy", policy_page(index, frames, summaries, plan, policy))
    for project in plan.projects.values():
        writer.write("project", project_page(index, frames, summaries, plan, project))
    for indicator in plan.indicators.values():
        writer.write("indicator", indicator_page(index, frames, summaries, plan, indicator))


def _card(index: CityIndex) -> CityCard:
    city, plans = index.city.city, index.city.plans
    projects = current_projects(plans)
    return CityCard(
        Link(href(index.path), city.name.ja),
        city.prefecture.ja,
        tuple(index.plan(plan.row.plan_id) for plan in plans),
        cards(index, plans),
        len(projects),
        theme_counts(projects, index.site.schema.code_lists["theme"]),
    )
