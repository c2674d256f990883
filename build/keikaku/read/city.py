"""Read a city's folder: `city.yaml` and the source tables, all of them inside the workspace."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from keikaku.iri import CODES
from keikaku.problem import Problem, Where
from keikaku.read.delimited import read_delimited
from keikaku.read.table import EVERY, Reading
from keikaku.read.workbook import read_workbook
from keikaku.schema import Label, Schema

CONFIG: Final = "city.yaml"
TABLES: Final = "tables"
_IGNORED: Final = (".", "~$", "Thumbs.db", "desktop.ini")
"""What Excel and the systems' file managers leave in folders by themselves."""
_LINE: Final = re.compile(r"line (\d+)")
_FIELD: Final = re.compile(r"`\$\.([^`]*)`")


class Licence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The licence under which the city publishes: SPDX or portal id, title and URL."""

    name: str
    title: str
    url: str


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who answers questions about the data: a department, and what it gives of an e-mail address and a page."""

    name: str
    email: str | None = None
    url: str | None = None


class City(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who publishes. `lgcode` is the six-digit 全国地方公共団体コード; no licence means none is set yet.

    `frequency` is how often the data are renewed, a code of the European list; like `contact` it is for catalogs.
    """

    lgcode: str
    name: Label
    kana: str
    prefecture: Label
    licence: Licence | None = None
    homepage: str | None = None
    contact: Contact | None = None
    frequency: str | None = None


@dataclass(frozen=True, slots=True)
class CityFolder:
    """A city's folder as read: the configuration (None where it is faulty) and the tables."""

    path: Path
    city: City | None
    reading: Reading


def city_folders(workspace: Path) -> list[Path]:
    """List the folders of a workspace that hold a city, by name."""
    return sorted(path.parent for path in workspace.glob(f"*/{CONFIG}"))


def city_files(folder: Path) -> list[Path]:
    """List the files of a city's folder that are read: its configuration, there or not, and its tables."""
    return [folder / CONFIG, *_table_files(folder / TABLES)]


def _table_files(tables: Path) -> list[Path]:
    return sorted(path for path in tables.glob("*") if not path.name.startswith(_IGNORED))


def folders_by_name(workspace: Path) -> dict[str, Path]:
    """Give the folders of a workspace by all names that a city has: its folder's, and its code if that can be read."""
    found: dict[str, Path] = {}
    for folder in city_folders(workspace):
        found[folder.name] = folder
        city, _ = _read_config(folder / CONFIG, workspace)
        if city:
            found.setdefault(city.lgcode, folder)
    return found


def read_city(folder: Path, workspace: Path, schema: Schema) -> CityFolder:
    """Read a city's folder completely; what cannot be read is a problem and never an exception."""
    config = folder / CONFIG
    fault = _outside(config, workspace)
    city, problems = (None, fault) if fault else _read_config(config, workspace)
    reading = Reading(problems=tuple(problems)) + _read_tables(folder / TABLES, workspace, schema)
    return CityFolder(folder, city, _without_repeats(reading))


def _read_tables(tables: Path, workspace: Path, schema: Schema) -> Reading:
    fault = _outside(tables, workspace)
    if fault:
        return _unreadable(*fault)
    files = _table_files(tables)
    if not files:
        return _unreadable(Problem("E101", Where(_shown(tables, workspace))))
    reading = Reading()
    for path in files:
        fault = _outside(path, workspace)
        reading += _unreadable(*fault) if fault else read_file(path, _shown(path, workspace), schema)
    return reading


def read_file(path: Path, shown: str, schema: Schema) -> Reading:
    """Read one CSV or XLSX file; the name of the file or sheet tells the table."""
    if not path.is_file():
        return _unreadable(Problem("E101", Where(shown)))
    try:
        return _read_by_kind(path, shown, schema)
    except OSError as error:
        return _unreadable(Problem("E123", Where(shown), {"reason": error.strerror or str(error)}))


def _read_by_kind(path: Path, shown: str, schema: Schema) -> Reading:
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return read_workbook(path, _sheet_names(schema), _derived(schema), shown)
    if suffix != ".csv":
        return _unreadable(Problem("E116", Where(shown), {"suffix": path.suffix}))
    name = path.stem.rpartition("_plan_")[2]
    if name == CODES:
        return Reading(problems=(Problem("W125", Where(shown), {"name": name}),))
    if name not in schema.by_name:
        return _unreadable(Problem("E110", Where(shown), {"name": path.stem}))
    if schema.by_name[name].derived:
        return Reading(problems=(Problem("W124", Where(shown), {"name": name}),))
    return read_delimited(path, name, shown)


def _unreadable(problem: Problem) -> Reading:
    """Report a file whose tables cannot be named."""
    return Reading(problems=(problem,), damaged=frozenset({EVERY}))


def _sheet_names(schema: Schema) -> dict[str, str]:
    names = {table.name: table.name for table in schema.tables}
    return names | {table.title.ja: table.name for table in schema.tables}


def _derived(schema: Schema) -> frozenset[str]:
    return frozenset(table.name for table in schema.tables if table.derived)


def _read_config(path: Path, workspace: Path) -> tuple[City | None, list[Problem]]:
    where = Where(_shown(path, workspace))
    try:
        city = msgspec.yaml.decode(path.read_bytes(), type=City)
    except FileNotFoundError:
        return None, [Problem("E101", where)]
    except OSError as error:
        return None, [Problem("E123", where, {"reason": error.strerror or str(error)})]
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        return None, [_config_fault(str(error), where.file)]
    return city, []


def _config_fault(detail: str, file: str) -> Problem:
    """Turn a parser's words into a problem with the line or the setting that is wrong."""
    line, setting = _LINE.search(detail), _FIELD.search(detail)
    where = Where(file, cell=f"L{line[1]}" if line else "", column=setting[1] if setting else "")
    return Problem("E119", where, {"detail": detail.splitlines()[0]})


def _outside(path: Path, workspace: Path) -> list[Problem]:
    """Refuse a path that a symbolic link leads out of the workspace."""
    inside = path.resolve().is_relative_to(workspace.resolve())
    return [] if inside else [Problem("E109", Where(_shown(path, workspace)), {"path": path.name})]


def _shown(path: Path, workspace: Path) -> str:
    return path.relative_to(workspace).as_posix() if path.is_relative_to(workspace) else path.name


def _without_repeats(reading: Reading) -> Reading:
    """Keep the first of two files or sheets that give the same table, and say so."""
    first: dict[str, str] = {}
    kept, problems = [], list(reading.problems)
    for table in reading.tables:
        place = f"{table.file} {table.sheet}".strip()
        if table.name in first:
            facts = {"table": table.name, "first": first[table.name]}
            problems.append(Problem("E111", Where(table.file, table.sheet), facts))
        else:
            first[table.name] = place
            kept.append(table)
    return Reading(tuple(kept), tuple(problems), reading.damaged)
