"""XML of parts: parsed without entities, network or unbounded text, and written so that prefixes stay as they were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

_DECLARES: Final = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def declares_entities(data: bytes) -> bool:
    """Tell whether a part declares a document type, which no workbook needs and which hides bombs."""
    return any(mark in data for mark in _DECLARES)


def parse(data: bytes) -> Any:
    """Give the root element; ValueError for what is no sound XML or declares entities."""
    if declares_entities(data):
        raise ValueError("document type")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_blank_text=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None


def serialise(root: Any) -> bytes:
    """Write a part as spreadsheets do: UTF-8, standalone."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def local(element: Any) -> str:
    """Give an element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, name: str) -> Iterator[Any]:
    """Give the child elements of a name, whatever their namespace."""
    return (one for one in element if local(one) == name)


def child(element: Any, name: str) -> Any | None:
    """Give the first child element of a name."""
    return next(children(element, name), None)


def attribute(element: Any, name: str) -> str:
    """Give an attribute by its name without namespace; empty where it is missing."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
