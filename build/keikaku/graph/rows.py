"""From the rows of one table to nodes: what depends on the column alone is worked out before the first row.

Each column of each plan has its own store of pairs: most texts (years, units, codes, references) are met
again and again, and cost one look-up.
"""

from __future__ import annotations

from functools import partial

from keikaku.check import CleanTable
from keikaku.graph.context import Context, Store
from keikaku.graph.extras import extras
from keikaku.graph.mapping import SPECIALIZATION_OF, row_types
from keikaku.graph.terms import CLASS, IRI, TYPE, Memo, Node, Pair
from keikaku.iri import LASTING

Row = tuple[str, ...]


class TableNodes:
    """Makes the nodes of one table's rows."""

    def __init__(self, context: Context, clean: CleanTable) -> None:
        table = clean.table
        self.context = context
        self.table = table
        self.at = {name: number for number, name in enumerate(table.names)}
        self._keys = [(name, self.at[name]) for name in table.primary_key]
        self._name = context.iris.row_namer(table.subject)
        self._always = [context.pair(TYPE, CLASS, name) for name in row_types(table)]
        self._extras = extras(context, clean)
        self._stores: dict[str, list[Store]] = {}
        self._things: dict[str, Store] = {}

    def node(self, row: Row) -> Node:
        """Give the node of a row."""
        plan_id, source_id = self.belongs_to(row)
        if plan_id not in self._stores:
            self._start_plan(plan_id)
        ids = {name: row[number] for name, number in self._keys}
        ids["plan_id"] = plan_id
        path, fragment = self._name(ids)
        pairs = self._always + [store[text] for store, text in zip(self._stores[plan_id], row, strict=True) if text]
        if source_id:
            pairs.append(self.context.derived(source_id)[row[self.at["page"]]])
        for extra in self._extras:
            pairs += extra(row)
        if self._things:
            pairs.append(self._things[plan_id][row[self._keys[-1][1]]])
        return Node(path, self.context.iris.on_page(path, fragment), pairs)

    def belongs_to(self, row: Row) -> tuple[str, str]:
        """Give a row's plan and the source that its page is a page of; empty where it has none, or is that page."""
        edition_at = self.at.get("edition_id")
        if edition_at is not None:
            return self.context.editions[row[edition_at]]
        if self.table.subject == "source_page":
            return "", ""
        plan_id = row[self.at["plan_id"]] if "plan_id" in self.at else ""
        return plan_id, row[self.at["source_id"]] if "page" in self.at else ""

    def _start_plan(self, plan_id: str) -> None:
        """Prepare the stores for the rows of a plan."""
        make = self.context.cell_maker
        self._stores[plan_id] = [Memo(make(column, plan_id)) for column in self.table.columns]
        if self.table.subject in LASTING:
            self._things[plan_id] = Memo(partial(self._specializes, plan_id))

    def _specializes(self, plan_id: str, thing_id: str) -> Pair:
        thing = self.context.reference(self.table.subject, plan_id, thing_id)
        return self.context.pair(SPECIALIZATION_OF, IRI, thing)
