"""From a built data folder to the dataset that a portal should hold.

Input: `public/{lgcode}/data/` or any folder with `datapackage.json`, and the portal's settings. Output: a `Dataset`
with complete metadata and the problems found. Nothing is said of a city that its package or the settings do not say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from keikaku.file_names import DATA_PACKAGE
from keikaku.portal.dataset import Dataset
from keikaku.portal.files import files
from keikaku.portal.metadata import Package, codes_of, fields
from keikaku.portal.settings import Portal, fill
from keikaku.portal.tags import tags
from keikaku.problem import Problem, Where, has_errors

_DATASET_NAME: Final = re.compile(r"[a-z0-9_-]{2,100}")
_TAKEN: Final = frozenset({"new", "search", "edit"})
"""Names that CKAN keeps for its own pages."""


def read_dataset(folder: Path, portal: Portal) -> tuple[Dataset | None, tuple[Problem, ...]]:
    """Read a package and say what the portal should hold; None where an error stands in the way."""
    where = Where(f"{folder.as_posix()}/{DATA_PACKAGE}")
    try:
        return _dataset(Package(folder, _descriptor(folder)), portal, where)
    except FileNotFoundError as error:
        return None, (Problem("E1014", Where(str(error.filename or where.file))),)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        return None, (Problem("E1011", where, {"reason": f"{type(error).__name__}: {error}"[:200]}),)


def city_names(folder: Path) -> frozenset[str]:
    """Give what a city may be called in a call: its name in Japanese and, in small letters, in English."""
    try:
        told = _descriptor(folder)
        return frozenset({str(told["spatial"]["municipality"]), str(told["title_en"]).rsplit(" ", 1)[-1].lower()})
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _descriptor(folder: Path) -> Any:
    return json.loads((folder / DATA_PACKAGE).read_text(encoding="utf-8"))


def _dataset(package: Package, portal: Portal, where: Where) -> tuple[Dataset | None, tuple[Problem, ...]]:
    values = codes_of(package, portal)
    chosen, problems = files(package, portal)
    kept, lost = tags(package.told.get("keywords", ()))
    licence = package.licence["name"]
    name, more = _name(portal, values)
    problems += [*more, *(Problem("W1018", facts={"keyword": word}) for word in lost)]
    if not licence:
        problems.append(Problem("E1013", where, {"lgcode": package.lgcode}))
    dataset = Dataset(
        identifier=package.identifier,
        name=name,
        organisation=fill(portal.organisation, values),
        licence=portal.licences.get(licence, licence),
        fields=fields(package, portal),
        tags=kept,
        files=chosen,
        lgcode=package.lgcode,
    )
    return None if has_errors(problems) else dataset, tuple(problems)


def _name(portal: Portal, values: Mapping[str, str]) -> tuple[str, list[Problem]]:
    """Give the name of the dataset, and why it cannot be one."""
    if "{number}" in portal.dataset_name and not values["number"]:
        return "", [Problem("E1016", facts={"portal": portal.name, "lgcode": values["lgcode"]})]
    name = fill(portal.dataset_name, values)
    usable = _DATASET_NAME.fullmatch(name) and name not in _TAKEN
    return name, [] if usable else [Problem("E1015", facts={"name": name})]
