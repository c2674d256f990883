"""The plan model: frozen, joined, built from clean tables only."""

from keikaku.model.build import build_municipality, editions_in_order, typed_rows
from keikaku.model.plan import Department, Edition, Indicator, Municipality, Plan, Policy, Project

__all__ = [
    "Department",
    "Edition",
    "Indicator",
    "Municipality",
    "Plan",
    "Policy",
    "Project",
    "build_municipality",
    "editions_in_order",
    "typed_rows",
]
