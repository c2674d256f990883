"""The one truth about tables: declared in `datapackage/schema/*.yaml`, loaded here."""

from keikaku.schema.declare import MAX_TEXT, Code, CodeList, Column, ForeignKey, Label, Schema, Table
from keikaku.schema.home import data_folder
from keikaku.schema.load import load_schema, read_schema

__all__ = [
    "MAX_TEXT",
    "Code",
    "CodeList",
    "Column",
    "ForeignKey",
    "Label",
    "Schema",
    "Table",
    "data_folder",
    "load_schema",
    "read_schema",
]
