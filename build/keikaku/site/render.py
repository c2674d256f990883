"""Write the site in all languages: every page of a city, then the pages that belong to none, then what is static.

Input: cities as `SiteCity`, and a `SiteContext`. Output: files below a root, and how many pages they are. Only one city
is held at a time; what remains of it is the card that the home page shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from keikaku.memory import rarely_collecting
from keikaku.model import Department, Edition, Indicator, Plan, Policy
from keikaku.schema import Schema
from keikaku.site.engine import SiteContext, Writer, copy_assets, make_site
from keikaku.site.frame import Frames
from keikaku.site.heavy import ListPart
from keikaku.site.index import CityIndex
from keikaku.site.inputs import DataFile, SiteCity
from keikaku.site.links import Link, href
from keikaku.site.lists.across import Across
from keikaku.site.lists.related import Finder
from keikaku.site.lists.render_lists import (
    CityLists,
    city_lists,
    write_changes,
    write_city_files,
    write_site_files,
    write_site_lists,
    write_statuses,
)
from keikaku.site.lists.themes import current_projects, theme_counts
from keikaku.site.pages.city import city_page
from keikaku.site.pages.data import data_page
from keikaku.site.pages.department import department_page, departments_page, light_department, light_departments
from keikaku.site.pages.dictionary import dictionary_code_lists, dictionary_page, dictionary_tables
from keikaku.site.pages.edition import edition_page, light_edition
from keikaku.site.pages.embed import write_reuse
from keikaku.site.pages.guide import about_page, guide_page
from keikaku.site.pages.home import CityCard, city_ways, home_page, missing_page
from keikaku.site.pages.indicator import indicator_page
from keikaku.site.pages.plan import PlanPage, plan_page
from keikaku.site.pages.plan_lists import light_plan, light_policy
from keikaku.site.pages.policy import policy_page
from keikaku.site.pages.project import project_page
from keikaku.site.pages.quality import quality_page
from keikaku.site.pages.quality_lists import divided
from keikaku.site.pages.queries import queries_page, query_pages, write_queries
from keikaku.site.pages.search import search_page
from keikaku.site.pages.source import source_pages, takings
from keikaku.site.pages.together import together_page
from keikaku.site.pages.vocabulary import scheme_pages, terms_pages, vocabulary_page
from keikaku.site.search import city_gatherer, facts_by_path, site_gatherer, write_cities
from keikaku.site.standing.counts import cards
from keikaku.site.standing.summary import Summaries


class Task(NamedTuple):
    """What is made together in one language: a page, the parts of its lists below it, and what stands beside them.

    `path` names the page. Lists are divided as the first language divides them, so its task comes before the same task
    in another.
    """

    path: str
    make: Callable[[Writer], None]


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
    for table in dictionary_tables(site):
        writer.write("dictionary_table", table)
    for codes in dictionary_code_lists(site):
        writer.write("dictionary_codes", codes)
    writer.write("vocabulary", vocabulary_page(site))
    for terms in terms_pages(site):
        writer.write("terms", terms)
    for page in scheme_pages(site):
        writer.write("scheme", page)
    writer.write("search", search_page(site, cities))
    writer.write("sparql", queries_page(site, cities))
    for query in query_pages(site):
        writer.write("query", query)


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
    with rarely_collecting(), Writer(root, site, hearers) as writer:
        for spoken in indexes:
            for task in city_tasks(spoken, lists):
                task.make(writer)
    for hearer in hearers.values():
        hearer.write(root)
    write_city_files(root, index, lists)
    cards = {lang: city_card(other) for lang, other in others.items()}
    return CityDone(writer.pages, replace(city_card(index), others=cards))


def city_tasks(index: CityIndex, lists: CityLists) -> Iterator[Task]:
    """Give, in one language, what makes the pages of a city; nothing is made before a task is called."""
    frames, summaries = Frames(index), Summaries(index)
    yield Task(index.path, lambda writer: writer.write("city", city_page(index, frames)))
    yield Task(index.page("data"), lambda writer: writer.write("data", data_page(index, frames)))
    yield Task(index.page("quality"), lambda writer: _write_quality(writer, index, frames))
    yield from _department_tasks(index, frames, lists)
    yield Task(index.page("status"), lambda writer: write_statuses(writer, index, frames, lists))
    for plan, compared in lists.changes:
        path = index.page("changes", plan_id=plan.row.plan_id)
        yield Task(path, partial(write_changes, index=index, frames=frames, plan=plan, compared=compared))
    yield from _source_tasks(index, frames)
    for plan in index.city.plans:
        yield from _plan_tasks(index, frames, summaries, plan)


def _write_quality(writer: Writer, index: CityIndex, frames: Frames) -> None:
    _write_with_parts(writer, "quality", divided(index, frames, quality_page(index, frames)))


def _write_with_parts(writer: Writer, template: str, made: tuple[Any, Sequence[ListPart]]) -> None:
    page, parts = made
    writer.write(template, page)
    for part in parts:
        writer.write("list_part", part)


def _department_tasks(index: CityIndex, frames: Frames, lists: CityLists) -> Iterator[Task]:
    def write(writer: Writer, department: Department) -> None:
        whole = department_page(index, frames, department, lists.duties[department.row.department_id])
        _write_with_parts(writer, "department", light_department(index, frames, whole))

    def write_list(writer: Writer) -> None:
        whole = departments_page(index, frames, lists.duties)
        _write_with_parts(writer, "departments", light_departments(index, frames, whole))

    page = index.page("departments")
    yield Task(page, write_list)
    for department in index.city.departments:
        path = index.page("department", department_id=department.row.department_id)
        yield Task(path, partial(write, department=department))


def _source_tasks(index: CityIndex, frames: Frames) -> Iterator[Task]:
    taken = cache(lambda: takings(index))

    def write(writer: Writer, source: Any) -> None:
        page, parts = source_pages(index, frames, source, taken())
        writer.write("source", page)
        for part in parts:
            writer.write("source_part", part)

    for source in index.city.sources.values():
        yield Task(index.page("source", source_id=source.source_id), partial(write, source=source))


def _plan_tasks(index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan) -> Iterator[Task]:
    page = partial(index.page, plan_id=plan.row.plan_id)
    yield Task(page("plan"), partial(_write_plan, index=index, frames=frames, summaries=summaries, plan=plan))
    for edition in plan.editions:
        write = partial(_write_edition, index=index, frames=frames, plan=plan, edition=edition)
        yield Task(page("edition", edition_id=edition.row.edition_id), write)
    for policy in plan.policies.values():
        put = partial(_write_policy, index=index, frames=frames, summaries=summaries, owned=(plan, policy))
        yield Task(page("policy", policy_id=policy.policy_id), put)
    for project in plan.projects.values():
        shown = partial(project_page, index, frames, summaries, plan, project)
        yield Task(page("project", project_id=project.project_id), partial(_write, "project", shown))
    for indicator in plan.indicators.values():
        written = partial(_write_indicator, index=index, frames=frames, summaries=summaries, owned=(plan, indicator))
        yield Task(page("indicator", indicator_id=indicator.indicator_id), written)


def _write(template: str, page: Callable[[], Any], writer: Writer) -> None:
    writer.write(template, page())


def _write_plan(writer: Writer, index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan) -> None:
    def size(one: PlanPage) -> int:
        return len(writer.text("plan", one).encode())

    whole = plan_page(index, frames, summaries, plan)
    _write_with_parts(writer, "plan", light_plan(index, frames, summaries, plan, whole, size))


def _write_policy(
    writer: Writer, index: CityIndex, frames: Frames, summaries: Summaries, owned: tuple[Plan, Policy]
) -> None:
    plan, policy = owned
    whole = policy_page(index, frames, summaries, plan, policy)
    _write_with_parts(writer, "policy", light_policy(index, frames, summaries, plan, whole))


def _write_edition(writer: Writer, index: CityIndex, frames: Frames, plan: Plan, edition: Edition) -> None:
    _write_with_parts(writer, "edition", light_edition(index, frames, edition_page(index, frames, plan, edition)))


def _write_indicator(
    writer: Writer, index: CityIndex, frames: Frames, summaries: Summaries, owned: tuple[Plan, Indicator]
) -> None:
    plan, indicator = owned
    shown = indicator_page(index, frames, summaries, plan, indicator)
    writer.write("indicator", shown)
    write_reuse(writer, index, summaries, plan, (indicator, shown))


def city_card(index: CityIndex) -> CityCard:
    """Give what the home page says of a city, in the language of its index."""
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
