"""The data page: every published file with rows, size and checksum, and under which licence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from keikaku.file_names import (
    CSVW_FOLDER_FILE,
    CSVW_SUFFIX,
    DATA_PACKAGE,
    OPEN_DATA_LIST_SUFFIX,
    QUALITY_FILE,
    table_file,
)
from keikaku.iri import CODES, checksum_fragment, file_fragment, period_fragment
from keikaku.read import Contact, Licence
from keikaku.site.citation import Citation, cite_data
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex
from keikaku.site.inputs import DataFile
from keikaku.site.links import Link, web
from keikaku.site.wording.words import number, size

_KINDS: Final = {
    table_file("", CODES): "codes",
    QUALITY_FILE: "quality",
    CSVW_FOLDER_FILE: "csvw_all",
    CSVW_SUFFIX: "csvw",
    OPEN_DATA_LIST_SUFFIX: "open_data_list",
    DATA_PACKAGE: "datapackage",
    ".xlsx": "workbook",
    ".zip": "archive",
    ".nt": "ntriples",
    ".gz": "ntriples_gzip",
    "index.ttl": "page_turtle",
    "index.jsonld": "page_jsonld",
    ".ttl": "turtle",
    ".xml": "stratml",
    ".jsonld": "jsonld",
}
"""What files are that are no table, by how their names end; the first that fits."""


class FileLine(NamedTuple):
    """A file as the page shows it; `id` and `sha256_id` are what the catalog calls the file and its checksum."""

    id: str
    sha256_id: str
    href: str
    name: str
    title: str
    description: str
    media_type: str
    rows: str
    size: str
    sha256: str


class Period(NamedTuple):
    """The fiscal years of a plan; `id` is what the catalog calls them."""

    id: str
    plan: Link
    years: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """Context of `data.html`; `search` is JSON-LD for search engines."""

    frame: Frame
    licence: Licence | None
    licence_url: str
    tables: tuple[FileLine, ...]
    others: tuple[FileLine, ...]
    descriptions: tuple[FileLine, ...]
    example_csv: str
    periods: tuple[Period, ...]
    whole: str
    contact: Contact | None
    contact_url: str
    homepage: str
    search: Mapping[str, Any]
    citation: Citation


def data_page(index: CityIndex, frames: Frames) -> DataPage:
    """Make the data page."""
    words, city = index.words, index.city.city
    files = [file_line(_named(index, file)) for file in index.given.files]
    title = words.say("data_title", name=words.label(city.name))
    description = words.say("data_description", name=words.label(city.name), count=len(files))
    tables = tuple(line for line in files if line.media_type == "text/csv")
    rest = [line for line in files if line.media_type != "text/csv"]
    periods = tuple(_periods(index))
    return DataPage(
        frame=frames.thing(index.page("data"), title, description),
        licence=city.licence,
        licence_url=web(city.licence.url if city.licence else None),
        tables=tables,
        others=tuple(line for line in rest if not line.name.endswith(CSVW_SUFFIX)),
        descriptions=tuple(line for line in rest if line.name.endswith(CSVW_SUFFIX)),
        example_csv=index.csv("targets").href.rpartition("/")[2],
        periods=periods,
        whole=_whole(index) if len(periods) > 1 else "",
        contact=city.contact,
        contact_url=web(city.contact.url if city.contact else None),
        homepage=web(city.homepage),
        search=index.given.search,
        citation=cite_data(index, title, index.page("data")),
    )


def _periods(index: CityIndex) -> Iterator[Period]:
    for plan in index.city.plans:
        years = index.words.years(plan.row.start_fy, plan.row.end_fy)
        if years:
            plan_id = plan.row.plan_id
            yield Period(period_fragment(plan_id), index.plan(plan_id), years)


def _whole(index: CityIndex) -> str:
    """Give the years from the first of several plans to the last, as far as all state them."""
    rows = [plan.row for plan in index.city.plans if plan.row.start_fy or plan.row.end_fy]
    starts, ends = [row.start_fy for row in rows], [row.end_fy for row in rows]
    first = min((year for year in starts if year), default=None) if all(starts) else None
    last = max((year for year in ends if year), default=None) if all(ends) else None
    return index.words.years(first, last)


def _named(index: CityIndex, file: DataFile) -> DataFile:
    """Name a file in the language of the page: a table as the schema does, others by what their names end with."""
    words, name = index.words, file.name.rpartition("/")[2]
    if not words.english:
        return file
    tables = {table_file(index.iris.lgcode, table.name): table for table in index.site.schema.tables}
    if name in tables:
        table = tables[name]
        return replace(file, title=words.label(table.title), description=words.label(table.description))
    kind = next((kind for end, kind in _KINDS.items() if name.endswith(end)), "")
    if not kind:
        return file
    return replace(file, title=words.say(f"file_{kind}"), description=words.say(f"file_{kind}_text"))


def file_line(file: DataFile) -> FileLine:
    """Show a file."""
    rows = "" if file.rows is None else number(file.rows)
    name = file.name.rpartition("/")[2]
    return FileLine(
        file_fragment(file.name),
        checksum_fragment(file.name),
        file.name,
        name,
        file.title,
        file.description,
        file.media_type,
        rows,
        size(file.size),
        file.sha256,
    )
