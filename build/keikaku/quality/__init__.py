"""Quality: what is complete, what agrees, what was corrected, and how the published files meet the 30 national rules.

From a checked city and its finished data folder to a frozen `Quality`, and from that to `quality.json`. The graph and
the site say the same facts in their own form.
"""

from keikaku.quality.document import quality_json
from keikaku.quality.facts import (
    Attainment,
    ColumnFill,
    Corrected,
    Disagreement,
    EditionFill,
    Figures,
    Gap,
    Part,
    Placed,
    Quality,
    TableFill,
    TotalCheck,
)
from keikaku.quality.measure import measure
from keikaku.quality.metrics import Dimension, Measurement, Metric, catalogue, measurements
from keikaku.quality.rules import EXCEPTION, NOT_APPLICABLE, PASS, Finding, RuleResult, check_rules
from keikaku.quality.summary import summary

__all__ = [
    "EXCEPTION",
    "NOT_APPLICABLE",
    "PASS",
    "Attainment",
    "ColumnFill",
    "Corrected",
    "Dimension",
    "Disagreement",
    "EditionFill",
    "Figures",
    "Finding",
    "Gap",
    "Measurement",
    "Metric",
    "Part",
    "Placed",
    "Quality",
    "RuleResult",
    "TableFill",
    "TotalCheck",
    "catalogue",
    "check_rules",
    "measure",
    "measurements",
    "quality_json",
    "summary",
]
