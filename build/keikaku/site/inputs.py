"""What the site stage takes: a city's model, what is known of its quality, and the files published for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from keikaku.model import Municipality
from keikaku.quality import Quality


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file in the city's data folder; `rows` is None where the file has none."""

    name: str
    title: str
    description: str
    media_type: str
    rows: int | None
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SiteCity:
    """A city as the site shows it. `files` stand in its data folder, or are named by the way to them from there.

    `search` is JSON-LD for search engines, which the data page carries where there is any. `images` are the paths of
    the pages that have an image of their own for those who share their addresses.
    """

    municipality: Municipality
    quality: Quality
    files: tuple[DataFile, ...] = ()
    search: Mapping[str, Any] = field(default_factory=dict)
    images: frozenset[str] = frozenset()
