"""Rules on what is told about the data: code lists, marks, units, area, the same layout every year, definitions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from keikaku.file_names import DATA_PACKAGE, OPEN_DATA_LIST_SUFFIX
from keikaku.iri import check_digit
from keikaku.quality.published import Published, PublishedTable
from keikaku.quality.rules.fields import code_lists, is_number, is_quantity
from keikaku.quality.rules.finding import Finding, Unused, check

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_PHYSICAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LGCODE: Final = re.compile(r"\d{6}")
_PREFECTURE: Final = re.compile(r".+[都道府県]")
_MUNICIPALITY: Final = re.compile(r".+[市区町村都道府県]")
_TEXTS: Final = ("title", "title_en", "description", "description_en")
_TOLD: Final = ("title", "description", "sources", "history")
_YEAR: Final = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)|(?<![a-z])[rh]\d{1,2}(?!\d)")
NOTES: Final = "corrections"
EDITIONS: Final = "editions"


@check("L3-02")
def codes_are_published(published: Published) -> Iterator[Finding]:
    """Each column of codes names a published list, which has every code of a closed list."""
    lists = code_lists(published)
    for table in published.tables:
        for field in table.fields:
            name, listed = str(field.get("name")), field.get("codeList")
            closed = "enum" in field.get("constraints", {})
            if closed and not listed:
                yield Finding(table.file, table.cell(1, name), name)
            if not listed:
                continue
            known = lists.get(str(listed), {})
            if not known:
                yield Finding(table.file, table.cell(1, name), str(listed))
            elif closed:
                cells = table.cells(name)
                yield from (Finding(table.file, cell, text) for cell, text in cells if text and text not in known)


@check("L3-03")
def marks_are_defined(published: Published) -> Iterator[Finding]:
    """A mark in a number column is among the missing values, and its column's description speaks of it."""
    used = False
    for table in published.tables:
        defined = set(table.schema.get("missingValues", []))
        for field in filter(is_number, table.fields):
            told = str(field.get("description", "")) + str(table.resource.get("description", ""))
            for cell, text in table.cells(str(field["name"])):
                if text and not _NUMBER.fullmatch(text):
                    used = True
                    if text not in defined or text not in told:
                        yield Finding(table.file, cell, text)
    if not used:
        raise Unused


@check("L3-04")
def units_are_stated(published: Published) -> Iterator[Finding]:
    """Quantities have a unit or a column of units, which is filled where there is a value."""
    for table in published.tables:
        for field in filter(is_quantity, table.fields):
            name, unit_column = str(field["name"]), field.get("unitColumn")
            if not field.get("unit") and unit_column not in table.header:
                yield Finding(table.file, table.cell(1, name), name)
            elif unit_column:
                for number, row in table.rows():
                    if row.get(name) and not row.get(str(unit_column)):
                        yield Finding(table.file, table.cell(number, name), row[name])


@check("L3-06")
def area_is_named(published: Published) -> Iterator[Finding]:
    """The descriptor has a sound municipality code with official names, and files are named by it."""
    area = published.descriptor.get("spatial")
    spatial: Mapping[str, Any] = area if isinstance(area, dict) else {}
    code = str(spatial.get("lgcode", ""))
    if not _LGCODE.fullmatch(code) or check_digit(code[:5]) != code[5]:
        yield Finding(DATA_PACKAGE, "", f"spatial.lgcode {code}".strip())
    for name, official in (("prefecture", _PREFECTURE), ("municipality", _MUNICIPALITY)):
        if not official.fullmatch(str(spatial.get(name, ""))):
            yield Finding(DATA_PACKAGE, "", f"spatial.{name} {spatial.get(name, '')}".strip())
    for table in published.tables:
        if not code or not table.file.startswith(f"{code}_"):
            yield Finding(table.file)


@check("L3-07")
def one_layout(published: Published) -> Iterator[Finding]:
    """No table is split by year, columns are as described, and all editions are in the history."""
    stems = Counter(_YEAR.sub("", table.file.partition("_")[2]) for table in published.tables)
    for table in published.tables:
        stem = table.file.partition("_")[2]
        if stems[_YEAR.sub("", stem)] > 1 or _YEAR.search(stem):
            yield Finding(table.file)
        if table.header != tuple(str(field.get("name")) for field in table.fields):
            yield Finding(table.file, "A1", ",".join(table.header)[:80])
    told = {str(one.get("edition")) for one in _history(published)}
    for table in published.tables:
        if table.name == EDITIONS:
            rows = table.rows()
            yield from (
                Finding(table.file, table.cell(number, "edition_id"), row.get("edition_id", ""))
                for number, row in rows
                if row.get("edition_id") not in told
            )


@check("L3-08")
def defined(published: Published) -> Iterator[Finding]:
    """Definitions, method, sources, history, notes; physical names in ASCII; encoding and mark as stated."""
    for key in _TOLD:
        if not published.descriptor.get(key):
            yield Finding(DATA_PACKAGE, "", key)
    if NOTES not in {table.name for table in published.tables}:
        yield Finding(DATA_PACKAGE, "", NOTES)
    described = {table.file for table in published.tables}
    for name in published.names:
        # The list of files is none of the data, and its headings are the nation's.
        if name.endswith(".csv") and name not in described and not name.endswith(OPEN_DATA_LIST_SUFFIX):
            yield Finding(name)
    for table in published.tables:
        yield from _described(table)


def _described(table: PublishedTable) -> Iterator[Finding]:
    if not all(table.resource.get(key) for key in _TEXTS):
        yield Finding(DATA_PACKAGE, "", table.name)
    for field in table.fields:
        name = str(field.get("name", ""))
        if not all(field.get(key) for key in _TEXTS):
            yield Finding(DATA_PACKAGE, "", f"{table.name}.{name}")
        if not _PHYSICAL.fullmatch(name):
            yield Finding(table.file, table.cell(1, name), name)
    if not table.resource.get("encoding") or table.fault == "encoding":
        yield Finding(table.file, "", f"encoding {table.resource.get('encoding', '')}".strip())
    if table.resource.get("byteOrderMark") is not table.has_bom:
        yield Finding(table.file, "", "byteOrderMark")


def _history(published: Published) -> Iterator[Mapping[str, Any]]:
    history = published.descriptor.get("history")
    for one in history if isinstance(history, list) else ():
        if isinstance(one, dict):
            yield one
