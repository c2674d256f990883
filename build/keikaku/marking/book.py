"""A workbook's parts while it is changed: parts, relationships, content types, the list of sheets.

Everything that is not asked for stays, part by part and byte by byte.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any, Final

from lxml import etree

from keikaku.marking.cells import RELATIONS
from keikaku.ooxml import (
    Package,
    SheetPart,
    child,
    children,
    parse,
    read_part,
    related,
    relations,
    relations_part,
    serialise,
    sheet_parts,
    workbook_part,
)

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/"
_CONTENT_TYPES: Final = "[Content_Types].xml"
_NO_RELATIONS: Final = f'<Relationships xmlns="{_PACKAGE}relationships"/>'.encode()
SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."


class Book:
    """The parts of a workbook, by name, and what changes them together."""

    def __init__(self, package: Package) -> None:
        self.parts: dict[str, bytes] = dict(package.parts)
        self._shown = package.shown
        self.main = workbook_part(package)

    @property
    def package(self) -> Package:
        """The parts as they are now."""
        return Package(self._shown, self.parts)

    @property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The worksheets as they are now."""
        return sheet_parts(self.package)

    def root(self, part: str) -> Any:
        """Read a part."""
        return read_part(self.package, self.parts[part])

    def one(self, part: str, kind: str) -> str:
        """Name the part of a kind that belongs to a part; empty where there is none."""
        return next(iter(related(self.package, part, kind)), "")

    def change(self, part: str, edit: Callable[[Any], None]) -> None:
        """Change the XML of a part."""
        root = self.root(part)
        edit(root)
        self.parts[part] = serialise(root)

    def free_name(self, pattern: str) -> str:
        """Give the first part name of a pattern (`xl/comments{}.xml`) that is not taken."""
        taken, number = {name.lower() for name in self.parts}, 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def relate(self, part: str, target: str, kind: str) -> str:
        """Add a relationship from a part to another; give its key."""
        keys = {one.key for one in relations(self.package, part)}
        number = 1
        while f"rIdKeikaku{number}" in keys:
            number += 1
        key, name = f"rIdKeikaku{number}", relations_part(part)
        root = parse(self.parts.get(name, _NO_RELATIONS))
        path = posixpath.relpath(target, posixpath.dirname(part) or ".")
        space = root.tag.rpartition("}")[0].lstrip("{")
        facts = {"Id": key, "Type": f"{RELATIONS}/{kind}", "Target": path}
        etree.SubElement(root, f"{{{space}}}Relationship", facts)
        self.parts[name] = serialise(root)
        return key

    def declare(self, part: str, content_type: str) -> None:
        """Say what kind of content a part has."""

        def edit(root: Any) -> None:
            space = root.tag.rpartition("}")[0].lstrip("{")
            facts = {"PartName": f"/{part}", "ContentType": content_type}
            etree.SubElement(root, f"{{{space}}}Override", facts)

        self.change(_CONTENT_TYPES, edit)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say what kind of content all parts of an extension have."""

        def edit(root: Any) -> None:
            if all((one.get("Extension") or "").lower() != extension for one in children(root, "Default")):
                space = root.tag.rpartition("}")[0].lstrip("{")
                facts = {"Extension": extension, "ContentType": content_type}
                root.insert(0, etree.Element(f"{{{space}}}Default", facts))

        self.change(_CONTENT_TYPES, edit)

    def add_sheet_in_front(self, name: str, data: bytes) -> None:
        """Put a sheet before all others and open the workbook at it."""
        part = self.free_name(posixpath.join(posixpath.dirname(self.main), "worksheets/sheet{}.xml"))
        self.parts[part] = data
        self.declare(part, f"{SPREADSHEET}worksheet+xml")
        key = self.relate(self.main, part, "worksheet")

        def edit(root: Any) -> None:
            sheets: Any = child(root, "sheets")
            number = 1 + max((int(one.get("sheetId") or 0) for one in children(sheets, "sheet")), default=0)
            space = root.tag.rpartition("}")[0].lstrip("{")
            facts = {"name": name, "sheetId": str(number), f"{{{RELATIONS}}}id": key}
            sheets.insert(0, etree.Element(f"{{{space}}}sheet", facts, nsmap={"r": RELATIONS}))
            _shift_names(root, lambda at: at + 1)
            _open_at_first(root)

        self.change(self.main, edit)

    def remove_sheet(self, name: str) -> None:
        """Take a sheet out, with its part and everything that points at it by number."""
        part = next(one.part for one in self.sheets if one.name == name)
        key = next(one.key for one in relations(self.package, self.main) if one.target == part)

        def unlist(root: Any) -> None:
            sheets: Any = child(root, "sheets")
            place = [one.get("name") for one in children(sheets, "sheet")].index(name)
            sheets.remove(list(children(sheets, "sheet"))[place])
            _drop_names(root, place)
            _shift_names(root, lambda at: at - 1 if at > place else at)
            _open_at_first(root)

        self.change(self.main, unlist)
        self.change(relations_part(self.main), lambda root: _remove(root, "Id", key))
        self.change(_CONTENT_TYPES, lambda root: _remove(root, "PartName", f"/{part}"))
        self.parts.pop(part)
        self.parts.pop(relations_part(part), None)


def _remove(root: Any, name: str, value: str) -> None:
    for one in [one for one in root if isinstance(one.tag, str) and one.get(name) == value]:
        root.remove(one)


def _names(root: Any) -> list[Any]:
    found = child(root, "definedNames")
    return [] if found is None else [one for one in children(found, "definedName") if one.get("localSheetId")]


def _shift_names(root: Any, new: Callable[[int], int]) -> None:
    """Names that hold in one sheet only (print areas, filters) give it by its place among the sheets."""
    for one in _names(root):
        one.set("localSheetId", str(new(int(one.get("localSheetId")))))


def _drop_names(root: Any, place: int) -> None:
    for one in _names(root):
        if int(one.get("localSheetId")) == place:
            one.getparent().remove(one)


def _open_at_first(root: Any) -> None:
    views = child(root, "bookViews")
    for view in () if views is None else children(views, "workbookView"):
        view.set("activeTab", "0")
        view.attrib.pop("firstSheet", None)
