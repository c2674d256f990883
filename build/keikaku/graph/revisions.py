"""Revisions (PROV-O): what an edition states anew of a thing, against the edition before it, and with what reason.

A statement of a policy, project or indicator, a target or a result is a revision where the edition before has one of
the same key and says something else. The revision of a lasting thing is a thing of its own, which names the properties
that changed. Where an indicator takes the place of another, that is a revision too, and it carries the reason that the
document gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from keikaku.check import CleanTable
from keikaku.graph.context import Context
from keikaku.graph.mapping import (
    CHANGED_PROPERTY,
    ENTITY,
    QUALIFIED_REVISION,
    REVISION,
    REVISION_OF,
    REVISION_REASON,
)
from keikaku.graph.terms import CLASS, IRI, JA, TYPE, Node, Pair
from keikaku.iri import LASTING, replacement_fragment, revision_fragment
from keikaku.terms import expand

Row = tuple[str, ...]
VALUES: Final = frozenset({"target", "result"})
"""Kinds of row whose revisions are only linked: what they say stands on the page of their indicator."""
_FALSE: Final = frozenset({"", "false"})


class Revisions:
    """Compares the rows of one table with those of the edition before."""

    def __init__(self, context: Context, clean: CleanTable) -> None:
        table = clean.table
        at = {name: number for number, name in enumerate(table.names)}
        self._context = context
        self._names = table.names
        self._lasting = table.subject in LASTING
        self._name = context.iris.row_namer(table.subject)
        self._edition_at, self._id_at = at["edition_id"], at[table.primary_key[-1]]
        self._key = itemgetter(*(at[name] for name in table.primary_key if name != "edition_id"))
        self._compared = [(at[column.name], column.property, column.type == "boolean") for column in table.compared]
        self._told = itemgetter(*(number for number, _, _ in self._compared))
        self._replaces_at, self._reason_at = at.get("replaces_indicator_id"), at.get("revision_reason")
        earlier = set(context.previous.values())
        old = (row for row in clean.rows if self._edition(row) in earlier)
        self._old = {(self._edition(row), self._key(row)): row for row in old}

    def pairs(self, row: Row) -> list[Pair]:
        """Give what a row says of its revisions."""
        context = self._context
        pairs = [context.pair(REVISION_OF, IRI, self._uri(old)) for old in self._revised(row)]
        if self._lasting:
            pairs += [context.pair(QUALIFIED_REVISION, IRI, node.subject) for node in self.nodes(row)]
        return pairs

    def nodes(self, row: Row) -> Iterator[Node]:
        """Give the revisions that a row of a lasting thing tells of; a reason is told once."""
        reason = self._reason(row)
        for old in self._replaced(row):
            yield self._revision(row, replacement_fragment(self._edition(row)), old, (), reason)
            reason = ""
        for old in self._revised(row):
            yield self._revision(row, revision_fragment(self._edition(row)), old, self._changed(old, row), reason)

    def _replaced(self, row: Row) -> list[Row]:
        """Give the indicator that another one took the place of; the same edition still states it."""
        if self._replaces_at is None or not row[self._replaces_at]:
            return []
        return [(*row[: self._id_at], row[self._replaces_at], *row[self._id_at + 1 :])]

    def _revised(self, row: Row) -> list[Row]:
        """Give the row of the edition before, where this one says something else or gives a reason."""
        edition = self._context.previous.get(row[self._edition_at])
        old = self._old.get((edition, self._key(row))) if edition else None
        if old is None:
            return []
        # Most rows are restated as they were, and one comparison tells.
        if not self._reason(row) and self._told(old) == self._told(row):
            return []
        reasoned = self._reason(row) and not self._replaced(row)
        return [old] if reasoned or self._changed(old, row) else []

    def _revision(self, row: Row, fragment: str, old: Row, changed: tuple[str, ...], reason: str) -> Node:
        context = self._context
        path, _ = self._name(self._ids(row))
        pairs = [
            context.pair(TYPE, CLASS, REVISION),
            context.pair(ENTITY, IRI, self._uri(old)),
            *(context.pair(CHANGED_PROPERTY, IRI, expand(name)) for name in changed),
        ]
        if reason:
            pairs.append(context.pair(REVISION_REASON, JA, reason))
        return Node(path, context.iris.on_page(path, fragment), pairs)

    def _changed(self, old: Row, new: Row) -> tuple[str, ...]:
        """Give the properties whose values differ, each once."""
        found: dict[str, None] = {}
        for at, name, is_mark in self._compared:
            # A mark that an edition does not use says no more than one that is not set.
            if old[at] != new[at] and not (is_mark and {old[at], new[at]} <= _FALSE):
                found[name] = None
        return tuple(found)

    def _edition(self, row: Row) -> str:
        return row[self._edition_at]

    def _reason(self, row: Row) -> str:
        return "" if self._reason_at is None else row[self._reason_at]

    def _ids(self, row: Row) -> dict[str, str]:
        return {**dict(zip(self._names, row, strict=True)), "plan_id": self._context.editions[self._edition(row)][0]}

    def _uri(self, row: Row) -> str:
        return self._context.iris.on_page(*self._name(self._ids(row)))
