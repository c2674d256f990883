"""What the 30 rules are called, what is checked for each and said where one is not met: `rules.yaml`, typed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from keikaku.schema import Label

_FILE: Final = Path(__file__).with_name("rules.yaml")
Judged = Literal["machine", "partly", "person"]


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way in which a file can break a rule: what is wrong, with {value} and {name}, and how to mend it."""

    what: Label
    mend: Label


class LintText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How any file is judged by a rule: by whom, what is looked at, and what is asked where a machine cannot tell."""

    judged: Judged
    looks: Label
    kinds: dict[str, Kind]
    question: Label | None = None


class RuleText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a rule. `as_printed` and `unused` are empty where the rule cannot come out so."""

    name: Label
    statement: Label
    fault: Label
    lint: LintText
    as_printed: Label | None = None
    unused: Label | None = None


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the rules come from."""

    title: Label
    publisher: Label
    issued: str
    licence: str


class Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All rules by their ids, in their order."""

    source: Source
    rules: dict[str, RuleText]


@cache
def catalogue() -> Catalogue:
    """Give the rules of this installation."""
    return msgspec.yaml.decode(_FILE.read_bytes(), type=Catalogue)
