"""What to do next about a city, in one language: errors first, then what is due, then what is not filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from keikaku.problem import Lang
from keikaku.progress.facts import KINDS, STATES, CityProgress, Item
from keikaku.progress.words import say, year_name
from keikaku.schema import Schema

_COLUMNS: Final = 5
"""Columns for which a step is told; all that are not filled are listed elsewhere."""
_TARGETS: Final = "indicatorsWithTarget"


def next_steps(city: CityProgress, schema: Schema, lang: Lang) -> tuple[str, ...]:
    """Give the steps, the most pressing first."""
    if not city.rows:
        return (say("step_empty", lang),)
    titles = {table.name: table.title.say(lang) for table in schema.tables}
    items = [item for plan in city.plans for item in plan.items]
    errors = [say("step_errors", lang, count=city.errors)] if city.errors else []
    steps = (
        *errors,
        *_of_items(items, titles, lang),
        *_of_targets(city, titles, lang),
        *_of_columns(city, schema, lang),
    )
    return steps or (say("step_none", lang),)


def _of_items(items: Sequence[Item], titles: dict[str, str], lang: Lang) -> Iterator[str]:
    for kind in KINDS[:2]:
        for state in STATES:
            if own := [item for item in items if (item.kind, item.state) == (kind, state)]:
                years = _years(own, lang)
                yield say(f"step_{kind}_{state}", lang, years=years, count=len(own), table=titles["results"])
    if alone := {item.project.id for item in items if item.project.id and not item.departments}:
        yield say("step_departments", lang, count=len(alone), table=titles["project_departments"])
    if marks := [item for item in items if item.kind == "mark"]:
        yield say("step_mark", lang, years=_years(marks, lang), count=len(marks))


def _of_targets(city: CityProgress, titles: dict[str, str], lang: Lang) -> Iterator[str]:
    parts = [part for plan in city.plans for name, _, part in plan.parts if name == _TARGETS]
    if left := sum(part.of - part.count for part in parts):
        yield say("step_targets", lang, count=left, table=titles["targets"])


def _of_columns(city: CityProgress, schema: Schema, lang: Lang) -> Iterator[str]:
    for one in [one for one in city.columns if one.gaps][:_COLUMNS]:
        table = schema.by_name[one.table]
        title = table.by_name[one.column].title.say(lang)
        yield say("step_column", lang, title=title, table=table.title.say(lang), count=len(one.gaps))


def _years(items: Iterable[Item], lang: Lang) -> str:
    return say("separator", lang).join(year_name(year, lang) for year in sorted({item.fiscal_year for item in items}))
