"""Progress: what a city's tables hold, what is missing in them, and what is to be reported, as of a day.

A year of an indicator is due where a target applies to it. Due and not reported is all that is said: that nothing is
printed is not that a target was missed.
"""

from keikaku.progress.facts import CityProgress, Item, Missing, PlanProgress, Progress, YearCount, fiscal_year_of
from keikaku.progress.forms import FORMATS, form
from keikaku.progress.measure import measure_city

__all__ = [
    "FORMATS",
    "CityProgress",
    "Item",
    "Missing",
    "PlanProgress",
    "Progress",
    "YearCount",
    "fiscal_year_of",
    "form",
    "measure_city",
]
