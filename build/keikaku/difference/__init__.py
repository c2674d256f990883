"""Differences: between two editions of a plan, two versions of the tables, or two published packages.

Two sides are read as they are, faults and all (`sides`), their rows are matched by the keys that the schema declares
(`matching`) and what does not agree is told column by column (`facts`); editions are compared by `model.changes`. The
forms (text, Markdown, CSV, JSON, HTML) say the same facts.
"""

from keikaku.difference.compare import compare_sides
from keikaku.difference.editions import compare_editions
from keikaku.difference.facts import Cell, Change, CityDifference, Difference, TableDifference
from keikaku.difference.find import EditionName, find, known_cities, unreadable
from keikaku.difference.forms import FORMATS, form
from keikaku.difference.sides import City, Held, Side

__all__ = [
    "FORMATS",
    "Cell",
    "Change",
    "City",
    "CityDifference",
    "Difference",
    "EditionName",
    "Held",
    "Side",
    "TableDifference",
    "compare_editions",
    "compare_sides",
    "find",
    "form",
    "known_cities",
    "unreadable",
]
