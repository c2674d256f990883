"""How a city's indicators stand: counts by year and policy, and for each year the list of them all and of the missed.

A list that would be too long for a page is divided into parts, so all of it can be read without a script; the page's
script filters and sorts it, over all parts and years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from keikaku.file_names import STATUS_CSV
from keikaku.iri import part_of
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, href
from keikaku.site.lists.status_lines import (
    Filters,
    Group,
    Mark,
    PlanStandings,
    filters,
    groups_of,
    pieces,
    status_name,
    years_of,
)
from keikaku.site.paging import Pager, pager
from keikaku.site.standing.yearly import FALLEN_SHORT, STATES, count_projects, count_states
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid
from keikaku.site.wording.words import number


@dataclass(frozen=True, slots=True)
class StatusPage:
    """Context of `status.html`: the city's counts by year."""

    frame: Frame
    plans: tuple[tuple[Link, Grid], ...]
    filters: Filters
    csv: Link


@dataclass(frozen=True, slots=True)
class StatusListPage:
    """Context of `status_list.html`: one year's indicators, or those of it that were `missed`."""

    frame: Frame
    year: str
    missed: bool
    other: Link
    years: tuple[tuple[Link, bool], ...]
    summaries: tuple[Grid, ...]
    counted: tuple[Mark, ...]
    groups: tuple[Group, ...]
    pager: Pager
    filters: Filters
    csv: Link


def status_page(index: CityIndex, frames: Frames, given: Sequence[PlanStandings]) -> StatusPage:
    """Make the page of a city's counts by year."""
    words, name = index.words, index.words.label(index.city.city.name)
    path = index.page("status")
    frame = frames.plain(path, words.say("status_title", name=name), words.say("status_description", name=name))
    pages = tuple(href(f"{year}/") for year in years_of(given))
    return StatusPage(
        frame=frame,
        plans=tuple((index.plan(one.plan.row.plan_id), _by_year(index, one)) for one in given),
        filters=filters(index, given, 0, pages),
        csv=index.site.file(path + STATUS_CSV, words.say("status_csv")),
    )


def _by_year(index: CityIndex, given: PlanStandings) -> Grid:
    """Count, for each year of a plan, its projects as the plan counts them and its indicators."""
    words, rows = index.words, []
    for year in years_of([given]):
        projects = count_projects(given.plan, year)
        own = count_states(one for one in given.standings if one.year == year)
        listed = href(index.page("status_year", fiscal_year=str(year)))
        missed = href(index.page("missed", fiscal_year=str(year))) if any(own[state] for state in FALLEN_SHORT) else ""
        counted = [Cell(number(count), look="number") for count in projects.values()]
        counted += [
            Cell(number(own[state]), missed if state in FALLEN_SHORT and own[state] else "") for state in STATES
        ]
        rows.append(Row((Cell(words.fiscal_year(year), listed), *counted)))
    titles = [words.say("column_fiscal_year"), *_titles(index)]
    return make_grid(words.say("status_by_year", title=index.plan_title(given.plan)), titles, rows)


def _titles(index: CityIndex) -> list[str]:
    """Head the counts: first the statuses of projects, then all states of indicators."""
    say = index.words.say
    projects = [say("status_of_projects", status=status_name(index.words, state)) for state in STATES[:3]]
    return projects + [say("status_of_indicators", status=status_name(index.words, state)) for state in STATES]


def status_lists(
    index: CityIndex, frames: Frames, given: Sequence[PlanStandings], year: int, *, missed: bool
) -> Iterator[StatusListPage]:
    """Make the pages of one year: of all its indicators, or of those that fell short of their targets."""
    kept = [
        PlanStandings(
            plan, tuple(one for one in every if one.year == year and (not missed or one.state in FALLEN_SHORT))
        )
        for plan, every in given
    ]
    kind = "missed" if missed else "status_year"
    path = index.page(kind, fiscal_year=str(year))
    parts = index.division.divide(path, pieces(index, kept))
    whole = _whole_list(index, frames, (given, kept), year, missed=missed)
    for place, part in enumerate(parts, start=1):
        yield replace(
            whole,
            frame=_frame(index, frames, part_of(path, place), kind, year),
            summaries=whole.summaries if place == 1 else (),
            groups=tuple(groups_of(part)),
            pager=pager(path, place, len(parts)),
            filters=whole.filters._replace(pages=_parts_from(place, len(parts))),
        )


def _whole_list(
    index: CityIndex,
    frames: Frames,
    given: tuple[Sequence[PlanStandings], Sequence[PlanStandings]],
    year: int,
    *,
    missed: bool,
) -> StatusListPage:
    """Make what all parts of a list say; their lines are not on it."""
    words, (every, kept) = index.words, given
    kind, other = ("missed", "status_year") if missed else ("status_year", "missed")
    path = index.page(kind, fiscal_year=str(year))
    shown = words.fiscal_year(year)
    counted = count_states(one for plan in kept for one in plan.standings)
    return StatusListPage(
        frame=_frame(index, frames, path, kind, year),
        year=shown,
        missed=missed,
        other=Link(href(index.page(other, fiscal_year=str(year))), words.say(f"{other}_link", year=shown)),
        years=tuple(
            (Link(href(index.page(kind, fiscal_year=str(one))), words.fiscal_year(one)), one == year)
            for one in years_of(every)
        ),
        summaries=() if missed else tuple(_by_policy(index, one, year) for one in kept if one.standings),
        counted=tuple(
            Mark(f"{status_name(index.words, state)} {number(counted[state])}", state)
            for state in STATES
            if counted[state]
        ),
        groups=(),
        pager=pager(path, 1, 1),
        filters=filters(index, kept, year, ()),
        csv=index.site.file(index.page("status") + STATUS_CSV, words.say("status_csv")),
    )


def _parts_from(place: int, count: int) -> tuple[str, ...]:
    """Give the ways from one part of a list to all parts of it, in order."""
    up = "../" if place > 1 else ""
    return tuple(href(up + part_of("", one)) for one in range(1, count + 1))


def _frame(index: CityIndex, frames: Frames, path: str, kind: str, year: int) -> Frame:
    words = index.words
    facts = {"name": words.label(index.city.city.name), "year": words.fiscal_year(year)}
    frame = frames.plain(path, words.say(f"{kind}_title", **facts), words.say(f"{kind}_description", **facts))
    above = Link(href(index.page("status")), words.say("menu_status"))
    return replace(frame, crumbs=(*frame.crumbs, above))


def _by_policy(index: CityIndex, given: PlanStandings, year: int) -> Grid:
    """Count a year's projects and indicators below each top policy, and in the whole plan."""
    words, plan = index.words, given.plan
    rows = []
    for policy_id in (*plan.roots, ""):
        own = [one for one in given.standings if not policy_id or policy_id in one.policies]
        if own:
            link = index.policy(plan.policies[policy_id]) if policy_id else Link("", words.say("all"))
            counts = [*count_projects(plan, year, policy_id).values(), *count_states(own).values()]
            cells = [Cell(number(count), look="number") for count in counts]
            rows.append(Row((Cell(link.text, link.href), *cells)))
    titles = [words.say("column_policy"), *_titles(index)]
    caption = words.say("status_by_policy", title=index.plan_title(plan), year=words.fiscal_year(year))
    return make_grid(caption, titles, rows)
