"""The SQL of the database: tables with their keys made of the schema, and views for the most common questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from keikaku.iri import CITIES, CODES
from keikaku.schema import Column, Schema, Table

CITY_COLUMNS: Final = (
    "lgcode",
    "name",
    "name_en",
    "prefecture",
    "prefecture_en",
    "licence",
    "licence_title",
    "licence_url",
)
CODE_COLUMNS: Final = ("list", "value", "ja", "en")
DICTIONARY: Final = "dictionary"
DICTIONARY_COLUMNS: Final = (
    "table_name",
    "column_name",
    "title",
    "title_en",
    "description",
    "description_en",
    "unit",
    "unit_column",
    "code_list",
)
_TYPES: Final = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_OPTIONAL: Final = frozenset({"licence", "licence_title", "licence_url", "unit", "unit_column", "code_list"})

_KEYS: Final = {
    CITIES: (CITY_COLUMNS, ("lgcode",)),
    CODES: (CODE_COLUMNS, ("list", "value")),
    DICTIONARY: (DICTIONARY_COLUMNS, ("table_name", "column_name")),
}


def definitions(schema: Schema) -> Iterator[str]:
    """Give the statements that make all tables, then those that make the indexes and views."""
    for name, (columns, key) in _KEYS.items():
        yield _texts(name, columns, key)
    for table in schema.tables:
        yield _table(table)
    for table in schema.tables:
        yield from _indexes(table)
    yield from VIEWS


def _texts(name: str, columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    """Define a table of texts beside those of the schema."""
    lines = [f"{column} TEXT{'' if column in _OPTIONAL else ' NOT NULL'}" for column in columns]
    return _made(name, [*lines, f"PRIMARY KEY ({', '.join(key)})"])


def _made(name: str, lines: list[str]) -> str:
    return f"CREATE TABLE {name} (\n  " + ",\n  ".join(lines) + "\n)"


def _table(table: Table) -> str:
    """Define a table: the municipality's code in front and in every key, so that no key leads to another city."""
    lines = ["lgcode TEXT NOT NULL", *(_column(column, column.name in table.primary_key) for column in table.columns)]
    lines.append(f"PRIMARY KEY ({', '.join(('lgcode', *table.primary_key))})")
    lines.append(f"FOREIGN KEY (lgcode) REFERENCES {CITIES} (lgcode)")
    for key in table.foreign_keys:
        own, other = (", ".join(("lgcode", *names)) for names in (key.columns, key.targets))
        lines.append(f"FOREIGN KEY ({own}) REFERENCES {key.table} ({other})")
    return _made(table.name, lines)


def _column(column: Column, in_key: bool) -> str:
    needed = " NOT NULL" if column.required or in_key else ""
    truth = f" CHECK ({column.name} IN (0, 1))" if column.type == "boolean" else ""
    return f"{column.name} {_TYPES[column.type]}{needed}{truth}"


def _indexes(table: Table) -> Iterator[str]:
    """Give an index for each foreign key that does not begin the primary key: what refers to a row is found at once."""
    for key in table.foreign_keys:
        if key.columns != table.primary_key[: len(key.columns)]:
            name = f"{table.name}_{'_'.join(key.columns)}"
            yield f"CREATE INDEX {name} ON {table.name} ({', '.join(('lgcode', *key.columns))})"


_EDITION_ORDER: Final = """CREATE VIEW edition_order AS
WITH RECURSIVE steps (lgcode, edition_id, plan_id, number) AS (
  SELECT lgcode, edition_id, plan_id, 1 FROM editions WHERE previous_edition_id IS NULL
  UNION ALL
  SELECT e.lgcode, e.edition_id, e.plan_id, s.number + 1
  FROM editions AS e JOIN steps AS s ON s.lgcode = e.lgcode AND s.edition_id = e.previous_edition_id
)
SELECT * FROM steps"""

_INDICATOR_YEARS: Final = """CREATE VIEW indicator_years AS
WITH years AS (
  SELECT lgcode, edition_id, indicator_id, fiscal_year FROM targets
  UNION SELECT lgcode, edition_id, indicator_id, fiscal_year FROM results
  UNION SELECT lgcode, edition_id, indicator_id, fiscal_year FROM assessments
), last_result AS (
  SELECT lgcode, edition_id, indicator_id, fiscal_year, max(seq) AS seq FROM results GROUP BY 1, 2, 3, 4
)
SELECT
  y.lgcode, c.name AS city, p.plan_id, p.title AS plan_title, y.edition_id, y.indicator_id,
  i.title AS indicator_title, i.unit AS indicator_unit, i.polarity, i.project_id, j.title AS project_title,
  coalesce(i.policy_id, j.policy_id) AS policy_id, o.title AS policy_title, y.fiscal_year,
  t.fiscal_year AS target_fiscal_year, t.raw AS target_raw, t.comparator AS target_comparator,
  t.value AS target_value, t.value_max AS target_max, t.unit AS target_unit, t.origin AS target_origin,
  r.raw AS result_raw, r.value AS result_value, r.unit AS result_unit, r.rate AS result_rate,
  r.status AS printed_status, a.computed_status, a.attainment_rate, a.rule, a.not_computed,
  coalesce(r.page, t.page, a.page) AS page, e.source_id,
  s.number = max(s.number) OVER (PARTITION BY y.lgcode, p.plan_id, y.indicator_id, y.fiscal_year) AS is_newest
FROM years AS y
JOIN cities AS c ON c.lgcode = y.lgcode
JOIN editions AS e ON e.lgcode = y.lgcode AND e.edition_id = y.edition_id
JOIN edition_order AS s ON s.lgcode = y.lgcode AND s.edition_id = y.edition_id
JOIN plans AS p ON p.lgcode = y.lgcode AND p.plan_id = e.plan_id
JOIN indicators AS i ON i.lgcode = y.lgcode AND i.edition_id = y.edition_id AND i.indicator_id = y.indicator_id
LEFT JOIN projects AS j ON j.lgcode = y.lgcode AND j.edition_id = y.edition_id AND j.project_id = i.project_id
LEFT JOIN policies AS o
  ON o.lgcode = y.lgcode AND o.edition_id = y.edition_id AND o.policy_id = coalesce(i.policy_id, j.policy_id)
LEFT JOIN assessments AS a
  ON a.lgcode = y.lgcode AND a.edition_id = y.edition_id AND a.indicator_id = y.indicator_id
  AND a.fiscal_year = y.fiscal_year
LEFT JOIN last_result AS l
  ON l.lgcode = y.lgcode AND l.edition_id = y.edition_id AND l.indicator_id = y.indicator_id
  AND l.fiscal_year = y.fiscal_year
LEFT JOIN results AS r
  ON r.lgcode = y.lgcode AND r.edition_id = y.edition_id AND r.indicator_id = y.indicator_id
  AND r.fiscal_year = y.fiscal_year AND r.seq = coalesce(a.result_seq, l.seq)
LEFT JOIN targets AS t
  ON t.lgcode = y.lgcode AND t.edition_id = y.edition_id AND t.indicator_id = y.indicator_id
  AND t.fiscal_year = coalesce(a.target_fiscal_year, y.fiscal_year) AND t.seq = coalesce(a.target_seq, 1)"""

_MISSED: Final = """CREATE VIEW missed AS
SELECT * FROM indicator_years
WHERE is_newest
  AND (printed_status IN ('not_achieved', 'partly_achieved') OR computed_status = 'not_achieved')"""

_PROJECT_OVERVIEW: Final = """CREATE VIEW project_overview AS
SELECT
  j.lgcode, c.name AS city, e.plan_id, p.title AS plan_title, j.edition_id, e.label AS edition_label, j.project_id,
  j.code, j.title, j.policy_id, o.title AS policy_title, j.status,
  (SELECT group_concat(name, '、') FROM (
    SELECT d.name FROM project_departments AS x
    JOIN departments AS d ON d.lgcode = x.lgcode AND d.department_id = x.department_id
    WHERE x.lgcode = j.lgcode AND x.edition_id = j.edition_id AND x.project_id = j.project_id
    ORDER BY x.position)) AS departments,
  (SELECT count(*) FROM indicators AS i
    WHERE i.lgcode = j.lgcode AND i.edition_id = j.edition_id AND i.project_id = j.project_id) AS indicators,
  j.page, e.source_id
FROM projects AS j
JOIN cities AS c ON c.lgcode = j.lgcode
JOIN editions AS e ON e.lgcode = j.lgcode AND e.edition_id = j.edition_id
JOIN plans AS p ON p.lgcode = j.lgcode AND p.plan_id = e.plan_id
LEFT JOIN policies AS o ON o.lgcode = j.lgcode AND o.edition_id = j.edition_id AND o.policy_id = j.policy_id"""

VIEWS: Final = (_EDITION_ORDER, _INDICATOR_YEARS, _MISSED, _PROJECT_OVERVIEW)
