"""What is said of a dataset: its fields, extras and tags, from the package and the settings alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keikaku.file_names import DATA_PACKAGE, table_file
from keikaku.iri import DICTIONARY
from keikaku.portal.dataset import EXTRA, MARK
from keikaku.portal.settings import Portal, fill
from keikaku.terms import estat_area, eu_concept


@dataclass(frozen=True, slots=True)
class Package:
    """A data folder and what its descriptor says."""

    folder: Path
    told: Mapping[str, Any]

    @property
    def lgcode(self) -> str:
        """Give the code of the city."""
        return str(self.told["spatial"]["lgcode"])

    @property
    def identifier(self) -> str:
        """Give the name of the package."""
        return str(self.told["name"])

    @property
    def data_page(self) -> str:
        """Give the address of the page that the package is published on."""
        return str(self.told["id"]).removesuffix(DATA_PACKAGE)

    @property
    def dictionary(self) -> str:
        """Give the address of the page that explains the columns."""
        return self.data_page.removesuffix(f"{self.lgcode}/data/") + DICTIONARY

    @property
    def licence(self) -> Mapping[str, str]:
        """Give `name`, `path` and `title` of the stated licence, all empty where none is."""
        stated = self.told.get("licenses") or [{}]
        return {key: str(stated[0].get(key, "")) for key in ("name", "path", "title")}


def fields(package: Package, portal: Portal) -> dict[str, str]:
    """Give the fields of the dataset, extras among them, that have a value.

    What the settings say wins over what we would say, and is never omitted: a portal may have a field of its own where
    we have an extra, and refuses the two together.
    """
    ours = _top(package, portal) | {f"{EXTRA}{key}": value for key, value in _all_extras(package, portal).items()}
    left_out = {*portal.omit, *portal.fields, *portal.extras}
    kept = {key: value for key, value in ours.items() if value and key.removeprefix(EXTRA) not in left_out}
    stated = dict(portal.fields) | {f"{EXTRA}{key}": value for key, value in portal.extras.items()}
    # One portal states a value for many cities.
    codes = codes_of(package, portal)
    return kept | {key: fill(value, codes) for key, value in stated.items()}


def codes_of(package: Package, portal: Portal) -> dict[str, str]:
    """Give what stands for the city in names and stated values, by the placeholders of the settings."""
    return {
        "lgcode": package.lgcode,
        "code5": package.lgcode[:5],
        "identifier": package.identifier,
        "number": portal.numbers.get(package.lgcode, ""),
    }


def _all_extras(package: Package, portal: Portal) -> dict[str, str]:
    return {**_extras(package, portal), **_period(package)}


def _top(package: Package, portal: Portal) -> dict[str, str]:
    history = package.told.get("history")
    return {
        "title": str(package.told["title"]),
        "notes": _notes(package),
        "url": package.data_page,
        "author": _publisher(package),
        "maintainer": portal.maintainer,
        "maintainer_email": portal.maintainer_email,
        "version": str(history[-1]["edition"]) if history else "",
    }


def _extras(package: Package, portal: Portal) -> dict[str, str]:
    """Give what CKAN has no field for, under the keys that ckanext-dcat reads."""
    told = package.told
    return {
        MARK: package.identifier,
        "identifier": package.identifier,
        "uri": f"{package.data_page}#it",
        "language": json.dumps(["ja"]),
        "frequency": eu_concept("frequency", portal.frequency),
        "spatial_uri": estat_area(package.lgcode),
        "spatial_text": f"{told['spatial']['prefecture']}{told['spatial']['municipality']}",
        "theme": json.dumps([eu_concept("data-theme", "GOVE")]),
        "publisher_name": _publisher(package),
        "publisher_uri": f"{told['homepage']}#it",
        "contact_name": portal.maintainer,
        "contact_email": portal.maintainer_email,
        "documentation": json.dumps([package.dictionary]),
        "source_documents": json.dumps(told.get("sources", []), ensure_ascii=False),
    }


def _publisher(package: Package) -> str:
    return str(package.told["contributors"][0]["title"])


def _notes(package: Package) -> str:
    """Give the description as Markdown: what it is, what it rests on, where columns are explained, the terms."""
    lines = [str(package.told["description"])]
    sources = [
        f"- [{one['title']}]({one['path']})" if one.get("path") else f"- {one['title']}"
        for one in package.told.get("sources", [])
    ]
    if sources:
        lines += ["", "出典:", "", *sources]
    lines += ["", f"データ項目の説明: {package.dictionary}", "", f"公開元のページ: {package.data_page}"]
    if package.licence["title"]:
        lines += ["", f"利用条件: {package.licence['title']} {package.licence['path']}".rstrip()]
    return "\n".join(lines)


def _period(package: Package) -> dict[str, str]:
    """Give the first and the last day of the plans; nothing where a plan states no years."""
    path = package.folder / table_file(package.lgcode, "plans")
    with path.open(encoding="utf-8", newline="") as lines:
        years = [(row["start_fy"], row["end_fy"]) for row in csv.DictReader(lines)]
    if not years or not all(start and end for start, end in years):
        return {}
    first, last = min(int(start) for start, _ in years), max(int(end) for _, end in years)
    return {"temporal_start": f"{first:04d}-04-01", "temporal_end": f"{last + 1:04d}-03-31"}
