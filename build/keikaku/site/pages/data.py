"""The data page: every published file with rows, size and checksum, and under which licence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from keikaku.read import Licence
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex
from keikaku.site.inputs import DataFile
from keikaku.site.links import web
from keikaku.site.words import number, size


class FileLine(NamedTuple):
    """A file as the page shows it."""

    href: str
    name: str
    title: str
    description: str
    media_type: str
    rows: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """Context of `data.html`."""

    frame: Frame
    licence: Licence | None
    licence_url: str
    tables: tuple[FileLine, ...]
    others: tuple[FileLine, ...]
    example_csv: str


def data_page(index: CityIndex, frames: Frames) -> DataPage:
    """Make the data page."""
    words, city = index.words, index.city.city
    files = [_line(file) for file in index.given.files]
    title = words.say("data_title", name=city.name.ja)
    description = words.say("data_description", name=city.name.ja, count=len(files))
    tables = tuple(line for line in files if line.media_type == "text/csv")
    return DataPage(
        frame=frames.thing(index.page("data"), title, description),
        licence=city.licence,
        licence_url=web(city.licence.url if city.licence else None),
        tables=tables,
        others=tuple(line for line in files if line.media_type != "text/csv"),
        example_csv=index.csv("targets").href.rpartition("/")[2],
    )


def _line(file: DataFile) -> FileLine:
    rows = "" if file.rows is None else number(file.rows)
    name = file.name.rpartition("/")[2]
    return FileLine(file.name, name, file.title, file.description, file.media_type, rows, size(file.size), file.sha256)
