"""Packaging: clean tables as a Frictionless data package, a workbook and a zip."""

from keikaku.package.edition_archive import EditionArchive, write_edition_archives
from keikaku.package.open_data_list import write_open_data_list
from keikaku.package.tableschema import table_schema
from keikaku.package.together import Together
from keikaku.package.together_descriptor import TITLE as TOGETHER_TITLE
from keikaku.package.together_descriptor import together_tables
from keikaku.package.write import PublishedFile, judge, published, write_checksums, write_package

__all__ = [
    "TOGETHER_TITLE",
    "EditionArchive",
    "PublishedFile",
    "Together",
    "judge",
    "published",
    "table_schema",
    "together_tables",
    "write_checksums",
    "write_edition_archives",
    "write_open_data_list",
    "write_package",
]
