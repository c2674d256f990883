"""The dictionary: what every table and column means, and the code lists with our explanations of their codes.

Each table and each code list has a page; the first page names them all, with every column and every explained code, so
that an address such as `dictionary/#targets-value` leads on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from keikaku import iri, terms
from keikaku.schema import Code, CodeList, Column, Table
from keikaku.site.engine import SiteContext
from keikaku.site.frame import Frame, site_frame
from keikaku.site.links import Link, code_anchor, dictionary_codes, dictionary_table, href
from keikaku.site.pages.vocabulary import UNPUBLISHED
from keikaku.site.queries import scheme_value


class ColumnEntry(NamedTuple):
    """A column in the dictionary; `codes_page` is where its code list stands, empty where it has none."""

    column: Column
    key: bool
    unit: str
    codes: CodeList | None
    codes_page: str
    property_iri: str


class TableEntry(NamedTuple):
    """A table in the dictionary; `page` is where its own page stands."""

    page: str
    table: Table
    columns: tuple[ColumnEntry, ...]


class CodeEntry(NamedTuple):
    """A code in the dictionary: where its row is, and what else it is called."""

    code: Code
    anchor: str
    others: str


class CodeListEntry(NamedTuple):
    """A code list in the dictionary; the codes of an `explained` list have definitions."""

    page: str
    name: str
    body: CodeList
    explained: bool
    issued: str
    replaces: CodeList | None
    codes: tuple[CodeEntry, ...]


@dataclass(frozen=True, slots=True)
class DictionaryPage:
    """Context of `dictionary.html`."""

    frame: Frame
    tables: tuple[TableEntry, ...]
    code_lists: tuple[CodeListEntry, ...]


@dataclass(frozen=True, slots=True)
class DictionaryTablePage:
    """Context of `dictionary_table.html`; `referred` are the pages of the tables that this one refers to."""

    frame: Frame
    entry: TableEntry
    referred: tuple[str, ...]
    vectors: str


@dataclass(frozen=True, slots=True)
class DictionaryCodesPage:
    """Context of `dictionary_codes.html`; `older` is the list that this one replaces, `scheme` its concept scheme."""

    frame: Frame
    entry: CodeListEntry
    older: Link | None
    scheme: str


def dictionary_page(site: SiteContext) -> DictionaryPage:
    """Make the first page of the dictionary: all tables with their columns, and all code lists."""
    say = site.words.say
    frame = site_frame(site, iri.DICTIONARY, say("dictionary_title"), say("dictionary_description"))
    return DictionaryPage(frame, tuple(_tables(site)), tuple(_code_lists(site)))


def dictionary_tables(site: SiteContext) -> Iterator[DictionaryTablePage]:
    """Make the page of each table."""
    for entry in _tables(site):
        title, text = (site.words.label(one) for one in (entry.table.title, entry.table.description))
        referred = tuple(href(dictionary_table(key.table)) for key in entry.table.foreign_keys)
        yield DictionaryTablePage(_below(site, entry.page, title, text), entry, referred, iri.ATTAINMENT_VECTORS)


def dictionary_code_lists(site: SiteContext) -> Iterator[DictionaryCodesPage]:
    """Make the page of each code list."""
    words = site.words
    for entry in _code_lists(site):
        title = words.label(entry.body.title)
        text = words.label(entry.body.description) if entry.body.description else ""
        older = entry.body.replaces
        link = (
            Link(href(dictionary_codes(older)), words.label(entry.replaces.title)) if older and entry.replaces else None
        )
        scheme = "" if entry.name == UNPUBLISHED else scheme_value(entry.name)
        said = text or words.say("scheme_description", title=title, count=len(entry.codes))
        yield DictionaryCodesPage(_below(site, entry.page, title, said), entry, link, scheme)


def _below(site: SiteContext, path: str, title: str, description: str) -> Frame:
    above = Link(href(iri.DICTIONARY), site.words.say("dictionary_title"))
    frame = site_frame(site, path, title, description)
    return replace(frame, crumbs=(*frame.crumbs, above))


def _tables(site: SiteContext) -> Iterator[TableEntry]:
    for table in site.schema.tables:
        columns = tuple(_column(site, table, column) for column in table.columns)
        yield TableEntry(dictionary_table(table.name), table, columns)


def _code_lists(site: SiteContext) -> Iterator[CodeListEntry]:
    return (_code_list(site, name, body) for name, body in site.schema.code_lists.items())


def _code_list(site: SiteContext, name: str, body: CodeList) -> CodeListEntry:
    codes = tuple(CodeEntry(code, code_anchor(name, code.local_name), _others(code)) for code in body.codes)
    replaces = site.schema.code_lists[body.replaces] if body.replaces else None
    explained = any(code.definition for code in body.codes)
    issued = site.words.date(body.issued or "")
    return CodeListEntry(dictionary_codes(name), name, body, explained, issued, replaces, codes)


def _others(code: Code) -> str:
    """Give the reading and the other Japanese labels of a code."""
    named = (code.reading, code.abbreviation, *code.also.ja)
    return "・".join(dict.fromkeys(name for name in named if name and name != code.ja))


def _column(site: SiteContext, table: Table, column: Column) -> ColumnEntry:
    unit = site.words.label(column.unit)
    if column.unit_column:
        unit = site.words.say("unit_in_column", column=column.unit_column)
    codes = site.schema.code_lists[column.codes] if column.codes else None
    listed = href(dictionary_codes(column.codes)) if column.codes else ""
    return ColumnEntry(column, column.name in table.primary_key, unit, codes, listed, terms.expand(column.property))
