"""The styles of a workbook as looks: fill, font, strike-through, number format."""

from __future__ import annotations

from typing import Any, Final

from keikaku.lint.grid import Look
from keikaku.ooxml import child, children

_BLACK: Final = frozenset({"FF000000", "00000000"})
_WHITE: Final = frozenset({"FFFFFFFF", "00FFFFFF"})
_TEXT_THEME: Final = "1"
_BACKGROUND_THEME: Final = "0"


def looks_of(root: Any) -> dict[int, Look]:
    """Give the look of each style by its number."""
    fills = [_fill(one) for one in _all(root, "fills", "fill")]
    fonts = list(_all(root, "fonts", "font"))
    formats = {one.get("numFmtId"): one.get("formatCode") or "" for one in _all(root, "numFmts", "numFmt")}
    return {number: _look(one, fills, fonts, formats) for number, one in enumerate(_all(root, "cellXfs", "xf"))}


def _all(root: Any, section: str, name: str) -> list[Any]:
    found = child(root, section)
    return [] if found is None else list(children(found, name))


def _look(xf: Any, fills: list[str], fonts: list[Any], formats: dict[str, str]) -> Look:
    fill, font = _number(xf.get("fillId")), _number(xf.get("fontId"))
    element = fonts[font] if font < len(fonts) else None
    key = xf.get("numFmtId") or "0"
    return Look(
        fills[fill] if fill < len(fills) else "",
        "" if element is None else _font(element),
        element is not None and _on(element, "strike"),
        formats.get(key, ""),
        _number(key),
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _fill(element: Any) -> str:
    """Spell a fill; nothing and white are no fill."""
    pattern = child(element, "patternFill")
    if pattern is None:
        return "gradient" if len(element) else ""
    kind = pattern.get("patternType") or "none"
    if kind == "none":
        return ""
    colour = child(pattern, "fgColor")
    if colour is None:
        return "" if kind == "gray125" else kind
    if (colour.get("rgb") or "").upper() in _WHITE or (colour.get("theme") == _BACKGROUND_THEME and not _tint(colour)):
        return ""
    return f"{kind} {sorted(colour.attrib.items())}"


def _tint(colour: Any) -> bool:
    return (colour.get("tint") or "0") not in ("0", "0.0")


def _font(element: Any) -> str:
    """Spell what makes a font stand out: bold, italic, underlined, coloured."""
    marks = [name for name in ("b", "i", "u") if _on(element, name)]
    colour = child(element, "color")
    if colour is not None and not _ordinary(colour):
        marks.append(str(sorted(colour.attrib.items())))
    return " ".join(marks)


def _ordinary(colour: Any) -> bool:
    rgb = (colour.get("rgb") or "").upper()
    return rgb in _BLACK or colour.get("theme") == _TEXT_THEME or "indexed" in colour.attrib or "auto" in colour.attrib


def _on(element: Any, name: str) -> bool:
    found = child(element, name)
    return found is not None and (found.get("val") or "1") not in ("0", "false", "none")
