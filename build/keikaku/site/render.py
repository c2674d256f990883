"""Write the site in all languages: every page of a city, then the pages that belong to none, then what is static.

Input: cities as `SiteCity`, and a `SiteContext`. Output: files below a root, and how many pages they are. Only one city
is held at a time; what remains of it is the card that the home page shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from keikaku.model import Plan
from keikaku.schema import Schema
from keikaku.site.across import Across
from keikaku.site.counts import cards
from keikaku.site.engine import SiteContext, Writer, copy_assets, make_site
from keikaku.site.frame import Frames
from keikaku.site.index import CityIndex
from keikaku.site.inputs import DataFile, SiteCity
from keikaku.site.links import Link, href
from keikaku.site.pages.city import city_page
from keikaku.site.pages.data import data_page
from keikaku.site.pages.department import department_page, departments_page
from keikaku.site.pages.dictionary import dictionary_page
from keikaku.site.pages.edition import edition_page, light_edition
from keikaku.site.pages.embed import write_reuse
from keikaku.site.pages.guide import about_page, guide_page
from keikaku.site.pages.home import CityCard, city_ways, home_page, missing_page
from keikaku.site.pages.indicator import indicator_page
from keikaku.site.pages.plan import plan_page
from keikaku.site.pages.policy import policy_page
from keikaku.site.pages.project import project_page
from keikaku.site.pages.quality import quality_page
from keikaku.site.pages.quality_lists import divided
from keikaku.site.pages.queries import queries_page, write_queries
from keikaku.site.pages.search import search_page
from keikaku.site.pages.source import source_pages, takings
from keikaku.site.pages.together import together_page
from keikaku.site.pages.vocabulary import scheme_pages, vocabulary_page
from keikaku.site.related import Finder
from keikaku.site.render_lists import (
    CityLists,
    city_lists,
    write_city_files,
    write_city_lists,
    write_site_files,
    write_site_lists,
)
from keikaku.site.search import city_gatherer, facts_by_path, site_gatherer, write_cities
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
    with Across(schema.code_lists["theme"]) as across:
        for city in cities:
            across.add(city.municipality)
        done = [render_city(city, root, site, across) for city in cities]
        return sum(city.pages for city in done) + render_home([city.card for city in done], root, site, across=across)


def render_home(
    cities: Sequence[CityCard],
    root: Path,
    site: SiteContext,
    together: Sequence[DataFile] = (),
    across: Across | None = None,
) -> int:
    """Write the pages that belong to no city, and the static files; give the number of pages.

    `together` are the files that hold all cities; the pages that compare cities are made from `across`.
    """
    hearers = {
        lang: site_gatherer(lang, spoken.words.say("search_site_group")) for lang, spoken in site.languages.items()
    }
    with Writer(root, site, hearers) as writer:
        for spoken in site.languages.values():
            _write_home(writer, cities, spoken, together, across)
        # A server shows this page at any depth, so it alone links from the site's base path.
        writer.write("404", missing_page(site), up=site.base_path, name="404.html")
    for hearer in hearers.values():
        hearer.write(root)
    if across:
        write_site_files(root, site, across)
    write_cities(root)
    write_queries(root, site.base_url)
    copy_assets(root)
    return writer.pages


def _write_home(
    writer: Writer,
    cities: Sequence[CityCard],
    site: SiteContext,
    together: Sequence[DataFile],
    across: Across | None,
) -> None:
    """Write, in one language, the pages that belong to no city."""
    writer.write("home", replace(home_page(site, cities, across), together=bool(together)))
    if across:
        write_site_lists(writer, site, across)
    if together:
        writer.write("together", together_page(site, together))
    writer.write("about", about_page(site))
    writer.write("guide", guide_page(site, cities, together=bool(together)))
    writer.write("dictionary", dictionary_page(site))
    writer.write("vocabulary", vocabulary_page(site))
    for page in scheme_pages(site):
        writer.write("scheme", page)
    writer.write("search", search_page(site, cities))
    writer.write("sparql", queries_page(site, cities))


def render_city(city: SiteCity, root: Path, site: SiteContext, across: Across | None = None) -> CityDone:
    """Write all pages of a city; `across` is what is known of the others.

    Raises:
        OSError: a file cannot be written.
    """
    index = CityIndex(city, site, Finder(across, city.municipality.city.lgcode) if across else None)
    lists = city_lists(index)
    others = {lang: index.in_language(spoken) for lang, spoken in site.languages.items() if spoken is not site}
    indexes, facts = (index, *others.values()), facts_by_path(index)
    hearers = {one.words.lang: city_gatherer(one, facts) for one in indexes}
    with Writer(root, site, hearers) as writer:
        for spoken in indexes:
            _write_city(writer, spoken, lists)
    for hearer in hearers.values():
        hearer.write(root)
    write_city_files(root, index, lists)
    cards = {lang: _card(other) for lang, other in others.items()}
    return CityDone(writer.pages, replace(_card(index), others=cards))


def _write_city(writer: Writer, index: CityIndex, lists: CityLists) -> None:
    """Write all pages of a city in one language."""
    frames, summaries = Frames(index), Summaries(index)
    writer.write("city", city_page(index, frames))
    writer.write("data", data_page(index, frames))
    page, parts = divided(index, frames, quality_page(index, frames))
    writer.write("quality", page)
    for part in parts:
        writer.write("list_part", part)
    _write_departments(writer, index, frames, lists)
    write_city_lists(writer, index, frames, lists)
    _write_sources(writer, index, frames)
    for plan in index.city.plans:
        _write_plan(writer, index, frames, summaries, plan)


def _write_departments(writer: Writer, index: CityIndex, frames: Frames, lists: CityLists) -> None:
    writer.write("departments", departments_page(index, frames, lists.standings))
    for department in index.city.departments:
        writer.write("department", department_page(index, frames, department, lists.standings))


def _write_sources(writer: Writer, index: CityIndex, frames: Frames) -> None:
    taken = takings(index)
    for source in index.city.sources.values():
        page, parts = source_pages(index, frames, source, taken)
        writer.write("source", page)
        for part in parts:
            writer.write("source_part", part)


def _write_plan(writer: Writer, index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan) -> None:
    writer.write("plan", plan_page(index, frames, summaries, plan))
    for edition in plan.editions:
        stated, lists = light_edition(index, frames, edition_page(index, frames, plan, edition))
        writer.write("edition", stated)
        for part in lists:
            writer.write("list_part", part)
    for policy in plan.policies.values():
        writer.write("policy", policy_page(index, frames, summaries, plan, policy))
    for project in plan.projects.values():
        writer.write("project", project_page(index, frames, summaries, plan, project))
    for indicator in plan.indicators.values():
        shown = indicator_page(index, frames, summaries, plan, indicator)
        writer.write("indicator", shown)
        write_reuse(writer, index, summaries, plan, (indicator, shown))


def _card(index: CityIndex) -> CityCard:
    city, plans = index.city.city, index.city.plans
    projects = current_projects(plans)
    return CityCard(
        Link(href(index.path), index.words.label(city.name)),
        index.words.label(city.prefecture),
        tuple(index.plan(plan.row.plan_id) for plan in plans),
        cards(index, plans),
        len(projects),
        theme_counts(projects, index.site.schema.code_lists["theme"]),
        ways=city_ways(index),
        changes=tuple(
            Link(href(index.page("changes", plan_id=plan.row.plan_id)), index.plan_title(plan))
            for plan in plans
            if any(edition.row.previous_edition_id for edition in plan.editions)
        ),
    )
