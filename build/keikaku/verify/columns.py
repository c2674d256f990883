"""Which columns hold words of the document, and how firmly each is held to its page. The one place that says so.

Every column that is declared `raw` or has a `language` holds words of the document. Three kinds of exceptions are
listed here, each with its reason: columns of ours, columns whose words need not stand whole at the row's page, and
columns in which one printed mark stands for several rows.
"""

from __future__ import annotations

from typing import Final

from keikaku.schema import Column, Table

Name = tuple[str, str]

OURS: Final[dict[Name, str]] = {
    ("corrections", "as_published"): "what the tables hold, beside what is printed",
    ("corrections", "reason"): "an editor's words",
    ("editions", "label"): "a short name by which readers tell editions apart; few plans print one",
    ("plans", "title_en"): "a name for English pages; not every plan prints one where its title stands",
}
"""Not looked for."""

CONTEXT: Final[dict[Name, str]] = {
    ("events", "title"): "a sentence of prose made into a title",
    ("finances", "programme"): "named once for several amounts",
    ("indicators", "definition"): "given once for several indicators",
    ("plans", "legal_basis"): "printed where the plan's place is told, not beside its title",
    ("plans", "superior_plan"): "printed where the plan's place is told, not beside its title",
    ("plans", "vision"): "printed in a chapter of its own, not beside the plan's title",
    ("projects", "remarks"): "may be printed with the project's indicators on another page",
    ("statistics", "category"): "words of a sentence made into a label",
    ("statistics", "period_raw"): "the period of a survey is printed once, not beside each figure",
    ("statistics", "population"): "words of a sentence made into a label",
    ("statistics", "survey"): "a survey is named once, not beside each figure",
    ("statistics", "topic"): "words of a sentence made into a label",
    ("totals", "measure"): "words of a sentence made into a label",
}
"""Looked for at the row's page, then in the whole document; where not raw, its words may stand apart."""

SHARED: Final[dict[Name, str]] = {
    ("corrections", "as_printed"): "speaks of what another row transcribes",
    ("results", "status_raw"): "one mark of a cell stands for all results in it",
}
"""Several rows may account for the same printed words."""

ALSO: Final[frozenset[Name]] = frozenset({("terms", "abbreviation")})
"""Words of the document in columns that are neither raw nor of one language."""


def words_of(table: Table) -> list[Column]:
    """Give the columns of a table that hold words of the document."""
    if table.derived or not {"page", "line"} <= set(table.names):
        return []
    named = [(column, (table.name, column.name)) for column in table.columns]
    return [
        column
        for column, name in named
        if name not in OURS and (column.raw or column.language is not None or name in ALSO)
    ]
