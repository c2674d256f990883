"""Write the tables so that nothing is lost: all at once, and with the former ones kept beside them.

`datapackage/<city>/.former/0001/` holds the tables as they were before the first import that changed something, 0002
before the second, and so on. The numbers are counted on; nothing is ever overwritten or removed there.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from keikaku.exchange import remove_folder, take_place
from keikaku.read import RawTable
from keikaku.schema import Schema, Table

TABLES: Final = "tables"
TYPED: Final = "typed"
FORMER: Final = ".former"
_FRESH: Final = ".tables.new"


def table_bytes(table: Table, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Write a table as a source table: UTF-8, LF, the schema's columns in their order."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows([row.get(name, "") for name in table.names] for row in rows)
    return text.getvalue().encode()


def files_of(rows: Mapping[str, Sequence[Mapping[str, str]]], schema: Schema) -> dict[str, bytes]:
    """Give the files of all tables that have rows, by name."""
    return {
        f"{table.name}.csv": table_bytes(table, rows[table.name])
        for table in schema.tables
        if not table.derived and rows.get(table.name)
    }


def rows_of(tables: Sequence[RawTable], schema: Schema) -> dict[str, list[dict[str, str]]]:
    """Give the rows of tables as they were read, by the names of their columns; a workbook may have their titles."""
    found: dict[str, list[dict[str, str]]] = {}
    for raw in tables:
        titles = {column.title.ja: column.name for column in schema.by_name[raw.name].columns}
        header = [titles.get(name, name) for name in raw.header]
        found[raw.name] = [_row(header, row) for row in raw.rows if any(row)]
    return found


def _row(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {name: row[index] if index < len(row) else "" for index, name in enumerate(header) if name}


def former_states(folder: Path) -> list[Path]:
    """List the former states of a city's tables, the oldest first."""
    kept = folder / FORMER
    return sorted(path for path in kept.glob("[0-9]*") if path.is_dir()) if kept.is_dir() else []


def former_rows(
    folder: Path, names: Sequence[str], states: Sequence[Path] | None = None
) -> Iterator[dict[str, list[dict[str, str]]]]:
    """Read some tables of each former state, so that no id that was ever given is given again."""
    for state in former_states(folder) if states is None else states:
        yield {name: list(_read(state / TABLES / f"{name}.csv")) for name in names}


def _read(path: Path) -> Iterator[dict[str, str]]:
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


def write(folder: Path, tables: Mapping[str, bytes], typed: Mapping[str, str]) -> Path | None:
    """Write the tables of a city, keeping the former ones; give where these are now, None where there were none.

    Raises:
        OSError: nothing was changed, or the former tables stand as they did.
    """
    _repair(folder)
    fresh, current = folder / _FRESH, folder / TABLES
    remove_folder(fresh)
    _write_all(fresh / TABLES, tables)
    _write_all(fresh / TYPED, {name: text.encode() for name, text in typed.items()})
    kept = _keep(folder) if current.is_dir() and any(current.iterdir()) else None
    take_place(fresh / TABLES, current)
    if typed or (folder / TYPED).exists():
        take_place(fresh / TYPED, folder / TYPED)
    remove_folder(fresh)
    return kept


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _keep(folder: Path) -> Path:
    """Copy the tables aside, under the next number; the copy gets its name only when it is complete."""
    states = former_states(folder)
    number = int(states[-1].name) + 1 if states else 1
    target = folder / FORMER / f"{number:04d}"
    part = folder / FORMER / f".{target.name}.part"
    remove_folder(part)
    for name in (TABLES, TYPED):
        if (folder / name).is_dir():
            shutil.copytree(folder / name, part / name)
    part.rename(target)
    return target


def _repair(folder: Path) -> None:
    """Put back what an interrupted exchange left aside."""
    for name in (TABLES, TYPED):
        last, place = folder / f".{name}.last", folder / name
        if last.exists() and not place.exists():
            last.rename(place)
