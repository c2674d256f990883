"""The words of the sheets 手引き and 記入例, and the fictitious town of the latter."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from keikaku.schema import data_folder


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading with what stands below it."""

    heading: str
    tables: tuple[str, ...] = ()
    one_sheet: tuple[str, ...] = ()
    lines: tuple[dict[str, str], ...] = ()


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All words of both sheets."""

    title: str
    lead: str
    steps: Section
    colours: Section
    typing: Section
    sheets: Section
    rules: Section
    example: dict[str, str]


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The town of the example and its tables; the rows of its one edition do not repeat which it is."""

    city: dict[str, str]
    tables: dict[str, tuple[dict[str, str], ...]]


@cache
def texts() -> Texts:
    """Give the words."""
    return msgspec.yaml.decode(Path(__file__).with_name("guide.yaml").read_bytes(), type=Texts)


@cache
def load_example() -> Example:
    """Give the example."""
    path = data_folder("schema") / "shared" / "example.yaml"
    return msgspec.yaml.decode(path.read_bytes(), type=Example)
