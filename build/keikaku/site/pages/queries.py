"""The query page: SPARQL in the browser over the cities' dumps; its ready queries are read without a script too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

from keikaku.iri import VOCABULARY_DUMP
from keikaku.schema import data_folder
from keikaku.site.engine import VENDOR, SiteContext
from keikaku.site.frame import Frame, site_frame
from keikaku.site.links import Link, href
from keikaku.site.pages.home import CityCard
from keikaku.site.queries import ALL, LIST, QUERIES, as_json, asked, query_page, registry, text_of

_ENGINE: Final = "oxigraph/web_bg.wasm"
_EDITOR: Final = "editor/editor.js"
_SPOKEN: Final = "queries_js_"


class Ready(NamedTuple):
    """A ready query as the page shows it without a script; `page` is where its text stands."""

    id: str
    title: str
    text: str
    page: str


class Group(NamedTuple):
    """Ready queries under a heading."""

    title: str
    queries: tuple[Ready, ...]


@dataclass(frozen=True, slots=True)
class QueriesPage:
    """Context of `sparql.html`. `engine` and `editor` tell whether the assets are there; `words` are the script's."""

    frame: Frame
    cities: tuple[tuple[str, str], ...]
    all: str
    groups: tuple[Group, ...]
    engine: bool
    editor: bool
    vocabulary: str
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class QueryPage:
    """Context of `query.html`: the text of a ready query; `run` runs it on the data of all cities."""

    frame: Frame
    group: str
    text: str
    sparql: str
    file: str
    run: str


def query_pages(site: SiteContext) -> Iterator[QueryPage]:
    """Make the page of each ready query."""
    label, known = site.words.label, registry()
    above = Link(href(QUERIES), site.words.say("queries_title"))
    for query in known.ready:
        frame = site_frame(site, query_page(query.id), label(query.title), label(query.text))
        framed = replace(frame, crumbs=(*frame.crumbs, above))
        group, file = label(known.groups[query.group]), f"{QUERIES}{query.id}.rq"
        yield QueryPage(framed, group, label(query.text), text_of(query.id), file, asked(query.id))


def queries_page(site: SiteContext, cities: Sequence[CityCard]) -> QueriesPage:
    """Make the query page."""
    say, label, known = site.words.say, site.words.label, registry()
    vendor = data_folder("site_templates") / VENDOR
    groups = (
        Group(
            label(title),
            tuple(
                Ready(q.id, label(q.title), label(q.text), href(query_page(q.id)))
                for q in known.ready
                if q.group == name
            ),
        )
        for name, title in known.groups.items()
    )
    shown = (city.said_in(site.lang).link for city in cities)
    return QueriesPage(
        frame=site_frame(site, QUERIES, say("queries_title"), say("queries_description")),
        cities=tuple((link.href.partition("/")[0], link.text) for link in shown),
        all=ALL,
        groups=tuple(groups),
        engine=(vendor / _ENGINE).is_file(),
        editor=(vendor / _EDITOR).is_file(),
        vocabulary=VOCABULARY_DUMP,
        words={key.removeprefix(_SPOKEN): text for key, text in site.words.strings.items() if key.startswith(_SPOKEN)},
    )


def write_queries(root: Path, base_url: str) -> None:
    """Write the files of the queries, and the list of them that the page's script reads.

    Raises:
        OSError: a file cannot be written.
    """
    folder = root / QUERIES
    folder.mkdir(parents=True, exist_ok=True)
    for query in registry().ready:
        (folder / f"{query.id}.rq").write_text(text_of(query.id), encoding="utf-8", newline="\n")
    (folder / LIST).write_bytes(as_json(base_url))
