"""What the site stage takes: a city's model with the files published for it and the warnings of its check."""

from __future__ import annotations

from dataclasses import dataclass

from keikaku.model import Municipality
from keikaku.problem import Problem


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
    """A city as the site shows it. `problems` are the warnings that its check gave."""

    municipality: Municipality
    files: tuple[DataFile, ...] = ()
    problems: tuple[Problem, ...] = ()
