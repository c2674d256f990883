"""Names of what other programmes take: the documents of the API, and the files of the database.

The rules are those of `iri`, beside which this module stands: nothing else joins strings into paths.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from keikaku.iri import PAGES

API: Final = "api/v1/"
"""Where the API stands, below the base URL. The number changes when a document loses or redefines something."""
DATABASE: Final = "keikaku.sqlite"
"""All cities as one SQLite file."""
FEED: Final = "feed.xml"
"""What an Atom feed is called; it stands beside the page that it belongs to."""
CHART_CSV: Final = "chart.csv"
CHART_JSON: Final = "chart.json"
CHART_SVG: Final = "chart.svg"
"""The values of an indicator and its picture, beside its page."""
EMBED: Final = "embed.html"
"""The page that other sites show in a frame, beside the page of the indicator."""
SHARE_IMAGE: Final = "card.png"
"""The picture that stands for a page where its address is shared, beside the Japanese page."""
SITE_IMAGE: Final = "assets/card.png"
"""The same for pages without one of their own, below the base URL."""
MARK_SHEETS: Final[Mapping[str, str]] = {"ja": "直すところ", "en": "To mend"}
"""The sheet in front of a returned workbook that lists what is to be mended; it is none of the data."""
_TAGGED: Final = "2026"
_ID: Final = re.compile(r"\{(\w+)\}")

API_DOCUMENTS: Final[Mapping[str, str]] = {
    "index": "index.json",
    "openapi": "openapi.json",
    "schema": "schema/{kind}.json",
    "cities": "cities.json",
    "attainment": "attainment.json",
    "code_lists": "codes.json",
    "code_list": "codes/{list}.json",
    "themes": "themes.json",
    "theme": "themes/{theme}.json",
    "city": "cities/{lgcode}/index.json",
    "city_attainment": "cities/{lgcode}/attainment.json",
    "city_theme": "cities/{lgcode}/themes/{theme}.json",
    "departments": "cities/{lgcode}/departments.json",
    "department": "cities/{lgcode}/departments/{department_id}.json",
    "plan": "cities/{lgcode}/plans/{plan_id}/index.json",
    "projects": "cities/{lgcode}/plans/{plan_id}/projects.json",
    "indicators": "cities/{lgcode}/plans/{plan_id}/indicators.json",
    "edition": "cities/{lgcode}/plans/{plan_id}/editions/{edition_id}.json",
    "policy": "cities/{lgcode}/plans/{plan_id}/policies/{policy_id}.json",
    "project": "cities/{lgcode}/plans/{plan_id}/projects/{project_id}.json",
    "indicator": "cities/{lgcode}/plans/{plan_id}/indicators/{indicator_id}.json",
}
"""Path of each kind of document below the API's root; lists stand beside folders, so no id meets the name of a list."""


_FED: Final = frozenset({"city", "plan", "indicator"})
"""Kinds of page that have a feed beside them; the home page has one too."""


class Forms(NamedTuple):
    """Where else the facts of a page stand, below the base URL: in the API, in a feed, in an archive; empty if not."""

    api: str = ""
    feed: str = ""
    archive: str = ""


def forms_of(page: str) -> Forms:
    """Give where else the facts of a page stand, from the page's path (that of the Japanese page)."""
    if not page:
        return Forms(api_path("index", {}), FEED)
    for kind, pattern in _patterns():
        if found := pattern.fullmatch(page):
            ids = found.groupdict()
            archive = page + edition_archive(ids["lgcode"], ids["edition_id"]) if kind == "edition" else ""
            api = api_path(kind, ids) if kind in API_DOCUMENTS else ""
            return Forms(api, feed_path(page) if kind in _FED else "", archive)
    return Forms()


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give a pattern for the paths of each kind of page; paths with fewer ids come first, since ids match anything."""
    kinds = sorted(PAGES, key=lambda kind: PAGES[kind].count("{"))
    return tuple((kind, re.compile(_ID.sub(_group, PAGES[kind]))) for kind in kinds)


def _group(found: re.Match[str]) -> str:
    """Give the group of a pattern for an id; a city's code is six digits, so that no other page looks like a city's."""
    return f"(?P<{found[1]}>{'[0-9]{6}' if found[1] == 'lgcode' else '[^/]+'})"


def api_path(kind: str, ids: Mapping[str, str]) -> str:
    """Give the path of a document of the API below the base URL."""
    return API + API_DOCUMENTS[kind].format_map(ids)


def parquet_file(table_file: str) -> str:
    """Give the name of a table as Parquet, from the name of its CSV file."""
    return f"{table_file.removesuffix('.csv')}.parquet"


def edition_archive(lgcode: str, edition_id: str) -> str:
    """Give the name of the permanent archive of an edition, which stands beside the edition's page."""
    return f"{lgcode}_{edition_id}.zip"


def edition_table(lgcode: str, edition_id: str, table: str) -> str:
    """Give the name of a table, or with `graph` of the triples, inside the archive of an edition."""
    return f"{lgcode}_{edition_id}_{table}"


def feed_path(page: str) -> str:
    """Give the path of the feed that stands beside a page."""
    return page + FEED


def feed_entry(base_url: str, page: str, *parts: str) -> str:
    """Give the tag URI (RFC 4151) of a feed's entry that no element of a page stands for.

    A tag names a day at which the authority had the name; ours is fixed, so that an entry keeps its name for ever.
    """
    authority, _, path = base_url.partition("://")[2].partition("/")
    host = authority.rpartition("@")[2].partition(":")[0]
    return f"tag:{host},{_TAGGED}:{path}{page}{'/'.join(parts)}"
