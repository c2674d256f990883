"""A portal's own fields (ckanext-scheming): ours go into those of the same name, and the required ones are there.

Input: the dataset as our settings make it, and the schema that the portal tells. Output: the dataset as the portal
takes it, or the names of all fields that nobody has filled, before anything is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from keikaku.portal.answers import CallFailedError
from keikaku.portal.ckan import Ckan
from keikaku.portal.dataset import EXTRA, Dataset
from keikaku.portal.settings import Portal
from keikaku.publish.failure import wrong

_PLUGIN: Final = "scheming_datasets"
_NOT_TOLD: Final = frozenset({400, 403, 404})
"""What a portal answers that has no schema of its own, or does not show it."""
_OTHERWISE_SENT: Final = frozenset({"name", "tag_string"})
_DEMANDS: Final = ("required", "not_empty")
"""Validators without which `required` is only a mark in the form."""
_CHOICES_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the portal's schema; `choices` are the values that it takes, none where it takes any.

    `multiple` fields take lists.
    """

    name: str
    label: str
    choices: tuple[str, ...]
    required: bool
    multiple: bool


def own_fields(ckan: Ckan) -> tuple[OwnField, ...]:
    """Ask for the schema of datasets; nothing where the portal has none.

    Raises:
        CallFailedError: the portal does not answer.
    """
    extensions = _told(ckan, "status_show").get("extensions")
    if isinstance(extensions, list) and _PLUGIN not in extensions:
        return ()
    told = _told(ckan, "scheming_dataset_schema_show", type="dataset")
    fields = told.get("dataset_fields")
    return tuple(_field(one) for one in fields or () if isinstance(one, dict) and one.get("field_name"))


def _told(ckan: Ckan, action: str, **params: str) -> Mapping[str, Any]:
    """Ask for something that a portal may not have or not show; nothing then."""
    try:
        told = ckan.read(action, **params)
    except CallFailedError as fault:
        if fault.status in _NOT_TOLD:
            return {}
        raise
    return told if isinstance(told, dict) else {}


def fit(dataset: Dataset, fields: Iterable[OwnField], portal: Portal) -> Dataset:
    """Put our extras into the fields of the same name, which the portal would refuse beside them.

    Raises:
        CallError: required fields are missing.
    """
    own = {one.name: one for one in fields}
    moved: dict[str, str] = {}
    for name, value in dataset.fields.items():
        key = name.removeprefix(EXTRA)
        moved.setdefault(key if key in own else name, value)
    missing = [one for one in own.values() if one.required and one.name not in {*moved, *_OTHERWISE_SENT}]
    if missing:
        example = f'{missing[0].name} = "{missing[0].choices[0] if missing[0].choices else "…"}"'
        names = ", ".join(_described(one) for one in missing)
        raise wrong("E1041", portal=portal.name, names=names, example=example)
    lists = frozenset(one.name for one in own.values() if one.multiple)
    values = {name: _list(value) if name in lists else value for name, value in moved.items()}
    return replace(dataset, fields=values, lists=lists)


def _list(value: str) -> str:
    """Give a value as a list in JSON, in the form in which what stands on the portal is read."""
    try:
        told = json.loads(value)
    except ValueError:
        told = value
    return json.dumps(told if isinstance(told, list) else [value], ensure_ascii=False)


def _field(told: Mapping[str, Any]) -> OwnField:
    choices = tuple(str(one["value"]) for one in told.get("choices") or () if isinstance(one, dict) and "value" in one)
    validators = str(told.get("validators", " ".join(_DEMANDS)))
    required = bool(told.get("required")) and any(name in validators for name in _DEMANDS)
    multiple = str(told.get("preset", "")).startswith("multiple_") or "scheming_multiple" in validators
    return OwnField(str(told["field_name"]), _label(told.get("label")), choices, required, multiple)


def _label(told: Any) -> str:
    """Give a label; one in several languages in Japanese, if there is that."""
    if isinstance(told, dict):
        return str(told.get("ja") or next(iter(told.values()), ""))
    return str(told or "")


def _described(one: OwnField) -> str:
    choices = " | ".join(one.choices[:_CHOICES_SHOWN]) + (" | …" if len(one.choices) > _CHOICES_SHOWN else "")
    said = ": ".join(part for part in (one.label, choices) if part)
    return f"{one.name} ({said})" if said else one.name
