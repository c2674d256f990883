"""A document's page: what it is, its checksum, and page by page what the tables take from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from keikaku.iri import part_of
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, document_url, href, web
from keikaku.site.paging import BUDGET, Pager, pager, weight
from keikaku.site.tables.fact import Fact, facts
from keikaku.site.wording.language import shortened
from keikaku.site.wording.words import number

_SHOWN: Final = 44
_LINK, _HEADING, _SHORT = 48, 500, 420
"""Bytes that a row's link and a page's headings take as markup, and a page whose rows are listed elsewhere in all."""


@dataclass(frozen=True, slots=True)
class Takings:
    """What the tables take from one page, by table; `listed` is where its rows are listed, if not here."""

    id: str
    text: str
    url: str
    tables: tuple[tuple[str, tuple[Link, ...]], ...]
    listed: Link | None = None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Context of `source.html`; `compact` tells that its pages are too many to be more than links to the parts."""

    frame: Frame
    title: str
    url: str
    facts: tuple[Fact, ...]
    pages: tuple[Takings, ...]
    compact: bool


@dataclass(frozen=True, slots=True)
class SourcePart:
    """Context of `source_part.html`: some pages of a long document with the rows that rest on them."""

    frame: Frame
    document: Link
    pages: tuple[Takings, ...]
    pager: Pager


Taken = Mapping[tuple[str, int], Mapping[str, list[Link]]]


def takings(index: CityIndex) -> Taken:
    """Gather, for each page of each document, links to the rows that rest on it."""
    taken: dict[tuple[str, int], dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for table in index.site.schema.tables:
        say = _LABELS.get(table.name)
        if say is None:
            continue
        for row in index.city.rows[table.name]:
            label = shortened(say(index, row), _SHOWN)
            taken[index.source_of(row), row.page][index.table_title(table.name)].append(
                index.row_link(table.name, row, label)
            )
    return taken


def source_pages(
    index: CityIndex, frames: Frames, source: Any, taken: Taken
) -> tuple[SourcePage, tuple[SourcePart, ...]]:
    """Make a document's page, which lists all rows where they are not too many, and else the parts that do."""
    pages = _pages(index, source, taken)
    path = index.page("source", source_id=source.source_id)
    divided = index.division.divide(path, [(_weight(one), one) for one in pages])
    if len(divided) == 1:
        return _source_page(index, frames, source, pages), ()
    # The first part is the document's own page, which counts what the others list.
    parts = [[], *divided]
    listed = {one.id: href(part_of(path, at), one.id) for at, part in enumerate(parts, 1) for one in part}
    short = tuple(replace(one, listed=_listed(index, one, listed[one.id])) for one in pages)
    made = (_part(index, frames, source, part, (at, len(parts))) for at, part in enumerate(parts[1:], 2))
    return _source_page(index, frames, source, short), tuple(made)


def _weight(one: Takings) -> int:
    return sum(weight(link.href, link.text, more=_LINK) for _, links in one.tables for link in links) + _HEADING


def _listed(index: CityIndex, one: Takings, place: str) -> Link:
    return Link(place, index.words.say("takings_listed", count=number(sum(len(links) for _, links in one.tables))))


def _part(
    index: CityIndex, frames: Frames, source: Any, pages: Sequence[Takings], place: tuple[int, int]
) -> SourcePart:
    words, path = index.words, index.page("source", source_id=source.source_id)
    title = words.say("source_part_title", title=source.title, first=pages[0].text, last=pages[-1].text)
    text = words.say("source_description", title=source.title, publisher=source.publisher)
    frame = frames.plain(part_of(path, place[0]), title, text)
    document = Link(href(path), source.title)
    return SourcePart(
        replace(frame, crumbs=(*frame.crumbs, document)), document, tuple(pages), pager(path, place[0], place[1])
    )


def _pages(index: CityIndex, source: Any, taken: Taken) -> tuple[Takings, ...]:
    """Give what is taken from each page of a document."""
    pages = {page for source_id, page in taken if source_id == source.source_id}
    pages |= {row.page for row in index.city.rows["pages"] if row.source_id == source.source_id}
    return tuple(_page(index, source, page, taken.get((source.source_id, page), {})) for page in sorted(pages))


def _source_page(index: CityIndex, frames: Frames, source: Any, pages: tuple[Takings, ...]) -> SourcePage:
    words = index.words
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
        pages=pages,
        compact=len(pages) * _SHORT > BUDGET and any(one.listed for one in pages),
    )


def _page(index: CityIndex, source: Any, page: int, tables: Mapping[str, list[Link]]) -> Takings:
    text = index.words.say("source_page", page=page) if page else index.words.say("source_cover")
    shown = tuple((title, tuple(links)) for title, links in tables.items())
    return Takings(f"p{page}", text, document_url(source.url, page), shown)


def _facts(index: CityIndex, source: Any) -> tuple[Fact, ...]:
    words = index.words
    title = partial(index.column_title, "sources")
    return facts(
        Fact(title("publisher"), source.publisher),
        Fact(title("kind"), words.code("source_kind", source.kind)),
        Fact(title("issued"), words.date(source.issued)),
        Fact(title("pages"), number(source.pages) if source.pages else ""),
        Fact(title("pagination"), words.code("pagination", source.pagination)),
        Fact(title("file"), source.file, look="code"),
        Fact(title("sha256"), source.sha256, look="code"),
        Fact(title("licence"), source.licence or words.say("source_no_licence")),
    )


def _title(index: CityIndex, row: Any) -> str:
    return str(row.title)


def _valued(index: CityIndex, row: Any) -> str:
    title = index.title("indicators", row.edition_id, row.indicator_id)
    return index.words.say("titled", title=f"{index.words.fiscal_year(row.fiscal_year)} {row.raw}", text=title)


def _scheduled(index: CityIndex, row: Any) -> str:
    title = index.title("projects", row.edition_id, row.project_id)
    return index.words.say("titled", title=f"{index.words.fiscal_year(row.fiscal_year)} {row.raw}", text=title)


def _responsible(index: CityIndex, row: Any) -> str:
    title = index.title("projects", row.edition_id, row.project_id)
    return index.words.say("titled", title=index.department(row.department_id).text, text=title)


def _linked(index: CityIndex, row: Any) -> str:
    title = index.title("projects", row.edition_id, row.project_id)
    relation = row.raw or index.words.code("relation", row.relation)
    return index.words.say("titled", title=relation, text=title)


def _themed(index: CityIndex, row: Any) -> str:
    title = index.title("projects", row.edition_id, row.project_id)
    return index.words.say("titled", title=index.words.code("theme", row.theme), text=title)


def _prioritised(index: CityIndex, row: Any) -> str:
    title = index.title("projects", row.edition_id, row.project_id)
    return index.words.say("titled", title=index.words.code("national_priority", row.priority), text=title)


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
    "statistics": lambda index, row: index.words.say("titled", title=row.raw, text=row.topic),
    "totals": lambda index, row: index.words.say("titled", title=row.raw, text=row.measure),
    "events": _title,
    "terms": lambda index, row: str(row.term),
    "corrections": lambda index, row: str(row.reason),
}
"""What to call a row of each table that has a place in a document."""
