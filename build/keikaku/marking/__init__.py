"""Marking: the report of all problems by importance, and the workbook returned with each wrong cell marked."""

from keikaku.marking.order import Command, Counts, Group, Report, report
from keikaku.marking.render import as_html, as_json, as_text
from keikaku.marking.returned import BOOKS, Returned, returned_workbook
from keikaku.marking.wording import summary

__all__ = [
    "BOOKS",
    "Command",
    "Counts",
    "Group",
    "Report",
    "Returned",
    "as_html",
    "as_json",
    "as_text",
    "report",
    "returned_workbook",
    "summary",
]
