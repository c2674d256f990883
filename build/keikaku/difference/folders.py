"""Sides that are source tables: a city's folder, its folder of tables, a workspace of cities, or a single file.

Files are only read. They are taken as they are written: what the check would call a fault is a difference like any
other, and only what cannot be read at all keeps a comparison from being made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from keikaku.difference.sides import LGCODE, City, Held, Side, held
from keikaku.iri import CODES
from keikaku.problem import Problem, Where
from keikaku.read import CONFIG, RawTable, Reading, city_folders
from keikaku.read import City as Settings
from keikaku.read.delimited import read_delimited
from keikaku.read.workbook import read_workbook
from keikaku.schema import Label, Schema

TABLES: Final = "tables"
SETTINGS: Final = "city.yaml"
"""The name under which what `city.yaml` says is compared."""
_SETTINGS_TITLES: Final = {"": Label("市の設定(city.yaml)", "Settings of the city (city.yaml)")}
_KINDS: Final = frozenset({".csv", ".xlsx"})
_IGNORED: Final = (".", "~$")
_PREFIX: Final = "_plan_"


def workspace_side(folder: Path, shown: str, schema: Schema) -> Side:
    """Read all cities of a workspace."""
    sides = [city_side(path, shown, schema) for path in city_folders(folder)]
    cities = tuple(city for side in sides for city in side.cities)
    return Side(shown, cities, problems=tuple(one for side in sides for one in side.problems), whole=True)


def city_side(folder: Path, shown: str, schema: Schema) -> Side:
    """Read a city's folder, with or without `city.yaml`, or a folder of nothing but tables."""
    tables = folder / TABLES if (folder / TABLES).is_dir() else folder
    config = folder / CONFIG if (folder / CONFIG).is_file() else folder.parent / CONFIG
    code, name, found, problems = _settings(config) if config.is_file() else ("", "", [], ())
    files = sorted(path for path in tables.iterdir() if path.suffix.lower() in _KINDS and path.is_file())
    reading = Reading()
    for path in files:
        if not path.name.startswith(_IGNORED):
            reading += _read(path, f"{folder.name}/{path.name}", schema)
    found += [held(raw, schema) for raw in reading.tables]
    city = City(code, name or folder.name, _named(found))
    return Side(shown, (city,), problems=(*problems, *reading.problems))


def file_side(path: Path, shown: str, schema: Schema) -> Side:
    """Read a single table, or a workbook of tables."""
    reading = _read(path, path.name, schema)
    tables = _named(held(_by_header(raw, schema), schema) for raw in reading.tables)
    return Side(shown, (City("", "", tables),), problems=reading.problems, only=frozenset(tables))


def _by_header(raw: RawTable, schema: Schema) -> RawTable:
    """Name a table by its columns where its file is called otherwise: projects (1).csv is a version of projects."""
    if raw.name in schema.by_name:
        return raw
    columns = set(raw.header) - {LGCODE}
    fitting = [one.name for one in schema.tables if set(one.primary_key) <= columns <= set(one.names)]
    return replace(raw, name=fitting[0]) if len(fitting) == 1 else raw


def holds_tables(folder: Path) -> bool:
    """Tell whether a folder holds any file that may be a table."""
    return any(path.suffix.lower() in _KINDS for path in folder.iterdir())


def _read(path: Path, shown: str, schema: Schema) -> Reading:
    try:
        if path.suffix.lower() == ".csv":
            stem = path.stem
            return read_delimited(path, stem.rpartition(_PREFIX)[2] or stem, shown)
        names = {table.title.ja: table.name for table in schema.tables} | {
            table.name: table.name for table in schema.tables
        }
        return read_workbook(path, names, (), shown)
    except OSError as error:
        return Reading(problems=(Problem("E123", Where(shown), {"reason": error.strerror or str(error)}),))


def _named(tables: Iterable[Held]) -> dict[str, Held]:
    """Give tables by name; of two that give the same one, the later rows follow the earlier."""
    found: dict[str, Held] = {}
    for table in tables:
        if table.name == CODES:
            # A published folder's list of codes belongs to the programme and not to the city.
            continue
        before = found.get(table.name)
        if before and before.header == table.header:
            table = Held(table.name, table.header, before.rows + table.rows, table.key, table.titles)
        found[table.name if before is None or before.header == table.header else f"{table.name} (2)"] = table
    return found


def _settings(path: Path) -> tuple[str, str, list[Held], tuple[Problem, ...]]:
    """Read `city.yaml`: the code, the name, and all that it says as a table of one row."""
    shown = f"{path.parent.name}/{path.name}"
    try:
        city = msgspec.yaml.decode(path.read_bytes(), type=Settings)
    except OSError as error:
        return "", "", [], (Problem("E123", Where(shown), {"reason": error.strerror or str(error)}),)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        return "", "", [], (Problem("E119", Where(shown), {"detail": str(error).splitlines()[0]}),)
    values = {LGCODE: city.lgcode, "name": city.name.ja, "name_en": city.name.en, "kana": city.kana}
    values |= {"prefecture": city.prefecture.ja, "prefecture_en": city.prefecture.en}
    licence = city.licence
    values |= {"licence": licence.name, "licence_title": licence.title, "licence_url": licence.url} if licence else {}
    values |= {"homepage": city.homepage} if city.homepage else {}
    raw = RawTable(SETTINGS, shown, "", tuple(values), (tuple(values.values()),), (2,))
    return city.lgcode, city.name.ja, [Held(SETTINGS, raw.header, raw.rows, (LGCODE,), _SETTINGS_TITLES)], ()
