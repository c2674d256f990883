"""The next call: follows from the change list alone, so a run that was broken off goes on wherever it stopped.

A dataset is made private; files are sent with everything else in one `package_revise`, which acts as a whole or not at
all and only on the dataset as it was seen; what was read back as wanted is then made public.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from keikaku.portal.changes import RESOURCE_FIELDS, Changes, FileChange, Kind, remembered, wanted
from keikaku.portal.dataset import EXTRA, PATH, PRIVATE, TAGS, WRITTEN, Dataset, File, resource_digest
from keikaku.portal.seen import Seen

CREATE: Final = "package_create"
REVISE: Final = "package_revise"


@dataclass(frozen=True, slots=True)
class Call:
    """A call that writes: what it is for, CKAN's action, its data, the files of its parts, and the names it settles."""

    purpose: str
    action: str
    data: Mapping[str, Any]
    uploads: Mapping[str, File] = field(default_factory=dict)
    settles: frozenset[str] = frozenset()


def next_call(dataset: Dataset, seen: Seen | None, changes: Changes, most: int, prune: bool) -> Call | None:
    """Give the next call, None where nothing is left to do; `most` bytes of files go in one."""
    if seen is None:
        return _create(dataset)
    if changes.to_write(prune):
        return _revise(dataset, seen, changes, most, prune)
    return _publicise(dataset, seen) if changes.hidden else None


def _create(dataset: Dataset) -> Call:
    """Make the dataset, private and without files."""
    values = wanted(dataset, None)
    data = {**_top(values, dataset), **_lists(values, dataset.tags, remembered(dataset, None, True), {}), PRIVATE: True}
    return Call("create", CREATE, data, settles=frozenset(values))


def _revise(dataset: Dataset, seen: Seen, changes: Changes, most: int, prune: bool) -> Call:
    """Send all differences, or as many as one request may hold; then the dataset is hidden until the last is sent."""
    uploads = [one for one in changes.files if one.uploads]
    now = _fitting(uploads, most)
    private = seen.private or changes.deleted or len(now) < len(uploads)
    values = wanted(dataset, seen)
    tags = tuple(dict.fromkeys((*seen.tags, *dataset.tags)))
    lists = _lists(values, tags, remembered(dataset, seen, private), _foreign_extras(seen, changes))
    update = {
        **_top(values, dataset),
        **{one.name: _sent(one.name, "", dataset) for one in changes.fields if not one.after and _is_top(one.name)},
        **lists,
    }
    update[PRIVATE] = private
    if changes.deleted:
        update["state"] = "active"
    removed = ["-extras", "-tags"]
    vanished = changes.of(Kind.VANISHED) if prune else ()
    removed += [f"-resources__{one.seen.id}" for one in vanished if one.seen]
    data: dict[str, Any] = {"match": _match(seen), "filter": removed, "update": update}
    parts = _resources(data, [*now, *changes.of(Kind.DESCRIBED)])
    names = {one.name for one in changes.fields} | {one.name for one in (*now, *changes.of(Kind.DESCRIBED), *vanished)}
    return Call("revise", REVISE, data, parts, frozenset(names))


def _publicise(dataset: Dataset, seen: Seen) -> Call:
    """Make public what was read back as wanted."""
    values = wanted(dataset, seen)
    lists = _lists(values, seen.tags, remembered(dataset, seen, False), _extras(seen.fields))
    update = {PRIVATE: False, "extras": lists["extras"]}
    return Call("publicise", REVISE, {"match": _match(seen), "filter": ["-extras"], "update": update}, {}, _PUBLIC)


_PUBLIC: Final = frozenset({PRIVATE})


def _match(seen: Seen) -> dict[str, str]:
    """Let the call act only on the dataset as it was seen."""
    return {"id": seen.id, "metadata_modified": seen.modified}


def _fitting(files: list[FileChange], most: int) -> list[FileChange]:
    """Take files while they fit, and one at least."""
    taken: list[FileChange] = []
    left = most
    for one in files:
        left -= one.file.size if one.file else 0
        if taken and left < 0:
            break
        taken.append(one)
    return taken


def _resources(data: dict[str, Any], files: list[FileChange]) -> dict[str, File]:
    """Put resources into the call; give the file of each part that carries one."""
    parts: dict[str, File] = {}
    new = [one.file for one in files if one.file and one.seen is None]
    if new:
        data["update__resources__extend"] = [{**_resource(file), "url": file.name} for file in new]
    for number, file in enumerate(new):
        parts[f"update__resources__{number - len(new)}__upload"] = file
    for one in files:
        if one.file and one.seen:
            emptied = {name: "" for name in _own(one.seen.fields) if name not in one.file.fields}
            data[f"update__resources__{one.seen.id}"] = {**emptied, **_resource(one.file)}
            if one.kind is Kind.CHANGED:
                parts[f"update__resources__{one.seen.id}__upload"] = one.file
    return parts


def _resource(file: File) -> dict[str, Any]:
    told: dict[str, Any] = {**file.fields, WRITTEN: resource_digest(file.fields), "url_type": "upload"}
    return told


def _own(fields: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in RESOURCE_FIELDS if fields.get(name) and name != PATH)


def _is_top(name: str) -> bool:
    return not name.startswith(EXTRA) and name != TAGS


def _top(values: Mapping[str, str], dataset: Dataset) -> dict[str, Any]:
    return {name: _sent(name, value, dataset) for name, value in values.items() if _is_top(name)}


def _sent(name: str, value: str, dataset: Dataset) -> Any:
    return json.loads(value or "[]") if name in dataset.lists else value


def _extras(fields: Mapping[str, str]) -> dict[str, str]:
    """Give the extras among fields, by their own keys."""
    return {name.removeprefix(EXTRA): value for name, value in fields.items() if name.startswith(EXTRA)}


def _foreign_extras(seen: Seen, changes: Changes) -> dict[str, str]:
    """Give the extras that stay: all that are there, without those that we say no longer."""
    dropped = {one.name for one in changes.fields if not one.after}
    return _extras({name: value for name, value in seen.fields.items() if name not in dropped})


def _lists(
    values: Mapping[str, str], tags: tuple[str, ...], written: Mapping[str, str], kept: Mapping[str, str]
) -> dict[str, Any]:
    """Give extras and tags, which CKAN replaces as wholes."""
    extras = {**kept, **_extras(values), WRITTEN: json.dumps(dict(sorted(written.items())))}
    return {
        "extras": [{"key": key, "value": value} for key, value in extras.items()],
        TAGS: [{"name": tag} for tag in tags],
    }
