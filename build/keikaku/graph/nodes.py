"""A city's graph as a stream of nodes: the municipality, all rows, what rows tell of, source pages.

Rows become nodes as they come and are not kept. Policies, projects and indicators are one thing over all
editions, called what the newest edition calls them; each edition's row is a statement about the thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from keikaku.check import CleanCity, CleanTable
from keikaku.graph.context import Context
from keikaku.graph.cube import baselines, cubes
from keikaku.graph.mapping import (
    ACTIVITY,
    ESTAT_AREA,
    EXACT_MATCH,
    FORMAL_ORGANIZATION,
    IDENTIFIER,
    LABEL,
    MUNICIPALITY,
    PAGE,
    PART_OF,
    PLAN,
    SOURCE_PAGE,
    TITLE,
    USED,
    thing_class,
)
from keikaku.graph.policies import policy_schemes
from keikaku.graph.quality import quality_nodes
from keikaku.graph.revisions import Revisions
from keikaku.graph.rows import TableNodes
from keikaku.graph.terms import CLASS, EN, INTEGER, IRI, JA, STRING, TYPE, Node
from keikaku.iri import ASSESSING_FRAGMENT, LASTING
from keikaku.model import editions_in_order, typed_rows
from keikaku.quality import Quality
from keikaku.schema import load_schema
from keikaku.terms import estat_area, scheme


def nodes(city: CleanCity, base_url: str, quality: Quality | None = None) -> Iterator[Node]:
    """Give the nodes of a city's graph, always in the same order; every node has a subject of its own.

    What is known of the quality of the data comes last, where it is given.
    """
    schema = load_schema()
    context = Context.of(city, base_url, schema)
    yield _municipality(city, context)
    age = _ages(city)
    for table in schema.tables:
        clean = city.tables[table.name]
        make = TableNodes(context, clean)
        if table.subject in LASTING:
            yield from _things(clean, make, age)
        for row in clean.rows:
            yield make.node(row)
        if table.subject in LASTING and context.previous:
            yield from _revisions(context, clean)
    yield from policy_schemes(city, context)
    yield _assessing(context)
    yield from baselines(city.tables["indicators"], context)
    yield from cubes(city, context)
    yield from _source_pages(context, {(row["source_id"], row["page"]) for row in city.tables["pages"].dicts()})
    if quality:
        yield from quality_nodes(quality, city, context)


def _municipality(city: CleanCity, context: Context) -> Node:
    area = estat_area(city.city.lgcode)
    pairs = [
        context.pair(TYPE, CLASS, MUNICIPALITY),
        context.pair(TYPE, CLASS, FORMAL_ORGANIZATION),
        context.pair(IDENTIFIER, STRING, city.city.lgcode),
        context.pair(LABEL, JA, city.city.name.ja),
        context.pair(LABEL, EN, city.city.name.en),
        context.pair(ESTAT_AREA, IRI, area),
        context.pair(EXACT_MATCH, IRI, area),
    ]
    return Node(context.iris.page("city", {}), context.municipality, pairs)


def _ages(city: CleanCity) -> dict[str, int]:
    """Give each edition its number within its plan, the oldest having the lowest."""
    editions = typed_rows(city.tables["editions"])
    plans = {edition.plan_id for edition in editions}
    ordered = (editions_in_order(row for row in editions if row.plan_id == plan) for plan in plans)
    return {edition.edition_id: number for of_plan in ordered for number, edition in enumerate(of_plan)}


def _things(clean: CleanTable, make: TableNodes, age: dict[str, int]) -> Iterator[Node]:
    """Give one node a thing, in the order in which the table first names them."""
    edition_at, title_at = make.at["edition_id"], make.at["title"]
    id_name = clean.table.primary_key[-1]
    newest: dict[tuple[str, str], tuple[int, str]] = {}
    for row in clean.rows:
        key = make.belongs_to(row)[0], row[make.at[id_name]]
        stated = age[row[edition_at]], row[title_at]
        if key not in newest or stated[0] >= newest[key][0]:
            newest[key] = stated
    context = make.context
    for (plan_id, thing_id), (_, title) in newest.items():
        ids = {"plan_id": plan_id, id_name: thing_id}
        pairs = [
            context.pair(TYPE, CLASS, thing_class(clean.table)),
            context.pair(IDENTIFIER, STRING, thing_id),
            context.pair(TITLE, JA, title),
            context.pair(PLAN, IRI, context.reference("plan", plan_id, plan_id)),
        ]
        kind = clean.table.subject
        yield Node(context.iris.page(kind, ids), context.iris.thing(kind, ids), pairs)


def _revisions(context: Context, clean: CleanTable) -> Iterator[Node]:
    """Give what each edition revised of the things of a table."""
    revisions = Revisions(context, clean)
    for row in clean.rows:
        yield from revisions.nodes(row)


def _assessing(context: Context) -> Node:
    """Give the activity by which attainment is computed; its rules are public."""
    pairs = [
        context.pair(TYPE, CLASS, ACTIVITY),
        context.pair(LABEL, JA, "達成状況の計算"),
        context.pair(LABEL, EN, "Computation of attainment"),
        context.pair(USED, IRI, scheme("attainment_rule")),
        context.pair(USED, IRI, scheme("attainment_formula")),
    ]
    return Node(context.iris.page("data", {}), context.iris.about_data(ASSESSING_FRAGMENT), pairs)


def _source_pages(context: Context, declared: Set[tuple[str, str]]) -> Iterator[Node]:
    """Give one node for each page of a source that some row was taken from and that no row of `pages` tells of."""
    for source_id in sorted(context.pages):
        source = context.reference("source", "", source_id)
        pages = {page for page in context.pages[source_id] if (source_id, page) not in declared}
        for page in sorted(pages, key=int):
            path, fragment = context.name_page({"source_id": source_id, "page": page})
            pairs = [
                context.pair(TYPE, CLASS, SOURCE_PAGE),
                context.pair(PAGE, INTEGER, page),
                context.pair(PART_OF, IRI, source),
            ]
            yield Node(path, context.iris.on_page(path, fragment), pairs)
