"""The tables as a workbook would make them: imported anew whenever it is saved, into a folder of the preview's own.

The city's own tables are not touched: what the preview shows is what `keikaku import` would write.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from keikaku.intake import Intake, Request, take_in
from keikaku.preview.inputs import city_digest, content_digest
from keikaku.preview.tables import Tables, read_tables
from keikaku.problem import has_errors
from keikaku.read import CONFIG, TABLES
from keikaku.schema import Schema


class WorkbookReader:
    """Reads the tables of one city from a workbook; `room` is the folder in which it may write."""

    def __init__(self, request: Request, room: Path) -> None:
        self._request, self._room = request, room
        self._taken: tuple[str, Schema, Intake] | None = None

    def read(self, schema: Schema, former: Tables | None) -> Tables:
        """Give the tables as they would be after an import; where it would be refused, its problems."""
        stamp = self._stamp()
        intake = self._take_in(stamp, schema)
        if has_errors(intake.problems):
            return Tables((), intake.problems, stamp, intake.rows)
        city = self._room / self._request.folder.name
        self._write(city, intake)
        tables = read_tables(self._room, [city.name], schema, former)
        # The import has checked the whole and told each problem at the cell of the workbook that it comes from.
        return replace(tables, problems=intake.problems) if tables.sound else tables

    def _stamp(self) -> str:
        """Hash what an import is made of."""
        told = sha256(city_digest(self._request.folder).encode())
        for path in self._request.files:
            told.update(content_digest(path))
        return told.hexdigest()

    def _take_in(self, stamp: str, schema: Schema) -> Intake:
        if self._taken is None or self._taken[0] != stamp or self._taken[1] is not schema:
            self._taken = stamp, schema, take_in(self._request, schema)
        return self._taken[2]

    def _write(self, city: Path, intake: Intake) -> None:
        """Write the city's folder, and change nothing that is as it should be."""
        files = {CONFIG: (self._request.folder / CONFIG).read_bytes()}
        files |= {f"{TABLES}/{name}": content for name, content in intake.tables.items()}
        (city / TABLES).mkdir(parents=True, exist_ok=True)
        for path in (city / TABLES).iterdir():
            if f"{TABLES}/{path.name}" not in files:
                path.unlink()
        for name, content in files.items():
            (city / name).write_bytes(content)
