"""Tables of the quality page: what projects and indicators have, how full tables are, rows without figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from keikaku.quality import Figures, Part, TableFill, catalogue
from keikaku.site.index import CityIndex
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid
from keikaku.site.wording.words import number


class Folded(NamedTuple):
    """A table that is folded away, with how many rows there are to see."""

    title: str
    size: str
    grid: Grid


def column_titles(index: CityIndex, names: Iterable[str]) -> list[str]:
    """Give the headings of columns by their keys."""
    return [index.words.say(f"column_{name}") for name in names]


def editions_grids(index: CityIndex) -> tuple[Grid, ...]:
    """For each plan, what the projects and indicators of its editions have."""
    grids = []
    for plan in index.city.plans:
        fills = {fill.edition_id: fill for fill in index.given.quality.editions if fill.plan_id == plan.row.plan_id}
        editions = [fills[edition.row.edition_id] for edition in plan.editions]
        if not editions:
            continue
        rows = [
            Row(
                (
                    Cell(index.words.label(catalogue().metrics[name].label)),
                    *(_part(index, e.parts[name]) for e in editions),
                )
            )
            for name in editions[0].parts
        ]
        titles = [index.words.say("column_item"), *(index.edition(edition.edition_id).text for edition in editions)]
        grids.append(make_grid(index.plan_title(plan), titles, rows))
    return tuple(grids)


def _part(index: CityIndex, part: Part) -> Cell:
    """Write so many of so many with its share; nothing of nothing is a dash."""
    if part.percent is None:
        return Cell("－", look="number")
    text = index.words.say("part", count=number(part.count), all=number(part.of), percent=part.percent)
    return Cell(text, look="number")


def tables_grid(index: CityIndex) -> Grid:
    """Rows of each table, and how many of its cells are filled."""
    rows = []
    for fill in index.given.quality.tables:
        link = index.csv(fill.table)
        share = "－" if fill.cells.percent is None else f"{fill.cells.percent}%"
        cells = (
            Cell(link.text, link.href),
            Cell(number(fill.rows), look="number"),
            Cell(share, look="number"),
        )
        rows.append(Row(cells))
    names = ("table", "rows", "filled_cells")
    return make_grid(index.words.say("tables_caption"), column_titles(index, names), rows)


def columns_grids(index: CityIndex) -> tuple[Folded, ...]:
    """Column by column how many rows of a table state it; tables without rows are left out."""
    return tuple(_columns(index, fill) for fill in index.given.quality.tables if fill.rows)


def _columns(index: CityIndex, fill: TableFill) -> Folded:
    rows = [
        Row(
            (
                Cell(index.column_title(fill.table, column.column)),
                Cell(column.column, look="code"),
                Cell(index.words.say("required") if column.required else ""),
                _part(index, column.filled),
            )
        )
        for column in fill.columns
    ]
    names = ("column", "physical_name", "required", "filled")
    title = index.table_title(fill.table)
    caption = index.words.say("columns_caption", table=title)
    count = index.words.say("count_columns", count=number(len(rows)))
    return Folded(title, count, make_grid(caption, column_titles(index, names), rows))


def figures_grid(index: CityIndex) -> Grid:
    """How many rows of each table and edition have no figure."""
    rows = []
    for figures in index.given.quality.figures:
        edition = index.edition(figures.edition_id)
        cells = (
            Cell(index.csv(figures.table).text),
            Cell(edition.text, edition.href),
            Cell(number(figures.rows), look="number"),
            Cell(number(len(figures.gaps)), look="number"),
        )
        rows.append(Row(cells))
    names = ("table", "edition", "rows", "without_figures")
    return make_grid(index.words.say("figures_caption"), column_titles(index, names), rows)


def gaps_grids(index: CityIndex) -> tuple[Folded, ...]:
    """The rows without figures themselves, with what is printed instead."""
    return tuple(_gaps(index, figures) for figures in index.given.quality.figures if figures.gaps)


def _gaps(index: CityIndex, figures: Figures) -> Folded:
    words = index.words
    keys = index.site.schema.by_name[figures.table].row_key
    own = [row for row in index.city.rows[figures.table] if row.edition_id == figures.edition_id]
    by_key = {"|".join(str(getattr(row, key)) for key in keys): row for row in own}
    rows = []
    for gap in figures.gaps:
        row = by_key[gap.key]
        kind = "" if gap.numeric is None else words.say("gap_number" if gap.numeric else "gap_words")
        link = index.row_link(figures.table, row, gap.key.replace("|", " "))
        cells = (Cell(link.text, link.href), Cell(gap.raw, look="raw"), Cell(kind))
        rows.append(index.row(figures.table, row, cells)._replace(id=""))
    title = words.say("gaps_of", table=index.csv(figures.table).text, edition=index.edition(figures.edition_id).text)
    grid = make_grid(title, column_titles(index, ("row_key", "printed", "note")), rows)
    return Folded(title, words.say("count_rows", count=number(len(rows))), grid)
