"""The forms of a told difference: text for a terminal, Markdown, one HTML page, CSV and JSON for programmes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from keikaku.difference.facts import Cell, Change, CityDifference, Difference, TableDifference
from keikaku.difference.view import RowView, TableView, View, make_view
from keikaku.difference.words import say
from keikaku.problem import Lang
from keikaku.schema import Label, Schema, data_folder
from keikaku.text import harmless_cell

FORMATS: Final = ("text", "markdown", "csv", "json", "html")
SCHEMA: Final = "https://w3id.org/keikaku/ns/difference.schema.json"
"""The name of the JSON Schema, which stands in vocab/."""
_HEADER: Final = (
    *("lgcode", "table", "change", "key", "old_key", "name", "column", "column_title", "kind", "old", "new", "reason"),
)
_KEY_SEPARATOR: Final = "|"
_MARKED: Final = re.compile(r"([\\`*_\[\]<>|~#!&@])")


def form(difference: Difference, schema: Schema, name: str, lang: Lang, *, everything: bool = False) -> str:
    """Give a difference in one of the `FORMATS`; CSV and JSON always hold everything."""
    if name == "csv":
        return _csv(difference, lang)
    if name == "json":
        return json.dumps(_document(difference), ensure_ascii=False, indent=2) + "\n"
    view = make_view(difference, schema, lang, everything=everything)
    makers = {"text": _text, "markdown": _markdown, "html": _html}
    return makers[name](view)


def _text(view: View) -> str:
    lang = view.lang
    lines = [f"{say('old', lang)}: {view.old}", f"{say('new', lang)}: {view.new}"]
    for city in view.cities:
        lines += ["", city.title] if city.title else []
        for table in city.tables:
            lines += ["", f"  {table.title}  {table.counts}".rstrip(), *(f"    {note}" for note in table.notes)]
            for row in table.rows:
                lines += _text_row(row, lang)
    return "\n".join([*lines, "", *filter(None, [view.summary]), *view.notes]).rstrip() + "\n"


def _text_row(row: RowView, lang: Lang) -> Iterator[str]:
    head = [row.sign, row.key, row.name, f"[{row.kind_label}]", row.was_key]
    yield "    " + "  ".join(part for part in head if part)
    if row.stated:
        yield "        " + " / ".join(f"{label}: {value}" for label, value in row.stated)
    for cell in row.cells:
        note = f"  [{cell.note}]" if cell.note else ""
        yield f"        {cell.label}: {cell.old} → {cell.new}{note}"
        if cell.reason:
            yield f"          {say('reason', lang)}: {cell.reason}"
    for reason in row.reasons:
        yield f"        {say('reason', lang)}: {reason}"


def _markdown(view: View) -> str:
    lang = view.lang
    blocks = [
        f"# {say('title', lang)}",
        f"- {say('old', lang)}: {_plain(view.old)}\n- {say('new', lang)}: {_plain(view.new)}",
    ]
    blocks += [_plain(one) for one in (view.summary, *view.notes) if one]
    for city in view.cities:
        blocks += [f"## {_plain(city.title)}"] if city.title else []
        for table in city.tables:
            blocks.append(f"### {_plain(table.title)}")
            blocks += [_plain(table.counts)] if table.counts else []
            blocks += [f"- {_plain(note)}" for note in table.notes]
            blocks += [_markdown_table(table, lang)] if table.rows else []
    return "\n\n".join(blocks) + "\n"


def _markdown_table(table: TableView, lang: Lang) -> str:
    titles = [say(key, lang) for key in ("kind", "row", "column", "old", "new", "reason")]
    lines = [_line(titles), _line(["---"] * len(titles))]
    for row in table.rows:
        lines += [_line(map(_plain, cells)) for cells in _markdown_cells(row)]
    return "\n".join(lines)


def _markdown_cells(row: RowView) -> Iterator[tuple[str, ...]]:
    name = "  ".join(part for part in (row.key, row.name, row.was_key) if part)
    whole = " / ".join(row.reasons)
    if not row.cells:
        stated = " / ".join(f"{label}: {value}" for label, value in row.stated)
        old, new = (stated, "") if row.side == "old" else ("", stated)
        yield row.kind_label, name, "", old, new, whole
    for cell in row.cells:
        label = f"{cell.label} [{cell.note}]" if cell.note else cell.label
        yield row.kind_label, name, label, cell.old, cell.new, " / ".join(filter(None, (cell.reason, whole)))


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Take their meaning from the characters that Markdown, or HTML in it, would understand."""
    return _MARKED.sub(r"\\\1", text)


def _html(view: View) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(data_folder("site_templates"))
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    words = {key: say(key, view.lang) for key in ("title", "old", "new", "reason")}
    return pages.get_template("difference.html").render(view=view, words=words) + "\n"


def _csv(difference: Difference, lang: Lang) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    for city, table in difference.tables():
        writer.writerows(tuple(map(harmless_cell, row)) for row in _csv_rows(city, table, lang))
    return text.getvalue()


def _csv_rows(city: CityDifference, table: TableDifference, lang: Lang) -> Iterator[tuple[str, ...]]:
    def title(name: str) -> str:
        return table.titles[name].say(lang) if name in table.titles else name

    place = (city.code, table.name)
    for name, count in table.columns_added.items():
        yield (*place, "column_added", "", "", "", name, title(name), "", "", str(count), "")
    for name, count in table.columns_removed.items():
        yield (*place, "column_removed", "", "", "", name, title(name), "", str(count), "", "")
    if table.columns_reordered:
        yield (*place, "columns_reordered", *[""] * 9)
    if table.reordered:
        yield (*place, "reordered", *[""] * 7, str(table.reordered), "")
    for change in table.changes:
        row = (*place, change.kind, _KEY_SEPARATOR.join(change.key), _KEY_SEPARATOR.join(change.old_key), change.name)
        whole = " / ".join(change.reasons)
        for cell in _cells(change):
            reason = cell.reason or whole
            yield (*row, cell.column, title(cell.column), cell.kind, cell.old, cell.new, reason)


def _cells(change: Change) -> Iterator[Cell]:
    """Give the cells of a change; those of a row that only one side has are all that it says."""
    if change.values is None:
        yield from change.cells
        return
    for name, value in change.values.items():
        if value:
            yield Cell(name, "value", *("", value) if change.side == "new" else (value, ""))


def _document(difference: Difference) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "of": difference.of,
        "old": difference.old,
        "new": difference.new,
        "differs": difference.any,
        "counts": dict(difference.counts()),
        "cities": [
            {"lgcode": city.code, "name": city.name, "tables": [_table(table) for table in city.tables]}
            for city in difference.cities
        ],
        "not_compared": {
            "tables_only_old": list(difference.only_old),
            "tables_only_new": list(difference.only_new),
            "cities": list(difference.cities_left_out),
        },
    }


def _table(table: TableDifference) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": _words(table.titles, "") or {"ja": table.name, "en": table.name},
        "key": list(table.key),
        "rows": {"old": table.rows[0], "new": table.rows[1]},
        "columns_added": dict(table.columns_added),
        "columns_removed": dict(table.columns_removed),
        "columns_reordered": table.columns_reordered,
        "rows_reordered": table.reordered,
        "counts": dict(table.counts()),
        "changes": [_change(table, change) for change in table.changes],
    }


def _change(table: TableDifference, change: Change) -> dict[str, Any]:
    return {
        "change": change.kind,
        "side": change.side,
        "key": list(change.key),
        "old_key": list(change.old_key),
        "name": change.name,
        "cells": [
            {
                "column": cell.column,
                "title": _words(table.titles, cell.column),
                "kind": cell.kind,
                "old": cell.old,
                "new": cell.new,
                "reason": cell.reason,
            }
            for cell in change.cells
        ],
        "values": None if change.values is None else dict(change.values),
        "reasons": list(change.reasons),
    }


def _words(titles: Mapping[str, Label], name: str) -> dict[str, str] | None:
    return {"ja": titles[name].ja, "en": titles[name].en} if name in titles else None
