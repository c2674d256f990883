"""From a sheet whose layout is known to rows of its table, each cell understood, and what must be said of the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from keikaku.intake.amounts import SCALED_UNITS
from keikaku.intake.entries import Book, Entry, Mended, Reading
from keikaku.intake.layout import Layout
from keikaku.intake.sheets import EMPTY, Area, Cell
from keikaku.intake.values import Meaning, Place, fixed_unit, meaning
from keikaku.intake.words import unit_in
from keikaku.problem import Problem, Where
from keikaku.read import letters
from keikaku.schema import Column, Schema, Table
from keikaku.text import shorten

_NUMBERS: Final = frozenset({"integer", "number"})


@dataclass
class Collected:
    """What a sheet gave besides rows."""

    problems: list[Problem] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)


class Filled:
    """The cells of a sheet with merged ones filled; what was filled into the data is told once, as a range."""

    def __init__(self, layout: Layout) -> None:
        self._sheet = layout.sheet
        data, columns = set(layout.data), set(layout.columns.values())
        self.areas = [area for area in layout.sheet.merged if _within(area, data, columns)]
        self._from = {
            (row, column): (area.top, area.left)
            for area in self.areas
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        }

    def at(self, row: int, column: int) -> Cell:
        """Give a cell."""
        return self._sheet.at(*self._from.get((row, column), (row, column)))


def _within(area: Area, data: set[int], columns: set[int]) -> bool:
    rows = any(row in data for row in range(area.top, area.bottom + 1))
    return rows and any(column in columns for column in range(area.left, area.right + 1))


def collect(layout: Layout, book: Book, schema: Schema, mend: bool) -> Collected:
    """Read the rows of one table's sheet into the book."""
    table, told = schema.by_name[layout.headers.table], Collected()
    cells = Filled(layout)
    told.problems += sheet_problems(layout, cells.areas, mend)
    columns = {target.column: place for target, place in layout.columns.items()}
    order = [column for column in table.columns if column.name in columns]
    # A number is understood by the unit of its row, so units come first.
    order.sort(key=lambda column: column.type in _NUMBERS and column.ref != "fiscal_year")
    units = _header_units(layout, table, schema)
    above: dict[str, str] = {}
    for row in layout.data:
        entry = Entry(table.name, {}, layout.sheet, row, columns, frozenset(columns))
        for column in order:
            cell = cells.at(row, columns[column.name])
            if column.name in units and cell.text:
                cell = _with_header_unit(entry, column, cell, units[column.name], table, told)
            read_cell(entry, column, cell, table, schema, above.get(column.name, ""), told, mend)
            if cell.text:
                above[column.name] = entry[column.name] or cell.text
        book.add(entry)
    return told


def _header_units(layout: Layout, table: Table, schema: Schema) -> dict[str, str]:
    """Give the units that headers name, 金額（千円）, where they are not those of the columns anyway."""
    units: dict[str, str] = {}
    known = {*schema.code_lists["unit"].by_value, *SCALED_UNITS}
    for target, place in layout.columns.items():
        column = table.by_name[target.column]
        unit = unit_in(layout.sheet.at(layout.header_row, place).text)
        fixed = fixed_unit(column)
        if column.type in _NUMBERS and unit in known and unit != fixed and (fixed or column.unit_column):
            units[column.name] = unit
    return units


def _with_header_unit(entry: Entry, column: Column, cell: Cell, unit: str, table: Table, told: Collected) -> Cell:
    """Give a cell the unit of its header: in the unit column where there is one, else beside the number."""
    if not column.unit_column:
        return cell._replace(text=f"{cell.text}{unit}", kind="text")
    own = entry[column.unit_column]
    if own and own != unit:
        facts = {"value": unit, "other": own, **named(table.by_name[column.unit_column])}
        told.problems.append(Problem("E926", entry.where(column.name), facts))
    entry.values[column.unit_column] = own or unit
    return cell


def read_cell(
    entry: Entry, column: Column, cell: Cell, table: Table, schema: Schema, above: str, told: Collected, mend: bool
) -> None:
    """Read one cell into a row: its value, what goes to other columns, and what is to be said."""
    if cell is EMPTY:
        entry.values.setdefault(column.name, "")
        return
    found = meaning(cell, Place(table, column, entry.values, above, mend), schema)
    entry.values[column.name] = found.value or entry[column.name]
    if not (found.kind or found.faults or found.mended or found.parts or cell.formula):
        return
    where = entry.where(column.name)
    told.problems += [Problem(code, where, facts) for code, facts in found.faults]
    if cell.formula and cell.kind not in {"unknown", "error"}:
        told.problems.append(Problem("W960", where, {"formula": shorten(cell.formula), "value": shorten(cell.text)}))
    if found.mended:
        entry.mends.append(Mended(column.name, cell.text, found.mended))
        told.problems.append(Problem("W972", where, {"printed": shorten(cell.text), "published": found.mended}))
    elif found.kind:
        told.readings.append(Reading(found.kind, where, cell.text, found.value))
    told.problems += _parts(entry, found, where, table)


def named(column: Column) -> dict[str, str | int]:
    """Give the facts that name a column in both languages."""
    return {"column": column.title.ja, "column_en": column.title.en}


def _parts(entry: Entry, found: Meaning, where: Where, table: Table) -> Iterator[Problem]:
    """Fill other columns of the row from what stood beside a number; what stands there already must be the same."""
    for name, value in found.parts.items():
        if not entry[name]:
            entry.values[name] = value
        elif name != "raw" and entry[name] != value:
            yield Problem("E926", where, {"value": value, "other": entry[name], **named(table.by_name[name])})


def sheet_problems(layout: Layout, areas: Iterable[Area], mend: bool) -> Iterator[Problem]:
    """Say what a reader of the sheet does not see, or a machine cannot: merged, hidden, struck through, commented."""
    sheet = layout.sheet
    for area in areas:
        shown = shorten(sheet.at(area.top, area.left).text)
        where = Where(sheet.file, sheet.name, area.name)
        yield Problem("W967" if mend else "E922", where, {"range": area.name, "value": shown})
    yield from layout.problems
    data, columns = set(layout.data), set(layout.columns.values())
    if sheet.hidden:
        yield Problem("W961", sheet.whole(), {"what": sheet.name, "what_en": sheet.name})
    for first, last in _runs(row for row in sheet.hidden_rows if row in data):
        facts = {"what": f"{first + 1}〜{last + 1} 行目", "what_en": f"rows {first + 1} to {last + 1}"}
        yield Problem("W961", sheet.where(first), facts)
    for first, last in _runs(column for column in sheet.hidden_columns if column in columns):
        facts = {
            "what": f"{letters(first)}〜{letters(last)} 列",
            "what_en": f"columns {letters(first)} to {letters(last)}",
        }
        yield Problem("W961", sheet.where(layout.header_row, first), facts)
    rows = {row + 1 for row in data}
    for cell in sheet.struck:
        if _row(cell) in rows:
            yield Problem("W971", Where(sheet.file, sheet.name, cell))
    for cell, text in sheet.comments.items():
        if _row(cell) in rows:
            yield Problem("W970", Where(sheet.file, sheet.name, cell), {"text": shorten(" ".join(text.split()))})


def _row(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give runs of consecutive numbers as first and last."""
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        yield found[0], found[-1]
