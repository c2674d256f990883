"""Read an XLSX file for the rules: its sheets' cells, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from lxml import etree

from keikaku.lint.grid import MAX_CELLS, Grid, Item, LintFile, Look, cell_name
from keikaku.lint.looks import looks_of
from keikaku.lint.sheet import SheetReader, TooManyCellsError, shared_strings
from keikaku.ooxml import (
    Package,
    SheetPart,
    Unopened,
    attribute,
    children,
    local,
    open_package,
    read_part,
    related,
    sheet_parts,
    workbook_part,
)
from keikaku.ooxml.xml import declares_entities
from keikaku.problem import Problem, Where

_KINDS: Final = {
    "pic": "画像 / picture",
    "graphicFrame": "グラフ / chart",
    "sp": "図形・テキストボックス / shape",
    "cxnSp": "線 / line",
    "grpSp": "図形のグループ / group of shapes",
    "contentPart": "手書き / ink",
}
_ANCHORS: Final = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_EMBEDDED: Final = {
    "oleObject": "埋め込み / embedded object",
    "control": "コントロール / control",
    "ctrlProp": "コントロール / control",
}


def read_workbook(path: Path, descriptor: Mapping[str, object] | None) -> LintFile:
    """Read a workbook; what cannot be read is told in the result."""
    name, suffix = path.name, path.suffix
    try:
        package = open_package(path, name)
        return LintFile(name, suffix, tuple(_grids(package)), descriptor=descriptor)
    except Unopened as error:
        return LintFile(name, suffix, problem=error.problem)
    except TooManyCellsError:
        return LintFile(name, suffix, problem=Problem("E908", Where(name), {"limit": MAX_CELLS}))
    except (ValueError, etree.XMLSyntaxError):
        return LintFile(name, suffix, problem=Problem("E112", Where(name)))


def _grids(package: Package) -> Iterator[Grid]:
    main = workbook_part(package)
    styles, strings = related(package, main, "styles"), related(package, main, "sharedStrings")
    looks = looks_of(read_part(package, package.parts[styles[0]])) if styles else {}
    shared = shared_strings(_safe(package.parts[strings[0]])) if strings else []
    for sheet in sheet_parts(package):
        yield _grid(package, sheet, shared, looks)


def _safe(data: bytes) -> bytes:
    if declares_entities(data):
        raise ValueError("document type")
    return data


def _grid(package: Package, sheet: SheetPart, shared: list[str], looks: Mapping[int, Look]) -> Grid:
    reader = SheetReader(shared, looks)
    reader.read(_safe(package.parts[sheet.part]))
    return Grid(
        package.shown,
        sheet.name,
        reader.rows,
        looks,
        reader.styled,
        tuple(reader.merged),
        tuple(reader.hidden_rows),
        tuple(reader.hidden_columns),
        sheet.state,
        reader.filtered,
        tuple(_objects(package, sheet.part)),
        tuple(_comments(package, sheet.part)),
        tuple(reader.conditional),
        tuple(reader.print_texts),
        reader.shows_zeros,
    )


def _objects(package: Package, part: str) -> Iterator[Item]:
    """Find what floats above the cells. The boxes of comments (VML) are none of it."""
    for drawing in related(package, part, "drawing"):
        for anchor in read_part(package, package.parts[drawing]):
            if local(anchor) in _ANCHORS:
                yield from _anchored(anchor)
    for kind, text in _EMBEDDED.items():
        yield from (Item("", text) for _ in related(package, part, kind))


def _anchored(anchor: Any) -> Iterator[Item]:
    place = next((_corner(one) for one in children(anchor, "from")), "")
    for one in anchor.iterdescendants():
        if local(one) in _KINDS:
            yield Item(place, _KINDS[local(one)])
            return


def _corner(element: Any) -> str:
    numbers = {local(one): int(one.text or 0) for one in element if local(one) in ("row", "col")}
    return cell_name(numbers.get("row", 0) + 1, numbers.get("col", 0) + 1)


def _comments(package: Package, part: str) -> Iterator[Item]:
    for comments in related(package, part, "comments"):
        for note in read_part(package, package.parts[comments]).iter("{*}comment"):
            text = "".join(one.text or "" for one in note.iter("{*}t"))
            yield Item(attribute(note, "ref"), text)
