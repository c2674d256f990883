"""The one truth about tables: declared in `datapackage/schema/*.yaml`, loaded here."""

from keikaku.schema.codes import Code, CodeList, Label, is_url, split_code
from keikaku.schema.declare import MAX_TEXT, Column, ForeignKey, Schema, Table
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
    "is_url",
    "load_schema",
    "read_schema",
    "split_code",
]
