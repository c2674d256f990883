"""An indicator's page: how it stands, drawn and in a table, how it is defined, and what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from keikaku.iri import replacement_fragment
from keikaku.model import Indicator, Plan
from keikaku.site.chart_files import Reuse, reuse
from keikaku.site.citation import Citation, cite_thing
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, Place
from keikaku.site.lists.changes import Step, steps
from keikaku.site.standing.summary import Chip, Summaries
from keikaku.site.standing.yearly import departments_of
from keikaku.site.tables.fact import Fact, facts
from keikaku.site.tables.grid import Grid
from keikaku.site.tables.grids import concerning_grid, statements_grid, values_grid
from keikaku.site.tables.year_grid import years_grid


class Related(NamedTuple):
    """Another indicator that this one replaced or that replaced it; `id` is the element that is the replacement."""

    term: str
    link: Link
    id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """Context of `indicator.html`."""

    frame: Frame
    title: str
    owner: Link | None
    sentence: str
    chips: tuple[Chip, ...]
    chart: Markup
    values: Grid | None
    assessments: Grid | None
    place: Place
    facts: tuple[Fact, ...]
    related: tuple[Related, ...]
    reason_title: str
    statements: Grid
    steps: tuple[Step, ...]
    corrections: Grid | None
    citation: Citation
    reuse: Reuse


def indicator_page(
    index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan, indicator: Indicator
) -> IndicatorPage:
    """Make an indicator's page."""
    row = indicator.latest
    path = index.page("indicator", plan_id=indicator.plan_id, indicator_id=indicator.indicator_id)
    owner, trail = _owner(index, plan, indicator)
    card = summaries.indicator(plan, indicator)
    tables = [name for name in ("targets", "results", "assessments") if getattr(indicator, name)]
    said = index.words.say("titled", title=row.title, text=card.sentence)
    frame = frames.thing(path, row.title, said, trail, ("indicators", *tables))
    return IndicatorPage(
        frame=frame,
        title=row.title,
        owner=owner,
        sentence=card.sentence,
        chips=card.chips,
        chart=card.chart,
        values=values_grid(index, indicator) if tables or row.baseline_value is not None else None,
        assessments=years_grid(index, indicator) if indicator.assessments else None,
        place=index.place(row),
        facts=(*_facts(index, indicator), *_of_project(index, plan, row.project_id)),
        related=_related(index, plan, indicator),
        reason_title=index.column_title("indicators", "revision_reason"),
        statements=statements_grid(index, "indicators", indicator.statements),
        steps=steps(index, "indicators", indicator.statements),
        corrections=concerning_grid(index, indicator.plan_id, "indicator_id", indicator.indicator_id),
        citation=cite_thing(index, plan, row, "indicators", path),
        reuse=reuse(index, indicator, path, card.sentence, frame.beside, card.picture),
    )


def _owner(index: CityIndex, plan: Plan, indicator: Indicator) -> tuple[Link | None, tuple[Link, ...]]:
    """Give the project or policy that the indicator belongs to, and the breadcrumbs down to it."""
    row, top = indicator.latest, index.plan(indicator.plan_id)
    if row.project_id:
        project = plan.projects[row.project_id]
        link = index.project(project)
        return link, (top, *index.policy_trail(plan, project.latest.policy_id), link)
    if row.policy_id:
        trail = index.policy_trail(plan, row.policy_id)
        return trail[-1], (top, *trail)
    return None, (top,)


def _facts(index: CityIndex, indicator: Indicator) -> tuple[Fact, ...]:
    words, row = index.words, indicator.latest
    title = partial(index.column_title, "indicators")
    baseline = words.quantity(row.baseline_value, row.unit)
    year = words.fiscal_year(row.baseline_fy)
    return facts(
        Fact(title("definition"), row.definition),
        Fact(title("unit"), words.unit(row.unit)),
        Fact(title("baseline_value"), " ".join(part for part in (year, baseline) if part)),
        Fact(title("polarity"), words.code("polarity", row.polarity)),
        Fact(title("level"), words.code("indicator_level", row.level)),
        Fact(title("value_type"), words.code("value_type", row.value_type)),
        Fact(title("time_basis"), words.code("time_basis", row.time_basis)),
    )


def _of_project(index: CityIndex, plan: Plan, project_id: str) -> tuple[Fact, ...]:
    """Give what an indicator has through its project: the departments in charge, and the remarks."""
    if not project_id:
        return ()
    project = plan.projects[project_id]
    links = [index.department(key) for key in departments_of(project)]
    named = [Fact(index.words.say("kind_department"), link.text, link.href) for link in links]
    return facts(*named, Fact(index.words.say("project_remarks"), project.latest.remarks))


def _related(index: CityIndex, plan: Plan, indicator: Indicator) -> tuple[Related, ...]:
    """Give the indicators that this one replaced, as each edition says, and those that replaced it."""
    say, own = index.words.say, indicator.indicator_id
    before = [
        Related(
            say("replaces"),
            index.indicator(plan.indicators[row.replaces_indicator_id]),
            replacement_fragment(row.edition_id),
            row.revision_reason,
        )
        for row in indicator.statements
        if row.replaces_indicator_id
    ]
    after = [
        Related(say("replaced_by"), index.indicator(plan.indicators[key]))
        for key in index.replacing(plan.row.plan_id, own)
    ]
    return (*before, *after)
