"""Make the workbook: the form, what a city has already, the guide and the example; the same input, the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from keikaku.form import CITY_PROPERTY, LISTS, PROPERTY, Rows, WorkbookForm, form_of, years_of
from keikaku.problem import Problem, Where
from keikaku.schema import Schema
from keikaku.template.cells import Line, Shown
from keikaku.template.choices import Choices
from keikaku.template.example import write_example
from keikaku.template.flat import flat_lines, misfits
from keikaku.template.gather import gather
from keikaku.template.guide import write_guide
from keikaku.template.sheets import write_sheet
from keikaku.template.style import Style

_CREATED: Final = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook has no time zone; this is its fixed date
_ROOM: Final = 5000
"""How many rows beyond the filled ones have drop-down lists."""
_AROUND: Final = 5
"""How many years before and after the plan the list of years offers: baselines lie before, revisions after."""
_WORKBOOK: Final = "xl/workbook.xml"
_PROTECTION: Final = '<workbookProtection lockStructure="1"/>'


@dataclass(frozen=True, slots=True)
class Made:
    """The workbook with its number of sheets to fill and of rows filled; or the problems that stood in the way."""

    data: bytes = b""
    sheets: int = 0
    rows: int = 0
    problems: tuple[Problem, ...] = ()


def make_template(
    schema: Schema, workspace: Path, city: str = "", edition: str = "", *, one_sheet: bool = False, every: bool = False
) -> Made:
    """Make the workbook, blank or filled with what a city of the workspace has."""
    rows: Rows = {}
    name = lgcode = ""
    if city:
        found = gather(workspace, city, edition, schema, single=one_sheet)
        if found.problems:
            return Made(problems=found.problems)
        rows, name, lgcode = found.rows, found.name, found.lgcode
    form = form_of(schema, rows, one_sheet=one_sheet, every=every)
    shown = Shown(schema, rows)
    if one_sheet:
        if wrong := misfits(form.sheets[0], rows):
            facts = {"city": name, "reasons_ja": "、".join(one.ja for one in wrong)}
            facts["reasons_en"] = "; ".join(one.en for one in wrong)
            return Made(problems=(Problem("E968", Where(city), facts),))
        lines = [flat_lines(form.sheets[0], rows, shown)]
    else:
        lines = [shown.lines(sheet.columns, rows.get(sheet.table, ())) for sheet in form.sheets]
    data = _workbook(schema, form, lines, name, rows, lgcode)
    return Made(data, len(form.sheets), sum(map(len, lines)))


def _workbook(schema: Schema, form: WorkbookForm, lines: list[list[Line]], city: str, rows: Rows, lgcode: str) -> bytes:
    from xlsxwriter.workbook import Workbook

    file = io.BytesIO()
    book = Workbook(
        file,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": f"{city} 入力様式".strip(), "created": _CREATED})
    book.set_custom_property(PROPERTY, form.version)
    book.define_name(PROPERTY, f'="{form.version}"')
    if lgcode:
        book.define_name(CITY_PROPERTY, f'="{lgcode}"')
    style = Style(book)
    years = years_of(rows)
    room = max(map(len, lines)) + _ROOM
    choices = Choices(schema, form.sheets, range(years[0] - _AROUND, years[-1] + _AROUND + 1), room)
    write_guide(book, style, form, schema, city, [len(one) for one in lines])
    write_example(book, style, schema, form)
    for sheet, filled in zip(form.sheets, lines, strict=True):
        write_sheet(book, style, sheet, filled, choices, room)
    lists = book.add_worksheet(LISTS)
    choices.write(book, lists)
    lists.protect()
    lists.hide()
    book.close()
    return _locked(file.getvalue())


def _locked(data: bytes) -> bytes:
    """Lock the structure of a workbook (sheets cannot be renamed or removed), and hide the names that tell its kind.

    XlsxWriter has no words for either, so its part of the file is amended.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == _WORKBOOK:
                text = part.decode()
                text = re.sub(r"<bookViews>", f"{_PROTECTION}<bookViews>", text, count=1)
                for name in (PROPERTY, CITY_PROPERTY):
                    text = text.replace(f'<definedName name="{name}">', f'<definedName name="{name}" hidden="1">')
                part = text.encode()
            copy.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return target.getvalue()
