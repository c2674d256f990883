"""The tables as they are now: read and checked anew for cities whose files changed, taken as they were for all others.

Input: a workspace. Output: `Tables`, frozen. Nothing is decided by dates of files, everything by their contents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from keikaku.check import Checked, CleanCity, check_city
from keikaku.pipeline import all_problems, find_cities
from keikaku.preview.inputs import city_digest
from keikaku.problem import Problem, has_errors
from keikaku.read import city_files
from keikaku.schema import Schema

_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class CityTables:
    """A city's folder, the hash of its files, and what came of checking them."""

    folder: Path
    files: frozenset[Path]
    digest: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of all cities of a preview, and all their problems.

    `stamp` is the hash of what could not be made tables of, and `given` how many rows that has.
    """

    every: tuple[CityTables, ...]
    problems: tuple[Problem, ...]
    stamp: str = ""
    given: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing stops a build."""
        return not has_errors(self.problems)

    @property
    def digest(self) -> str:
        """Hash all that was read."""
        told = "\n".join(f"{one.folder.name} {one.digest}" for one in self.every)
        return sha256(f"{told}\n{self.stamp}\n{[problem.code for problem in self.problems]}".encode()).hexdigest()

    @property
    def cities(self) -> tuple[tuple[CleanCity, tuple[Problem, ...]], ...]:
        """Give the cities with their warnings, as a build takes them."""
        return tuple((one.checked.city, one.checked.problems) for one in self.every if one.checked.city)

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.given + sum(one.checked.rows for one in self.every)

    def lacks(self, former: Tables) -> bool:
        """Tell whether a file is not there any more."""
        return not {file for one in former.every for file in one.files} <= {
            file for one in self.every for file in one.files
        }

    def digests(self) -> Mapping[str, str]:
        """Give the hash of each city's files by its code."""
        return {one.checked.city.city.lgcode: one.digest for one in self.every if one.checked.city}


def read_tables(workspace: Path, names: Sequence[str], schema: Schema, former: Tables | None = None) -> Tables:
    """Read and check what differs from before."""
    folders, problems = find_cities(workspace, names)
    known = {one.folder: one for one in former.every} if former else {}
    every = tuple(_read_city(folder, workspace, schema, known.get(folder)) for folder in folders)
    return Tables(every, (*problems, *all_problems([one.checked for one in every])))


def _read_city(folder: Path, workspace: Path, schema: Schema, former: CityTables | None) -> CityTables:
    """Read a city; what was written while it was read is read again."""
    digest = city_digest(folder)
    # Not checked again: what was found then is what would be found now.
    if former and former.digest == digest:
        return former
    for _ in range(_TRIES):
        checked = check_city(folder, workspace, schema)
        before, digest = digest, city_digest(folder)
        if before == digest:
            break
    return CityTables(folder, frozenset(city_files(folder)), digest, checked)
