"""The entries of a plan: each edition, and what it brought: results, changed targets, revised indicators.

An entry is about one edition and dated like it (see `dates`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keikaku.feed import words
from keikaku.feed.dates import Dated, edition_dates
from keikaku.iri import Iris
from keikaku.model import Change, Edition, Indicator, Municipality, Plan, edition_changes
from keikaku.names import edition_archive, feed_entry
from keikaku.schema import Label, Schema


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with an entry."""

    url: str
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: `id` is its lasting URI, `page` the path of the page that it is about, `lines` what it lists."""

    id: str
    kind: str
    title: str
    summary: Label
    page: str
    dated: Dated
    author: str
    lines: tuple[str, ...]
    enclosure: Enclosure | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What an edition brought, by indicator: results that are new or otherwise than before, and changed targets."""

    results: Mapping[str, list[Any]]
    targets: Mapping[str, list[Change]]

    @classmethod
    def of(cls, plan: Plan, edition: Edition, schema: Schema) -> News:
        """Compare an edition with the one before; of a first edition all results are new."""
        edition_id = edition.row.edition_id
        changes = edition_changes(plan, edition_id, schema)
        known = bool(edition.row.previous_edition_id)
        changed = {id(change.after) for change in changes if change.table == "results"}
        results: dict[str, list[Any]] = {}
        for key, indicator in plan.indicators.items():
            for row in indicator.results:
                if row.edition_id == edition_id and (not known or id(row) in changed):
                    results.setdefault(key, []).append(row)
        targets: dict[str, list[Change]] = {}
        for change in changes:
            if change.table == "targets" and change.kind == "changed":
                targets.setdefault(change.row.indicator_id, []).append(change)
        return cls(results, targets)


@dataclass(frozen=True, slots=True)
class Source:
    """A plan and all that its entries are made of."""

    city: Municipality
    plan: Plan
    schema: Schema
    iris: Iris
    dates: Mapping[str, Dated]
    news: Mapping[str, News]
    sizes: Mapping[str, int]

    @classmethod
    def of(cls, city: Municipality, plan: Plan, schema: Schema, base_url: str, sizes: Mapping[str, int]) -> Source:
        """Gather it; `sizes` are the bytes of the editions' archives."""
        news = {edition.row.edition_id: News.of(plan, edition, schema) for edition in plan.editions}
        iris = Iris(base_url, city.city.lgcode)
        return cls(city, plan, schema, iris, edition_dates(plan), news, sizes)

    def title(self, what: str) -> str:
        """Give the title of something of the plan."""
        return words.titled(self.city.city.name, self.plan.row.title, what)

    def page(self, edition: Edition) -> str:
        """Give the path of an edition's page."""
        return self.iris.page("edition", {"plan_id": edition.row.plan_id, "edition_id": edition.row.edition_id})

    def status(self, value: str) -> str:
        """Give the word for a printed status; empty where none is printed."""
        code = self.schema.code_lists["attainment_status"].by_value.get(value)
        return code.ja if code else value

    def named(self, row: Any) -> str:
        """Give the title of the indicator that a target or result is of, as its edition has it."""
        statements = self.plan.indicators[row.indicator_id].statements
        return str(next(one.title for one in statements if one.edition_id == row.edition_id))

    def result(self, row: Any) -> str:
        """Say a result: what is printed, and the printed status."""
        status = self.status(row.status)
        return f"{row.raw}（{status}）" if status else str(row.raw)


def plan_entries(source: Source) -> Iterator[Entry]:
    """Give the entries of a plan, edition by edition."""
    for edition in source.plan.editions:
        dated = source.dates.get(edition.row.edition_id)
        if dated is None:
            continue
        yield _edition(source, edition, dated)
        yield from _results(source, edition, dated)
        yield from _targets(source, edition, dated)
        yield from _revisions(source, edition, dated)


def _edition(source: Source, edition: Edition, dated: Dated) -> Entry:
    row, page = edition.row, source.page(edition)
    status = source.schema.code_lists["edition_status"].by_value[row.status]
    ids = {"plan_id": row.plan_id, "edition_id": row.edition_id}
    plan = source.plan
    counts = [
        f"{source.schema.by_name[table].title.ja}: {sum(one.edition_id == row.edition_id for one in rows)}"
        for table, rows in (
            ("policies", [one for thing in plan.policies.values() for one in thing.statements]),
            ("projects", [one for thing in plan.projects.values() for one in thing.statements]),
            ("indicators", [one for thing in plan.indicators.values() for one in thing.statements]),
            ("targets", [one for thing in plan.indicators.values() for one in thing.targets]),
            ("results", [one for thing in plan.indicators.values() for one in thing.results]),
        )
    ]
    size = source.sizes.get(row.edition_id)
    url = f"{source.iris.base_url}{page}{edition_archive(source.city.city.lgcode, row.edition_id)}"
    return Entry(
        id=source.iris.thing("edition", ids),
        kind="edition",
        title=source.title(f"{row.label}（{status.ja}）"),
        summary=_summary(source, f"{status.en}: edition {row.edition_id}.", dated),
        page=page,
        dated=dated,
        author=edition.source.publisher,
        lines=(f"出典: {edition.source.title}", *counts),
        enclosure=Enclosure(url, size) if size else None,
    )


def _summary(source: Source, english: str, dated: Dated) -> Label:
    name, told = source.city.city.name, words.dated(dated.rule, dated.day)
    return Label(told.ja, f"{name.en}. {english} {told.en}")


def _results(source: Source, edition: Edition, dated: Dated) -> Iterator[Entry]:
    rows = [row for found in source.news[edition.row.edition_id].results.values() for row in found]
    for year in sorted({row.fiscal_year for row in rows}):
        own = [row for row in rows if row.fiscal_year == year]
        yield _listing(
            source,
            edition,
            dated,
            ("results", str(year)),
            f"{words.year(year)}の実績 {len(own)}件",
            f"{len(own)} results of fiscal year {year}.",
            [f"{source.named(row)}: {source.result(row)}" for row in own],
        )


def _targets(source: Source, edition: Edition, dated: Dated) -> Iterator[Entry]:
    found = [change for changes in source.news[edition.row.edition_id].targets.values() for change in changes]
    if found:
        lines = [f"{source.named(one.after)} {target_change(one)}" for one in found]
        what, english = f"目標値の変更 {len(found)}件", f"{len(found)} changed targets."
        yield _listing(source, edition, dated, ("targets",), what, english, lines)


def target_change(change: Change) -> str:
    """Say how a target changed, with the reason that the document gives."""
    reason = f"（{change.reason}）" if change.reason else ""
    return f"{words.year(change.row.fiscal_year)}: {words.arrow(change.before.raw, change.after.raw)}{reason}"


def revised(edition_id: str, indicators: Sequence[Indicator]) -> list[Any]:
    """Give the statements of an edition that replace another indicator or give the reason for a revision."""
    return [
        row
        for indicator in indicators
        for row in indicator.statements
        if row.edition_id == edition_id and (row.replaces_indicator_id or row.revision_reason)
    ]


def revision(source: Source, row: Any) -> str:
    """Say what an indicator replaced, and why."""
    before = source.plan.indicators.get(row.replaces_indicator_id)
    told = words.arrow(before.latest.title, row.title) if before else str(row.title)
    return f"{told}（{row.revision_reason}）" if row.revision_reason else told


def _revisions(source: Source, edition: Edition, dated: Dated) -> Iterator[Entry]:
    rows = revised(edition.row.edition_id, list(source.plan.indicators.values()))
    if rows:
        lines = [revision(source, row) for row in rows]
        what, english = f"指標の見直し {len(rows)}件", f"{len(rows)} revised indicators."
        yield _listing(source, edition, dated, ("revisions",), what, english, lines)


def _listing(
    source: Source, edition: Edition, dated: Dated, name: tuple[str, ...], what: str, english: str, lines: list[str]
) -> Entry:
    page = source.page(edition)
    shown = lines[: words.MOST_LINES]
    more = (words.rest(len(lines) - len(shown)),) if len(lines) > len(shown) else ()
    return Entry(
        id=feed_entry(source.iris.base_url, page, *name),
        kind=name[0],
        title=source.title(what),
        summary=_summary(source, english, dated),
        page=page,
        dated=dated,
        author=edition.source.publisher,
        lines=(*shown, *more),
    )


def indicator_entries(source: Source, indicator: Indicator) -> Iterator[Entry]:
    """Give the entries of an indicator: when it was first stated, its results, changed targets and revisions."""
    ids = {"plan_id": indicator.plan_id, "indicator_id": indicator.indicator_id}
    page = source.iris.page("indicator", ids)
    for edition in source.plan.editions:
        dated = source.dates.get(edition.row.edition_id)
        if dated is None:
            continue
        for kind, name, what, english in _news(source, indicator, edition):
            yield Entry(
                id=feed_entry(source.iris.base_url, page, edition.row.edition_id, *name),
                kind=kind,
                title=f"{indicator.latest.title}: {what}",
                summary=_summary(source, english, dated),
                page=page,
                dated=dated,
                author=edition.source.publisher,
                lines=(source.title(edition.row.label),),
            )


def _news(source: Source, indicator: Indicator, edition: Edition) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Give what an edition brought of an indicator: kind, name, and texts in both languages."""
    edition_id = edition.row.edition_id
    if indicator.statements[0].edition_id == edition_id:
        yield "statement", ("statement",), "指標を掲載", "Indicator first stated."
    for row in source.news[edition_id].results.get(indicator.indicator_id, ()):
        report = f" {row.report_label}" if row.report_label else ""
        what = f"{words.year(row.fiscal_year)}の実績{report} {source.result(row)}"
        name = ("results", str(row.fiscal_year), str(row.seq))
        yield "results", name, what, f"Result of fiscal year {row.fiscal_year}."
    for change in source.news[edition_id].targets.get(indicator.indicator_id, ()):
        name = ("targets", str(change.row.fiscal_year), str(change.row.seq))
        yield "targets", name, f"目標値の変更 {target_change(change)}", "Changed target."
    for row in revised(edition_id, [indicator]):
        yield "revisions", ("revisions",), f"指標の見直し {revision(source, row)}", "Revised indicator."
