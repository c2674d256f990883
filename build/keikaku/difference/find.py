"""What an argument of the command means: a path to tables or a package, or a city or an edition of the workspace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from keikaku.difference.archives import BrokenError, FolderFiles, ZipFiles
from keikaku.difference.folders import TABLES, city_side, file_side, holds_tables, workspace_side
from keikaku.difference.packages import package_side
from keikaku.difference.sides import Side
from keikaku.file_names import DATA_PACKAGE
from keikaku.iri import ALL
from keikaku.problem import Problem, Where
from keikaku.read import CONFIG, city_folders, folders_by_name
from keikaku.schema import Schema
from keikaku.text import shorten

_INSIDE: Final = ("", "data", f"{ALL}/data")
"""Where a folder may have a package: itself, a city's folder of a built site, a built site."""
_MOST: Final = 60
_UNREADABLE: Final = frozenset({"E101", "E103", "E112", "E114", "E115", "E123", "E972"})
"""Problems that leave out rows or a whole table: what is missing then was not removed by anybody."""


class EditionName(NamedTuple):
    """An edition as a caller names it: the city's folder, its plan (empty where not said), and its id."""

    folder: Path
    plan_id: str
    edition_id: str


class Cities(NamedTuple):
    """The cities of the workspace: folders by the names that a caller may use, and what a message lists."""

    by_name: dict[str, Path]
    listed: str


def find(argument: str, cities: Cities, schema: Schema) -> Side | EditionName | Problem:
    """Read the side that an argument names; an existing path comes before a name in the workspace."""
    path = Path(argument)
    try:
        if argument.strip() and path.exists():
            return _side(path, argument, schema)
    except (OSError, ValueError) as error:
        return Problem("E123", Where(shorten(argument)), {"reason": str(error)})
    except BrokenError as error:
        return error.problem
    parts = argument.strip("/").split("/")
    folder = cities.by_name.get(parts[0])
    if folder is None or len(parts) > 3:
        return Problem("E730", facts={"argument": shorten(argument, _MOST), "known": cities.listed or "—"})
    if len(parts) == 1:
        return city_side(folder, argument, schema)
    return EditionName(folder, parts[1] if len(parts) == 3 else "", parts[-1])


def known_cities(workspace: Path) -> Cities:
    """Give the cities of a workspace by the name of their folder and by their code."""
    by_name = folders_by_name(workspace)
    return Cities(by_name, ", ".join(by_name))


def unreadable(problems: Iterable[Problem]) -> bool:
    """Tell whether a side could not be read to its end, so that a comparison would say what is not so."""
    return any(problem.code in _UNREADABLE for problem in problems)


def _side(path: Path, shown: str, schema: Schema) -> Side | Problem:
    if path.is_file():
        return _of_file(path, shown, schema)
    if not path.is_dir():
        return Problem("E740", Where(shown))
    for inside in _INSIDE:
        if (path / inside / DATA_PACKAGE).is_file():
            return package_side(FolderFiles(path / inside, shown), shown, schema)
    if packages := sorted(path.glob(f"*/data/{DATA_PACKAGE}")):
        return _site(packages, shown, schema)
    if (path / CONFIG).is_file() or (path / TABLES).is_dir():
        return city_side(path, shown, schema)
    if city_folders(path):
        return workspace_side(path, shown, schema)
    return city_side(path, shown, schema) if holds_tables(path) else Problem("E740", Where(shown))


def _site(packages: Sequence[Path], shown: str, schema: Schema) -> Side:
    """Put the packages of the cities of a built site together, where it has none of all cities."""
    sides = [package_side(FolderFiles(one.parent, f"{shown}/{one.parents[1].name}"), shown, schema) for one in packages]
    cities = tuple(city for side in sides for city in side.cities)
    problems = tuple(problem for side in sides for problem in side.problems)
    return Side(shown, cities, sides[0].shared, problems, whole=True, published=True)


def _of_file(path: Path, shown: str, schema: Schema) -> Side | Problem:
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return package_side(ZipFiles(path, shown), shown, schema)
    if path.name == DATA_PACKAGE:
        return package_side(FolderFiles(path.parent, shown), shown, schema)
    return file_side(path, shown, schema) if suffix in {".csv", ".xlsx"} else Problem("E740", Where(shown))
