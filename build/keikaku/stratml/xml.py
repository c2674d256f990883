"""XML elements out of text: what is empty is left out, what XML cannot carry is refused, and bytes never vary.

Input: tag names and text of the model. Output: an element tree of the standard library, and its bytes.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, indent, tostring

_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
# Beyond what XML 1.0 forbids: a carriage return, which a reader would turn into a line feed, and the controls above 7F.
_REFUSED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def node(tag: str, *children: Element | None, **attributes: str) -> Element:
    """Make an element that holds elements; those that are None are left out."""
    made = Element(tag, attributes)
    made.extend(child for child in children if child is not None)
    return made


def text(tag: str, value: str) -> Element:
    """Make an element that holds text, perhaps none.

    Raises:
        ValueError: the text has a character that XML cannot carry, or not faithfully.
    """
    found = _REFUSED.search(value)
    if found:
        raise ValueError(f"{tag}: U+{ord(found[0]):04X} cannot stand in XML")
    made = Element(tag)
    made.text = value
    return made


def stated(tag: str, value: str) -> Element | None:
    """Make an element that holds text; None where there is none."""
    return text(tag, value) if value else None


def xml_bytes(root: Element) -> bytes:
    """Give a document's bytes: UTF-8, LF, two spaces a level."""
    indent(root)
    return _DECLARATION + tostring(root, encoding="unicode").encode() + b"\n"
