"""Checking: from cells to clean tables, with every problem reported."""

from keikaku.check.clean import CleanCity, CleanTable
from keikaku.check.run import Checked, check_city, check_file, check_tables
from keikaku.check.totals import Reconciliation, reconcile

__all__ = [
    "Checked",
    "CleanCity",
    "CleanTable",
    "Reconciliation",
    "check_city",
    "check_file",
    "check_tables",
    "reconcile",
]
