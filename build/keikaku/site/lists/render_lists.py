"""Write the pages that list and compare, with the files beside them: statuses and changes of a city, themes of all.

Input: what render prepares for a city, or the cards of all cities. Files are written once, whatever the languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from keikaku.file_names import CHANGES_CSV, CHANGES_JSON, STATUS_CSV, THEME_CSV
from keikaku.iri import theme_page
from keikaku.model import Plan
from keikaku.site.engine import SiteContext, Writer
from keikaku.site.frame import Frames
from keikaku.site.index import CityIndex
from keikaku.site.lists.across import Across
from keikaku.site.lists.editions import Comparison, comparisons
from keikaku.site.lists.exports import changes_document, changes_rows, status_rows, theme_rows, write_csv
from keikaku.site.lists.status_lines import PlanStandings, plan_standings, years_of
from keikaku.site.pages.changes import changes_pages
from keikaku.site.pages.status import status_lists, status_page
from keikaku.site.pages.statuses import statuses_pages, statuses_years
from keikaku.site.pages.theme import theme_pages, themes_page
from keikaku.site.tables.duties import Duties, duties


class CityLists(NamedTuple):
    """What a city's lists are made of, worked out once for all languages; `duties` by the ids of departments."""

    standings: tuple[PlanStandings, ...]
    duties: Mapping[str, Duties]
    changes: tuple[tuple[Plan, tuple[Comparison, ...]], ...]


def city_lists(index: CityIndex) -> CityLists:
    """Work out how a city's indicators stand, and what its editions changed."""
    plans = index.city.plans
    given = plan_standings(plans)
    return CityLists(
        given,
        {one.row.department_id: duties(one, given) for one in index.city.departments},
        tuple((plan, comparisons(index, plan)) for plan in plans),
    )


def write_statuses(writer: Writer, index: CityIndex, frames: Frames, lists: CityLists) -> None:
    """Write, in one language, a city's pages of statuses."""
    writer.write("status", status_page(index, frames, lists.standings))
    for year in years_of(lists.standings):
        for missed in (False, True):
            for page in status_lists(index, frames, lists.standings, year, missed=missed):
                writer.write("status_list", page)


def write_changes(
    writer: Writer, index: CityIndex, frames: Frames, plan: Plan, compared: tuple[Comparison, ...]
) -> None:
    """Write, in one language, the pages of what a plan's editions changed."""
    for changed in changes_pages(index, frames, plan, compared):
        writer.write("changes", changed)


def write_city_files(root: Path, index: CityIndex, lists: CityLists) -> None:
    """Write the files beside these pages.

    Raises:
        OSError: a file cannot be written.
    """
    write_csv(root / index.page("status") / STATUS_CSV, status_rows(index, lists.standings))
    for _, compared in lists.changes:
        for one in compared:
            write_csv(root / one.path / CHANGES_CSV, changes_rows(one))
            (root / one.path / CHANGES_JSON).write_bytes(changes_document(index, one))


def write_site_lists(writer: Writer, site: SiteContext, across: Across) -> None:
    """Write, in one language, the pages that compare all cities."""
    for page in statuses_pages(site, across):
        writer.write("statuses", page)
    for listed in statuses_years(site, across):
        writer.write("statuses_year", listed)
    writer.write("themes", themes_page(site, across))
    for theme in theme_pages(site, across):
        writer.write("theme", theme)


def write_site_files(root: Path, site: SiteContext, across: Across) -> None:
    """Write the files beside them: a CSV for each theme that has a page.

    Raises:
        OSError: a file cannot be written.
    """
    shown = across.themes()
    for code in site.schema.code_lists["theme"].codes:
        if code.value in shown:
            write_csv(root / theme_page(code.local_name) / THEME_CSV, theme_rows(across, code, site.base_url))
