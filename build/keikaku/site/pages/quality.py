"""The quality page: warnings of the check, corrections of all editions by kind, and how many rows each table has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from keikaku.problem import Problem, catalogue, mend, message
from keikaku.site.counts import Card
from keikaku.site.frame import Frame, Frames
from keikaku.site.grid import Cell, Grid, Row, make_grid
from keikaku.site.grids import corrections_grid
from keikaku.site.index import CityIndex
from keikaku.site.words import number


class Warned(NamedTuple):
    """One warning."""

    where: str
    message: str
    mend: str


class WarningGroup(NamedTuple):
    """Warnings of one code."""

    code: str
    title: str
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class QualityPage:
    """Context of `quality.html`."""

    frame: Frame
    cards: tuple[Card, ...]
    groups: tuple[WarningGroup, ...]
    corrections: tuple[Grid, ...]
    tables: Grid


def quality_page(index: CityIndex, frames: Frames) -> QualityPage:
    """Make the quality page."""
    words, name = index.words, index.city.city.name.ja
    rows = index.city.rows
    counted = {
        "rows": sum(map(len, rows.values())),
        "sources": len(rows["sources"]),
        "corrections": len(rows["corrections"]),
        "warnings": len(index.given.problems),
    }
    return QualityPage(
        frame=frames.plain(
            index.page("quality"),
            words.say("quality_title", name=name),
            words.say("quality_description", name=name),
        ),
        cards=tuple(
            Card(words.say(f"card_{key}"), number(count), words.say(f"card_{key}_unit"))
            for key, count in counted.items()
        ),
        groups=_groups(index.given.problems),
        corrections=_corrections(index),
        tables=_tables(index),
    )


def _groups(problems: tuple[Problem, ...]) -> tuple[WarningGroup, ...]:
    by_code: dict[str, list[Warned]] = {}
    for problem in problems:
        said = Warned(problem.where.say("ja"), message(problem, "ja"), mend(problem, "ja"))
        by_code.setdefault(problem.code, []).append(said)
    return tuple(WarningGroup(code, catalogue()[code].ja.title, tuple(by_code[code])) for code in sorted(by_code))


def _corrections(index: CityIndex) -> tuple[Grid, ...]:
    codes = index.site.schema.code_lists["correction_kind"].codes
    grids = []
    for code in codes:
        rows = [row for row in index.city.rows["corrections"] if row.kind == code.value]
        if rows:
            caption = index.words.say("corrections_of_kind", kind=code.ja, count=len(rows))
            grids.append(corrections_grid(index, caption, rows, named=False, kinds=False))
    return tuple(grids)


def _tables(index: CityIndex) -> Grid:
    words = index.words
    rows = [
        Row(
            (
                Cell(table.title.ja, index.csv(table.name).href),
                Cell(table.name, look="code"),
                Cell(number(len(index.city.rows[table.name])), look="number"),
            )
        )
        for table in index.site.schema.tables
    ]
    titles = [words.say(f"column_{name}") for name in ("table", "physical_name", "rows")]
    return make_grid(words.say("tables_caption"), titles, rows)
