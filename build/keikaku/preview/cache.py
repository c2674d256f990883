"""Written cities, kept on disk by the hash of what they are made of, so that only changed ones are written anew.

What a build writes for a city follows from its tables, from what all cities share, and from what `Across` answers of
other cities. A kept city is taken again only where its tables have the same hash and every question that was asked when
it was written has the same answer now; so it is what writing it anew would give. When what all cities share changes,
the cache is left and a new one begun.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final, Protocol, cast

from keikaku.at_once import CheckedCity, WriteCity
from keikaku.check import CleanCity
from keikaku.pipeline import CityWritten, write_city
from keikaku.problem import Problem
from keikaku.site import Across, SiteContext

_KEPT: Final = 2
"""States of a city that are kept: the present one and the one before, to which undoing an edit leads back."""
_Question = tuple[str, tuple[Any, ...], tuple[tuple[str, Any], ...]]


class Listener:
    """Passes questions on to an `Across` and remembers the answers."""

    def __init__(self, across: Across) -> None:
        self._across = across
        self.heard: dict[_Question, Any] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Give what asks a question."""

        def ask(*given: Any, **named: Any) -> Any:
            question = (name, given, tuple(sorted(named.items())))
            if question not in self.heard:
                self.heard[question] = _answer(self._across, question)
            return self.heard[question]

        return ask


def _answer(across: Across, question: _Question) -> Any:
    name, given, named = question
    answer = getattr(across, name)(*given, **dict(named))
    return tuple(answer) if isinstance(answer, Iterator) else answer


Heard = tuple[CityWritten, Mapping[_Question, Any]]
"""A written city, and what it heard of others."""


def write_heard(
    city: CleanCity, warnings: tuple[Problem, ...], folder: Path, site: SiteContext, across: Across
) -> Heard:
    """Write a city into a folder of its own, and remember what it heard."""
    listener = Listener(across)
    return write_city(city, warnings, folder, site, cast("Across", listener)), listener.heard


class Coming(Protocol):
    """A city that is written somewhere."""

    def result(self) -> Heard:
        """Wait for it."""

    def cancel(self) -> bool:
        """Give it up, if it is not begun yet; tell whether that could be done."""


@dataclass(frozen=True, slots=True)
class Here:
    """A city that is written here and now, when it is waited for."""

    write: Callable[[], Heard]

    def result(self) -> Heard:
        """Write it."""
        return self.write()

    def cancel(self) -> bool:
        """Leave it."""
        return True


Start = Callable[[CleanCity, tuple[Problem, ...], Path], Coming]
"""Begins to write a city into a folder."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A written city: the hash of its tables, what it heard of others, where it stands, and what remains of it."""

    digest: str
    heard: Mapping[_Question, Any]
    folder: Path
    written: CityWritten

    def holds(self, digest: str, across: Across) -> bool:
        """Tell whether writing the city now would give the same."""
        return self.digest == digest and all(
            answer == _answer(across, question) for question, answer in self.heard.items()
        )


class CityCache:
    """Keeps the written cities of one site in a folder, which is emptied first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, list[_Kept]] = defaultdict(list)
        self._numbers = count(1)
        shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def writing(
        self, cities: Sequence[CheckedCity], digests: Mapping[str, str], across: Across, start: Start
    ) -> Iterator[WriteCity[CityWritten]]:
        """Begin with the cities that are not kept, and give what puts a city below a root.

        `digests` are the hashes of cities' tables by code. What was begun in vain is kept too, if it cannot be stopped.
        """
        begun = {}
        for city, warnings in cities:
            code = city.city.lgcode
            if self._find(code, digests[code], across) is None:
                folder = self._folder / f"{code}-{next(self._numbers)}"
                begun[code] = folder, start(city, warnings, folder)

        def write(city: CleanCity, warnings: tuple[Problem, ...], root: Path, *_: object) -> CityWritten:
            code = city.city.lgcode
            kept = self._find(code, digests[code], across)
            if kept is None:
                folder, coming = begun.pop(code)
                kept = self._keep(code, digests[code], folder, coming)
            link_tree(kept.folder, root)
            return kept.written

        try:
            yield write
        finally:
            for code, (folder, coming) in begun.items():
                if not coming.cancel():
                    self._keep(code, digests[code], folder, coming)

    def _find(self, code: str, digest: str, across: Across) -> _Kept | None:
        return next((one for one in self._kept[code] if one.holds(digest, across)), None)

    def _keep(self, code: str, digest: str, folder: Path, coming: Coming) -> _Kept:
        """Wait for a city and keep it in the place of the oldest."""
        written, heard = coming.result()
        kept = _Kept(digest, heard, folder, written)
        held = [kept, *self._kept[code]]
        self._kept[code] = held[:_KEPT]
        for one in held[_KEPT:]:
            shutil.rmtree(one.folder, ignore_errors=True)
        return kept


def link_tree(source: Path, target: Path) -> None:
    """Give a folder a copy of all files of another; a link will do, since no build changes a file that it has written.

    Raises:
        OSError: a file cannot be written.
    """
    target.mkdir(parents=True, exist_ok=True)
    with os.scandir(source) as found:
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                link_tree(source / entry.name, target / entry.name)
            else:
                _link(source / entry.name, target / entry.name)


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except (OSError, NotImplementedError):
        # Some disks know no links.
        shutil.copyfile(source, target)
