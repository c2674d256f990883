"""The forms of a told difference: text for a terminal, Markdown, one HTML page, CSV and JSON for programmes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from keikaku.difference.documents import as_csv, document
from keikaku.difference.facts import Difference
from keikaku.difference.view import RowView, TableView, View, make_view
from keikaku.difference.words import say
from keikaku.problem import Lang
from keikaku.schema import Schema, data_folder

FORMATS: Final = ("text", "markdown", "csv", "json", "html")
_MARKED: Final = re.compile(r"([\\`*_\[\]<>|~#!&@])")


def form(difference: Difference, schema: Schema, name: str, lang: Lang, *, everything: bool = False) -> str:
    """Give a difference in one of the `FORMATS`; CSV and JSON always hold everything."""
    if name == "csv":
        return as_csv(difference, lang)
    if name == "json":
        return json.dumps(document(difference), ensure_ascii=False, indent=2) + "\n"
    view = make_view(difference, schema, lang, everything=everything)
    makers = {"text": _text, "markdown": _markdown, "html": _html}
    return makers[name](view)


def _text(view: View) -> str:
    lang = view.lang
    lines = [f"{say('old', lang)}: {view.old}", f"{say('new', lang)}: {view.new}"]
    for city in view.cities:
        lines += ["", *filter(None, [city.title, city.note])] if city.title else []
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
        blocks += [_plain(city.note)] if city.note else []
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
