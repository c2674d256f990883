"""Find a workbook's parts through its relationships: the workbook, its sheets, what belongs to a sheet."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any

from keikaku.ooxml.package import Package
from keikaku.ooxml.xml import attribute, child, children, parse


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: `kind` is the last word of its type (worksheet, comments, drawing), `target` a part's name."""

    key: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its name, whether it is visible, hidden or veryHidden, and its part."""

    name: str
    state: str
    part: str


def relations_part(part: str) -> str:
    """Name the part that holds the relationships of a part; of the package itself for an empty name."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> tuple[Relation, ...]:
    """Give the relationships of a part; none where it has none."""
    data = package.parts.get(relations_part(part))
    if data is None:
        return ()
    return tuple(_relation(one, part) for one in children(read_part(package, data), "Relationship"))


def related(package: Package, part: str, kind: str) -> tuple[str, ...]:
    """Give the parts of a kind that belong to a part and are there."""
    found = (one for one in relations(package, part) if one.kind == kind and not one.external)
    return tuple(one.target for one in found if one.target in package.parts)


def _relation(element: Any, part: str) -> Relation:
    target = element.get("Target", "").replace("\\", "/")
    external = element.get("TargetMode") == "External"
    if not external:
        path = target if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)
        target = posixpath.normpath(path).lstrip("/")
    return Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, external)


def read_part(package: Package, data: bytes) -> Any:
    """Parse a part; a part that is no XML makes the package a broken one."""
    try:
        return parse(data)
    except ValueError:
        raise package.broken() from None


def workbook_part(package: Package) -> str:
    """Name the workbook's main part."""
    found = related(package, "", "officeDocument")
    if not found:
        raise package.broken()
    return found[0]


def sheet_parts(package: Package) -> tuple[SheetPart, ...]:
    """List the worksheets in the order of the workbook; sheets that are only a chart or macros are left out."""
    main = workbook_part(package)
    targets = {one.key: one for one in relations(package, main)}
    sheets = child(read_part(package, package.parts[main]), "sheets")
    if sheets is None:
        raise package.broken()
    found = []
    for one in children(sheets, "sheet"):
        relation = targets.get(attribute(one, "id"))
        if relation is None or relation.target not in package.parts:
            raise package.broken()
        if relation.kind == "worksheet":
            found.append(SheetPart(one.get("name", ""), one.get("state", "visible"), relation.target))
    return tuple(found)
