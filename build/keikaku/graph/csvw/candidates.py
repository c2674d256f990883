"""What CSVW could say of a table: URI templates for its rows and references, datatypes for its other cells.

These are only proposals. Which of them hold for all rows of a city's table is settled by the graph itself (`settle`).
`plan_id` and `source_id` are no columns of most tables, they follow from the edition. A template can say so where all
rows have the same one, or where the edition's name begins with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from keikaku.check import CleanTable
from keikaku.graph.context import Context
from keikaku.graph.csvw.template import Template, variable, verbatim
from keikaku.graph.mapping import DERIVED_FROM, SPECIALIZATION_OF, column_kinds, has_concepts
from keikaku.graph.terms import IRI, Kind
from keikaku.iri import LASTING
from keikaku.schema import Column, Table
from keikaku.terms import concept, fiscal_year

_FIRST_SEQ: Final = "1"
"""A sequence of 1 is not shown in names, so one template serves rows with it, and another the rest."""


class Candidate(NamedTuple):
    """A way to say a cell: an IRI by a template, or (`template` is None) the text as a literal of some kind."""

    kind: Kind
    template: Template | None = None


class Candidates:
    """Proposes for one table of one city."""

    def __init__(self, context: Context, clean: CleanTable) -> None:
        self._context = context
        self._clean = clean
        self._table: Table = clean.table

    def subjects(self) -> list[Template]:
        """Propose templates for the URIs of the rows."""
        name = self._context.iris.row_namer(self._table.subject)
        keys = {key: variable(key) for key in self._table.primary_key}
        sequences = (_FIRST_SEQ, variable("seq")) if "seq" in keys else ("",)
        return _templates(
            self._context.iris.on_page(*name({**keys, "plan_id": plan, "seq": seq}))
            for plan in self._plans()
            for seq in sequences
        )

    def cell(self, column: Column) -> list[Candidate]:
        """Propose ways to say what a column's cells say."""
        if column.ref:
            return [Candidate(IRI, template) for template in _templates(self._references(column))]
        if has_concepts(column):
            return [Candidate(IRI, template) for template in _templates(self._concepts(column))]
        return [Candidate(kind) for kind in column_kinds(column)]

    def links(self) -> Mapping[str, list[Template]]:
        """Propose what no column says and every row does: its page of the source, the lasting thing of a statement."""
        found = {}
        iris, subject = self._context.iris, self._table.subject
        if "page" in self._table.by_name and subject != "source_page":
            pages = (
                iris.on_page(*self._context.name_page({"source_id": source, "page": variable("page")}))
                for source in self._sources()
            )
            found[DERIVED_FROM] = _templates(pages)
        if subject in LASTING:
            key = self._table.primary_key[-1]
            things = (iris.thing(subject, {"plan_id": plan, key: variable(key)}) for plan in self._plans())
            found[SPECIALIZATION_OF] = _templates(things)
        return found

    def _plans(self, of: str = "edition_id") -> Iterator[str]:
        """Propose what can stand for the plan; `of` is the column that names an edition of it."""
        return self._follows("plan_id", (plan for plan, _ in self._context.editions.values()), of)

    def _sources(self) -> Iterator[str]:
        return self._follows("source_id", (source for _, source in self._context.editions.values()), "edition_id")

    def _follows(self, name: str, values: Iterable[str], edition: str) -> Iterator[str]:
        if name in self._table.by_name:
            yield variable(name)
        known = sorted(set(values))
        # Names of sources and departments do not ask for a plan, so there is a proposal even where nothing is known.
        yield from known or [""]
        if edition in self._table.by_name:
            for length in sorted({len(value) for value in known}):
                yield variable(edition, length)

    def _references(self, column: Column) -> Iterator[str]:
        kind, cell = column.ref or "", variable(column.name)
        if kind == "url":
            yield verbatim(column.name)
        elif kind == "fiscal_year":
            yield fiscal_year(cell)
        else:
            for plan in self._plans(column.name if kind == "edition" else "edition_id"):
                yield self._context.iris.thing(kind, {"plan_id": plan, f"{kind}_id": cell})

    def _concepts(self, column: Column) -> Iterator[str]:
        """Propose the concept by its local name; where all cells hold one code, also the concept of that code."""
        code_list = column.codes or ""
        yield concept(code_list, variable(column.name))
        at = self._table.names.index(column.name)
        held = {row[at] for row in self._clean.rows} - {""}
        codes = self._context.schema.code_lists[code_list].by_value
        if len(held) == 1 and (code := codes.get(held.pop())):
            yield concept(code_list, code.local_name)


def _templates(texts: Iterable[str]) -> list[Template]:
    """Make templates, each text once."""
    return [Template(text) for text in dict.fromkeys(texts)]
