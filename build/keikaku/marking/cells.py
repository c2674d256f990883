"""The cells of a sheet's part: find them, make those that are missing, give them a style."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from typing import Any, Final

from lxml import etree

from keikaku.ooxml import child, children, column_number, local, parse, serialise, split_cell, split_range
from keikaku.read import letters

RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_AFTER_NOTES: Final = frozenset(
    {
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
        "AlternateContent",
    }
)
"""What the schema of a sheet has behind the reference to its notes."""


class SheetCells:
    """A sheet's part while its cells are marked."""

    def __init__(self, data: bytes) -> None:
        self.root = parse(data)
        self._namespace = self.root.tag.rpartition("}")[0].lstrip("{")
        found = child(self.root, "sheetData")
        self._rows: Any = found if found is not None else etree.SubElement(self.root, self._name("sheetData"))

    def style(self, cell: str) -> int:
        """Give the style that a cell has or, where it is missing, would have by its row or column."""
        row, column = _numbers(cell)
        found = self._cells(row).get(column) if row in self._by_number else None
        if found is not None:
            return int(found.get("s") or 0)
        element = self._by_number.get(row)
        if element is not None and element.get("customFormat") in ("1", "true"):
            return int(element.get("s") or 0)
        return next((style for first, last, style in self._columns if first <= column <= last), 0)

    def set_style(self, cell: str, style: int) -> None:
        """Give a cell a style; a cell that is missing is made, empty."""
        row, column = _numbers(cell)
        cells = self._cells(row)
        if column not in cells:
            made = etree.Element(self._name("c"), r=f"{letters(column - 1)}{row}")
            later = min((number for number in cells if number > column), default=None)
            if later is None:
                self._by_number[row].append(made)
            else:
                cells[later].addprevious(made)
            cells[column] = made
        cells[column].set("s", str(style))

    def restyle(self, styles: Collection[int], new: Callable[[str, int], int]) -> None:
        """Give every cell of some styles the one that `new` makes of its name and style."""
        for row, element in self._numbered():
            for column, cell in self._columns_of(element):
                style = int(cell.get("s") or 0)
                if style in styles:
                    cell.set("s", str(new(f"{letters(column - 1)}{row}", style)))

    @cached_property
    def merged(self) -> tuple[tuple[int, int, int, int], ...]:
        """The merged ranges: first row and column, last row and column."""
        found = child(self.root, "mergeCells")
        areas = () if found is None else (split_range(one.get("ref") or "") for one in children(found, "mergeCell"))
        return tuple(area for area in areas if area is not None)

    def visible(self, cell: str) -> str:
        """Give the cell that shows what stands in another: the first of a merged range."""
        row, column = _numbers(cell)
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return f"{letters(left - 1)}{top}"
        return cell

    def deselect(self) -> None:
        """Make it none of the sheets that are selected when the workbook opens."""
        views = child(self.root, "sheetViews")
        for view in () if views is None else children(views, "sheetView"):
            view.attrib.pop("tabSelected", None)

    def notes_relation(self) -> str:
        """Give the key of the relationship to the shapes of notes; empty for none."""
        found = child(self.root, "legacyDrawing")
        return "" if found is None else next(iter(found.attrib.values()), "")

    def add_notes_relation(self, key: str) -> None:
        """Refer to the shapes of notes."""
        made = etree.Element(self._name("legacyDrawing"), {f"{{{RELATIONS}}}id": key}, nsmap={"r": RELATIONS})
        later = next((one for one in self.root if local(one) in _AFTER_NOTES), None)
        if later is None:
            self.root.append(made)
        else:
            later.addprevious(made)

    def data(self) -> bytes:
        """Give the part."""
        return serialise(self.root)

    def _name(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"

    def _numbered(self) -> Iterator[tuple[int, Any]]:
        number = 0
        for row in children(self._rows, "row"):
            number = int(row.get("r") or number + 1)
            yield number, row

    @cached_property
    def _by_number(self) -> dict[int, Any]:
        return dict(self._numbered())

    @cached_property
    def _known(self) -> dict[int, dict[int, Any]]:
        return {}

    @cached_property
    def _columns(self) -> tuple[tuple[int, int, int], ...]:
        found = child(self.root, "cols")
        columns = () if found is None else children(found, "col")
        return tuple((int(one.get("min")), int(one.get("max")), int(one.get("style") or 0)) for one in columns)

    def _cells(self, row: int) -> dict[int, Any]:
        """Give the cells of a row by column; a row that is missing is made."""
        if row not in self._by_number:
            made = etree.Element(self._name("row"), r=str(row))
            numbers = sorted(self._by_number)
            place = bisect_left(numbers, row)
            if place < len(numbers):
                self._by_number[numbers[place]].addprevious(made)
            else:
                self._rows.append(made)
            self._by_number[row] = made
        if row not in self._known:
            self._known[row] = dict(self._columns_of(self._by_number[row]))
        return self._known[row]

    @staticmethod
    def _columns_of(row: Any) -> Iterator[tuple[int, Any]]:
        column = 0
        for cell in children(row, "c"):
            name = (cell.get("r") or "").rstrip("0123456789")
            column = column_number(name) if name else column + 1
            yield column, cell


def _numbers(cell: str) -> tuple[int, int]:
    found = split_cell(cell)
    if found is None:
        raise ValueError(cell)
    return found
