"""What is filled, missing and due: frozen facts without wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from keikaku.quality import Part, TableFill
from keikaku.schema import Label

Kind = Literal["result", "evaluation", "mark"]
State = Literal["overdue", "open", "ahead"]
KINDS: Final[tuple[Kind, ...]] = ("result", "evaluation", "mark")
STATES: Final[tuple[State, ...]] = ("overdue", "open", "ahead")
"""A year that has ended, that runs, and that has not begun."""
_APRIL: Final = 4


class Named(NamedTuple):
    """A thing with its id; both are empty where there is none."""

    id: str
    title: str


class Item(NamedTuple):
    """Something that is to be reported or entered.

    `result` is an indicator without a result in a year for which a target applies; `evaluation` an evaluation that the
    plan has scheduled for a year in which nothing of the project is reported; `mark` a result without the mark that the
    same report gives others of its year. `policy` is what the project stands below, else the indicator; `says` is what
    the target, the schedule or the result says; `dash` tells that the document prints no more than a dash in place of
    the result.
    """

    kind: Kind
    state: State
    fiscal_year: int
    departments: tuple[Named, ...]
    policy: Named
    project: Named
    indicator: Named
    says: str
    dash: bool = False


class YearCount(NamedTuple):
    """For how many indicators of a plan a target applies to a year, and how many of them have a result."""

    fiscal_year: int
    state: State
    due: int
    reported: int


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """A plan in its newest edition. `reports` tells whether any edition gives results at all, `marks` whether any mark.

    `parts` tell how many projects and indicators of the edition have what, by the metric's name in `keikaku.quality`.
    """

    plan: Named
    edition: Named
    edition_status: str
    years: tuple[int | None, int | None]
    state: State
    indicators: int
    reports: bool
    marks: bool
    counts: tuple[YearCount, ...]
    items: tuple[Item, ...]
    parts: tuple[tuple[str, Label, Part], ...]


class Missing(NamedTuple):
    """A column that matters: how many of the rows that should state it do, and the keys of those that do not."""

    table: str
    column: str
    filled: Part
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CityProgress:
    """A city. With errors in its tables some rows may be left out of what is counted."""

    slug: str
    code: str
    name: Label
    errors: int
    warnings: int
    rows: int
    tables: tuple[TableFill, ...]
    columns: tuple[Missing, ...]
    plans: tuple[PlanProgress, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """All cities as of a day. `fiscal_year` is the year looked at, `only` whether the years before it are left out."""

    as_of: date
    fiscal_year: int
    only: bool
    cities: tuple[CityProgress, ...]


def fiscal_year_of(day: date) -> int:
    """Give the fiscal year of a day, which begins on 1 April."""
    return day.year if day.month >= _APRIL else day.year - 1


def state_of(year: int, current: int) -> State:
    """Tell whether a fiscal year has ended, runs, or is still to come."""
    return "overdue" if year < current else "open" if year == current else "ahead"
