"""What the search page reads: a `Head` with what each page is, `Texts` with what pages say, and `Cities`, the list.

Everything is JSON. Pages are lists of values in the order of the fields here (`array_like`), since names of fields
would be half of the bytes; strings that occur again and again stand once and are named by their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

VERSION: Final = 1


class Page(msgspec.Struct, frozen=True, array_like=True):
    """A page: `title` and `crumbs` are places in the head's `strings`, `plan` and `departments` in its lists.

    `plan` is -1 where there is none; `states` are year, status and whether a document prints it.
    """

    path: str
    title: int
    kind: str
    crumbs: tuple[int, ...]
    plan: int
    departments: tuple[int, ...]
    themes: tuple[str, ...]
    states: tuple[tuple[int, str, bool], ...]


class Part(msgspec.Struct, frozen=True, array_like=True):
    """A file of texts, the number of its first page, how many pages it holds, and its bytes."""

    file: str
    first: int
    count: int
    size: int


class Named(msgspec.Struct, frozen=True, array_like=True):
    """A plan or a department: its id and what it is called."""

    id: str
    name: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What the pages of a group are: of a city, or those that belong to none."""

    version: int = VERSION
    group: str
    name: str
    prefecture: str
    plans: tuple[Named, ...]
    departments: tuple[Named, ...]
    strings: tuple[str, ...]
    pages: tuple[Page, ...]
    parts: tuple[Part, ...]


class Texts(msgspec.Struct, frozen=True):
    """What some pages say: each text once, and for each page the texts in order."""

    texts: Sequence[str]
    pages: Sequence[Sequence[int]]


class Group(msgspec.Struct, frozen=True):
    """A group in the list: what it is called, its pages, the bytes of its head, and those of all its files."""

    group: str
    name: str
    prefecture: str
    pages: int
    head: int
    size: int


class Cities(msgspec.Struct, frozen=True):
    """All groups, cities first."""

    groups: tuple[Group, ...]
    version: int = VERSION


class Glance(msgspec.Struct, frozen=True):
    """As much of a head as the list of cities needs."""

    group: str
    name: str
    prefecture: str
    pages: tuple[msgspec.Raw, ...]
    parts: tuple[Part, ...]
