"""How indicators stand, by fiscal year: the newest edition's rows of each year, and how things are judged in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from keikaku.attainment import PARTLY
from keikaku.model.plan import Indicator


def current(rows: Iterable[Any]) -> list[Any]:
    """Keep, for each fiscal year, the rows of the newest edition that has any; rows come oldest edition first."""
    by_year: dict[int, list[Any]] = {}
    for row in rows:
        held = by_year.setdefault(row.fiscal_year, [])
        if held and held[0].edition_id != row.edition_id:
            held.clear()
        held.append(row)
    return [row for year in sorted(by_year) for row in by_year[year]]


def last_reports(rows: Iterable[Any]) -> list[Any]:
    """Keep, of current results, those of each year's last report."""
    found = current(rows)
    last = {row.fiscal_year: row.report_label for row in found}
    return [row for row in found if row.report_label == last[row.fiscal_year]]


def judged(indicators: Iterable[Indicator], *, by_project: bool) -> Mapping[str, Mapping[int, str]]:
    """Give the printed status of each indicator by year, or of each project and each indicator of no project.

    A thing some of whose results are achieved and some not is achieved in part, as the plans count it.
    """
    found: defaultdict[str, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for indicator in indicators:
        owner = (indicator.latest.project_id if by_project else "") or indicator.indicator_id
        for row in last_reports(indicator.results):
            if row.status:
                found[owner][row.fiscal_year].add(row.status)
    return {
        owner: {year: statuses.pop() if len(statuses) == 1 else PARTLY for year, statuses in years.items()}
        for owner, years in found.items()
    }
