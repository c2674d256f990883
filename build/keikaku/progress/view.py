"""Progress in the words of one language, ready to be set as text or HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from keikaku.problem import Lang
from keikaku.progress.facts import KINDS, STATES, CityProgress, Item, Missing, Named, PlanProgress, Progress
from keikaku.progress.steps import next_steps
from keikaku.progress.words import say, year_name
from keikaku.quality import Part
from keikaku.schema import Schema
from keikaku.text import shorten

_LISTED: Final = 10
_LONGEST: Final = 60


class ItemView(NamedTuple):
    """Something to report, on one line: what, of which year, and what the document says."""

    state: str
    year: str
    label: str
    title: str
    says: str


class AskView(NamedTuple):
    """A department with what it is to be asked for; `left` says how many are not listed, empty where none."""

    title: str
    items: tuple[ItemView, ...]
    left: str


class PlanView(NamedTuple):
    """A plan: years in words, notes, and whom to ask."""

    title: str
    state: str
    notes: tuple[str, ...]
    counts: tuple[str, ...]
    asks: tuple[AskView, ...]


class CityView(NamedTuple):
    """A city: what is wrong with its tables, its plans, what is filled, what not, and the next steps."""

    title: str
    errors: str
    plans: tuple[PlanView, ...]
    filled: tuple[str, ...]
    missing: tuple[str, ...]
    steps: tuple[str, ...]


class View(NamedTuple):
    """The whole."""

    lang: Lang
    title: str
    summary: str
    cities: tuple[CityView, ...]


def make_view(progress: Progress, schema: Schema, lang: Lang, *, everything: bool) -> View:
    """Say progress; without `everything` long lists are cut, and say how much is left."""
    key = "title_only" if progress.only else "title"
    title = say(key, lang, day=progress.as_of.isoformat(), year=year_name(progress.fiscal_year, lang))
    items = [item for city in progress.cities for plan in city.plans for item in plan.items]
    counted = Counter(item.state for item in items if item.kind != "mark")
    marks = sum(item.kind == "mark" for item in items)
    summary = say("summary", lang, overdue=counted["overdue"], open=counted["open"], marks=marks)
    teller = _Teller(schema, lang, None if everything else _LISTED)
    return View(lang, title, summary, tuple(teller.city(one) for one in progress.cities))


def by_department(items: Iterable[Item]) -> dict[Named, list[Item]]:
    """Put items to the departments that are to be asked, those with most first; what has none comes last."""
    found: dict[Named, list[Item]] = {}
    nobody = Named("", "")
    for item in items:
        for department in item.departments or (nobody,):
            found.setdefault(department, []).append(item)
    return dict(sorted(found.items(), key=lambda one: (one[0] == nobody, -len(one[1]), one[0].id)))


class _Teller:
    def __init__(self, schema: Schema, lang: Lang, listed: int | None) -> None:
        self._schema, self._lang, self._listed = schema, lang, listed

    def _say(self, key: str, **facts: str | int) -> str:
        return say(key, self._lang, **facts)

    def _join(self, parts: Iterable[str]) -> str:
        return self._say("separator").join(parts)

    def city(self, city: CityProgress) -> CityView:
        """Say how a city stands."""
        return CityView(
            self._say("city", name=city.name.say(self._lang), code=city.code),
            self._say("errors", errors=city.errors) if city.errors else "",
            tuple(self._plan(plan) for plan in city.plans),
            tuple(self._filled(city)),
            tuple(self._missing(city)),
            next_steps(city, self._schema, self._lang),
        )

    def _plan(self, plan: PlanProgress) -> PlanView:
        start, end = plan.years
        known = start is not None and end is not None
        period = self._say("period", start=start or "", end=end or "") if known else self._say("period_unknown")
        title = self._say(
            "plan", title=plan.plan.title, period=period, edition=f"{plan.edition.title} ({plan.edition.id})"
        )
        asks = tuple(self._ask(one, items) for one, items in by_department(plan.items).items())
        return PlanView(
            title, self._say(f"plan_{plan.state}"), tuple(self._notes(plan)), tuple(self._counts(plan)), asks
        )

    def _notes(self, plan: PlanProgress) -> Iterator[str]:
        for _, label, part in plan.parts:
            yield self._share("part", label.say(self._lang), part)
        if not plan.indicators:
            yield self._say("no_indicators")
        elif not plan.counts:
            yield self._say("no_targets")
        if plan.counts and not plan.reports:
            yield self._say("no_reports")
        elif plan.reports and not plan.marks:
            yield self._say("no_marks")
        if not plan.items:
            yield self._say("nothing_due")
        if any(len(item.departments) > 1 for item in plan.items):
            yield self._say("shared")

    def _counts(self, plan: PlanProgress) -> Iterator[str]:
        for count in plan.counts:
            left = count.due - count.reported
            state = self._say(f"state_{count.state}") if left else ""
            year = year_name(count.fiscal_year, self._lang)
            yield self._say("count", year=year, due=count.due, reported=count.reported, left=left, state=state)

    def _ask(self, department: Named, items: Sequence[Item]) -> AskView:
        counted = Counter((item.kind, item.state) for item in items)
        order = [(kind, state) for kind in KINDS for state in STATES if counted[kind, state]]
        counts = self._join(self._say(f"{kind}_{state}", count=counted[kind, state]) for kind, state in order)
        shown = items if self._listed is None else items[: self._listed]
        left = len(items) - len(shown)
        name = department.title or self._say("nobody")
        return AskView(
            self._say("department", name=name, counts=counts),
            tuple(self._item(item) for item in shown),
            self._say("more", count=left) if left else "",
        )

    def _item(self, item: Item) -> ItemView:
        what = {"result": "target", "evaluation": "scheduled", "mark": "reported_as"}[item.kind]
        said = f"{self._say(what)}: {shorten(item.says, _LONGEST)}" if item.says else ""
        # Without a department the policy is what helps to find somebody to ask.
        below = "" if item.departments or not item.policy.id else self._say("policy", title=item.policy.title)
        thing = item.indicator if item.indicator.id else item.project
        label = self._say("item_mark" if item.kind == "mark" else f"item_{item.state}")
        return ItemView(
            item.state,
            year_name(item.fiscal_year, self._lang),
            label,
            f"{thing.id} {thing.title or self._say('none_title')}".strip(),
            self._join(part for part in (said, self._say("dash") if item.dash else "", below) if part),
        )

    def _table(self, name: str) -> str:
        return self._schema.by_name[name].title.say(self._lang)

    def _share(self, key: str, title: str, part: Part) -> str:
        return self._say(key, title=title, count=part.count, of=part.of, percent=str(part.percent))

    def _filled(self, city: CityProgress) -> Iterator[str]:
        for fill in city.tables:
            if fill.rows:
                yield self._say("table", title=self._table(fill.table), rows=fill.rows, percent=str(fill.cells.percent))
        empty = [self._table(fill.table) for fill in city.tables if not fill.rows]
        if len(empty) == len(city.tables):
            yield self._say("empty")
        elif empty:
            yield self._say("empty_tables", names=self._join(empty))

    def _missing(self, city: CityProgress) -> Iterator[str]:
        gaps = [one for one in city.columns if one.gaps]
        yield from map(self._gaps, gaps)
        if city.rows:
            yield self._say("honest" if gaps else "complete")

    def _gaps(self, one: Missing) -> str:
        column = self._schema.by_name[one.table].by_name[one.column].title.say(self._lang)
        share = self._share("column", f"{self._table(one.table)} › {column}", one.filled)
        listed = one.gaps if self._listed is None else one.gaps[:3]
        more = self._say("and_more") if len(listed) < len(one.gaps) else ""
        return f"{share} — {self._join(shorten(key, _LONGEST) for key in listed)}{more}"
