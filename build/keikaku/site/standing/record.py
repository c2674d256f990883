"""What the documents say of an indicator in each fiscal year, and since when it stands as it does; no language in it.

A year is told by the newest edition that has a result for it, else by the newest that has anything: target, results and
computed status of a year always come from one edition, so that they belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from keikaku.attainment import NOT_YET, PARTLY
from keikaku.model import Indicator

_DASHES: Final = frozenset("-－—―–−‐ーｰ／/　 ")


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year of an indicator. `results` are those of the year's last report that say anything.

    `target` is the one that the year is measured by and `result` the one that was compared; `statement` is the
    indicator as the edition states it. `reports` counts the year's reports.
    """

    year: int
    statement: Any
    target: Any
    results: tuple[Any, ...]
    result: Any
    assessment: Any
    reports: int = 1

    @property
    def printed(self) -> str:
        """The status that the document prints; of several that differ, that the target was partly achieved."""
        found = {row.status for row in self.results if row.status}
        return found.pop() if len(found) == 1 else PARTLY if found else ""

    @property
    def computed(self) -> str:
        """The status that follows from the figures."""
        return self.assessment.computed_status if self.assessment else ""

    @property
    def reason(self) -> str:
        """Why no status was computed."""
        return self.assessment.not_computed if self.assessment else ""

    @property
    def disagrees(self) -> bool:
        """Tell whether the printed status differs from what the figures give."""
        return self.assessment is not None and self.assessment.agrees is False

    @property
    def state(self) -> str:
        """The printed status, else the computed one, else whether it is not yet due; else empty."""
        return self.printed or self.computed or (NOT_YET if self.reason == NOT_YET else "")


def years(indicator: Indicator) -> tuple[Year, ...]:
    """Give the fiscal years of an indicator, oldest first."""
    tellers: dict[int, str] = {}
    for rows in (indicator.assessments, indicator.targets, indicator.results):
        tellers |= {row.fiscal_year: row.edition_id for row in rows}
    return tuple(_year(indicator, year, tellers[year]) for year in sorted(tellers))


def _year(indicator: Indicator, year: int, edition: str) -> Year:
    reported = [row for row in indicator.results if row.fiscal_year == year and row.edition_id == edition]
    results = _said(reported)
    assessment = _only(row for row in indicator.assessments if row.fiscal_year == year and row.edition_id == edition)
    statement = _only(row for row in indicator.statements if row.edition_id == edition) or indicator.latest
    return Year(
        year,
        statement,
        _target(indicator, year, edition, assessment),
        results,
        _compared(results, reported, assessment),
        assessment,
        len({row.report_label for row in reported}),
    )


def _said(rows: Iterable[Any]) -> tuple[Any, ...]:
    """Keep the results of the last report, without cells in which a dash stands for nothing."""
    said = [row for row in rows if row.value is not None or row.status or not _DASHES.issuperset(row.raw)]
    return tuple(row for row in said if row.report_label == said[-1].report_label)


def _only(rows: Iterable[Any]) -> Any:
    return next(iter(rows), None)


def _target(indicator: Indicator, year: int, edition: str, assessment: Any) -> Any:
    key = (year, None) if assessment is None else (assessment.target_fiscal_year, assessment.target_seq)
    found = (row for row in indicator.targets if row.edition_id == edition and row.fiscal_year == key[0])
    return _only(row for row in found if key[1] in (None, row.seq))


def _compared(results: Sequence[Any], reported: Sequence[Any], assessment: Any) -> Any:
    """Give the result that was compared with its value, or of the last report the last with a value, or the last."""
    used = assessment.result_seq if assessment is not None and assessment.result_value is not None else None
    valued = [row for row in results if row.value is not None]
    return _only([*(row for row in reported if row.seq == used), *valued[::-1], *results[::-1]])


def newest(found: tuple[Year, ...]) -> Year | None:
    """Give the last year that has a result."""
    return next((year for year in reversed(found) if year.results), None)


def streak(found: tuple[Year, ...]) -> int:
    """Count for how many fiscal years without a gap, up to the last with a result, the status has been the same.

    A printed status is counted with printed ones and a computed with computed ones; a year in which the two differ ends
    the count, and so does one in which the indicator was measured otherwise. 0 where there is no status.
    """
    by_year = {one.year: one for one in found}
    last = newest(found)
    kinds = _kinds(last) if last else frozenset()
    count, at = 0, last
    while at is not None and last is not None and kinds and _meaning(at) == _meaning(last):
        count += 1
        at = by_year.get(at.year - 1)
        kinds &= _kinds(at) if at else frozenset()
    return count


def _kinds(year: Year) -> frozenset[tuple[str, str]]:
    """Give the statuses that a year counts as having, each with where it comes from."""
    if year.disagrees or not year.results:
        return frozenset()
    applies = year.target.applies if year.target else ""
    kinds = {("printed", year.printed), (f"computed {applies}", year.computed)}
    return frozenset(kind for kind in kinds if kind[1] and kind[1] == (year.printed or year.computed))


def _meaning(year: Year) -> tuple[str, ...]:
    row = year.statement
    return (row.unit, row.polarity, row.time_basis, row.value_type, row.definition)
