"""What the SHACL shapes find in a city's graph, told as places in the tables that the graph was made from.

In go a checked city and, where it was made before, its graph; out come violations, each with table, row, column and
cell. A focus node leads to its row by its name, a shape or path to its column. Needs pyshacl, which only those who
develop have: a build does not come here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from keikaku.check import CleanCity, CleanTable
from keikaku.graph.context import Context
from keikaku.graph.mapping import UNIT_TEXT, has_concepts
from keikaku.graph.nodes import nodes
from keikaku.graph.rows import TableNodes
from keikaku.graph.terms import Memo
from keikaku.graph.write import NTRIPLES
from keikaku.iri import DEFAULT_BASE_URL
from keikaku.problem import Lang, Where
from keikaku.schema import Column, Schema, data_folder, load_schema
from keikaku.terms import SHAPES, column_shape, expand

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node as Term

_SH: Final = "http://www.w3.org/ns/shacl#"
_SEE_ALSO: Final = "rdfs:seeAlso"


@dataclass(frozen=True, slots=True)
class Violation:
    """A shape that a row does not keep to. `table` is empty where the focus is no row; then `focus` says what it is.

    `where.column` is empty where the shape is about the row as a whole.
    """

    shape: str
    focus: str
    table: str
    where: Where
    value: str
    messages: Mapping[str, str]

    def say(self, lang: Lang) -> str:
        """Say what is asked for."""
        return self.messages[lang]


def city_graph(city: CleanCity, base_url: str = DEFAULT_BASE_URL) -> Graph:
    """Give a city's graph for rdflib."""
    from rdflib import Graph

    text = NTRIPLES.document(nodes(city, base_url), base_url, Memo(NTRIPLES.pair))
    return Graph().parse(data=text, format="nt")


def shapes_graph() -> Graph:
    """Give the shapes of the vocabulary, of the tables and of the plan; not to be changed."""
    return _parsed("shapes")


def violations(city: CleanCity, graph: Graph | None = None, base_url: str = DEFAULT_BASE_URL) -> tuple[Violation, ...]:
    """Give what the shapes find, in the order of tables, rows and columns.

    Concept schemes are added to the graph while shapes are looked at, and are not taken for a part of the city.
    """
    from pyshacl import validate
    from rdflib import RDF, Graph, URIRef

    shapes = shapes_graph()
    data = (graph if graph is not None else city_graph(city, base_url)) + _parsed("schemes")
    _, report, text = validate(data, shacl_graph=shapes, advanced=True, inplace=True, inference="none")
    if not isinstance(report, Graph):
        raise ValueError(f"the shapes cannot be used: {text}")
    teller = _Teller(city, base_url, shapes)
    # Results that hang below others tell of the same fault again.
    listed = set(report.objects(None, URIRef(_SH + "result")))
    results = [one for one in report.subjects(RDF.type, URIRef(_SH + "ValidationResult")) if one in listed]
    return tuple(sorted((teller.tell(report, one) for one in results), key=teller.order))


@cache
def _parsed(folder: str) -> Graph:
    from rdflib import Graph

    graph = Graph()
    for path in sorted((data_folder("vocab") / folder).glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


class _Teller:
    """Tells results of validation as violations in the rows of a city."""

    def __init__(self, city: CleanCity, base_url: str, shapes: Graph) -> None:
        schema = load_schema()
        self._shapes = shapes
        self._rows = dict(_rows(city, Context.of(city, base_url, schema), schema))
        self._columns = {
            column_shape(table.name, column.name): column for table in schema.tables for column in table.columns
        }
        self._open = {name for name, body in schema.code_lists.items() if body.open}
        self._ranks = {table.name: rank for rank, table in enumerate(schema.tables)}

    def tell(self, report: Graph, result: Term) -> Violation:
        """Tell one result."""
        found = {str(name).removeprefix(_SH): value for name, value in report.predicate_objects(result)}
        messages = self._messages(found.get("sourceConstraint", found["sourceShape"]))
        focus, shape = str(found["focusNode"]), str(found["sourceShape"])
        clean, index = self._rows.get(focus, (None, 0))
        path, value = str(found.get("resultPath", "")), str(found.get("value", ""))
        name = shape.removeprefix(SHAPES)
        if clean is None:
            return Violation(name, focus, "", Where(), value, messages)
        where = self._where(clean, index, self._column(shape, path, clean))
        return Violation(name, focus, clean.table.name, where, value, messages)

    def _messages(self, said_by: Term) -> dict[str, str]:
        """Give what a shape, or a constraint in SPARQL, says in each language; reports do not keep the languages."""
        texts = self._shapes.objects(said_by, _term(_SH + "message"))
        return {str(getattr(text, "language", "")): str(text) for text in texts}

    def order(self, violation: Violation) -> tuple[int, int, int, str, str, str]:
        """Give what violations are sorted by."""
        clean, index = self._rows.get(violation.focus, (None, 0))
        if clean is None:
            return len(self._ranks), 0, 0, violation.focus, violation.shape, violation.value
        names = clean.table.names
        column = names.index(violation.where.column) if violation.where.column else len(names)
        return self._ranks[violation.table], index, column, "", violation.shape, violation.value

    def _column(self, shape: str, path: str, clean: CleanTable) -> str:
        """Give the column: the one that the shape is made of, that it leads to, or that has the path as property."""
        if shape in self._columns:
            return self._columns[shape].name
        see_also = self._shapes.value(_term(shape), _term(expand(_SEE_ALSO)))
        wanted = str(see_also) if see_also else path
        found = (column.name for column in clean.table.columns if self._gives(column, wanted))
        return next(found, "")

    def _gives(self, column: Column, iri: str) -> bool:
        """Tell whether a column gives a property; units that the list does not have are given as text."""
        in_words = has_concepts(column) and column.codes in self._open and iri == expand(UNIT_TEXT)
        return in_words or expand(column.property) == iri

    @staticmethod
    def _where(clean: CleanTable, index: int, column: str) -> Where:
        if clean.table.derived:
            return Where(row_key=clean.key(index), column=column)
        place = clean.where(index, column or clean.table.names[0])
        return place if column else Where(place.file, place.sheet, place.cell, place.row_key)


def _rows(city: CleanCity, context: Context, schema: Schema) -> Iterator[tuple[str, tuple[CleanTable, int]]]:
    """Give each row by the name that it has in the graph."""
    for table in schema.tables:
        clean, make = city.tables[table.name], TableNodes(context, city.tables[table.name])
        for index, row in enumerate(clean.rows):
            yield make.node(row).subject, (clean, index)


def _term(iri: str) -> Term:
    from rdflib import URIRef

    return URIRef(iri)
