"""The staff workbook: its sheets, columns, headers and choices, all derived from the schema."""

from keikaku.form.build import FORM_SOURCE, Rows, form_of, rule_text, typed
from keikaku.form.declare import ColumnForm, Kind, Reference, SheetForm, WorkbookForm
from keikaku.form.labels import TRUTH, choices, code_of, shown
from keikaku.form.load import drift, load_form
from keikaku.form.years import said, years_of

EXAMPLE = "記入例"
GUIDE = "手引き"
LISTS = "_一覧"
"""Sheets of the workbook that hold no data and are never imported."""
PROPERTY = "keikaku_form"
"""The custom document property, and the hidden defined name, that hold the version of the form."""
CITY_PROPERTY = "keikaku_city"
"""The hidden defined name that holds the code of the city that the form was made for."""

__all__ = [
    "CITY_PROPERTY",
    "EXAMPLE",
    "FORM_SOURCE",
    "GUIDE",
    "LISTS",
    "PROPERTY",
    "TRUTH",
    "ColumnForm",
    "Kind",
    "Reference",
    "Rows",
    "SheetForm",
    "WorkbookForm",
    "choices",
    "code_of",
    "drift",
    "form_of",
    "load_form",
    "rule_text",
    "said",
    "shown",
    "typed",
    "years_of",
]
