"""Packaging: clean tables as a Frictionless data package, a workbook and a zip."""

from keikaku.package.open_data_list import write_open_data_list
from keikaku.package.tableschema import table_schema
from keikaku.package.write import PublishedFile, judge, published, write_checksums, write_package

__all__ = [
    "PublishedFile",
    "judge",
    "published",
    "table_schema",
    "write_checksums",
    "write_open_data_list",
    "write_package",
]
