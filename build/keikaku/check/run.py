"""Run every check on a city's folder or on one file. All problems are reported, none stops the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from keikaku.check.assess import assess
from keikaku.check.clean import CleanCity, CleanTable
from keikaku.check.columns import clean_table
from keikaku.check.keys import check_keys
from keikaku.check.rules import RULES, Grid
from keikaku.check.settings import unusable_settings
from keikaku.check.totals import COUNTED, check_totals
from keikaku.iri import check_digit
from keikaku.problem import Problem, Where
from keikaku.read import EVERY, City, Reading, read_city, read_file
from keikaku.schema import Schema

_LGCODE: Final = re.compile(r"[0-9]{6}")
ASSESSMENTS: Final = "assessments"
"""The derived table."""
_RANK: Final = {"E": 0, "W": 1}


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome: the city, unless its configuration is faulty, and all problems in order of place."""

    city: CleanCity | None
    problems: tuple[Problem, ...]
    rows: int


def check_city(folder: Path, workspace: Path, schema: Schema) -> Checked:
    """Read and check one city's folder, which lies in the workspace."""
    read = read_city(folder, workspace, schema)
    tables, problems = check_tables(read.reading, schema)
    if read.city:
        config = Where(f"{folder.name}/city.yaml")
        problems += _city_problems(read.city, config)
    city = CleanCity(folder.name, read.city, tables) if read.city else None
    return Checked(city, _in_order(problems), _rows(tables))


def check_file(path: Path, schema: Schema) -> Checked:
    """Read and check one CSV or XLSX file by itself; references to tables outside it are left alone."""
    tables, problems = check_tables(read_file(path, path.name, schema), schema)
    return Checked(None, _in_order(problems), _rows(tables))


def _rows(tables: Mapping[str, CleanTable]) -> int:
    """Count the rows that were read."""
    return sum(len(table.rows) for table in tables.values() if not table.table.derived)


def check_tables(reading: Reading, schema: Schema) -> tuple[dict[str, CleanTable], list[Problem]]:
    """Check what was read: columns and cells, then keys, then plan rules."""
    tables = {table.name: CleanTable(table) for table in schema.tables}
    problems = list(reading.problems)
    # What a formula shows is unknown, so its text is not judged as a value as well.
    formulas = {_place(problem) for problem in problems if problem.code == "E118"}
    for raw in reading.tables:
        tables[raw.name], found = clean_table(raw, schema)
        problems += [fault for fault in found if _place(fault) not in formulas]
    known = _known(reading, tables)
    problems += check_keys(tables, known)
    grid = Grid(tables, known)
    for rule in RULES:
        problems += rule(grid)
    if known >= COUNTED:
        problems += check_totals(tables)
    tables[ASSESSMENTS], found = assess(grid, schema.by_name[ASSESSMENTS])
    return tables, problems + found


def _place(problem: Problem) -> tuple[str, str, str]:
    return problem.where.file, problem.where.sheet, problem.where.cell


def _known(reading: Reading, tables: Mapping[str, CleanTable]) -> frozenset[str]:
    """Tables in which references are looked up.

    In a whole city these are all, also those without a file; in a single file, the ones given. A table that could not
    be read to its end, or that lacks a column of its key, would make every reference to it seem wrong.
    """
    present = frozenset(raw.name for raw in reading.tables)
    whole = {"sources", "plans", "editions"} <= present and EVERY not in reading.damaged
    keyless = {name for name in present if not set(tables[name].table.primary_key) <= set(tables[name].letters or ())}
    return (frozenset(tables) if whole else present) - reading.damaged - keyless


def _city_problems(city: City, where: Where) -> Iterator[Problem]:
    code = city.lgcode
    if not _LGCODE.fullmatch(code):
        yield Problem("E121", where, {"code": code, "digit": "—"})
    elif check_digit(code[:5]) != code[5]:
        yield Problem("E121", where, {"code": code, "digit": check_digit(code[:5])})
    yield from unusable_settings(city, where)
    if city.licence is None:
        yield Problem("W501", where, {"city": city.name.ja})


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Errors first, then by file, sheet, row and column, so that a reader goes through a file once."""
    return tuple(sorted(problems, key=_sort_key))


def _sort_key(problem: Problem) -> tuple[int, str, str, int, int, str, str]:
    where = problem.where
    found = re.match(r"([A-Z]*)(\d*)", where.cell)
    column, row = found.groups() if found else ("", "")
    return (
        _RANK[problem.code[0]],
        where.file,
        where.sheet,
        # A merged range explains what is missing below it, so it comes first.
        0 if ":" in where.cell else int(row or 0),
        len(column),
        column,
        problem.code,
    )
