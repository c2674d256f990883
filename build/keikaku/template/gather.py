"""Gather what a city has already, as rows for the form; places that import computes are left to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from keikaku.check import CleanCity, check_city
from keikaku.form import FORM_SOURCE, Rows
from keikaku.problem import Problem, Where
from keikaku.read import city_folders
from keikaku.schema import Schema

_UNREAD: Final = frozenset(
    {"E103", "E105", "E107", "E108", "E109", "E110", "E111", "E112", "E114", "E115", "E209", "E972"}
)
"""Problems that mean that something of the city's files was not read, or that a cell cannot hold it."""
_COMPUTED: Final = {"page": "", "line": ""}
_OF_TEXT: Final = {"file": "", "sha256": ""}


@dataclass(frozen=True, slots=True)
class Gathered:
    """A city's rows by table, its name and its code; or the problems that stand in the way."""

    rows: Rows
    name: str
    lgcode: str
    problems: tuple[Problem, ...] = ()


def gather(workspace: Path, city: str, edition: str, schema: Schema, *, single: bool) -> Gathered:
    """Read a city's tables, of one edition where it is named or where there must be a `single` one."""
    known = [folder.name for folder in city_folders(workspace)]
    if city not in known:
        facts = {"city": city, "known": "、".join(known) or "—"}
        return _refused(Problem("E703", Where(city), facts))
    checked = check_city(workspace / city, workspace, schema)
    unread = [problem for problem in checked.problems if problem.code in _UNREAD]
    if checked.city is None or unread:
        name = checked.city.city.name.ja if checked.city else city
        return _refused(Problem("E970", Where(city), {"city": name}), *checked.problems)
    return _of_edition(checked.city, edition, single=single)


def _of_edition(city: CleanCity, edition: str, *, single: bool) -> Gathered:
    rows = {name: list(table.dicts()) for name, table in city.tables.items() if not table.table.derived}
    editions = [row["edition_id"] for row in rows["editions"]]
    facts = {"edition": edition, "known": "、".join(editions) or "—"}
    if edition and edition not in editions:
        return _refused(Problem("E969", Where(city.slug), facts))
    if single and not edition and len(editions) > 1:
        return _refused(Problem("E971", Where(city.slug), facts))
    if edition:
        rows = {name: _only(name, table, edition) for name, table in rows.items()}
    return Gathered(_without_places(rows), city.city.name.ja, city.city.lgcode)


def _refused(*problems: Problem) -> Gathered:
    return Gathered({}, "", "", problems)


def _only(name: str, rows: Sequence[Mapping[str, str]], edition: str) -> list[dict[str, str]]:
    """Keep the rows of an edition; the registers, and the editions themselves, stay whole."""
    return [dict(row) for row in rows if name == "editions" or row.get("edition_id", edition) == edition]


def _without_places(rows: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, list[dict[str, str]]]:
    """Take away the places of rows that rest on no document: import computes them anew."""
    forms = {row["source_id"] for row in rows["sources"] if row["kind"] == FORM_SOURCE}
    of_edition = {row["edition_id"]: row["source_id"] for row in rows["editions"]}
    found: dict[str, list[dict[str, str]]] = {}
    for name, table in rows.items():
        kept = []
        for row in table:
            source = row["source_id"] if "source_id" in row else of_edition.get(row.get("edition_id", ""), "")
            if source not in forms:
                kept.append(dict(row))
            elif name != "pages":
                kept.append({**row, **(_OF_TEXT if name == "sources" else _COMPUTED)})
        found[name] = kept
    return found
