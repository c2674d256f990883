"""The styles of a workbook: a cell's look with our mark on it, and as it was before.

A style is the number that a cell's `s` gives. A mark is a fill in one of two colours that nothing else uses; the
rest of the look (number format, borders, fonts, protection) stays.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from lxml import etree

from keikaku.ooxml import child, local, parse, serialise
from keikaku.problem import Severity

COLOURS: Final = {Severity.ERROR: "FFFFC7CD", Severity.WARNING: "FFFFEBA1"}
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ORDER: Final = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
PLAIN: Final = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Yu Gothic"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
).encode()
"""For the rare workbook that has no styles of its own."""


class Styles:
    """The styles part while marks are put on and taken off."""

    def __init__(self, data: bytes) -> None:
        self._root = parse(data)
        self._namespace = self._root.tag.rpartition("}")[0].lstrip("{")
        self._fonts = self._section("fonts")
        self._fills = self._section("fills")
        self._formats = self._section("cellXfs")
        self._known: dict[int, dict[bytes, int]] = {}
        if not len(self._formats):
            self._formats.append(self._element('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'))

    def marked(self, style: int, severity: Severity) -> int:
        """Give the style that is like another but for our fill."""
        return self._filled(style, solid(COLOURS[severity]))

    def restored(self, style: int, fill: str) -> int:
        """Give the style that is like a marked one but for the fill that was there before; none if that is empty."""
        return self._filled(style, fill or '<fill><patternFill patternType="none"/></fill>')

    def is_marked(self, style: int) -> bool:
        """Tell whether a style has our fill."""
        pattern = child(self._fill(style), "patternFill")
        colour = None if pattern is None else child(pattern, "fgColor")
        return colour is not None and (colour.get("rgb") or "").upper() in COLOURS.values()

    def marked_styles(self) -> frozenset[int]:
        """Give all styles with our fill."""
        return frozenset(number for number in range(len(self._formats)) if self.is_marked(number))

    def fill_text(self, style: int) -> str:
        """Give a style's fill as a text from which it can be restored; empty for none."""
        fill = deepcopy(self._fill(style))
        pattern = child(fill, "patternFill")
        if not len(fill) or (pattern is not None and pattern.get("patternType", "none") == "none"):
            return ""
        # Without its namespace, which an XML reader of the restored text is given again.
        for element in fill.iter():
            element.tag = local(element)
        etree.cleanup_namespaces(fill)
        text: str = etree.tostring(fill, encoding="unicode", with_tail=False)
        return text

    def add(self, font: str, fill: str, alignment: str) -> int:
        """Add a look of our own, for the sheet that lists the problems."""
        font_id = self._place(self._fonts, self._element(font))
        fill_id = self._place(self._fills, self._element(fill)) if fill else 0
        text = (
            f'<xf numFmtId="0" fontId="{font_id}" fillId="{fill_id}" borderId="0" xfId="0" applyFont="1" '
            f'applyFill="1" applyAlignment="1">{alignment}</xf>'
        )
        return self._place(self._formats, self._element(text))

    def data(self) -> bytes:
        """Give the part."""
        for section in (self._fonts, self._fills, self._formats):
            section.set("count", str(len(section)))
        return serialise(self._root)

    def _filled(self, style: int, fill: str) -> int:
        fill_id = self._place(self._fills, self._element(fill))
        made = deepcopy(self._format(style))
        made.set("fillId", str(fill_id))
        made.set("applyFill", "1")
        made.tail = None
        return self._place(self._formats, made)

    def _format(self, style: int) -> Any:
        return self._formats[style if 0 <= style < len(self._formats) else 0]

    def _fill(self, style: int) -> Any:
        number = int(self._format(style).get("fillId") or 0)
        if 0 <= number < len(self._fills):
            return self._fills[number]
        return self._element('<fill><patternFill patternType="none"/></fill>')

    def _section(self, name: str) -> Any:
        found = child(self._root, name)
        if found is None:
            found = etree.SubElement(self._root, f"{{{self._namespace}}}{name}")
            later = _ORDER[_ORDER.index(name) + 1 :]
            following = next((one for one in self._root if local(one) in later), None)
            if following is not None:
                following.addprevious(found)
        return found

    def _element(self, text: str) -> Any:
        """Read a text without namespace as an element of this part."""
        return parse(f'<all xmlns="{self._namespace}">{text}</all>'.encode())[0]

    def _place(self, section: Any, element: Any) -> int:
        """Give the number of an element in its section, adding it where there is none like it."""
        known = self._known.get(id(section))
        if known is None:
            known = self._known[id(section)] = {}
            for number, one in enumerate(section):
                known.setdefault(_canonical(one), number)
        key = _canonical(element)
        if key not in known:
            known[key] = len(section)
            section.append(element)
        return known[key]


def solid(colour: str) -> str:
    """Give a fill of one colour as text."""
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/><bgColor indexed="64"/></patternFill></fill>'
    )


def _canonical(element: Any) -> bytes:
    """Spell an element so that two alike are spelt alike, whatever namespaces stand around them."""
    parts: list[str] = []
    for one in element.iter():
        if isinstance(one.tag, str):
            depth = sum(1 for _ in one.iterancestors()) - sum(1 for _ in element.iterancestors())
            parts.append(f"{depth}{local(one)}{sorted(one.attrib.items())}{(one.text or '').strip()}")
    return "|".join(parts).encode()
