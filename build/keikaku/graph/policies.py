"""Each edition's tree of policies as a SKOS concept scheme with XKOS levels.

The concepts are the edition's own statements, since a policy may change its name or its place from one edition to the
next; what is the same policy in two editions is matched. Lists have named nodes, so that nothing is blank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from keikaku.check import CleanCity, CleanTable
from keikaku.graph.context import Context
from keikaku.graph.mapping import (
    BROADER,
    CLOSE_MATCH,
    CONCEPT,
    CONCEPT_SCHEME,
    DEPTH,
    EXACT_MATCH,
    FIRST,
    HAS_TOP_CONCEPT,
    IN_SCHEME,
    LABEL,
    LEVEL,
    LEVELS,
    LIST,
    MEMBER,
    NUMBER_OF_LEVELS,
    PART_OF,
    REST,
    TOP_CONCEPT_OF,
)
from keikaku.graph.terms import CLASS, EN, INTEGER, IRI, JA, TYPE, Node, Pair
from keikaku.iri import LEVELS_FRAGMENT, POLICIES_FRAGMENT
from keikaku.terms import RDF_NIL

Row = tuple[str, ...]


class PolicyConcepts:
    """Says what makes a policy's statement a concept of its edition's scheme."""

    def __init__(self, context: Context, clean: CleanTable) -> None:
        self._context = context
        self._names = clean.table.names
        self._titles = {(row["edition_id"], row["policy_id"]): row["title"] for row in clean.dicts()}

    def pairs(self, row: Row) -> list[Pair]:
        """Give what is said of a row besides its columns."""
        context, values = self._context, dict(zip(self._names, row, strict=True))
        edition, parent = values["edition_id"], values["parent_policy_id"]
        scheme = context.on_edition(edition, POLICIES_FRAGMENT)
        above = (BROADER, context.statement("policy", edition, parent)) if parent else (TOP_CONCEPT_OF, scheme)
        return [
            context.pair(TYPE, CLASS, CONCEPT),
            context.pair(LABEL, JA, values["title"]),
            context.pair(IN_SCHEME, IRI, scheme),
            context.pair(above[0], IRI, above[1]),
            *self._match(edition, values["policy_id"], values["title"]),
        ]

    def _match(self, edition: str, policy_id: str, title: str) -> list[Pair]:
        """Match the same policy in the edition before: exactly where it has the same title."""
        before = self._context.previous.get(edition, "")
        if (before, policy_id) not in self._titles:
            return []
        match = EXACT_MATCH if self._titles[before, policy_id] == title else CLOSE_MATCH
        return [self._context.pair(match, IRI, self._context.statement("policy", before, policy_id))]


def policy_schemes(city: CleanCity, context: Context) -> Iterator[Node]:
    """Give the scheme of each edition that has policies, its levels, and the list of them."""
    tops: dict[str, list[str]] = defaultdict(list)
    levels: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in city.tables["policies"].dicts():
        edition, statement = row["edition_id"], context.statement("policy", row["edition_id"], row["policy_id"])
        levels[edition][row["level"]].append(statement)
        if not row["parent_policy_id"]:
            tops[edition].append(statement)
    labels = {row["edition_id"]: row["label"] for row in city.tables["editions"].dicts()}
    for edition, of_edition in levels.items():
        depths = sorted(of_edition, key=int)
        yield _scheme(context, edition, labels[edition], len(depths), tops[edition])
        for depth in depths:
            yield _level(context, edition, depth, of_edition[depth])
        yield from _list(context, edition, depths)


def _scheme(context: Context, edition: str, label: str, depth: int, tops: Sequence[str]) -> Node:
    return _node(
        context,
        edition,
        POLICIES_FRAGMENT,
        [
            context.pair(TYPE, CLASS, CONCEPT_SCHEME),
            context.pair(LABEL, JA, f"施策の体系：{label}"),
            context.pair(PART_OF, IRI, context.on_edition(edition, "it")),
            context.pair(NUMBER_OF_LEVELS, INTEGER, str(depth)),
            context.pair(LEVELS, IRI, context.on_edition(edition, f"{LEVELS_FRAGMENT}-1")),
            *(context.pair(HAS_TOP_CONCEPT, IRI, top) for top in tops),
        ],
    )


def _level(context: Context, edition: str, depth: str, members: Sequence[str]) -> Node:
    pairs = [
        context.pair(TYPE, CLASS, LEVEL),
        context.pair(LABEL, JA, f"第{depth}階層"),
        context.pair(LABEL, EN, f"Level {depth}"),
        context.pair(DEPTH, INTEGER, depth),
        *(context.pair(MEMBER, IRI, member) for member in members),
    ]
    return _node(context, edition, f"{POLICIES_FRAGMENT}-{depth}", pairs)


def _list(context: Context, edition: str, depths: Sequence[str]) -> Iterator[Node]:
    """Give the nodes of the list of levels, from the top one down."""
    fragments = [f"{LEVELS_FRAGMENT}-{number}" for number in range(1, len(depths) + 1)]
    rests = [*(context.on_edition(edition, after) for _, after in pairwise(fragments)), RDF_NIL]
    for fragment, depth, rest in zip(fragments, depths, rests, strict=True):
        first = context.on_edition(edition, f"{POLICIES_FRAGMENT}-{depth}")
        pairs = [context.pair(TYPE, CLASS, LIST), context.pair(FIRST, IRI, first), context.pair(REST, IRI, rest)]
        yield _node(context, edition, fragment, pairs)


def _node(context: Context, edition: str, fragment: str, pairs: list[Pair]) -> Node:
    return Node(context.edition_page(edition), context.on_edition(edition, fragment), pairs)
