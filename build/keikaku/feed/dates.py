"""The date of an edition: what the document states, or the latest day that its contents prove, and which of the two.

Atom wants a moment for each entry; many plans print no date. Nothing is taken from a clock. In this order:

1. the date that the edition states (`editions.as_of`), else the date of its document (`sources.issued`);
2. the last day of the last fiscal year of which it reports results;
3. the first day of the plan's first fiscal year.

Of a year or month alone the last day is taken. An edition is never dated before the edition that it follows. Where none
of the three is known there is no date, and the feeds leave the edition out.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from keikaku.model import Edition, Plan

Rule = Literal["stated", "month", "issued", "results", "start", "previous"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A day (ISO 8601) and the rule that gave it."""

    day: str
    rule: Rule

    @property
    def stated(self) -> bool:
        """Whether the document states the very day."""
        return self.rule in {"stated", "issued"}

    @property
    def moment(self) -> str:
        """The beginning of the day in Japan, as RFC 3339 writes it."""
        return f"{self.day}T00:00:00+09:00"


def edition_dates(plan: Plan) -> Mapping[str, Dated]:
    """Date the editions of a plan, oldest first; what cannot be dated is left out."""
    found: dict[str, Dated] = {}
    for edition in plan.editions:
        dated = _own_date(plan, edition)
        before = found.get(edition.row.previous_edition_id)
        if before and (dated is None or dated.day < before.day):
            dated = Dated(before.day, "previous")
        if dated:
            found[edition.row.edition_id] = dated
    return found


def _own_date(plan: Plan, edition: Edition) -> Dated | None:
    for text, rule in ((edition.row.as_of, "stated"), (edition.source.issued, "issued")):
        if text:
            return _day(text, "issued" if rule == "issued" else "stated")
    years = [
        row.fiscal_year
        for indicator in plan.indicators.values()
        for row in indicator.results
        if row.edition_id == edition.row.edition_id
    ]
    if years:
        return Dated(f"{max(years) + 1}-03-31", "results")
    return Dated(f"{plan.row.start_fy}-04-01", "start") if plan.row.start_fy else None


def _day(text: str, rule: Rule) -> Dated:
    """Give a stated date; of a month or a year the last day."""
    parts = text.split("-")
    if len(parts) == 3:
        return Dated(text, rule)
    year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 12
    return Dated(f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]:02}", "month")
