"""An edition's page: what it changed, and the rows that belong to it and to no single project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from keikaku.iri import LEVELS_FRAGMENT, POLICIES_FRAGMENT
from keikaku.model import Edition, Plan
from keikaku.site.citation import Citation, cite_edition
from keikaku.site.frame import Frame, Frames
from keikaku.site.heavy import KEPT, ListPart, Whole, lightened
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, Place, href
from keikaku.site.lists.changes import Changes, edition_changes
from keikaku.site.lists.editions import changes_path
from keikaku.site.paging import weight
from keikaku.site.queries import asked
from keikaku.site.tables import edition_grids as grids
from keikaku.site.tables.fact import Fact, facts
from keikaku.site.tables.grid import Grid
from keikaku.site.tables.grids import corrections_grid, finances_grid

_CHANGES: Final = 64_000
"""Bytes of changes that the page may list."""
_LISTS: Final = 96_000
"""Bytes of changes, policies and tables together, as they are estimated: somewhat too high."""
_NAME: Final = 60
"""Bytes that the markup of a name in a list takes."""


class Level(NamedTuple):
    """One level of the tree of policies; the ids are the elements that are the level and its place in the list."""

    id: str
    list_id: str
    name: str
    policies: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EditionPage:
    """Context of `edition.html`; changes that are too many to be listed are only `counted`."""

    frame: Frame
    title: str
    plan: Link
    place: Place
    facts: tuple[Fact, ...]
    previous: Link | None
    changes: tuple[Changes, ...]
    counted: bool
    changes_page: str
    policies_id: str
    levels: tuple[Level, ...]
    grids: tuple[tuple[str, Grid], ...]
    citation: Citation


def edition_page(index: CityIndex, frames: Frames, plan: Plan, edition: Edition) -> EditionPage:
    """Make an edition's page."""
    row, words = edition.row, index.words
    path = index.page("edition", plan_id=row.plan_id, edition_id=row.edition_id)
    link = index.plan(row.plan_id)
    shown = _grids(index, plan, edition)
    frame = frames.thing(
        path,
        words.say("edition_title", plan=index.plan_title(plan), label=row.label),
        words.say("edition_description", plan=index.plan_title(plan), label=row.label),
        (link,),
        ("editions", *(table for table, _ in shown)),
    )
    previous = row.previous_edition_id
    return EditionPage(
        frame=frame,
        title=row.label,
        plan=link,
        place=index.place(row),
        facts=_facts(index, edition),
        previous=index.edition(previous) if previous else None,
        changes=edition_changes(index, plan, previous, row.edition_id) if previous else (),
        counted=False,
        changes_page=href(changes_path(index, plan, edition)) if previous else "",
        policies_id=POLICIES_FRAGMENT,
        levels=_levels(index, plan, row.edition_id),
        grids=shown,
        citation=cite_edition(index, plan, edition, path),
    )


def light_edition(index: CityIndex, frames: Frames, page: EditionPage) -> tuple[EditionPage, tuple[ListPart, ...]]:
    """Put the rows of the longest tables on parts of their own; their elements stay on the page, with links."""
    whole = Whole(
        Link(href(page.frame.path), page.title),
        page.frame.path,
        index.words.say("edition_part_title", label=page.title),
        page.frame.description,
    )
    path = page.frame.path
    changes = _bytes(page.changes)
    counted = bool(index.division.moved(f"{path}#changes", lambda: [0] if changes > _CHANGES else []))
    policies = sum(weight(*link, more=_NAME) for level in page.levels for link in level.policies)
    room = min(KEPT, max(0, _LISTS - policies - (0 if counted else changes)))
    shown, parts = lightened(frames, index.division, whole, [grid for _, grid in page.grids], room)
    named = tuple((table, grid) for (table, _), grid in zip(page.grids, shown, strict=True))
    return replace(page, grids=named, counted=counted), parts


def _bytes(changes: Sequence[Changes]) -> int:
    """Estimate the bytes that lists of changes take."""
    names = (link for one in changes for link in (*one.added, *one.gone, *(changed.link for changed in one.changed)))
    told = (text for one in changes for changed in one.changed for found in changed.differences for text in found)
    return sum(weight(*link, more=_NAME) for link in names) + sum(weight(text, more=_NAME) for text in told)


def _levels(index: CityIndex, plan: Plan, edition_id: str) -> tuple[Level, ...]:
    """Give the edition's policies by the depth at which they stand in its tree."""
    found: dict[int, list[Link]] = defaultdict(list)
    for policy in plan.policies.values():
        for row in policy.statements:
            if row.edition_id == edition_id:
                found[row.level].append(index.row_link("policies", row, row.title))
    return tuple(
        Level(
            f"{POLICIES_FRAGMENT}-{level}",
            f"{LEVELS_FRAGMENT}-{number}",
            index.words.say("policy_level", level=level),
            tuple(found[level]),
        )
        for number, level in enumerate(sorted(found), start=1)
    )


def _facts(index: CityIndex, edition: Edition) -> tuple[Fact, ...]:
    words, source = index.words, edition.source
    path = index.page("source", source_id=source.source_id)
    return facts(
        Fact(words.say("column_edition_status"), words.code("edition_status", edition.row.status)),
        Fact(words.say("column_as_of"), words.date(edition.row.as_of)),
        Fact(words.say("column_document"), source.title, href(path)),
    )


def _grids(index: CityIndex, plan: Plan, edition: Edition) -> tuple[tuple[str, Grid], ...]:
    caption = index.table_title("corrections")
    made = (
        ("totals", grids.totals_grid(index, plan, edition)),
        ("finances", finances_grid(index, plan, edition.finances, named=True)),
        ("statistics", grids.statistics_grid(index, edition)),
        ("events", grids.events_grid(index, edition)),
        ("terms", grids.terms_grid(index, edition)),
        ("corrections", corrections_grid(index, caption, edition.corrections, named=True)),
    )
    path = index.page("edition", plan_id=plan.row.plan_id, edition_id=edition.row.edition_id)
    return tuple(
        (table, replace(grid, asked=asked("costs" if table == "finances" else table, path, "edition")))
        for table, grid in made
        if grid.rows
    )
