"""What stands on the portal, read from CKAN's answer into plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from keikaku.portal.dataset import EXTRA, MARK, PATH, TAGS, WRITTEN, tag_text

_ACTIVE: Final = "active"


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A resource that we made: its id, the file that it holds, all that is said of it, and what we wrote last."""

    id: str
    name: str
    fields: Mapping[str, str]
    written: str
    download: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A dataset as the portal tells it. `modified` changes with every change; `strangers` are resources not ours."""

    id: str
    name: str
    deleted: bool
    private: bool
    modified: str
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    files: tuple[SeenFile, ...]
    strangers: tuple[str, ...]
    written: Mapping[str, str]

    @property
    def identifier(self) -> str:
        """Our mark, empty on what is not ours."""
        return self.fields.get(EXTRA + MARK, "")


def seen(told: Mapping[str, Any]) -> Seen:
    """Read CKAN's form of a dataset.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: it is none.
    """
    extras = {str(one["key"]): str(one["value"]) for one in told.get("extras", ())}
    plain = {str(key): _text(value) for key, value in told.items() if _is_plain(value)}
    tags = tuple(str(one["name"]) for one in told.get("tags", ()))
    resources = told.get("resources", ())
    fields = {**plain, **{f"{EXTRA}{key}": value for key, value in extras.items()}, TAGS: tag_text(tags)}
    return Seen(
        id=str(told["id"]),
        name=str(told["name"]),
        deleted=told.get("state", _ACTIVE) != _ACTIVE,
        private=bool(told.get("private", False)),
        modified=str(told["metadata_modified"]),
        fields=fields,
        tags=tags,
        files=tuple(_file(one) for one in resources if one.get(PATH)),
        strangers=tuple(str(one.get("name") or one["id"]) for one in resources if not one.get(PATH)),
        written=_written(extras.get(WRITTEN, "")),
    )


def _file(told: Mapping[str, Any]) -> SeenFile:
    fields = {str(key): _text(value) for key, value in told.items() if not isinstance(value, list | dict)}
    last = str(told.get("url") or "").rsplit("/", 1)[-1]
    return SeenFile(str(told["id"]), str(told[PATH]), fields, str(told.get(WRITTEN) or ""), last)


def _is_plain(value: object) -> bool:
    texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return texts or not isinstance(value, list | dict)


def _text(value: object) -> str:
    """Give a value as we would send it; a portal's own field may give back as a list what it was told as JSON."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _written(text: str) -> dict[str, str]:
    """Read what we wrote last; whatever is not in our form counts as nothing remembered."""
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in told.items()} if isinstance(told, dict) else {}
