"""A portal as `keikaku.toml` describes it: where it is, whose data are put there, and what it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

KINDS: Final = ("ckan", "folder", "git", "bucket")
"""The kinds of portals that are ours; `keikaku.portal.targets` has a target for each."""
USUAL_FILES: Final = ("*_plan_*.csv", "*_plan.xlsx", "*_open_data_list.csv", "datapackage.json", "[0-9]*.ttl")
USUAL_CACHE: Final = "public, max-age=300"
MEGABYTE: Final = 1_000_000
PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be sent at once, in bytes, and how long an answer is awaited; 0 bytes a file means no limit."""

    file_bytes: int = 0
    request_bytes: int = 50 * MEGABYTE
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Hosting:
    """How a host of whole sites is used: a branch of a git repository, or a bucket.

    `user` is the name that goes with the token, `cache` the Cache-Control of pages, `options` what the bucket's own
    package is to be told.
    """

    branch: str = "gh-pages"
    subfolder: str = ""
    cname: str = ""
    user: str = "x-access-token"
    layout: str = "in_place"
    cache: str = USUAL_CACHE
    options: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal: where it is, whose data are put there, and what it asks for."""

    name: str
    address: str
    organisation: str
    dataset_name: str
    maintainer: str
    frequency: str
    maintainer_email: str = ""
    files: tuple[str, ...] = USUAL_FILES
    omit: tuple[str, ...] = ()
    licences: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    numbers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    fields: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    extras: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    limits: Limits = Limits()
    kind: str = "ckan"
    path: str = ""
    """Of a `folder`: where to write, seen from the settings' folder."""
    hosting: Hosting = Hosting()
    options: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """Of a kind that is not ours: whatever its target asks for."""

    @property
    def token_variable(self) -> str:
        """Give the name of the environment's variable that holds the token."""
        return f"KEIKAKU_TOKEN_{self.name.upper().replace('-', '_')}"


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """Put values into a pattern; braces around anything else stay."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), pattern)
