"""The tables of all cities for databases and data frames: one SQLite file, and one Parquet file a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from keikaku.bulk.database import Database
from keikaku.bulk.parquet import ParquetFiles
from keikaku.check import CleanCity
from keikaku.file_names import table_file
from keikaku.iri import ALL, CITIES, CODES
from keikaku.names import DATABASE, parquet_file
from keikaku.schema import Schema


@dataclass(frozen=True, slots=True)
class BulkFile:
    """A written file: its name, and the table that it is; none where it is the database."""

    name: str
    table: str


class Bulk:
    """Writes the files into a folder, which is made if need be: `add` each city, then `finish`, inside one `with`.

    Raises:
        OSError, sqlite3.Error: a file cannot be written.
    """

    def __init__(self, folder: Path, schema: Schema) -> None:
        self._folder, self._schema = folder, schema

    def __enter__(self) -> Bulk:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._database = Database(self._folder / DATABASE, self._schema)
        self._parquet = ParquetFiles(self._folder, self._schema)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._database.close()
        self._parquet.close()

    def add(self, city: CleanCity) -> None:
        """Append a city's rows."""
        self._database.add(city)
        self._parquet.add(city)

    def finish(self) -> tuple[BulkFile, ...]:
        """Close all files and list them."""
        self._database.finish()
        self._parquet.finish()
        tables = (CITIES, *(table.name for table in self._schema.tables), CODES)
        parquet = (BulkFile(parquet_file(table_file(ALL, name)), name) for name in tables)
        return (BulkFile(DATABASE, ""), *parquet)
