"""The 30 national rules on machine readability: what they are called, how they are judged, and the signs of a breach.

One declaration (`rules.yaml`) for both who judge by it: `keikaku.quality` the published files, `keikaku.lint` any file.
"""

from keikaku.national_rules.catalogue import Catalogue, Judged, Kind, LintText, RuleText, catalogue
from keikaku.national_rules.page import rules_page
from keikaku.national_rules.signs import (
    dependent,
    is_date,
    is_ditto,
    is_era,
    is_nameless,
    is_number,
    is_two_values,
    misquoted_fields,
    other_details,
    years_in,
)

__all__ = [
    "Catalogue",
    "Judged",
    "Kind",
    "LintText",
    "RuleText",
    "catalogue",
    "dependent",
    "is_date",
    "is_ditto",
    "is_era",
    "is_nameless",
    "is_number",
    "is_two_values",
    "misquoted_fields",
    "other_details",
    "rules_page",
    "years_in",
]
