"""The page of the package of all cities: its files with sizes and checksums, and how to load them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from keikaku.file_names import CSVW_SUFFIX, compressed, graph_file, table_file
from keikaku.iri import ALL, CITIES, CODES, Iris
from keikaku.site.engine import SiteContext
from keikaku.site.frame import Frame, site_frame
from keikaku.site.inputs import DataFile
from keikaku.site.pages.data import FileLine, file_line

_CSV: Final = "text/csv"
_PARQUET: Final = ".parquet"
_GROUPED: Final = (CSVW_SUFFIX, _PARQUET)
"""How the names of files end that stand in lists of their own."""


@dataclass(frozen=True, slots=True)
class TogetherPage:
    """Context of `together.html`; the examples name files of the page's folder."""

    frame: Frame
    tables: tuple[FileLine, ...]
    others: tuple[FileLine, ...]
    parquet: tuple[FileLine, ...]
    descriptions: tuple[FileLine, ...]
    cities_csv: str
    targets_csv: str
    graph: str


def together_page(site: SiteContext, files: Sequence[DataFile]) -> TogetherPage:
    """Make the page."""
    say = site.words.say
    path = Iris(site.base_url, ALL).page("data", {})
    frame = site_frame(site, path, say("together_title"), say("together_description"))
    lines = [_line(site, file) for file in files]
    return TogetherPage(
        frame=replace(frame, thing=True),
        tables=tuple(line for line in lines if line.media_type == _CSV),
        others=tuple(line for line in lines if line.media_type != _CSV and not line.name.endswith(_GROUPED)),
        parquet=tuple(line for line in lines if line.name.endswith(_PARQUET)),
        descriptions=tuple(line for line in lines if line.name.endswith(CSVW_SUFFIX)),
        cities_csv=table_file(ALL, CITIES),
        targets_csv=table_file(ALL, "targets"),
        graph=compressed(graph_file(ALL, "nt")),
    )


def _line(site: SiteContext, file: DataFile) -> FileLine:
    """Show a file in the language of the page: a table by the schema's words, others by words of their own."""
    tables = {table_file(ALL, table.name): table for table in site.schema.tables}
    # A table is called the same in either form.
    name = f"{file.name.removesuffix(_PARQUET)}.csv" if file.name.endswith(_PARQUET) else file.name
    if name in tables:
        table, label = tables[name], site.words.label
        return file_line(replace(file, title=label(table.title), description=label(table.description)))
    own = {table_file(ALL, CITIES): "cities", table_file(ALL, CODES): "codes"}
    form = "csvw" if file.name.endswith(CSVW_SUFFIX) else file.media_type.rpartition("/")[2].rpartition(".")[2]
    kind, say = own.get(name, form), site.words.say
    return file_line(
        replace(file, title=say(f"together_{kind}_title"), description=say(f"together_{kind}_description"))
    )
