"""The dictionary: what every table and column means, and the code lists with our explanations of their codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from keikaku import iri
from keikaku.schema import Code, CodeList, Column, Table
from keikaku.site.engine import SiteContext
from keikaku.site.frame import Frame, site_frame
from keikaku.site.links import DICTIONARY, code_anchor


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


class CodeEntry(NamedTuple):
    """A code in the dictionary: where its row is, and what else it is called."""

    code: Code
    anchor: str
    others: str


class CodeListEntry(NamedTuple):
    """A code list in the dictionary; the codes of an `explained` list have definitions."""

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
    vectors: str


def dictionary_page(site: SiteContext) -> DictionaryPage:
    """Make the dictionary of all tables and columns."""
    say = site.words.say
    frame = site_frame(site, DICTIONARY, say("dictionary_title"), say("dictionary_description"))
    tables = tuple(
        TableEntry(table, tuple(_column(site, table, column) for column in table.columns))
        for table in site.schema.tables
    )
    lists = tuple(_code_list(site, name, body) for name, body in site.schema.code_lists.items())
    return DictionaryPage(frame, tables, lists, iri.ATTAINMENT_VECTORS)


def _code_list(site: SiteContext, name: str, body: CodeList) -> CodeListEntry:
    codes = tuple(CodeEntry(code, code_anchor(name, code.local_name), _others(code)) for code in body.codes)
    replaces = site.schema.code_lists[body.replaces] if body.replaces else None
    explained = any(code.definition for code in body.codes)
    return CodeListEntry(name, body, explained, site.words.date(body.issued or ""), replaces, codes)


def _others(code: Code) -> str:
    """Give the reading and the other Japanese labels of a code."""
    named = (code.reading, code.abbreviation, *code.also.ja)
    return "・".join(dict.fromkeys(name for name in named if name and name != code.ja))


def _column(site: SiteContext, table: Table, column: Column) -> ColumnEntry:
    unit = site.words.label(column.unit)
    if column.unit_column:
        unit = site.words.say("unit_in_column", column=column.unit_column)
    codes = site.schema.code_lists[column.codes] if column.codes else None
    return ColumnEntry(column, column.name in table.primary_key, unit, codes, iri.expand(column.property))
