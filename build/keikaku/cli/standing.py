"""The command `keikaku status`: which cities, as of which day; print, exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from keikaku.cli.output import DATA_PROBLEM, SOUND, WRONG_USAGE, deliver, refuse, tell
from keikaku.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from keikaku.problem import Lang, Problem
    from keikaku.schema import Schema

_FORMATS: Final = ("text", "json", "csv", "html")
_DIGITS: Final = 4
_YEARS: Final = range(1989, 2100)
"""Fiscal years that the tables may hold."""


def status_params(lang: Lang) -> list[click.Parameter]:
    """Give the options of the command."""

    def option(name: str, help: str, **settings: Any) -> click.Option:
        return click.Option([f"--{name}", name.replace("-", "_")], help=say(help, lang), **settings)

    folder = click.Path(file_okay=False, path_type=Path)
    return [
        option("city", "status_city", multiple=True),
        option("fiscal-year", "status_fiscal_year", metavar="YEAR", default=""),
        option("as-of", "status_as_of", metavar="DATE", default=""),
        option("format", "format", type=click.Choice(_FORMATS), default="text", show_default=True),
        option("output", "output", type=click.Path(dir_okay=False, path_type=Path)),
        option("all", "status_all", is_flag=True),
        option("source", "source", type=folder, default="datapackage", show_default=True),
    ]


def run_status(
    lang: Lang,
    *,
    city: Sequence[str],
    fiscal_year: str,
    as_of: str,
    format: str,
    output: Path | None,
    all: bool,
    source: Path,
) -> int:
    """Tell how cities stand; give the exit code: 1 where tables have errors, which leave something uncounted."""
    from keikaku.problem import Problem
    from keikaku.progress import Progress, fiscal_year_of, form
    from keikaku.schema import load_schema

    day, wanted = _day(as_of), _year(fiscal_year)
    folders, problems = _folders(source, city)
    if day is None:
        problems = (Problem("E743", facts={"date": as_of}), *problems)
    if fiscal_year and wanted is None:
        problems = (Problem("E744", facts={"year": fiscal_year}), *problems)
    if day is None or problems:
        return refuse(problems, lang)
    schema, current = load_schema(), fiscal_year_of(day)
    year, only = (current, False) if wanted is None else (wanted, True)
    measured, faulty = _measure(folders, source, schema, (year, current, only), lang)
    text = form(Progress(day, year, only, measured), schema, format, lang, everything=all)
    if not deliver(text, output, lang):
        return WRONG_USAGE
    return DATA_PROBLEM if faulty else SOUND


def _measure(
    folders: Sequence[Path], source: Path, schema: Schema, years: tuple[int, int, bool], lang: Lang
) -> tuple[tuple[Any, ...], bool]:
    """Measure each city; tell too whether any has errors. One whose settings cannot be read is said and left out."""
    from keikaku.check import check_city
    from keikaku.progress import measure_city
    from keikaku.read import CONFIG

    year, current, only = years
    measured, faulty = [], False
    for folder in folders:
        checked = check_city(folder, source, schema)
        one = measure_city(checked, year, current, only=only)
        if one is None:
            tell(tuple(problem for problem in checked.problems if problem.where.file.endswith(CONFIG)), lang)
        else:
            measured.append(one)
        faulty = faulty or one is None or bool(one.errors)
    return tuple(measured), faulty


def _day(text: str) -> date | None:
    """Read a day, today where none is given; None where it is none."""
    from datetime import UTC, date, datetime, timedelta, timezone

    from keikaku.text import normalise, western_date

    if not text:
        # The day is that of Japan, wherever the machine stands.
        return datetime.now(UTC).astimezone(timezone(timedelta(hours=9))).date()
    plain = normalise(text).strip()
    try:
        return date.fromisoformat(western_date(plain) or plain.replace("/", "-"))
    except ValueError:
        return None


def _year(text: str) -> int | None:
    """Read a fiscal year (2025, 2025年度, 令和7年度, R7); None where it is none, or none that a plan can have."""
    from keikaku.text import normalise, western_year

    plain = normalise(text).strip().removesuffix("年度").removesuffix("年")
    year = int(plain) if plain.isascii() and plain.isdigit() and len(plain) == _DIGITS else western_year(plain)
    return year if year in _YEARS else None


def _folders(source: Path, names: Sequence[str]) -> tuple[list[Path], tuple[Problem, ...]]:
    """Find the cities by the names of their folders or their codes; all where none is named."""
    from keikaku.problem import Problem
    from keikaku.read import city_folders, folders_by_name

    folders = city_folders(source)
    if not folders:
        return [], (Problem("E702", facts={"path": source.as_posix()}),)
    if not names:
        return folders, ()
    known = folders_by_name(source)
    unknown = [name for name in names if name not in known]
    if unknown:
        listed = ", ".join(known)
        return [], tuple(Problem("E742", facts={"city": name, "known": listed}) for name in unknown)
    return list(dict.fromkeys(known[name] for name in names)), ()
