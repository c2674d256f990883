"""The city's index: what is looked up again and again while its pages are made. Built once a city, then only read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from operator import attrgetter
from typing import Any, Final, Self

from keikaku.file_names import table_file
from keikaku.iri import Iris
from keikaku.model import Edition, Indicator, Municipality, Plan, Policy, Project
from keikaku.schema import Table
from keikaku.site.engine import SiteContext
from keikaku.site.inputs import SiteCity
from keikaku.site.links import Link, Place, document_url, href
from keikaku.site.lists.related import Finder
from keikaku.site.paging import Division
from keikaku.site.standing.attained import Attained, attained
from keikaku.site.tables.grid import Cell, Row

_OWNERS: Final = frozenset({"policy_id", "project_id", "indicator_id"})
Name = tuple[str, str]


class CityIndex:
    """Names, links, places and corrections of one city; `finder`, if any, knows the projects of the others."""

    def __init__(self, given: SiteCity, site: SiteContext, finder: Finder | None = None) -> None:
        city = given.municipality
        self.given = given
        self.finder = finder
        self.city: Municipality = city
        self.site = site
        self.words = site.words
        self.division = Division()
        self.iris = Iris(site.base_url, city.city.lgcode)
        self.plan_of = {row.edition_id: row.plan_id for row in city.rows["editions"]}
        self._source_of = {row.edition_id: row.source_id for row in city.rows["editions"]}
        self._editions = {
            row.edition_id: self._link("edition", row.label, plan_id=row.plan_id, edition_id=row.edition_id)
            for row in city.rows["editions"]
        }
        self._departments = {
            row.department_id: self._link("department", row.name, department_id=row.department_id)
            for row in city.rows["departments"]
        }
        self._things: dict[tuple[str, str, str], Link] = {}
        self._attained: dict[str, Attained] = {}
        self._csv: dict[str, Link] = {}
        self._plans: dict[str, Plan] = {plan.row.plan_id: plan for plan in city.plans}
        self._namers = {table.name: self._namer(table) for table in site.schema.tables}
        self._places: dict[tuple[str, int], Place] = {}
        self.path = self.iris.page("city", {})
        self._concerning = self._corrections(city.rows["corrections"])
        self._notes = self._noted(city.rows["corrections"])
        self._titles = self._titled()
        self._replacing = self._replacements()

    def in_language(self, site: SiteContext) -> Self:
        """Give the index with the words of another language; all else is shared."""
        twin = copy(self)
        twin.site, twin.words, twin._places, twin._csv = site, site.words, {}, {}
        twin._notes = twin._noted(self.city.rows["corrections"])
        return twin

    def _namer(self, table: Table) -> Callable[[Any], Name]:
        """Make a function from a row to its page and fragment; primary keys are all that names need."""
        name = self.iris.row_namer(table.subject)
        keys = table.primary_key
        get = attrgetter(*keys)
        plan_of = self.plan_of
        versioned = "edition_id" in keys
        single = len(keys) == 1
        known: dict[Any, Name] = {}

        def of_row(row: Any) -> Name:
            found = get(row)
            if found not in known:
                values = dict(zip(keys, map(str, (found,) if single else found), strict=True))
                if versioned:
                    values["plan_id"] = plan_of[row.edition_id]
                known[found] = name(values)
            return known[found]

        return of_row

    def name(self, table: str, row: Any) -> Name:
        """Give the page and the fragment of a row."""
        return self._namers[table](row)

    def fragment(self, table: str, row: Any) -> str:
        """Give the id of the row's element on its page."""
        return self._namers[table](row)[1]

    def baseline_id(self, row: Any) -> str:
        """Give the id of the element that shows the baseline of an indicator's statement."""
        name = self.iris.row_namer("baseline")
        ids = {"plan_id": self.plan_of[row.edition_id], "indicator_id": row.indicator_id, "edition_id": row.edition_id}
        return name(ids)[1]

    def page(self, kind: str, **ids: str) -> str:
        """Give the path of a page of this city."""
        return self.iris.page(kind, ids)

    def _link(self, kind: str, text: str, **ids: str) -> Link:
        return Link(href(self.page(kind, **ids)), text)

    def csv(self, table: str) -> Link:
        """Link a table's published CSV."""
        if table not in self._csv:
            path = self.iris.page("data", {}) + table_file(self.iris.lgcode, table)
            self._csv[table] = self.site.file(path, self.table_title(table))
        return self._csv[table]

    def table_title(self, table: str) -> str:
        """Give the title of a table."""
        return self.words.label(self.site.schema.by_name[table].title)

    def column_title(self, table: str, column: str) -> str:
        """Give the title of a table's column."""
        return self.words.label(self.site.schema.by_name[table].by_name[column].title)

    def edition(self, edition_id: str) -> Link:
        """Link an edition's page by its label."""
        return self._editions[edition_id]

    def is_only_edition(self, edition_id: str) -> bool:
        """Tell whether an edition is the only one of its plan."""
        return len(self._plans[self.plan_of[edition_id]].editions) == 1

    def plan(self, plan_id: str) -> Link:
        """Link a plan."""
        return self._link("plan", self.plan_title(self._plans[plan_id]), plan_id=plan_id)

    def plan_title(self, plan: Plan) -> str:
        """Give a plan's title: on English pages the one in English that the plan itself gives, where it gives one."""
        return (plan.row.title_en if self.words.english else "") or plan.row.title

    def policy(self, policy: Policy) -> Link:
        """Link a policy by the title of its newest edition, behind the plan's own number for it."""
        return self._thing("policy", policy, policy.policy_id)

    def project(self, project: Project) -> Link:
        """Link a project by the title of its newest edition."""
        return self._thing("project", project, project.project_id)

    def indicator(self, indicator: Indicator) -> Link:
        """Link an indicator by the title of its newest edition."""
        return self._thing("indicator", indicator, indicator.indicator_id)

    def _thing(self, kind: str, thing: Policy | Project | Indicator, own: str) -> Link:
        key = (kind, thing.plan_id, own)
        if key not in self._things:
            title = coded(thing.latest.code, thing.latest.title) if isinstance(thing, Policy) else thing.latest.title
            self._things[key] = self._link(kind, title, plan_id=thing.plan_id, **{f"{kind}_id": own})
        return self._things[key]

    def department(self, department_id: str) -> Link:
        """Link a department."""
        return self._departments[department_id]

    def source_of(self, row: Any) -> str:
        """Give the document that a row rests on: its own, or its edition's."""
        own = getattr(row, "source_id", "")
        return own or self._source_of[row.edition_id]

    def place(self, row: Any) -> Place:
        """Give the place of a row in its document."""
        key = (self.source_of(row), row.page)
        if key not in self._places:
            self._places[key] = self._make_place(*key)
        return self._places[key]

    def _make_place(self, source_id: str, page: int) -> Place:
        source = self.city.sources[source_id]
        path = self.page("source", source_id=source_id)
        text = self.words.say("place", page=page) if page else self.words.say("place_cover")
        return Place(href(path, f"p{page}"), text, source.title, document_url(source.url, page))

    def row_link(self, table: str, row: Any, text: str) -> Link:
        """Link a row's own element."""
        path, fragment = self.name(table, row)
        return Link(href(path, fragment), text)

    def row(self, table: str, row: Any, cells: Iterable[Cell]) -> Row:
        """Make a row of a page's table: its fragment as id, its place, and the corrections that concern it."""
        return Row(tuple(cells), self.fragment(table, row), self.place(row), self.notes(table, row))

    def notes(self, table: str, row: Any) -> tuple[Link, ...]:
        """Give the corrections that concern exactly one row."""
        noted = self._notes.get((table, getattr(row, "edition_id", "")))
        if not noted:
            return ()
        keys = self.site.schema.by_name[table].row_key
        return tuple(noted.get("|".join(str(getattr(row, key)) for key in keys), ()))

    def concerning(self, plan_id: str, owner: str, key: str) -> tuple[Any, ...]:
        """Give the corrections of all rows that belong to one thing, `owner` being its key's column."""
        return tuple(self._concerning.get((plan_id, owner, key), ()))

    def _corrections(self, rows: Iterable[Any]) -> Mapping[Any, list[Any]]:
        """Group corrections by the policy, project or indicator that they concern."""
        concerning: dict[Any, list[Any]] = defaultdict(list)
        for row in rows:
            owner = self.site.schema.by_name[row.table_name].row_key[0]
            if row.row_key and owner in _OWNERS:
                first = row.row_key.split("|")[0]
                concerning[self.plan_of[row.edition_id], owner, first].append(row)
        return concerning

    def _noted(self, rows: Iterable[Any]) -> Mapping[Any, Mapping[str, list[Link]]]:
        """Link the corrections by the row that they concern."""
        notes: dict[Any, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
        tables = self.site.schema.by_name
        for row in rows:
            label = self.words.code("correction_kind", row.kind)
            edition = row.edition_id if "edition_id" in tables[row.table_name].names else ""
            notes[row.table_name, edition][row.row_key].append(self.row_link("corrections", row, label))
        return notes

    def _titled(self) -> Mapping[tuple[str, str, str], str]:
        rows = self.city.rows
        projects = {("projects", row.edition_id, row.project_id): row.title for row in rows["projects"]}
        return projects | {("indicators", row.edition_id, row.indicator_id): row.title for row in rows["indicators"]}

    def title(self, table: str, edition_id: str, key: str) -> str:
        """Give the title that an edition gives a project or an indicator."""
        return self._titles[table, edition_id, key]

    def _replacements(self) -> Mapping[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.city.rows["indicators"]:
            held = found[self.plan_of[row.edition_id], row.replaces_indicator_id]
            if row.replaces_indicator_id and row.indicator_id not in held:
                held.append(row.indicator_id)
        return found

    def replacing(self, plan_id: str, indicator_id: str) -> tuple[str, ...]:
        """Give the ids of the indicators that replaced one."""
        return tuple(self._replacing.get((plan_id, indicator_id), ()))

    def attained(self, plan: Plan) -> Attained:
        """Give how far a plan is, which is the same in all languages."""
        key = plan.row.plan_id
        if key not in self._attained:
            self._attained[key] = attained(plan)
        return self._attained[key]

    def policy_trail(self, plan: Plan, policy_id: str) -> tuple[Link, ...]:
        """Give the policies from the top down to one, as links."""
        trail: list[Link] = []
        seen: set[str] = set()
        while policy_id and policy_id not in seen:
            seen.add(policy_id)
            policy = plan.policies[policy_id]
            trail.insert(0, self.policy(policy))
            policy_id = policy.latest.parent_policy_id
        return tuple(trail)

    def edition_order(self, plan: Plan) -> tuple[Edition, ...]:
        """Give a plan's editions, newest first."""
        return plan.editions[::-1]


def coded(code: str, title: str) -> str:
    """Write a title behind the plan's own number for it."""
    return f"{code} {title}" if code else title
