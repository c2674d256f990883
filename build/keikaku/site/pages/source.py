"""A document's page: what it is, its checksum, and page by page what the tables take from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from keikaku.site.fact import Fact, facts
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, document_url, web
from keikaku.site.words import date, fiscal_year, number
from keikaku.text import shorten

_SHOWN: Final = 44


@dataclass(frozen=True, slots=True)
class Takings:
    """What the tables take from one page, by table."""

    id: str
    text: str
    url: str
    tables: tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Context of `source.html`."""

    frame: Frame
    title: str
    url: str
    facts: tuple[Fact, ...]
    pages: tuple[Takings, ...]


Taken = Mapping[tuple[str, int], Mapping[str, list[Link]]]


def takings(index: CityIndex) -> Taken:
    """Gather, for each page of each document, links to the rows that rest on it."""
    taken: dict[tuple[str, int], dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for table in index.site.schema.tables:
        say = _LABELS.get(table.name)
        if say is None:
            continue
        for row in index.city.rows[table.name]:
            label = shorten(say(index, row), _SHOWN)
            taken[index.source_of(row), row.page][table.title.ja].append(index.row_link(table.name, row, label))
    return taken


def source_page(index: CityIndex, frames: Frames, source: Any, taken: Taken) -> SourcePage:
    """Make a document's page."""
    words = index.words
    pages = {page for source_id, page in taken if source_id == source.source_id}
    pages |= {row.page for row in index.city.rows["pages"] if row.source_id == source.source_id}
    return SourcePage(
        frame=frames.thing(
            index.page("source", source_id=source.source_id),
            source.title,
            words.say("source_description", title=source.title, publisher=source.publisher),
            tables=("sources",),
        ),
        title=source.title,
        url=web(source.url),
        facts=_facts(index, source),
        pages=tuple(_page(index, source, page, taken.get((source.source_id, page), {})) for page in sorted(pages)),
    )


def _page(index: CityIndex, source: Any, page: int, tables: Mapping[str, list[Link]]) -> Takings:
    text = index.words.say("source_page", page=page) if page else index.words.say("source_cover")
    shown = tuple((title, tuple(links)) for title, links in tables.items())
    return Takings(f"p{page}", text, document_url(source.url, page), shown)


def _facts(index: CityIndex, source: Any) -> tuple[Fact, ...]:
    words = index.words
    columns = index.site.schema.by_name["sources"].by_name
    return facts(
        Fact(columns["publisher"].title.ja, source.publisher),
        Fact(columns["kind"].title.ja, words.code("source_kind", source.kind)),
        Fact(columns["issued"].title.ja, date(source.issued)),
        Fact(columns["pages"].title.ja, number(source.pages) if source.pages else ""),
        Fact(columns["pagination"].title.ja, words.code("pagination", source.pagination)),
        Fact(columns["file"].title.ja, source.file, look="code"),
        Fact(columns["sha256"].title.ja, source.sha256, look="code"),
        Fact(columns["licence"].title.ja, source.licence or words.say("source_no_licence")),
    )


def _title(index: CityIndex, row: Any) -> str:
    return str(row.title)


def _valued(index: CityIndex, row: Any) -> str:
    title = index.title("indicators", row.edition_id, row.indicator_id)
    return f"{fiscal_year(row.fiscal_year)} {row.raw}：{title}"


def _scheduled(index: CityIndex, row: Any) -> str:
    return f"{fiscal_year(row.fiscal_year)} {row.raw}：{index.title('projects', row.edition_id, row.project_id)}"


def _responsible(index: CityIndex, row: Any) -> str:
    title = index.title("projects", row.edition_id, row.project_id)
    return f"{index.department(row.department_id).text}：{title}"


def _linked(index: CityIndex, row: Any) -> str:
    title = index.title("projects", row.edition_id, row.project_id)
    return f"{row.raw or index.words.code('relation', row.relation)}：{title}"


def _themed(index: CityIndex, row: Any) -> str:
    title = index.title("projects", row.edition_id, row.project_id)
    return f"{index.words.code('theme', row.theme)}：{title}"


def _prioritised(index: CityIndex, row: Any) -> str:
    title = index.title("projects", row.edition_id, row.project_id)
    return f"{index.words.code('national_priority', row.priority)}：{title}"


_LABELS: Final[Mapping[str, Callable[[CityIndex, Any], str]]] = {
    "plans": _title,
    "editions": lambda index, row: str(row.label),
    "policies": _title,
    "policy_points": lambda index, row: str(row.text),
    "projects": _title,
    "departments": lambda index, row: str(row.name),
    "project_departments": _responsible,
    "project_links": _linked,
    "project_themes": _themed,
    "project_priorities": _prioritised,
    "indicators": _title,
    "targets": _valued,
    "results": _valued,
    "schedule": _scheduled,
    "finances": lambda index, row: str(row.raw),
    "statistics": lambda index, row: f"{row.raw}：{row.topic}",
    "totals": lambda index, row: f"{row.raw}：{row.measure}",
    "events": _title,
    "terms": lambda index, row: str(row.term),
    "corrections": lambda index, row: str(row.reason),
}
"""What to call a row of each table that has a place in a document."""
