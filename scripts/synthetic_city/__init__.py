"""Synthetic cities: tables that keep every rule of the schema, in the sizes of a large real plan.

`city_tables` takes a seeded generator and a city's name and gives rows by table. Two editions state 170
projects, 250 indicators, 1,000 targets and results and 680 schedule entries. What differs from row to row
follows from its number, so that text goals, ranges, several results a year, derived targets and replaced
indicators are present in every city.
"""

from __future__ import annotations

from random import Random

from synthetic_city.extras import add_extras
from synthetic_city.figures import INDICATORS, add_indicators
from synthetic_city.plan import (
    PROJECTS,
    add_departments,
    add_plan,
    add_policies,
    add_projects,
    add_schedule,
    add_sources,
)
from synthetic_city.tables import Row, Tables


def city_tables(rng: Random, city: str, projects: int = PROJECTS, indicators: int = INDICATORS) -> dict[str, list[Row]]:
    """Make all tables of a city; `city` is its Japanese name."""
    tables = Tables(rng)
    add_plan(tables, city)
    leaves = add_policies(tables)
    add_departments(tables)
    stated = add_projects(tables, leaves, projects)
    add_indicators(tables, stated, leaves, indicators)
    add_schedule(tables, stated)
    add_extras(tables, stated)
    add_sources(tables, city)
    return tables.rows
