"""Settle what CSVW metadata says of a table: of the candidates, those that hold for every row by the graph itself.

Each row's node is made as for the graph, and what a candidate gives for the row must be among its triples. So a
conversion by the metadata can never say more than the graph.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from keikaku.check import CleanTable
from keikaku.graph.context import Context
from keikaku.graph.csvw.candidates import Candidate, Candidates
from keikaku.graph.csvw.template import Template
from keikaku.graph.rows import TableNodes
from keikaku.graph.terms import CLASS, IRI, Kind, Node
from keikaku.schema import Column
from keikaku.terms import expand

Statement = tuple[str, Kind, str]
"""A property as a compact IRI, the kind of a value, and the value."""


@dataclass(frozen=True)
class Settled:
    """What holds for all rows. Without `about` the rows cannot be named, and nothing can be said of them.

    `cells` has the columns that can be said; `links` are statements that every row makes and no column holds.
    """

    about: Template | None = None
    cells: Mapping[str, Candidate] = field(default_factory=dict)
    links: tuple[tuple[str, Template], ...] = ()


def settle(clean: CleanTable, context: Context) -> Settled:
    """Choose for a table the first of each set of candidates that holds for every row."""
    open_questions = _Open(clean, context)
    make = TableNodes(context, clean)
    for row in clean.rows:
        open_questions.meet(dict(zip(clean.table.names, row, strict=True)), make.node(row))
    return open_questions.settled()


class _Open:
    """The candidates that have held for all rows so far."""

    def __init__(self, clean: CleanTable, context: Context) -> None:
        candidates = Candidates(context, clean)
        self._columns = clean.table.columns
        self._abouts = candidates.subjects() if clean.rows else []
        self._cells = {column.name: candidates.cell(column) for column in self._columns}
        self._links = dict(candidates.links())
        self._shared: set[Statement] | None = None

    def meet(self, values: Mapping[str, str], node: Node) -> None:
        """Drop what does not hold for a row."""
        said = {_statement(pair.property.compact, pair.kind, pair.value) for pair in node.pairs}
        self._abouts = [about for about in self._abouts if about.expand(values) == node.subject]
        for column in self._columns:
            if values[column.name]:
                alive = [one for one in self._cells[column.name] if _cell(column, one, values) in said]
                self._cells[column.name] = alive
        for name, templates in self._links.items():
            self._links[name] = [one for one in templates if (name, IRI, one.expand(values)) in said]
        self._shared = said if self._shared is None else self._shared & said

    def settled(self) -> Settled:
        """Give what has held for all rows."""
        if not self._abouts:
            return Settled()
        cells = {name: alive[0] for name, alive in self._cells.items() if alive}
        links = [(name, alive[0]) for name, alive in self._links.items() if alive]
        return Settled(self._abouts[0], cells, (*self._constants(self._shared or set()), *links))

    def _constants(self, shared: Set[Statement]) -> list[tuple[str, Template]]:
        """Give the IRIs that all rows state alike, such as their class, and that are no business of a column."""
        others = {column.property for column in self._columns} | self._links.keys()
        return [
            (name, Template(value))
            for name, kind, value in sorted(shared, key=str)
            if kind is IRI and name not in others
        ]


def _statement(name: str, kind: Kind, value: str) -> Statement:
    return (name, IRI, expand(value)) if kind is CLASS else (name, kind, value)


def _cell(column: Column, candidate: Candidate, values: Mapping[str, str]) -> Statement:
    template = candidate.template
    return column.property, candidate.kind, template.expand(values) if template else values[column.name]
