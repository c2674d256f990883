"""Pages that belong to no city: the home page, the dictionary of the tables, and the page for what is not found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from keikaku import iri
from keikaku.schema import CodeList, Column, Table
from keikaku.site.counts import Card
from keikaku.site.engine import SiteContext
from keikaku.site.frame import Frame, site_frame
from keikaku.site.links import DICTIONARY, HOME, Link


@dataclass(frozen=True, slots=True)
class CityCard:
    """A city as the home page shows it: all that is kept of a city once its pages are written."""

    link: Link
    prefecture: str
    plans: tuple[Link, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """Context of `home.html`."""

    frame: Frame
    cities: tuple[CityCard, ...]


@dataclass(frozen=True, slots=True)
class MissingPage:
    """Context of `404.html`."""

    frame: Frame


class ColumnEntry(NamedTuple):
    """A column in the dictionary."""

    column: Column
    key: bool
    unit: str
    codes: CodeList | None
    property_iri: str


class TableEntry(NamedTuple):
    """A table in the dictionary."""

    table: Table
    columns: tuple[ColumnEntry, ...]


@dataclass(frozen=True, slots=True)
class DictionaryPage:
    """Context of `dictionary.html`."""

    frame: Frame
    tables: tuple[TableEntry, ...]
    code_lists: tuple[tuple[str, CodeList], ...]


def home_page(site: SiteContext, cities: Sequence[CityCard]) -> HomePage:
    """Make the home page."""
    say = site.words.say
    return HomePage(site_frame(site, HOME, say("home_title"), say("home_description")), tuple(cities))


def missing_page(site: SiteContext) -> MissingPage:
    """Make the page that a server shows for what is not there."""
    say = site.words.say
    return MissingPage(site_frame(site, HOME, say("missing_title"), say("missing_text")))


def dictionary_page(site: SiteContext) -> DictionaryPage:
    """Make the dictionary of all tables and columns."""
    say = site.words.say
    frame = site_frame(site, DICTIONARY, say("dictionary_title"), say("dictionary_description"))
    tables = tuple(
        TableEntry(table, tuple(_column(site, table, column) for column in table.columns))
        for table in site.schema.tables
    )
    return DictionaryPage(frame, tables, tuple(site.schema.code_lists.items()))


def _column(site: SiteContext, table: Table, column: Column) -> ColumnEntry:
    unit = column.unit.ja if column.unit else ""
    if column.unit_column:
        unit = site.words.say("unit_in_column", column=column.unit_column)
    codes = site.schema.code_lists[column.codes] if column.codes else None
    return ColumnEntry(column, column.name in table.primary_key, unit, codes, iri.expand(column.property))
