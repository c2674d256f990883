"""A side of a comparison: the tables of one or more cities as they are written, neither judged nor put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from keikaku.iri import CITIES, CODES
from keikaku.problem import Problem
from keikaku.read import RawTable
from keikaku.schema import Label, Schema

LGCODE: Final = "lgcode"
SHARED: Final = frozenset({CODES})
"""Tables of a package that belong to no city."""
_NAMELESS: Final = "#"


@dataclass(frozen=True, slots=True)
class Held:
    """A table as one side holds it; rows are as wide as the header.

    `key` and `titles` are what the side itself declares. The title of the table stands under the empty name.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    key: tuple[str, ...] = ()
    titles: Mapping[str, Label] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class City:
    """A city's tables by name. The code is empty where the side does not tell it."""

    code: str
    name: str
    tables: Mapping[str, Held]


@dataclass(frozen=True, slots=True)
class Side:
    """One side. `whole` tells that it claims to hold all cities, so that one that is missing was removed.

    `has_derived` tells that tables computed by a build are there; `shared` are the tables of no city.
    """

    shown: str
    cities: tuple[City, ...]
    shared: Mapping[str, Held] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    whole: bool = False
    published: bool = False
    only: frozenset[str] = frozenset()
    """The tables of a single file; empty where the side is no single file."""


def held(raw: RawTable, schema: Schema, key: tuple[str, ...] = (), titles: Mapping[str, Label] | None = None) -> Held:
    """Bring a table as read into the form of a side: no column without a name, none twice, every row as wide as needed.

    A workbook may use the Japanese titles. Cells beyond the header get columns of their own, so that nothing is lost.
    """
    known = schema.by_name.get(raw.name)
    accepted = {column.title.ja: column.name for column in known.columns} if raw.sheet and known else {}
    width = max([len(raw.header), *map(len, raw.rows)], default=0)
    names: list[str] = []
    for number in range(width):
        cell = raw.header[number] if number < len(raw.header) else ""
        name = accepted.get(cell, cell) or f"{_NAMELESS}{number + 1}"
        names.append(f"{name}{_NAMELESS}{number + 1}" if name in names else name)
    rows = tuple((*row, *[""] * (width - len(row))) for row in raw.rows if any(row))
    return Held(raw.name, tuple(names), rows, key, titles or {})


def by_city(tables: Iterable[Held]) -> tuple[tuple[City, ...], dict[str, Held]]:
    """Divide the tables of a package of all cities by the code in their rows; tables without codes are shared."""
    found: dict[str, dict[str, Held]] = {}
    names: dict[str, str] = {}
    shared: dict[str, Held] = {}
    for table in tables:
        if LGCODE not in table.header:
            shared[table.name] = table
            continue
        parts = _parts(table)
        for code, part in parts.items():
            found.setdefault(code, {})[table.name] = part
        if table.name == CITIES and "name" in table.header:
            at = parts[next(iter(parts))].header.index("name") if parts else 0
            names |= {code: part.rows[0][at] for code, part in parts.items()}
    return tuple(City(code, names.get(code, ""), own) for code, own in sorted(found.items())), shared


def _parts(table: Held) -> dict[str, Held]:
    """Divide one table; the table of cities keeps the code, which is its key."""
    at = table.header.index(LGCODE)
    keeps = table.name == CITIES
    grouped: dict[str, list[tuple[str, ...]]] = {}
    for row in table.rows:
        grouped.setdefault(row[at], []).append(row if keeps else row[:at] + row[at + 1 :])
    header = table.header if keeps else table.header[:at] + table.header[at + 1 :]
    key = table.key if keeps else tuple(name for name in table.key if name != LGCODE)
    return {code: Held(table.name, header, tuple(rows), key, table.titles) for code, rows in grouped.items()}
