"""Make the folder of a city: its settings, and the first rows of sources, plans and editions.

Everything is written to a folder beside, checked as `keikaku check` does, and put in place by one rename.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from keikaku.check import check_city
from keikaku.form import said
from keikaku.problem import Problem, Where, has_errors
from keikaku.read import CONFIG, City, Licence, city_folders
from keikaku.schema import Label, Schema
from keikaku.start.municipalities import Municipality
from keikaku.text import normalise, western_year

LICENCES: Final[Mapping[str, Licence]] = {
    "cc-by-4.0": Licence(
        "CC-BY-4.0",
        "クリエイティブ・コモンズ 表示 4.0 国際",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "cc0-1.0": Licence(
        "CC0-1.0",
        "クリエイティブ・コモンズ CC0 1.0 全世界",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    "pdl-1.0": Licence(
        "PDL-1.0",
        "公共データ利用規約（第1.0版）",
        "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
    ),
}
"""The terms of use that staff can choose by a short name."""
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NOT_CITIES: Final = frozenset({"schema", "shared", "all", "tables", "typed"})
"""Names that other folders have."""
_YEAR: Final = re.compile(r"(\d{4})\s*(?:年度?)?")
_PLAN_IDS: Final = (
    (re.compile("総合計画"), "sogo"),
    (re.compile("総合戦略|創生"), "senryaku"),
    (re.compile("DX|デジタル|ICT|情報化|スマート"), "dx"),
    (re.compile("行政改革|行財政改革|行革"), "gyokaku"),
    (re.compile("環境|脱炭素|温暖化"), "kankyo"),
    (re.compile("防災|強靱化|強靭化"), "bosai"),
    (re.compile("こども|子ども|子育て"), "kodomo"),
    (re.compile("教育"), "kyoiku"),
)


@dataclass(frozen=True, slots=True)
class Start:
    """What is asked of staff. `pages` tells that they note the page of the printed plan for each row."""

    municipality: Municipality
    folder: str
    name_en: str
    plan_id: str
    plan_title: str
    start_fy: int
    end_fy: int
    licence: str = ""
    pages: bool = False


def year_of(text: str) -> int | None:
    """Read a fiscal year as staff type it: 令和6年度, R6, 2024, ２０２４年度; None where it is none."""
    plain = normalise(text).strip()
    if found := _YEAR.fullmatch(plain):
        return int(found[1])
    return western_year(plain)


def plan_id_of(title: str) -> str:
    """Propose the code of a plan by its title."""
    plain = normalise(title)
    return next((plan_id for pattern, plan_id in _PLAN_IDS if pattern.search(plain)), "plan")


def create(start: Start, workspace: Path, schema: Schema) -> tuple[Problem, ...]:
    """Make the folder; give the errors instead where it would not be sound, or where something stands there already.

    Raises:
        OSError: the folder cannot be written.
    """
    faults = [*started(start.municipality, workspace), *_taken(start, workspace), *_unsound(start)]
    if faults:
        return tuple(faults)
    workspace.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".init-", dir=workspace) as beside:
        made = Path(beside) / start.folder
        for name, data in _files(start, schema).items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(data)
        checked = check_city(made, Path(beside), schema)
        if has_errors(checked.problems):
            return tuple(problem for problem in checked.problems if has_errors((problem,)))
        _put(made, workspace / start.folder)
    return ()


def add_licence(municipality: Municipality, licence: str, workspace: Path) -> Path | None:
    """Write the terms of use into the settings of a city that has none yet; None where there is no such city.

    Raises:
        OSError: the settings cannot be written.
        msgspec.MsgspecError: they are written in a style that cannot be continued.
    """
    for folder, city in _cities(workspace):
        if city.lgcode == municipality.lgcode and city.licence is None:
            path = folder / CONFIG
            text = path.read_bytes().rstrip(b"\n") + b"\n"
            text += msgspec.yaml.encode({"licence": LICENCES[licence]})
            msgspec.yaml.decode(text, type=City)  # Settings in another style could not be continued.
            path.write_bytes(text)
            return path
    return None


def _put(made: Path, target: Path) -> None:
    # A rename onto a folder that somebody made meanwhile must fail, not mix the two.
    target.mkdir()
    try:
        for path in made.iterdir():
            path.rename(target / path.name)
    except OSError:
        shutil.rmtree(target)
        raise


def started(municipality: Municipality, workspace: Path) -> list[Problem]:
    """Refuse a municipality that has a folder already."""
    for folder, city in _cities(workspace):
        if city.lgcode == municipality.lgcode:
            facts = {"city": municipality.name, "folder": folder.name}
            return [Problem("E963", Where(folder.name), facts)]
    return []


def _cities(workspace: Path) -> Iterator[tuple[Path, City]]:
    """Give the cities whose settings can be read."""
    for folder in city_folders(workspace):
        with contextlib.suppress(msgspec.MsgspecError, OSError, ValueError):
            yield folder, msgspec.yaml.decode((folder / CONFIG).read_bytes(), type=City)


def _taken(start: Start, workspace: Path) -> list[Problem]:
    """Refuse a folder that exists."""
    facts = {"city": start.municipality.name, "folder": start.folder}
    return [Problem("E966", Where(start.folder), facts)] if (workspace / start.folder).exists() else []


def _unsound(start: Start) -> list[Problem]:
    problems = []
    if not _SLUG.fullmatch(start.folder) or start.folder in _NOT_CITIES:
        example = "imari"
        problems.append(_wrong("フォルダの名前", "name of the folder", start.folder, f"--folder {example}"))
    if start.start_fy > start.end_fy:
        years = f"{start.start_fy}–{start.end_fy}"
        problems.append(_wrong("計画の期間", "period of the plan", years, "--start 令和6年度 --end 令和10年度"))
    return problems


def _wrong(ja: str, en: str, given: str, example: str) -> Problem:
    return Problem("E965", facts={"what_ja": ja, "what_en": en, "given": given, "example": example})


def _files(start: Start, schema: Schema) -> dict[str, bytes]:
    files = {CONFIG: _config(start)}
    for name, row in _rows(start).items():
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, schema.by_name[name].names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerow(row)
        files[f"tables/{name}.csv"] = text.getvalue().encode()
    return files


def _config(start: Start) -> bytes:
    one = start.municipality
    city = City(
        lgcode=one.lgcode,
        name=Label(one.name, start.name_en),
        kana=one.kana,
        prefecture=Label(one.prefecture, one.prefecture_en),
        licence=LICENCES.get(start.licence),
    )
    filled = {key: value for key, value in msgspec.to_builtins(city).items() if value is not None}
    return msgspec.yaml.encode(filled)


def _rows(start: Start) -> dict[str, dict[str, str]]:
    """Give the first rows: one document, one plan, one edition."""
    title = normalise(" ".join(start.plan_title.split()))
    edition = f"{start.plan_id}-{start.start_fy}"
    kind, pagination = ("plan", "printed") if start.pages else ("form", "tables")
    place = {"source_id": edition, "page": "1", "line": "1"}
    source = {
        "source_id": edition,
        "title": title,
        "publisher": start.municipality.name,
        "kind": kind,
        "pagination": pagination,
    }
    years = {"start_fy": str(start.start_fy), "end_fy": str(start.end_fy)}
    label = f"{said(start.start_fy)}から{said(start.end_fy)}まで"
    return {
        "sources": source,
        "plans": {"plan_id": start.plan_id, "title": title, **years, **place},
        "editions": {
            "edition_id": edition,
            "plan_id": start.plan_id,
            "label": label,
            "status": "adopted",
            **place,
        },
    }
