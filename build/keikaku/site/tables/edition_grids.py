"""The tables of an edition's own rows: statistics, totals, events and terms, headed by the schema's titles."""

from __future__ import annotations

from keikaku.model import Edition, Plan, Policy
from keikaku.site.index import CityIndex
from keikaku.site.links import code_anchor, dictionary_codes, href
from keikaku.site.tables.grid import Cell, Grid, Row, make_grid


def statistics_grid(index: CityIndex, edition: Edition) -> Grid:
    """Survey figures of an edition."""
    words = index.words
    rows = [
        index.row(
            "statistics",
            row,
            (
                Cell(row.topic),
                Cell(row.survey),
                Cell(row.population),
                Cell(row.category),
                Cell(row.raw, look="raw"),
                Cell(words.quantity(row.value, row.unit, row.comparator), look="number"),
                Cell(row.period_raw, look="raw"),
            ),
        )
        for row in edition.statistics
    ]
    return _schema_grid(
        index, "statistics", ("topic", "survey", "population", "category", "raw", "value", "period_raw"), rows
    )


def totals_grid(index: CityIndex, plan: Plan, edition: Edition) -> Grid:
    """Sums that the document itself prints."""
    words = index.words
    rows = []
    for row in edition.totals:
        scope = _policy_cell(index, plan.policies[row.policy_id]) if row.policy_id else Cell(words.say("all"))
        cells = (
            Cell(row.measure),
            scope,
            Cell(words.fiscal_year(row.fiscal_year)),
            Cell(row.raw, look="raw"),
            Cell(words.quantity(row.value, row.unit), look="number"),
        )
        rows.append(index.row("totals", row, cells))
    return _schema_grid(index, "totals", ("measure", "policy_id", "fiscal_year", "raw", "value"), rows)


def _policy_cell(index: CityIndex, policy: Policy) -> Cell:
    link = index.policy(policy)
    return Cell(link.text, link.href)


def events_grid(index: CityIndex, edition: Edition) -> Grid:
    """Dated happenings of an edition."""
    dated = index.words.date
    rows = [
        index.row(
            "events",
            row,
            (Cell(dated(row.date_start)), Cell(dated(row.date_end)), Cell(row.title), Cell(row.date_raw, look="raw")),
        )
        for row in edition.events
    ]
    return _schema_grid(index, "events", ("date_start", "date_end", "title", "date_raw"), rows)


def terms_grid(index: CityIndex, edition: Edition) -> Grid:
    """Words of the document's glossary, each with this site's own explanation of the concept."""
    words, glossary = index.words, index.site.schema.code_lists["glossary"].by_value
    rows = []
    for row in edition.terms:
        concept = glossary.get(row.concept)
        entry = href(dictionary_codes("glossary"), code_anchor("glossary", concept.local_name)) if concept else ""
        explained = Cell(words.define("glossary", row.concept))
        cells = (Cell(row.term, entry), Cell(row.abbreviation), Cell(row.english), explained)
        rows.append(index.row("terms", row, cells))
    own = (words.say("column_own_explanation"),)
    return _schema_grid(index, "terms", ("term", "abbreviation", "english"), rows, own)


def _schema_grid(
    index: CityIndex, table: str, columns: tuple[str, ...], rows: list[Row], more: tuple[str, ...] = ()
) -> Grid:
    """Make a table whose headings are the schema's titles, and those of columns of our own behind them."""
    titles = [*(index.column_title(table, column) for column in columns), *more]
    return make_grid(index.table_title(table), titles, rows, index.csv(table))
