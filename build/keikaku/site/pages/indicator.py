"""An indicator's page: how it stands, drawn and in a table, how it is defined, and what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from keikaku.model import Indicator, Plan
from keikaku.site.changes import Difference, steps
from keikaku.site.fact import Fact, facts
from keikaku.site.frame import Frame, Frames
from keikaku.site.grid import Grid
from keikaku.site.grids import assessments_grid, concerning_grid, statements_grid, values_grid
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, Place
from keikaku.site.summary import Chip, Summaries
from keikaku.site.words import fiscal_year


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
    related: tuple[tuple[str, Link], ...]
    statements: Grid
    steps: tuple[tuple[Link, tuple[Difference, ...]], ...]
    corrections: Grid | None


def indicator_page(
    index: CityIndex, frames: Frames, summaries: Summaries, plan: Plan, indicator: Indicator
) -> IndicatorPage:
    """Make an indicator's page."""
    row = indicator.latest
    path = index.page("indicator", plan_id=indicator.plan_id, indicator_id=indicator.indicator_id)
    owner, trail = _owner(index, plan, indicator)
    card = summaries.indicator(plan, indicator)
    tables = [name for name in ("targets", "results", "assessments") if getattr(indicator, name)]
    return IndicatorPage(
        frame=frames.thing(path, row.title, f"{row.title}：{card.sentence}", trail, ("indicators", *tables)),
        title=row.title,
        owner=owner,
        sentence=card.sentence,
        chips=card.chips,
        chart=card.chart,
        values=values_grid(index, indicator) if tables or row.baseline_value is not None else None,
        assessments=assessments_grid(index, indicator) if indicator.assessments else None,
        place=index.place(row),
        facts=_facts(index, indicator),
        related=_related(index, plan, indicator),
        statements=statements_grid(index, "indicators", indicator.statements),
        steps=steps(index, "indicators", indicator.statements),
        corrections=concerning_grid(index, indicator.plan_id, "indicator_id", indicator.indicator_id),
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
    columns = index.site.schema.by_name["indicators"].by_name
    baseline = words.quantity(row.baseline_value, row.unit)
    year = fiscal_year(row.baseline_fy) if row.baseline_fy else ""
    return facts(
        Fact(columns["definition"].title.ja, row.definition),
        Fact(columns["unit"].title.ja, row.unit),
        Fact(columns["baseline_value"].title.ja, " ".join(part for part in (year, baseline) if part)),
        Fact(columns["polarity"].title.ja, words.code("polarity", row.polarity)),
        Fact(columns["level"].title.ja, words.code("indicator_level", row.level)),
        Fact(columns["value_type"].title.ja, words.code("value_type", row.value_type)),
        Fact(columns["time_basis"].title.ja, words.code("time_basis", row.time_basis)),
    )


def _related(index: CityIndex, plan: Plan, indicator: Indicator) -> tuple[tuple[str, Link], ...]:
    """Give the indicators that this one replaced, and those that replaced it."""
    words, own = index.words, indicator.indicator_id
    replaced = {row.replaces_indicator_id for row in indicator.statements if row.replaces_indicator_id}
    before = [(words.say("replaces"), index.indicator(plan.indicators[key])) for key in sorted(replaced)]
    after = [
        (words.say("replaced_by"), index.indicator(plan.indicators[key]))
        for key in index.replacing(plan.row.plan_id, own)
    ]
    return (*before, *after)
