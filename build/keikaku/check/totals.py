"""Totals: what a plan prints as sums and rates, computed again from its rows and compared.

Each total says itself (`derivation`) how it follows from the other tables. A project's status is that of its results of
the year: where these are achieved in part, the project is partly achieved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from keikaku.attainment import ACHIEVED, NOT_ACHIEVED, PARTLY
from keikaku.check.clean import CleanTable
from keikaku.check.rules.figures import agree, explained
from keikaku.check.rules.grid import Grid, Row
from keikaku.problem import Problem

COUNTED: Final = frozenset({"policies", "projects", "indicators", "results"})
"""The tables from which totals are computed; where one is missing, none can be."""

_STATUSES: Final = {
    "projects_achieved": ACHIEVED,
    "projects_partly_achieved": PARTLY,
    "projects_not_achieved": NOT_ACHIEVED,
}


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A printed total beside what the tables give. `computed` is None where they cannot give it."""

    row: Row
    printed: Decimal
    computed: Decimal | None
    explained: bool

    @property
    def basis(self) -> str:
        """How it was computed."""
        return self.row["derivation"]

    @property
    def agrees(self) -> bool | None:
        """Whether the printed figure is the computed one, rounded as printed; None where nothing was computed."""
        return None if self.computed is None else agree(self.printed, self.computed)


def reconcile(tables: Mapping[str, CleanTable]) -> tuple[Reconciliation, ...]:
    """Compute every printed total of a city, in the order of the table."""
    grid = Grid(tables, frozenset(tables))
    told = explained(grid, "totals")
    books: dict[str, _Book] = {}
    found = []
    for row in grid.rows("totals"):
        printed, edition = row.number("value"), row["edition_id"]
        if printed is None:
            continue
        book = books.setdefault(edition, _Book(grid, edition))
        computed = book.compute(row)
        found.append(Reconciliation(row, printed, computed, row.key in told))
    return tuple(found)


def check_totals(tables: Mapping[str, CleanTable]) -> Iterator[Problem]:
    """Report totals that do not come out, and those that were not compared, unless a correction speaks of them."""
    for total in reconcile(tables):
        facts = {"measure": total.row["measure"], "printed": str(total.printed), "derivation": total.basis}
        if total.explained or total.agrees:
            continue
        if total.computed is None:
            yield Problem("W508", total.row.where("derivation"), facts)
        else:
            yield Problem("W507", total.row.where("value"), {**facts, "computed": f"{total.computed:.2f}"})


class _Book:
    """The rows of one edition as totals need them."""

    def __init__(self, grid: Grid, edition: str) -> None:
        def own(table: str) -> list[Row]:
            return [row for row in grid.rows(table) if row["edition_id"] == edition]

        self._parents = {row["policy_id"]: row["parent_policy_id"] for row in own("policies")}
        self._policy_of = {row["project_id"]: row["policy_id"] for row in own("projects")}
        self._project_of = {row["indicator_id"]: row["project_id"] for row in own("indicators")}
        self._results = own("results")
        self._totals = own("totals")

    def compute(self, total: Row) -> Decimal | None:
        """Compute one total; None where its derivation is empty or the tables hold nothing to compute it from."""
        derivation = total["derivation"]
        status = _STATUSES.get(derivation)
        if status:
            return Decimal(list(self._statuses(total).values()).count(status))
        make = _DERIVATIONS.get(derivation)
        return make(self, total) if make else None

    def _within(self, project: str, scope: str) -> bool:
        """Tell whether a project lies below a policy; all do where the scope is empty."""
        policy = self._policy_of.get(project, "")
        seen: set[str] = set()
        while scope and policy not in ("", scope, *seen):
            seen.add(policy)
            policy = self._parents.get(policy, "")
        return not scope or policy == scope

    def projects(self, total: Row) -> Decimal:
        """Count the projects in scope."""
        return Decimal(sum(self._within(project, total["policy_id"]) for project in self._policy_of))

    def with_indicators(self, total: Row) -> Decimal:
        """Count the projects in scope that have an indicator."""
        owners = set(filter(None, self._project_of.values()))
        return Decimal(sum(self._within(project, total["policy_id"]) for project in owners))

    def with_status(self, total: Row) -> Decimal:
        """Count the projects in scope that have a printed status in the year."""
        return Decimal(len(self._statuses(total)))

    def share(self, total: Row) -> Decimal | None:
        """Give the projects achieved in per cent of those with a status."""
        statuses = list(self._statuses(total).values())
        return Decimal(statuses.count(ACHIEVED) * 100) / len(statuses) if statuses else None

    def below(self, total: Row) -> Decimal | None:
        """Count the projects in scope with a result below the threshold."""
        threshold = total.number("threshold")
        if threshold is None:
            return None
        found = {owner for owner, value in self._values(total) if value < threshold}
        return Decimal(len(found))

    def mean(self, total: Row) -> Decimal | None:
        """Give the mean of the results in scope."""
        values = [value for _, value in self._values(total)]
        return sum(values, Decimal(0)) / len(values) if values else None

    def sum(self, total: Row) -> Decimal | None:
        """Give the sum of the results in scope."""
        values = [value for _, value in self._values(total)]
        return sum(values, Decimal(0)) if values else None

    def repeated(self, total: Row) -> Decimal | None:
        """Give the same total as another row prints it."""
        same = ("policy_id", "fiscal_year", "measure")
        others = [row for row in self._totals if row["derivation"] != "repeats"]
        return next((row.number("value") for row in others if all(row[name] == total[name] for name in same)), None)

    def _of_year(self, total: Row) -> Iterable[Row]:
        year = total["fiscal_year"]
        return (row for row in self._results if year in ("", row["fiscal_year"]))

    def _values(self, total: Row) -> list[tuple[str, Decimal]]:
        found = []
        for row in self._of_year(total):
            owner, value = self._project_of.get(row["indicator_id"], ""), row.number("value")
            if owner and value is not None and self._within(owner, total["policy_id"]):
                found.append((owner, value))
        return found

    def _statuses(self, total: Row) -> dict[str, str]:
        """Give the status of each project in scope that has one."""
        printed: defaultdict[str, set[str]] = defaultdict(set)
        for row in self._of_year(total):
            owner = self._project_of.get(row["indicator_id"], "")
            if owner and row["status"] and self._within(owner, total["policy_id"]):
                printed[owner].add(row["status"])
        return {owner: next(iter(found)) if len(found) == 1 else PARTLY for owner, found in printed.items()}


_DERIVATIONS: Final[Mapping[str, Callable[[_Book, Row], Decimal | None]]] = {
    "projects": _Book.projects,
    "projects_with_indicators": _Book.with_indicators,
    "projects_with_status": _Book.with_status,
    "share_achieved": _Book.share,
    "projects_below": _Book.below,
    "mean_of_results": _Book.mean,
    "sum_of_results": _Book.sum,
    "repeats": _Book.repeated,
}
