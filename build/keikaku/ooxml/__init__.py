"""Workbooks as packages of parts: opened safely, read part by part, written again with every other part as it was."""

from keikaku.ooxml.package import Package, Unopened, open_package, write_package
from keikaku.ooxml.places import column_number, corner, split_cell, split_range
from keikaku.ooxml.workbook import (
    Relation,
    SheetPart,
    read_part,
    related,
    relations,
    relations_part,
    sheet_parts,
    workbook_part,
)
from keikaku.ooxml.xml import attribute, child, children, local, parse, serialise

__all__ = [
    "Package",
    "Relation",
    "SheetPart",
    "Unopened",
    "attribute",
    "child",
    "children",
    "column_number",
    "corner",
    "local",
    "open_package",
    "parse",
    "read_part",
    "related",
    "relations",
    "relations_part",
    "serialise",
    "sheet_parts",
    "split_cell",
    "split_range",
    "workbook_part",
    "write_package",
]
