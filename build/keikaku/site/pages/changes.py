"""The changes between the editions of a plan: one page for each edition that names one before it, newest first.

The newest edition's changes stand at the plan's own page of changes; long lists are divided into parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from keikaku.file_names import CHANGES_CSV, CHANGES_JSON
from keikaku.iri import part_of
from keikaku.model import COMPARED, Plan, kind_of
from keikaku.site.frame import Frame, Frames
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, href, up
from keikaku.site.lists.editions import Comparison, Entry, Teller, grouped
from keikaku.site.paging import Pager, pager, weight
from keikaku.site.wording.words import number

_ENTRY, _VALUE, _GROUP = 420, 170, 260
"""Bytes that the markup of an entry, of a value in it and of a group's heading take."""
KINDS: Final = ("changed", "replaced", "added", "removed")


class Section(NamedTuple):
    """The changes below a policy, which is empty where they stand below none."""

    title: str
    policy: Link | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Context of `changes.html`; `counted` says how many of each kind, table by table."""

    frame: Frame
    plan: Link
    edition: Link
    previous: Link
    others: tuple[tuple[Link, bool], ...]
    counted: tuple[tuple[str, tuple[str, ...]], ...]
    sections: tuple[Section, ...]
    pager: Pager
    revision: str
    files: tuple[Link, ...]


def changes_pages(
    index: CityIndex, frames: Frames, plan: Plan, compared: Sequence[Comparison]
) -> Iterator[ChangesPage]:
    """Make the pages of all comparisons of a plan."""
    for one in compared:
        parts = index.division.divide(one.path, _pieces(index, plan, one))
        whole = _whole_page(index, frames, plan, one, compared)
        for place, part in enumerate(parts, start=1):
            yield replace(
                whole,
                frame=replace(whole.frame, path=part_of(one.path, place), up=up(part_of(one.path, place))),
                sections=tuple(_sections(index, plan, part)),
                pager=pager(one.path, place, len(parts)),
            )


def _pieces(index: CityIndex, plan: Plan, one: Comparison) -> Iterator[tuple[int, tuple[tuple[str, ...], Entry]]]:
    teller, before = Teller(index, plan), None
    for found in one.changes:
        entry = teller.entry(found.change)
        if entry.kind == KINDS[0] and not (entry.values or entry.printed):
            continue
        texts = [*entry.link, entry.reason, *(text for value in entry.values for text in value), *(entry.printed or ())]
        size = weight(*texts, more=_ENTRY + _VALUE * len(entry.values) + _GROUP * (found.policies != before))
        before = found.policies
        yield size, (found.policies, entry)


def _whole_page(
    index: CityIndex, frames: Frames, plan: Plan, one: Comparison, every: Sequence[Comparison]
) -> ChangesPage:
    """Make what all parts of a comparison say; the changes are not on it."""
    words, row = index.words, one.edition.row
    facts = {"plan": index.plan_title(plan), "label": row.label, "count": len(one.changes)}
    title, text = words.say("changes_page_title", **facts), words.say("changes_page_description", **facts)
    frame = frames.plain(one.path, title, text)
    return ChangesPage(
        frame=replace(frame, crumbs=(*frame.crumbs, index.plan(plan.row.plan_id))),
        plan=index.plan(plan.row.plan_id),
        edition=index.edition(row.edition_id),
        previous=index.edition(row.previous_edition_id),
        others=tuple(
            (Link(href(other.path), index.edition(other.edition.row.edition_id).text), other is one) for other in every
        ),
        counted=tuple(_counted(index, plan, one)),
        sections=(),
        pager=pager(one.path, 1, 1),
        revision=index.page("edition", plan_id=row.plan_id, edition_id=row.edition_id),
        files=tuple(index.site.file(one.path + name, words.say(key)) for name, key in _FILES),
    )


_FILES: Final = ((CHANGES_CSV, "changes_csv"), (CHANGES_JSON, "changes_json"))


def _counted(index: CityIndex, plan: Plan, one: Comparison) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Count the changes of each table by kind, in words."""
    counted: dict[str, Counter[str]] = {}
    for found in one.changes:
        counted.setdefault(found.change.table, Counter())[kind_of(plan, found.change)] += 1
    for table in COMPARED:
        kinds = counted.get(table, Counter())
        held = ((kind, kinds[kind]) for kind in KINDS if kinds[kind])
        said = tuple(index.words.say(f"changes_{kind}", count=number(count)) for kind, count in held)
        if said:
            yield index.table_title(table), said


def _sections(index: CityIndex, plan: Plan, part: Sequence[tuple[tuple[str, ...], Entry]]) -> Iterator[Section]:
    for policies, entries in grouped(part):
        if policies:
            links = [index.policy(plan.policies[key]) for key in policies]
            yield Section(" › ".join(link.text for link in links), links[-1], entries)
        else:
            yield Section(index.words.say("status_without_policy"), None, entries)
