"""The plan model: frozen, joined, built from clean tables only."""

from keikaku.model.build import build_municipality, editions_in_order, typed_rows
from keikaku.model.changes import (
    COMPARED,
    REPLACED,
    Change,
    changes_between,
    edition_changes,
    kind_of,
    replacing,
    spelt_alike,
)
from keikaku.model.plan import Department, Edition, Indicator, Municipality, Plan, Policy, Project
from keikaku.model.standing import current, judged, last_reports

__all__ = [
    "COMPARED",
    "REPLACED",
    "Change",
    "Department",
    "Edition",
    "Indicator",
    "Municipality",
    "Plan",
    "Policy",
    "Project",
    "build_municipality",
    "changes_between",
    "current",
    "edition_changes",
    "editions_in_order",
    "judged",
    "kind_of",
    "last_reports",
    "replacing",
    "spelt_alike",
    "typed_rows",
]
