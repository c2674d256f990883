"""The change list: what the portal lacks, what differs, what somebody else changed there, what is no longer ours.

Input: the wanted dataset and what stands on the portal. Output: `Changes`, from which alone the next call follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from keikaku.portal.dataset import PATH, PRIVATE, TAGS, Dataset, File, digest, resource_digest, tag_text
from keikaku.portal.seen import Seen, SeenFile

RESOURCE_FIELDS: Final = (
    PATH,
    "name",
    "description",
    "format",
    "mimetype",
    "hash",
    "hash_algorithm",
    "size",
    "license",
)
"""What we say of a resource; anything else there is the portal's own or somebody else's, and stays."""
HIDDEN: Final = digest("True")
SHOWN: Final = digest("False")


class Kind(StrEnum):
    """What becomes of a file."""

    NEW = "new"
    CHANGED = "changed"
    DESCRIBED = "described"
    UNCHANGED = "unchanged"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field whose value is to change; `edited` where the value there is neither ours of now nor of last time."""

    name: str
    before: str
    after: str
    edited: bool


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file and what becomes of it; `file` is missing where it vanished, `seen` where it is new."""

    kind: Kind
    name: str
    file: File | None
    seen: SeenFile | None
    edited: bool = False

    @property
    def uploads(self) -> bool:
        """Whether its bytes are sent."""
        return self.kind in (Kind.NEW, Kind.CHANGED)


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs. `new` where there is no dataset; `hidden` where it is there but not public."""

    new: bool
    hidden: bool
    deleted: bool
    fields: tuple[FieldChange, ...]
    files: tuple[FileChange, ...]
    edited: tuple[str, ...]

    def of(self, *kinds: Kind) -> tuple[FileChange, ...]:
        """Give the files of some kinds."""
        return tuple(one for one in self.files if one.kind in kinds)

    def to_write(self, prune: bool) -> bool:
        """Tell whether fields or files are to be written, apart from making the dataset public."""
        kinds = (Kind.NEW, Kind.CHANGED, Kind.DESCRIBED, *((Kind.VANISHED,) if prune else ()))
        return self.deleted or bool(self.fields or self.of(*kinds))

    def nothing(self, prune: bool) -> bool:
        """Tell whether the portal holds all of it already, publicly."""
        return not (self.new or self.hidden or self.to_write(prune))


def compare(dataset: Dataset, seen: Seen | None, replaced: frozenset[str] = frozenset()) -> Changes:
    """Compare; `replaced` are the ids of resources whose bytes are not those that their checksum tells."""
    if seen is None:
        fields = tuple(FieldChange(name, "", value, False) for name, value in wanted(dataset, None).items())
        files = tuple(FileChange(Kind.NEW, file.name, file, None) for file in dataset.files)
        return Changes(True, False, False, fields, files, ())
    changed = (*_fields(dataset, seen), *_dropped(dataset, seen))
    files = _files(dataset, seen, replaced)
    edited = [one.name for one in changed if one.edited] + [one.name for one in files if one.edited]
    if seen.private and seen.written.get(PRIVATE, HIDDEN) == SHOWN:
        edited.append(PRIVATE)
    return Changes(False, seen.private, seen.deleted, changed, files, tuple(edited))


def wanted(dataset: Dataset, seen: Seen | None) -> dict[str, str]:
    """Give all fields as they should be; tags that others added stay."""
    tags = dataset.tags if seen is None else (*dataset.tags, *seen.tags)
    return {"name": dataset.name, **dataset.fields, TAGS: tag_text(tags)}


def remembered(dataset: Dataset, seen: Seen | None, private: bool) -> dict[str, str]:
    """Give what the portal is to remember of what we write."""
    values = wanted(dataset, seen)
    return {PRIVATE: HIDDEN if private else SHOWN, **{name: digest(value) for name, value in values.items()}}


def _fields(dataset: Dataset, seen: Seen) -> list[FieldChange]:
    changed = []
    for name, value in wanted(dataset, seen).items():
        now = seen.fields.get(name, "")
        if now != value:
            changed.append(FieldChange(name, now, value, _edited(name, now, seen.written)))
    return changed


def _dropped(dataset: Dataset, seen: Seen) -> list[FieldChange]:
    """Give the fields that we wrote once and say no longer."""
    gone = [name for name in seen.written if name != PRIVATE and name not in wanted(dataset, seen)]
    values = {name: seen.fields.get(name, "") for name in gone}
    return [FieldChange(name, now, "", _edited(name, now, seen.written)) for name, now in values.items() if now]


def _edited(name: str, now: str, written: Mapping[str, str]) -> bool:
    """Tell whether a value comes from somebody else: it is not the one that we wrote last."""
    last = written.get(name)
    return bool(now) if last is None else digest(now) != last


def said_of(seen: SeenFile) -> dict[str, str]:
    """Give what a resource says in the fields that are ours."""
    return {name: seen.fields[name] for name in RESOURCE_FIELDS if seen.fields.get(name)}


def _files(dataset: Dataset, seen: Seen, replaced: frozenset[str]) -> tuple[FileChange, ...]:
    there: dict[str, SeenFile] = {}
    doubled = []
    for one in seen.files:
        if there.setdefault(one.name, one) is not one:
            doubled.append(one)
    found = [_file(file, there.pop(file.name, None), replaced) for file in dataset.files]
    found += [FileChange(Kind.VANISHED, one.name, None, one) for one in (*there.values(), *doubled)]
    return tuple(found)


def _file(file: File, seen: SeenFile | None, replaced: frozenset[str]) -> FileChange:
    if seen is None:
        return FileChange(Kind.NEW, file.name, file, None)
    said = said_of(seen)
    foreign = seen.id in replaced
    edited = foreign or resource_digest(said) != seen.written
    if foreign or seen.fields.get("hash") != file.sha256 or seen.fields.get("url_type") != "upload":
        return FileChange(Kind.CHANGED, file.name, file, seen, edited)
    if said != dict(file.fields):
        return FileChange(Kind.DESCRIBED, file.name, file, seen, edited)
    return FileChange(Kind.UNCHANGED, file.name, file, seen)
