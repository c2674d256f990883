"""The quality page: what agrees with the documents, how complete the data are, corrections, rules, warnings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from keikaku.file_names import QUALITY_FILE
from keikaku.problem import Problem, catalogue, mend, message
from keikaku.quality import EXCEPTION, NOT_APPLICABLE, PASS, summary
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex
from keikaku.site.links import Link
from keikaku.site.queries import asked
from keikaku.site.standing.counts import Card
from keikaku.site.tables.completeness_grids import (
    Folded,
    columns_grids,
    editions_grids,
    figures_grid,
    gaps_grids,
    tables_grid,
)
from keikaku.site.tables.grid import Grid
from keikaku.site.tables.grids import corrections_grid
from keikaku.site.tables.quality_grids import (
    disagreements_grid,
    measurements_grid,
    reasons_grid,
    rules_grid,
    totals_grid,
)
from keikaku.site.wording.language import quoted_parts
from keikaku.site.wording.words import number


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
    """Context of `quality.html`; a table that would have no rows is None. Long lists stand elsewhere, and are links."""

    frame: Frame
    summary: str
    file: str
    cards: tuple[Card, ...]
    totals: Grid | None
    attainment: str
    disagreements: Grid | None
    reasons: Grid | None
    editions: tuple[Grid, ...]
    tables: Grid
    columns: tuple[Folded, ...]
    figures: Grid | None
    gaps: tuple[Folded, ...]
    corrections: tuple[Grid, ...]
    outcome: str
    rules: Grid
    groups: tuple[WarningGroup, ...]
    measurements: Grid
    column_lists: tuple[Link, ...] = ()
    gap_lists: tuple[Link, ...] = ()
    correction_lists: tuple[Link, ...] = ()


def quality_page(index: CityIndex, frames: Frames) -> QualityPage:
    """Make the quality page."""
    words, quality = index.words, index.given.quality
    name = words.label(index.city.city.name)
    attainment = quality.attainment
    return QualityPage(
        frame=frames.thing(
            index.page("quality"),
            words.say("quality_title", name=name),
            words.say("quality_description", name=name),
            tables=("totals", "assessments", "corrections"),
        ),
        summary=words.label(summary(quality)),
        file=QUALITY_FILE,
        cards=_cards(index),
        totals=totals_grid(index) if quality.totals else None,
        attainment=_attainment(index),
        disagreements=disagreements_grid(index) if attainment.disagreements else None,
        reasons=reasons_grid(index) if attainment.reasons else None,
        editions=editions_grids(index),
        tables=tables_grid(index),
        columns=columns_grids(index),
        figures=figures_grid(index) if quality.figures else None,
        gaps=gaps_grids(index),
        corrections=_corrections(index),
        outcome=_outcome(index),
        rules=rules_grid(index),
        groups=_groups(index, quality.warnings),
        measurements=measurements_grid(index),
    )


def _cards(index: CityIndex) -> tuple[Card, ...]:
    """Count at a glance; what a city does not have gets no card."""
    words, quality = index.words, index.given.quality

    def card(key: str, value: str, **facts: str) -> Card:
        return Card(words.say(f"card_{key}"), value, words.say(f"card_{key}_unit", **facts))

    compared = quality.attainment.compared
    found = [card("rows", number(quality.rows))]
    if quality.placed.rows.percent is not None:
        found.append(card("placed", f"{quality.placed.rows.percent}"))
    if quality.totals:
        found.append(card("totals", number(quality.totals_that(True)), all=number(len(quality.totals))))
    if compared:
        found.append(card("statuses", number(quality.attainment.agreeing), all=number(compared)))
    found.append(card("corrections", number(quality.corrected)))
    found.append(card("rules", number(quality.rules_that(PASS)), all=number(len(quality.rules))))
    found.append(card("warnings", number(len(quality.warnings))))
    return tuple(found)


def _attainment(index: CityIndex) -> str:
    """Say in a sentence how computed statuses stand beside the printed ones."""
    found, say = index.given.quality.attainment, index.words.say
    if not found.rows:
        return say("attainment_none")
    sentence = say("attainment_computed", rows=number(found.rows), computed=number(found.computed))
    if not found.printed:
        return sentence + say("attainment_unprinted")
    return sentence + say("attainment_compared", compared=number(found.compared), agreeing=number(found.agreeing))


def _outcome(index: CityIndex) -> str:
    quality = index.given.quality
    return index.words.say(
        "rules_counted",
        passed=quality.rules_that(PASS),
        unused=quality.rules_that(NOT_APPLICABLE),
        exceptions=quality.rules_that(EXCEPTION),
        all=len(quality.rules),
    )


def _groups(index: CityIndex, problems: tuple[Problem, ...]) -> tuple[WarningGroup, ...]:
    lang = index.words.lang
    by_code: dict[str, list[Warned]] = {}
    for problem in problems:
        said = Warned(problem.where.say(lang), _told(index, message(problem, lang)), _told(index, mend(problem, lang)))
        by_code.setdefault(problem.code, []).append(said)
    titles = {code: _told(index, catalogue()[code].of(lang).title) for code in by_code}
    return tuple(WarningGroup(code, titles[code], tuple(by_code[code])) for code in sorted(by_code))


def _told(index: CityIndex, text: str) -> str:
    """Give a text of the catalogue of problems; on English pages the Japanese that it names is marked."""
    return quoted_parts(text) if index.words.english else text


def _corrections(index: CityIndex) -> tuple[Grid, ...]:
    codes = index.site.schema.code_lists["correction_kind"].codes
    grids = []
    for code in codes:
        rows = [row for row in index.city.rows["corrections"] if row.kind == code.value]
        if rows:
            caption = index.words.say(
                "corrections_of_kind", kind=index.words.code("correction_kind", code.value), count=len(rows)
            )
            grid = corrections_grid(index, caption, rows, named=False, kinds=False)
            grids.append(replace(grid, asked=asked("corrections", index.page("quality"))))
    return tuple(grids)
