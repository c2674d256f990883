"""What the rows of a city share: its names, its properties, its editions, and stores of pairs made once.

A store maps the text of a cell to its pair and makes the pair when the text is first met. It never outgrows
its column, and is dropped with its city.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from keikaku.check import CleanCity
from keikaku.graph.mapping import DERIVED_FROM, UNIT_TEXT, column_kinds, date_kind, has_concepts, properties
from keikaku.graph.terms import IRI, STRING, Kind, Memo, Pair, Property
from keikaku.iri import Iris
from keikaku.schema import Column, Schema
from keikaku.terms import concept, fiscal_year, safe_iri

_DRAFT: Final = "draft"
Store = Memo[str, Pair]
"""Pairs by the text of the cell that they were made from."""


@dataclass(frozen=True)
class Context:
    """What rows of a city need of one another: plan and source of each edition, and the source pages."""

    iris: Iris
    schema: Schema
    editions: Mapping[str, tuple[str, str]]
    pages: dict[str, Store]
    previous: Mapping[str, str]
    """The edition before, of editions that have one."""
    drafts: Set[str]
    """The editions that are drafts."""

    @classmethod
    def of(cls, city: CleanCity, base_url: str, schema: Schema) -> Context:
        """Gather it from a city's tables."""
        rows = list(city.tables["editions"].dicts())
        editions = {row["edition_id"]: (row["plan_id"], row["source_id"]) for row in rows}
        previous = {row["edition_id"]: row["previous_edition_id"] for row in rows if row["previous_edition_id"]}
        drafts = {row["edition_id"] for row in rows if row["status"] == _DRAFT}
        return cls(Iris(base_url, city.city.lgcode), schema, editions, {}, previous, drafts)

    @cached_property
    def properties(self) -> dict[str, Property]:
        """The properties of the graph by their compact IRIs."""
        return properties(self.schema)

    @cached_property
    def name_page(self) -> Callable[[Mapping[str, str]], tuple[str, str]]:
        """Name a source's page: its path and its fragment."""
        return self.iris.row_namer("source_page")

    @property
    def municipality(self) -> str:
        """The URI of the municipality."""
        return self.iris.thing("city", {})

    def pair(self, compact: str, kind: Kind, value: str) -> Pair:
        """Make a pair of a property that the graph knows."""
        return Pair(self.properties[compact], kind, value)

    def derived(self, source_id: str) -> Store:
        """Give a source's store of `prov:wasDerivedFrom` by page; it remembers which pages were asked for."""
        if source_id not in self.pages:
            self.pages[source_id] = Memo(partial(self._derived, source_id))
        return self.pages[source_id]

    def _derived(self, source_id: str, page: str) -> Pair:
        path, fragment = self.name_page({"source_id": source_id, "page": page})
        return self.pair(DERIVED_FROM, IRI, self.iris.on_page(path, fragment))

    def reference(self, kind: str, plan_id: str, value: str) -> str:
        """Give the IRI of what a cell names; things of a plan are those of the row's own plan."""
        if kind == "fiscal_year":
            return fiscal_year(value)
        if kind == "url":
            return safe_iri(value)
        owner = self.editions[value][0] if kind == "edition" else plan_id
        return self.iris.thing(kind, {"plan_id": owner, f"{kind}_id": value})

    def edition_page(self, edition_id: str) -> str:
        """Give the path of an edition's page."""
        return self.iris.page("edition", {"plan_id": self.editions[edition_id][0], "edition_id": edition_id})

    def on_edition(self, edition_id: str, fragment: str) -> str:
        """Give the URI of what stands on an edition's page."""
        return self.iris.on_page(self.edition_page(edition_id), fragment)

    def statement(self, kind: str, edition_id: str, thing_id: str) -> str:
        """Give the URI of what an edition states of a policy, project or indicator."""
        plan_id, _ = self.editions[edition_id]
        ids = {"plan_id": plan_id, "edition_id": edition_id, f"{kind}_id": thing_id}
        return self.iris.on_page(*self.iris.row_namer(kind)(ids))

    def cell_maker(self, column: Column, plan_id: str) -> Callable[[str], Pair]:
        """Give the function from a cell's text to its pair, for rows of one plan."""
        own = self.properties[column.property]
        if column.ref:
            return lambda text: Pair(own, IRI, self.reference(column.ref or "", plan_id, text))
        if has_concepts(column):
            return partial(self._coded, column, own)
        if column.type == "date":
            return lambda text: Pair(own, date_kind(text), text)
        (kind,) = column_kinds(column)
        return lambda text: Pair(own, kind, text)

    def _coded(self, column: Column, own: Property, text: str) -> Pair:
        """Give the concept of a code; what an open list does not have stays text."""
        code_list = column.codes or ""
        code = self.schema.code_lists[code_list].by_value.get(text)
        if code:
            return Pair(own, IRI, concept(code_list, code.local_name))
        return self.pair(UNIT_TEXT, STRING, text)
