"""Which cities and which tables of two sides are compared with each other, and which only one side can have."""

from __future__ import annotations

from collections.abc import Iterable

from keikaku.difference.folders import SETTINGS
from keikaku.difference.sides import City, Side
from keikaku.iri import CITIES
from keikaku.problem import Problem
from keikaku.schema import Schema, Table


def pair_cities(old: Side, new: Side) -> tuple[list[tuple[City, City]], tuple[str, ...], Problem | None]:
    """Pair the cities of two sides; a side of one city is compared with that city of the other."""
    left, right = _by_code(old.cities), _by_code(new.cities)
    pairs: list[tuple[City, City]] = []
    out: set[str] = set()
    if len(left) == len(right) == 1 and (not old.whole or not new.whole):
        (before,), (after,) = left.values(), right.values()
        if before.code and after.code and before.code != after.code:
            return [], (), Problem("E733", facts={"old": before.code, "new": after.code})
        pairs = [(before, after)]
    else:
        for code in sorted(left.keys() | right.keys()):
            one, other = left.get(code), right.get(code)
            if (one or old.whole) and (other or new.whole):
                pairs.append((one or City(code, "", {}), other or City(code, "", {})))
            else:
                out.add(code)
        if not pairs:
            named = [", ".join(sorted(one)) or "—" for one in (left, right)]
            return [], (), Problem("E733", facts={"old": named[0], "new": named[1]})
    if old.shared.keys() & new.shared.keys():
        pairs.append((City("", "", old.shared), City("", "", new.shared)))
    return pairs, tuple(sorted(out)), None


def _by_code(cities: Iterable[City]) -> dict[str, City]:
    """Give cities by their codes; one without a code, or with that of another, by its name as well."""
    found: dict[str, City] = {}
    for city in cities:
        code = city.code if city.code and city.code not in found else f"{city.code} {city.name}"
        found[code if code.strip() else ""] = city
    return found


def comparable_tables(
    before: City, after: City, old: Side, new: Side, schema: Schema
) -> tuple[list[str], tuple[list[str], list[str]]]:
    """Give the tables to compare, in the schema's order, and those that only one kind of side can have.

    A table without rows may be without a file; but what a build derives, a single file does not hold, or city.yaml says
    is not gone where the other side is of a kind that never has it.
    """
    wanted = old.only | new.only
    every = [*(table.name for table in schema.tables), *sorted({*before.tables, *after.tables} - schema.by_name.keys())]
    names: list[str] = []
    alone: tuple[list[str], list[str]] = ([], [])
    for name in every:
        held = name in before.tables, name in after.tables
        if not any(held) or (wanted and name not in wanted):
            continue
        # A city that one side does not have at all was added or removed with all that it has.
        if before.tables and after.tables and not all(held) and _one_sided(name, schema.by_name.get(name), old, new):
            alone[not held[0]].append(name)
        else:
            names.append(name)
    return names, alone


def _one_sided(name: str, table: Table | None, old: Side, new: Side) -> bool:
    if table is not None and table.derived:
        return old.published != new.published or bool(old.only or new.only)
    return name in {SETTINGS, CITIES}
