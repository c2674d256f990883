"""What the documents of the API are made of: `shapes.yaml` read, the one place that names their parts and types.

The builder follows it, the JSON Schemas and the OpenAPI description are made of it, and the tests hold all to it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import msgspec

from keikaku.schema import Label

NULL: Final = "?"
ROW_EXTRAS: Final = {
    "project_departments": ("department_name",),
    "project_links": ("linked_project_title",),
}
"""Names that rows of a table have beside their columns, since a code alone tells a reader little."""


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of document: what it is called, and its parts in order, each with its type."""

    title: Label
    parts: dict[str, str]


class Shapes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All kinds of documents, the objects in them, and what parts hold."""

    kinds: dict[str, Kind]
    objects: dict[str, dict[str, str]]
    texts: dict[str, Label]


class Type(NamedTuple):
    """A type: what kind it is (`text`, `rows`, `list`, `object` ...), what it names, and whether it may be null."""

    kind: str
    name: str
    null: bool


@cache
def load_shapes() -> Shapes:
    """Read the shapes of this installation."""
    return msgspec.yaml.decode((files("keikaku.api") / "shapes.yaml").read_bytes(), type=Shapes)


def read_type(text: str) -> Type:
    """Read a type as `shapes.yaml` writes it."""
    null = text.endswith(NULL)
    kind, _, name = text.removesuffix(NULL).partition(":")
    return Type(kind, name, null)
