"""All cities in one package: each table with the city's code as its first column, streamed city by city.

Rows and triples are appended as cities come, so what is held does not grow with the tables: of a city there remain its
line in the table of cities, its sources and its licence. The descriptor, the zip and the checksums come last.
"""

from __future__ import annotations

import csv
import gzip
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from keikaku.check import CleanCity
from keikaku.file_names import CHECKSUMS, DATA_PACKAGE, archive_file, graph_file, table_file
from keikaku.gzipped import gzip_writer
from keikaku.iri import ALL, CITIES, CODES
from keikaku.package import codes
from keikaku.package.together_descriptor import CITIES_TEXTS, CITY_COLUMNS, CityStated, Counted, together_descriptor
from keikaku.package.write import PublishedFile, published, zip_entry
from keikaku.schema import Schema

_CODE: Final = "lgcode"


class Together:
    """Writes the package of all cities: `add` each city, then `finish`, inside one `with`.

    Raises:
        OSError: a file cannot be written.
    """

    def __init__(self, folder: Path, schema: Schema, base_url: str) -> None:
        self._folder, self._schema, self._base_url = folder, schema, base_url
        self._open = ExitStack()
        self._rows = dict.fromkeys((CITIES, *(table.name for table in schema.tables)), 0)
        self._stated: list[CityStated] = []
        self._writers: dict[str, Any] = {}

    def __enter__(self) -> Together:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._start(CITIES, CITY_COLUMNS)
        for table in self._schema.tables:
            self._start(table.name, (_CODE, *table.names))
        self._graph = self._open.enter_context(gzip_writer(self._folder / graph_file(ALL, "nt.gz")))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def _start(self, name: str, header: Iterable[str]) -> None:
        path = self._folder / table_file(ALL, name)
        file = self._open.enter_context(path.open("w", encoding="utf-8", newline=""))
        self._writers[name] = csv.writer(file, lineterminator="\n")
        self._writers[name].writerow(header)

    def add(self, city: CleanCity, graph: Path) -> None:
        """Append a city's rows, and its triples from its N-Triples."""
        code = city.city.lgcode
        stated = CityStated.of(city)
        self._stated.append(stated)
        self._writers[CITIES].writerow(stated.row)
        self._rows[CITIES] += 1
        for name, table in city.tables.items():
            self._writers[name].writerows((code, *row) for row in table.rows)
            self._rows[name] += len(table.rows)
        with graph.open("rb") as lines:
            shutil.copyfileobj(lines, self._graph)

    def finish(
        self, vocabulary: Path, beside: Mapping[str, bytes], more: Iterable[tuple[str, str]] = ()
    ) -> tuple[PublishedFile, ...]:
        """Append the vocabulary from its compressed N-Triples, close all files, tell of them, and list them.

        `beside` are files that go with the tables, `more` the names of other finished files of the folder, each with
        the table that it is, if any. All triples are one gzip stream: not every reader takes several after one another.
        """
        with gzip.open(vocabulary) as triples:
            shutil.copyfileobj(triples, self._graph)
        self._open.close()
        lines = codes.code_rows(self._schema)
        self._start(CODES, codes.HEADER)
        self._writers[CODES].writerows(lines)
        self._open.close()
        tables = [*self._tables(), self._table(CODES, (codes.TITLE, codes.DESCRIPTION), len(lines))]
        descriptor = together_descriptor(self._stated, tables, self._schema, self._base_url)
        written = {DATA_PACKAGE: descriptor, **beside}
        for name, content in written.items():
            (self._folder / name).write_bytes(content)
        listed = [one.file for one in tables]
        others = (archive_file(ALL), graph_file(ALL, "nt.gz"), *written)
        self._pack([*(file.name for file in listed), *written])
        listed += [published(self._folder / name, name) for name in others]
        listed += [self._other_form(name, table, tables) for name, table in more]
        sums = "".join(f"{file.sha256}  {file.name}\n" for file in listed)
        (self._folder / CHECKSUMS).write_text(sums, encoding="utf-8", newline="\n")
        return tuple(listed)

    def _other_form(self, name: str, table: str, tables: Sequence[Counted]) -> PublishedFile:
        """Describe a file that is a table in another form than CSV, or all of them."""
        file = published(self._folder / name, name)
        same = next((one for one in tables if one.name == table), None)
        return replace(file, title=f"{same.file.title}({file.title})", rows=same.file.rows) if same else file

    def _tables(self) -> Iterable[Counted]:
        yield self._table(CITIES, CITIES_TEXTS, self._rows[CITIES])
        for table in self._schema.tables:
            texts = tuple((label.ja, label.en) for label in (table.title, table.description))
            yield self._table(table.name, (texts[0], texts[1]), self._rows[table.name])

    def _table(self, name: str, texts: tuple[tuple[str, str], tuple[str, str]], rows: int) -> Counted:
        """Describe a finished table; what `published` tells of a file of no table is put right."""
        file = table_file(ALL, name)
        found = published(self._folder / file, file)
        (title, _), (description, _) = texts
        told = PublishedFile(file, title, description, found.media_type, rows, found.size, found.sha256)
        return Counted(name, texts, told)

    def _pack(self, names: Iterable[str]) -> None:
        with zipfile.ZipFile(self._folder / archive_file(ALL), "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(names):
                path = self._folder / name
                entry = zip_entry(name)
                entry.file_size = path.stat().st_size
                with path.open("rb") as source, archive.open(entry, "w") as target:
                    shutil.copyfileobj(source, target)
