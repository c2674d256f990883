"""From a built data folder to the dataset that a portal should hold.

Input: `public/{lgcode}/data/` or any folder with `datapackage.json`, and the portal's settings. Output: a `Dataset`
with complete metadata and the problems found. Nothing is said of a city that its package or the settings do not say.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any, Final

from keikaku.file_names import CHECKSUMS, DATA_PACKAGE, open_data_list_file, table_file
from keikaku.portal.dataset import CHECKSUM_ALGORITHM, EXTRA, MARK, PATH, Dataset, File
from keikaku.portal.settings import Portal, fill
from keikaku.portal.tags import tags
from keikaku.problem import Problem, Where
from keikaku.terms import estat_area, eu_concept

_ASCII_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DATASET_NAME: Final = re.compile(r"[a-z0-9_-]{2,100}")
_TAKEN: Final = frozenset({"new", "search", "edit"})
"""Names that CKAN keeps for its own pages."""
_FORMATS: Final = {".csv": "CSV", ".xlsx": "XLSX", ".json": "JSON", ".ttl": "TTL", ".nt": "N-TRIPLES", ".zip": "ZIP"}
_MEDIA_TYPES: Final = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".ttl": "text/turtle",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
_DICTIONARY: Final = "dictionary/"


@dataclass(frozen=True, slots=True)
class _Package:
    folder: Path
    told: Mapping[str, Any]

    @property
    def lgcode(self) -> str:
        return str(self.told["spatial"]["lgcode"])

    @property
    def base_url(self) -> str:
        """The site's address, from the package's own."""
        return str(self.told["id"]).removesuffix(f"{self.lgcode}/data/{DATA_PACKAGE}")


def read_dataset(folder: Path, portal: Portal) -> tuple[Dataset | None, tuple[Problem, ...]]:
    """Read a package and say what the portal should hold; None where an error stands in the way."""
    where = Where(f"{folder.as_posix()}/{DATA_PACKAGE}")
    try:
        package = _Package(folder, json.loads((folder / DATA_PACKAGE).read_text(encoding="utf-8")))
        described = _descriptions(package)
        files, problems = _files(package, portal, described)
        licence, faults = _licence(package, where)
        fields, keywords, more = _fields(package, portal, licence)
    except FileNotFoundError as error:
        return None, (Problem("E1014", Where(str(error.filename or where.file))),)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        return None, (Problem("E1011", where, {"reason": f"{type(error).__name__}: {error}"[:200]}),)
    problems += [*faults, *more]
    values = _values(package, portal)
    name = fill(portal.dataset_name, values)
    if not _DATASET_NAME.fullmatch(name) or name in _TAKEN:
        problems.append(Problem("E1015", facts={"name": name}))
    if "{number}" in portal.dataset_name and not values["number"]:
        problems.append(Problem("E1016", facts={"portal": portal.name, "lgcode": package.lgcode}))
    if any(problem.code.startswith("E") for problem in problems):
        return None, tuple(problems)
    told_licence = portal.licences.get(licence["name"], licence["name"])
    dataset = Dataset(
        identifier=values["identifier"],
        name=name,
        organisation=fill(portal.organisation, values),
        licence=told_licence,
        fields=fields,
        tags=keywords,
        files=tuple(files),
    )
    return dataset, tuple(problems)


def _values(package: _Package, portal: Portal) -> dict[str, str]:
    code = package.lgcode
    numbers = portal.numbers
    return {
        "lgcode": code,
        "code5": code[:5],
        "identifier": str(package.told["name"]),
        "number": numbers.get(code, ""),
    }


def _licence(package: _Package, where: Where) -> tuple[Mapping[str, str], list[Problem]]:
    """Give the licence that the package states; a package without one is not published."""
    stated = package.told.get("licenses")
    if not stated:
        return {"name": "", "path": "", "title": ""}, [Problem("E1013", where, {"lgcode": package.lgcode})]
    return {"path": "", "title": "", **stated[0]}, []


def _fields(
    package: _Package, portal: Portal, licence: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...], list[Problem]]:
    """Give the fields of the dataset, its tags, and what was lost of the keywords."""
    told, base = package.told, package.base_url
    publisher = str(told["contributors"][0]["title"])
    data_page = str(told["id"]).removesuffix(DATA_PACKAGE)
    found = {
        "title": str(told["title"]),
        "notes": _notes(package, data_page, licence),
        "url": data_page,
        "author": publisher,
        "maintainer": portal.maintainer,
        "maintainer_email": portal.maintainer_email,
        "version": str(history[-1]["edition"]) if (history := told.get("history")) else "",
    }
    extras = {
        MARK: str(told["name"]),
        "identifier": str(told["name"]),
        "uri": f"{data_page}#it",
        "language": json.dumps(["ja"]),
        "frequency": eu_concept("frequency", portal.frequency),
        "spatial_uri": estat_area(package.lgcode),
        "spatial_text": f"{told['spatial']['prefecture']}{told['spatial']['municipality']}",
        "theme": json.dumps([eu_concept("data-theme", "GOVE")]),
        "publisher_name": publisher,
        "publisher_uri": f"{told['homepage']}#it",
        "contact_name": portal.maintainer,
        "contact_email": portal.maintainer_email,
        "documentation": json.dumps([f"{base}{_DICTIONARY}"]),
        "source_documents": json.dumps(told.get("sources", []), ensure_ascii=False),
        **_period(package),
        **portal.extras,
    }
    found |= portal.fields
    found |= {f"{EXTRA}{key}": value for key, value in extras.items()}
    kept, lost = tags(told.get("keywords", ()))
    return (
        {key: value for key, value in found.items() if value},
        kept,
        [Problem("W1018", facts={"keyword": word}) for word in lost],
    )


def _notes(package: _Package, data_page: str, licence: Mapping[str, str]) -> str:
    """Give the description as Markdown: what it is, what it rests on, where columns are explained, the terms."""
    told = package.told
    lines = [str(told["description"]), "", "出典:", ""]
    for source in told.get("sources", []):
        title = source["title"]
        lines.append(f"- [{title}]({source['path']})" if source.get("path") else f"- {title}")
    lines += ["", f"データ項目の説明: {package.base_url}{_DICTIONARY}", "", f"公開元のページ: {data_page}"]
    if licence["title"]:
        lines += ["", f"利用条件: {licence['title']} {licence['path']}".rstrip()]
    return "\n".join(lines)


def _period(package: _Package) -> dict[str, str]:
    """Give the first and the last day of the plans; nothing where a plan states no years."""
    path = package.folder / table_file(package.lgcode, "plans")
    with path.open(encoding="utf-8", newline="") as lines:
        years = [(row["start_fy"], row["end_fy"]) for row in csv.DictReader(lines)]
    if not years or not all(start and end for start, end in years):
        return {}
    first, last = min(int(start) for start, _ in years), max(int(end) for _, end in years)
    return {"temporal_start": f"{first:04d}-04-01", "temporal_end": f"{last + 1:04d}-03-31"}


def _descriptions(package: _Package) -> dict[str, tuple[str, str]]:
    """Give title and description of files, from the package and its list of open data."""
    found = {str(one["path"]): (str(one["title"]), str(one["description"])) for one in package.told["resources"]}
    listed = package.folder / open_data_list_file(package.lgcode)
    if listed.is_file():
        with listed.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.setdefault(row["ファイル_ID"], (row["ファイル_タイトル"], row["ファイル_説明"]))
    return found


def _files(
    package: _Package, portal: Portal, described: Mapping[str, tuple[str, str]]
) -> tuple[list[File], list[Problem]]:
    """Choose the files, judge them, and say what each is; the package's own order, then by name."""
    stated = _checksums(package)
    order = {name: number for number, name in enumerate(described)}
    names = [path.name for path in package.folder.iterdir() if path.is_file() and path.name != CHECKSUMS]
    chosen = sorted(
        (name for name in names if any(fnmatchcase(name, pattern) for pattern in portal.files)),
        key=lambda name: (order.get(name, len(order)), name),
    )
    problems = [] if chosen else [Problem("E1017", facts={"patterns": ", ".join(portal.files)})]
    missing = sorted(
        name for name in stated if name not in names and any(fnmatchcase(name, one) for one in portal.files)
    )
    problems += [Problem("E1012", Where(f"{package.folder.as_posix()}/{name}")) for name in missing]
    files = []
    for name in chosen:
        file = _file(package, name, described.get(name, (name, "")))
        files.append(file)
        problems += _judge(file, stated.get(name, ""), portal)
    return files, problems


def _judge(file: File, stated: str, portal: Portal) -> list[Problem]:
    """Say why a file cannot be published."""
    where, found = Where(file.path.as_posix()), []
    if stated and stated != file.sha256:
        found.append(Problem("E1012", where))
    if not _ASCII_NAME.fullmatch(file.name):
        found.append(Problem("E1019", where, {"name": file.name}))
    limit = portal.limits.file_bytes
    if limit and file.size > limit:
        facts = {"megabytes": f"{file.size / 1e6:.1f}", "limit": f"{limit / 1e6:.1f}"}
        found.append(Problem("E1020", where, facts))
    return found


def _checksums(package: _Package) -> dict[str, str]:
    """Give the checksums that the build stated; those of the tables at least stand in the package."""
    listed = package.folder / CHECKSUMS
    if listed.is_file():
        lines = listed.read_text(encoding="utf-8").splitlines()
        return {name: value for value, _, name in (line.partition("  ") for line in lines) if "/" not in name}
    stated = {str(one["path"]): str(one.get("hash", "")) for one in package.told["resources"]}
    return {name: value.removeprefix("sha256:") for name, value in stated.items()}


def _file(package: _Package, name: str, described: tuple[str, str]) -> File:
    path = package.folder / name
    data, suffix = path.read_bytes(), PurePath(name).suffix
    checksum = hashlib.sha256(data).hexdigest()
    licence = package.told.get("licenses") or [{}]
    fields = {
        PATH: name,
        "name": described[0],
        "description": described[1],
        "format": _FORMATS.get(suffix, suffix.removeprefix(".").upper()),
        "mimetype": _MEDIA_TYPES.get(suffix, ""),
        "hash": checksum,
        "hash_algorithm": CHECKSUM_ALGORITHM,
        "size": str(len(data)),
        "license": str(licence[0].get("path", "")),
    }
    return File(name, path, len(data), checksum, {key: value for key, value in fields.items() if value})
