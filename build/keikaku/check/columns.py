"""From a raw table to a clean one: header, width of rows, then every cell."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from keikaku.check.cells import cell_check
from keikaku.check.clean import CleanTable
from keikaku.problem import Problem, Where
from keikaku.read import RawTable, letters
from keikaku.schema import Column, Schema, Table


def clean_table(raw: RawTable, schema: Schema) -> tuple[CleanTable, list[Problem]]:
    """Bring a raw table into the schema's column order and report what is wrong in it.

    A column that is missing is empty in the result, so that all other checks can go on.
    """
    table = schema.by_name[raw.name]
    places, problems = _header(raw, table)
    problems += _shape(raw)
    clean = CleanTable(table, *_rows(raw, table, places), letters=_letters(places))
    for column in table.columns:
        if column.name in places:
            problems += _cells(clean, column, schema)
    return clean, problems


def _letters(places: dict[str, int]) -> dict[str, str]:
    return {name: letters(index) for name, index in places.items()}


def _header(raw: RawTable, table: Table) -> tuple[dict[str, int], list[Problem]]:
    """Find each column of the schema in the header. A workbook may use the Japanese titles."""
    accepted = {name: name for name in table.names}
    if raw.sheet:
        accepted |= {column.title.ja: column.name for column in table.columns}
    places: dict[str, int] = {}
    unknown: list[tuple[int, str]] = []
    problems: list[Problem] = []
    for index, cell in enumerate(raw.header):
        where = Where(raw.file, raw.sheet, f"{letters(index)}1")
        name = accepted.get(cell)
        if not cell:
            problems.append(Problem("E117", where))
        elif name is None:
            unknown.append((index, cell))
        elif name in places:
            problems.append(Problem("E107", where, {"column": cell}))
        else:
            places[name] = index
    missing = [name for name in table.names if name not in places]
    return places, problems + list(_differences(raw, table, unknown, missing))


def _differences(raw: RawTable, table: Table, unknown: list[tuple[int, str]], missing: list[str]) -> Iterator[Problem]:
    for index, cell in unknown:
        titled = next((column.name for column in table.columns if column.title.ja == cell), "")
        near = titled or next(iter(get_close_matches(cell, missing or table.names, 1)), "—")
        where = Where(raw.file, raw.sheet, f"{letters(index)}1")
        yield Problem("E105", where, {"column": cell[:60], "near": near})
    for name in missing:
        column = table.by_name[name]
        facts = {"column": name, "title_ja": column.title.ja, "title_en": column.title.en}
        yield Problem("E106", Where(raw.file, raw.sheet, "A1", column=name), facts)


def _shape(raw: RawTable) -> Iterator[Problem]:
    width = len(raw.header)
    for number, row in zip(raw.numbers, raw.rows, strict=True):
        where = Where(raw.file, raw.sheet, f"A{number}")
        if not any(row):
            yield Problem("E120", where)
        elif len(row) != width:
            yield Problem("E108", where, {"found": len(row), "expected": width})


def _rows(
    raw: RawTable, table: Table, places: dict[str, int]
) -> tuple[tuple[tuple[str, ...], ...], str, str, tuple[int, ...]]:
    order = [places.get(name, -1) for name in table.names]
    rows, numbers = [], []
    for number, row in zip(raw.numbers, raw.rows, strict=True):
        if any(row):
            width = len(row)
            rows.append(tuple(row[index] if 0 <= index < width else "" for index in order))
            numbers.append(number)
    return tuple(rows), raw.file, raw.sheet, tuple(numbers)


def _cells(clean: CleanTable, column: Column, schema: Schema) -> Iterator[Problem]:
    check = cell_check(column, schema.code_lists[column.codes] if column.codes else None)
    index = clean.table.names.index(column.name)
    titles = {"column": column.name, "title_ja": column.title.ja, "title_en": column.title.en}
    sound: set[str] = set()  # Most values recur; each is judged once.
    for number, row in enumerate(clean.rows):
        value = row[index]
        if value in sound:
            continue
        faults = check(value)
        if not faults:
            sound.add(value)
        for code, facts in faults:
            yield Problem(code, clean.where(number, column.name), {**titles, **facts})
