"""The plan model: frozen, joined, built from clean tables only."""

from keikaku.model.build import build_municipality, editions_in_order, typed_rows
from keikaku.model.changes import COMPARED, Change, edition_changes
from keikaku.model.plan import Department, Edition, Indicator, Municipality, Plan, Policy, Project
from keikaku.model.standing import PARTLY, current, judged, last_reports

__all__ = [
    "COMPARED",
    "PARTLY",
    "Change",
    "Department",
    "Edition",
    "Indicator",
    "Municipality",
    "Plan",
    "Policy",
    "Project",
    "build_municipality",
    "current",
    "edition_changes",
    "editions_in_order",
    "judged",
    "last_reports",
    "typed_rows",
]
