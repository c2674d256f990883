"""Which table a sheet or a file is: by its name, by a name that is nearly one, or by its header."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePath
from typing import Final

from keikaku.form import EXAMPLE, GUIDE, LISTS
from keikaku.intake.headers import ONE_SHEET, Headers
from keikaku.intake.layout import Layout, header_at, lay_out
from keikaku.intake.sheets import Sheet
from keikaku.intake.words import folded
from keikaku.iri import CODES
from keikaku.problem import Problem
from keikaku.read import NOTE_PREFIX
from keikaku.schema import Schema

MARKED: Final = "直すところ"
"""The first sheet of a returned workbook: our own words."""
_OURS: Final = frozenset({GUIDE, EXAMPLE, LISTS, MARKED, "使い方", "codes", "コード一覧"})
_PARTS: Final = re.compile(r"[-_\s()（）\[\]【】]+")
_LEAST: Final = 3
"""So many columns must be known for a sheet to be recognised by its header alone."""


@dataclass
class Chosen:
    """The sheets that are tables, and those that are not (with the reason told where there is something to tell)."""

    layouts: list[Layout] = field(default_factory=list)
    left: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def choose(sheets: tuple[Sheet, ...], known: Mapping[str, Headers], schema: Schema) -> Chosen:
    """Find the table of each sheet and its layout; of two for one table, the second is refused."""
    chosen, taken = Chosen(), dict[str, Sheet]()
    for sheet in sheets:
        if _is_ours(sheet, schema):
            chosen.left.append(sheet)
            continue
        layout = _layout(sheet, known, schema, chosen)
        if layout is None:
            chosen.left.append(sheet)
            continue
        table = layout.headers.table or ONE_SHEET
        if table in taken and layout.data:
            first = f"{taken[table].file} {taken[table].name}".strip()
            chosen.problems.append(Problem("E111", sheet.whole(), {"table": layout.headers.name, "first": first}))
            chosen.left.append(sheet)
            continue
        if layout.data:
            taken[table] = sheet
        chosen.layouts.append(layout)
    return chosen


def _is_ours(sheet: Sheet, schema: Schema) -> bool:
    """Tell whether a sheet is one that the form or the published workbook has besides its tables."""
    derived = {name for table in schema.tables if table.derived for name in (table.name, table.title.ja)}
    if sheet.name.startswith(NOTE_PREFIX) or sheet.name in _OURS:
        return True
    if sheet.name:
        return sheet.name in derived
    stem = PurePath(sheet.file).stem
    # A spreadsheet names the CSV of a sheet after the workbook and the sheet.
    tail = re.split(r"[-_\s]", stem)[-1]
    return stem.rpartition("_plan_")[2] in {*derived, CODES} or tail in _OURS or stem.endswith(f"-{LISTS}")


def _layout(sheet: Sheet, known: Mapping[str, Headers], schema: Schema, chosen: Chosen) -> Layout | None:
    by_name, near = _by_name(sheet, known)
    if by_name and near and (other := _by_header(sheet, known)):
        # A header says more than a name that is only nearly that of a table.
        by_name = other
    if by_name:
        row, _ = header_at(sheet, known[by_name])
        if near and row >= 0:
            facts = {"name": sheet.name or sheet.file, "table": known[by_name].name}
            chosen.problems.append(Problem("W966", sheet.whole(), facts))
        if row >= 0:
            return lay_out(sheet, known[by_name], row, schema)
    by_header = _by_header(sheet, known)
    if by_header:
        found = known[by_header]
        facts = {"name": sheet.name or sheet.file, "table": found.name}
        chosen.problems.append(Problem("W966", sheet.whole(), facts))
        return lay_out(sheet, found, header_at(sheet, found)[0], schema)
    if by_name and sheet.rows:
        titles = "、".join(form.title for form in list(known[by_name].forms.values())[:4])
        chosen.problems.append(Problem("E921", sheet.whole(), {"table": known[by_name].name, "titles": titles}))
    elif sheet.rows:
        told: dict[str, str | int] = {"name": sheet.name or sheet.file, "rows": len(sheet.rows)}
        chosen.problems.append(Problem("W965", sheet.whole(), told))
    return None


def _by_name(sheet: Sheet, known: Mapping[str, Headers]) -> tuple[str, bool]:
    """Give the table of a sheet's name, and whether the name is only nearly its own."""
    names = {folded(name): table for table, headers in known.items() for name in (table, headers.name)}
    tried = [sheet.name] if sheet.name else _file_names(sheet.file)
    for name in tried:
        if folded(name) in names:
            return names[folded(name)], False
    for name in tried:
        own = folded(re.sub(r"[\s_]*[((]?\d+[))]?$", "", name))
        if own in names:
            return names[own], True
        if near := get_close_matches(own, names, 1, 0.7):
            return names[near[0]], True
        inside = [table for title, table in names.items() if len(own) > 1 and (own in title or title in own)]
        if len(set(inside)) == 1:
            return inside[0], True
    return "", False


def _file_names(file: str) -> list[str]:
    """Give what a CSV file may be named after: the whole name, then its last parts (恵那市_目標値, book - 目標値)."""
    stem = PurePath(file).stem
    parts = [part for part in _PARTS.split(stem) if part]
    tails = [stem.rpartition("_plan_")[2], *("_".join(parts[start:]) for start in range(len(parts)))]
    tails += reversed(parts)
    return list(dict.fromkeys([stem, *tails]))


def _by_header(sheet: Sheet, known: Mapping[str, Headers]) -> str:
    """Give the table whose columns the header names best; nothing where two are equally good."""
    scores = sorted(((header_at(sheet, headers)[1], table) for table, headers in known.items()), reverse=True)
    (best, table), (second, _) = scores[0], scores[1]
    return table if best >= _LEAST and best > second else ""
