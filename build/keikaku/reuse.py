"""What others take and use, wired together: API, feeds, archives of editions, database and Parquet files.

The pipeline calls `write_city_reuse` for each city, which needs nothing of any other city, and `Reuse` for what is
about all of them. Of a city there remain some lines for the API and its newest entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from keikaku.api import ApiCity, Archive, write_city_api, write_root_api
from keikaku.bulk import Bulk, BulkFile
from keikaku.check import CleanCity
from keikaku.feed import Entry, SiteFeed, write_city_feeds
from keikaku.iri import ALL, Iris
from keikaku.model import Municipality
from keikaku.package import write_edition_archives
from keikaku.schema import Schema


@dataclass(frozen=True, slots=True)
class CityReuse:
    """What remains of a city."""

    api: ApiCity
    entries: list[Entry]


def write_city_reuse(
    city: CleanCity, municipality: Municipality, schema: Schema, base_url: str, root: Path, graph: Path
) -> CityReuse:
    """Write a city's archives, documents of the API and feeds; `graph` is its N-Triples."""
    archives = write_edition_archives(city, schema, base_url, root, graph)
    told = {one.edition_id: Archive(one.name, one.size, one.sha256) for one in archives}
    api = write_city_api(municipality, schema, base_url, root, told)
    sizes = {one.edition_id: one.size for one in archives}
    return CityReuse(api, write_city_feeds(municipality, schema, base_url, root, sizes))


class Reuse:
    """Writes what is about all cities: `add` each, then `finish`, inside one `with`.

    Raises:
        OSError, sqlite3.Error: a file cannot be written.
    """

    def __init__(self, root: Path, schema: Schema, base_url: str) -> None:
        self._root, self._schema, self._base_url = root, schema, base_url
        self._bulk = Bulk(root / Iris(base_url, ALL).page("data", {}), schema)
        self._feed = SiteFeed()
        self._cities: list[ApiCity] = []

    def __enter__(self) -> Reuse:
        self._bulk.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bulk.__exit__(kind, error, at)

    def add(self, city: CleanCity, written: CityReuse) -> None:
        """Append a city."""
        self._bulk.add(city)
        self._feed.add(written.entries)
        self._cities.append(written.api)

    def finish(self) -> tuple[BulkFile, ...]:
        """Write feed and documents of all cities, close the database and the Parquet files, and list these."""
        self._feed.write(self._root, self._base_url)
        write_root_api(self._cities, self._schema, self._base_url, self._root)
        return self._bulk.finish()
