"""Atom elements out of text, with fixed bytes; texts that XML cannot carry are refused."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

ATOM: Final = "http://www.w3.org/2005/Atom"
XHTML: Final = "http://www.w3.org/1999/xhtml"
_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_REFUSED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Append an element; of an attribute's name, `_` stands for `:`.

    Raises:
        ValueError: the text has a character that XML cannot carry, or not faithfully.
    """
    found = _REFUSED.search(text)
    if found:
        raise ValueError(f"{tag}: U+{ord(found[0]):04X} cannot stand in XML")
    made = SubElement(parent, tag, {name.replace("_", ":"): value for name, value in attributes.items()})
    made.text = text or None
    return made


def feed_bytes(root: Element) -> bytes:
    """Give a document's bytes: UTF-8, LF, one space a level."""
    indent(root, " ")
    return _DECLARATION + tostring(root, encoding="unicode").encode() + b"\n"
