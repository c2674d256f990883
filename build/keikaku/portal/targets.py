"""The kinds of portals: each opens a target, and a target brings one dataset to where the portal wants it.

A further kind is a function that opens a target, a row in `TARGETS`, and its name and own settings in
`keikaku.portal.settings` (docs/portal.md shows one).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from keikaku.portal.dataset import Dataset
from keikaku.portal.folder import FolderTarget
from keikaku.portal.journal import FOLDER
from keikaku.portal.publish import Published, publish, token_of
from keikaku.portal.run import Choices
from keikaku.portal.settings import Portal


class Target(Protocol):
    """Where datasets are brought."""

    def publish(self, dataset: Dataset, choices: Choices, act: bool) -> Published:
        """Compare with what is there and, where `act` says so, bring the dataset there; unchanged writes nothing.

        Raises:
            PublishError: it cannot be done, or could not be done to its end.
            OSError: a file cannot be read or written.
        """


Opener = Callable[[Portal, Path, Mapping[str, str]], Target]
"""Makes a target of the settings, the folder that they stand in, and the environment; CallError where it cannot."""


@dataclass(frozen=True, slots=True)
class CkanTarget:
    """A CKAN portal; state and log stand in `folder`."""

    portal: Portal
    token: str
    folder: Path

    def publish(self, dataset: Dataset, choices: Choices, act: bool) -> Published:
        """Bring a dataset there."""
        return publish(dataset, self.portal, self.token, self.folder, choices, act)


def _open_ckan(portal: Portal, home: Path, environment: Mapping[str, str]) -> Target:
    return CkanTarget(portal, token_of(portal, environment), home / FOLDER)


def _open_folder(portal: Portal, home: Path, environment: Mapping[str, str]) -> Target:
    del environment  # A folder needs no secret.
    return FolderTarget(portal, home / portal.path)


TARGETS: Final[Mapping[str, Opener]] = MappingProxyType({"ckan": _open_ckan, "folder": _open_folder})
