"""What an edition says otherwise than the edition before it: things added, no longer named, or stated differently.

Two rows are of the same thing where their keys without the edition are the same. Compared are the columns that the
schema names (`Table.compared`): neither the place of a row nor what is printed where it was read into another column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from keikaku.model.plan import Plan
from keikaku.schema import Column, Schema, Table
from keikaku.text import normalise

COMPARED: Final = ("policies", "projects", "indicators", "targets", "results")
"""Tables whose rows are compared, in the order of the answer."""
REPLACED: Final = "replaced"
_CIRCLED: Final = re.compile("[①-⑳]")


@dataclass(frozen=True, slots=True)
class Change:
    """A row that two editions do not state alike; `before` or `after` is None where one of them has no such row.

    `columns` are those that differ where both have it; `reason` is what the document says, empty where it says none.
    """

    table: str
    kind: Literal["added", "removed", "changed"]
    before: Any
    after: Any
    columns: tuple[Column, ...]
    reason: str

    @property
    def row(self) -> Any:
        """The newer of the two rows."""
        return self.after if self.after is not None else self.before


def edition_changes(plan: Plan, edition_id: str, schema: Schema) -> tuple[Change, ...]:
    """Compare an edition of a plan with the one before it; nothing where it names none."""
    edition = next(one.row for one in plan.editions if one.row.edition_id == edition_id)
    before = edition.previous_edition_id
    if not before:
        return ()
    return changes_between({name: _rows(plan, name) for name in COMPARED}, (before, edition_id), schema)


def changes_between(rows: Mapping[str, Iterable[Any]], editions: tuple[str, str], schema: Schema) -> tuple[Change, ...]:
    """Compare any two editions of a plan, the older first, in all tables that are given; `rows` are of both editions.

    The reasons are those that the newer of the two gives for its own revisions.
    """
    held = {name: tuple(every) for name, every in rows.items()}
    stated = (row for row in held.get("indicators", ()) if row.edition_id == editions[1])
    reasons = {row.indicator_id: row.revision_reason for row in stated}
    return tuple(
        change for name, every in held.items() for change in _compare(every, schema.by_name[name], editions, reasons)
    )


def _rows(plan: Plan, table: str) -> Iterator[Any]:
    """Give the rows of a plan in one of the compared tables."""
    if table in {"targets", "results"}:
        for indicator in plan.indicators.values():
            yield from getattr(indicator, table)
        return
    things: Iterable[Any] = getattr(plan, table).values()
    for thing in things:
        yield from thing.statements


def _compare(
    every: Iterable[Any], table: Table, editions: tuple[str, str], reasons: Mapping[str, str]
) -> Iterator[Change]:
    key_names = [name for name in table.primary_key if name != "edition_id"]
    stated: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in every:
        stated.setdefault(tuple(getattr(row, name) for name in key_names), {})[row.edition_id] = row
    for key, rows in stated.items():
        before, after = (rows.get(edition) for edition in editions)
        # Only an indicator is given a reason; its targets share it. What it gives for a result is not about the result.
        reason = reasons.get(key[0], "") if table.name in {"indicators", "targets"} else ""
        if before is None and after is not None:
            yield Change(table.name, "added", None, after, (), reason)
        elif before is not None and after is None:
            yield Change(table.name, "removed", before, None, (), "")
        elif before is not None:
            columns = tuple(column for column in table.compared if differs(column, before, after))
            if columns:
                yield Change(table.name, "changed", before, after, columns, reason)


def differs(column: Column, before: Any, after: Any) -> bool:
    """Tell whether two rows differ in a column; a mark that an edition does not use says no more than one not set."""
    old, new = getattr(before, column.name), getattr(after, column.name)
    return bool(old) != bool(new) if column.type == "boolean" else bool(old != new)


def kind_of(plan: Plan, change: Change) -> str:
    """Give how a row changed; an indicator that took the place of another, or lost its to one, was replaced."""
    if change.table != "indicators" or change.kind == "changed":
        return change.kind
    replaced = change.after.replaces_indicator_id if change.after else replacing(plan, change.before)
    return REPLACED if replaced else change.kind


def replacing(plan: Plan, row: Any) -> Any:
    """Give the statement that says that it took the place of an indicator; None where there is none."""
    every = (one for indicator in plan.indicators.values() for one in indicator.statements)
    return next((one for one in every if one.replaces_indicator_id == row.indicator_id), None)


def spelt_alike(before: Any, after: Any) -> bool:
    """Tell whether two texts differ in nothing but width, white space and the circled numbers of a list."""
    texts = isinstance(before, str) and isinstance(after, str)
    return texts and _plain(before) == _plain(after)


def _plain(text: str) -> str:
    return "".join(normalise(_CIRCLED.sub("", text)).split())
