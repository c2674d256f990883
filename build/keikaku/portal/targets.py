"""The kinds of portals: each opens a target, and a target brings what is published to where it is wanted.

A target takes either datasets, one a city, or the built site as a whole. A further kind is a row in `TARGETS`, or an
entry point of the group `keikaku.targets` in another package (docs/portal.md shows one).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeVar

from keikaku.portal.dataset import Dataset
from keikaku.portal.folder import FolderTarget
from keikaku.portal.hosting.bucket import BucketTarget
from keikaku.portal.hosting.git import GitTarget
from keikaku.portal.hosting.site import Site
from keikaku.portal.journal import FOLDER
from keikaku.portal.plugged import plugged_kinds
from keikaku.portal.publish import Published, publish, token_of
from keikaku.portal.run import Choices
from keikaku.portal.settings import Portal
from keikaku.publish.failure import wrong

Wanted = TypeVar("Wanted", bound=Dataset | Site, contravariant=True)
"""What a target takes: a city's dataset, or the whole site."""


class Target(Protocol[Wanted]):
    """Where things are published."""

    def publish(self, wanted: Wanted, /, choices: Choices, act: bool) -> Published:
        """Compare with what is there and, where `act` says so, bring it there; unchanged writes nothing.

        Raises:
            PublishError: it cannot be done, or could not be done to its end.
            OSError: a file cannot be read or written.
        """


Opener = Callable[[Portal, Path, Mapping[str, str]], Target[Any]]
"""Makes a target of the settings, the folder that they stand in, and the environment; CallError where it cannot."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of portals: what its targets take, and what opens one."""

    takes: type[Dataset] | type[Site]
    open: Opener


@dataclass(frozen=True, slots=True)
class CkanTarget:
    """A CKAN portal; state and log stand in `folder`."""

    portal: Portal
    token: str
    folder: Path

    def publish(self, wanted: Dataset, choices: Choices, act: bool) -> Published:
        """Bring a dataset there."""
        return publish(wanted, self.portal, self.token, self.folder, choices, act)


def _open_ckan(portal: Portal, home: Path, environment: Mapping[str, str]) -> Target[Dataset]:
    return CkanTarget(portal, token_of(portal, environment), home / FOLDER)


def _open_folder(portal: Portal, home: Path, environment: Mapping[str, str]) -> Target[Dataset]:
    del environment  # A folder needs no secret.
    return FolderTarget(portal, home / portal.path)


def _open_git(portal: Portal, home: Path, environment: Mapping[str, str]) -> Target[Site]:
    # Over ssh, the user's own keys count.
    over_web = portal.address.startswith(("https:", "http:"))
    return GitTarget(portal, token_of(portal, environment) if over_web else "", home / FOLDER, environment)


def _open_bucket(portal: Portal, home: Path, environment: Mapping[str, str]) -> Target[Site]:
    return BucketTarget(portal, home / FOLDER, environment)


TARGETS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "ckan": Kind(Dataset, _open_ckan),
        "folder": Kind(Dataset, _open_folder),
        "git": Kind(Site, _open_git),
        "bucket": Kind(Site, _open_bucket),
    }
)


def kind_of(name: str) -> Kind:
    """Give a kind: one of ours, or one that an installed package adds.

    Raises:
        CallError: the other package cannot be loaded, or has no `Kind` there.
    """
    if name in TARGETS:
        return TARGETS[name]
    point = plugged_kinds()[name]
    try:
        found = point.load()
    except Exception as error:  # Whatever another package does when it is loaded.
        raise wrong("E1065", kind=name, place=point.value, reason=f"{type(error).__name__}: {error}"[:300]) from None
    if not isinstance(found, Kind):
        raise wrong("E1065", kind=name, place=point.value, reason=f"{type(found).__name__}, not a Kind")
    return found
