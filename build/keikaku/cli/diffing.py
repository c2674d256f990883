"""The command `keikaku diff`: find the two sides, compare, print, exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from keikaku.cli.output import DATA_PROBLEM, SOUND, WRONG_USAGE, deliver, tell
from keikaku.cli.words import say

if TYPE_CHECKING:
    from keikaku.difference import Difference
    from keikaku.problem import Lang, Problem
    from keikaku.schema import Schema

_FORMATS: Final = ("text", "markdown", "csv", "json", "html")


def diff_params(lang: Lang) -> list[click.Parameter]:
    """Give the arguments and options of the command."""

    def option(name: str, **settings: Any) -> click.Option:
        return click.Option([f"--{name.replace('_', '-')}", name], help=say(f"diff_{name}", lang), **settings)

    folder = click.Path(file_okay=False, path_type=Path)
    return [
        click.Argument(["old"], metavar="OLD"),
        click.Argument(["new"], metavar="NEW"),
        option("format", type=click.Choice(_FORMATS), default="text", show_default=True),
        option("output", type=click.Path(dir_okay=False, path_type=Path)),
        option("all", is_flag=True),
        option("exit_code", is_flag=True),
        click.Option(["--source"], help=say("source", lang), type=folder, default="datapackage", show_default=True),
    ]


def run_diff(
    lang: Lang, old: str, new: str, *, format: str, output: Path | None, all: bool, exit_code: bool, source: Path
) -> int:
    """Compare and tell; give the exit code: as `git diff` does, 0 whether or not there are differences.

    With `exit_code` differences give 1. What could not be compared gives 2, so that it is never taken for either.
    """
    from keikaku.difference import form
    from keikaku.schema import load_schema

    schema = load_schema()
    difference, problems = _compare(old, new, source, schema)
    tell(problems, lang)
    if difference is None:
        return WRONG_USAGE
    if not deliver(form(difference, schema, format, lang, everything=all), output, lang):
        return WRONG_USAGE
    return DATA_PROBLEM if exit_code and difference.any else SOUND


def _compare(old: str, new: str, source: Path, schema: Schema) -> tuple[Difference | None, tuple[Problem, ...]]:
    """Find the two sides and compare them; None where that cannot be done."""
    from keikaku.difference import EditionName, Side, compare_editions, compare_sides, find, known_cities, unreadable
    from keikaku.problem import Problem

    cities = known_cities(source)
    left, right = find(old, cities, schema), find(new, cities, schema)
    faults = tuple(one for one in (left, right) if isinstance(one, Problem))
    if faults:
        return None, faults
    if isinstance(left, EditionName) and isinstance(right, EditionName):
        return compare_editions(left, right, schema)
    if not isinstance(left, Side) or not isinstance(right, Side):
        edition = old if isinstance(left, EditionName) else new
        return None, (Problem("E732", facts={"edition": edition}),)
    read = (*left.problems, *right.problems)
    if unreadable(read):
        return None, read
    difference, problems = compare_sides(left, right, schema)
    return difference, (*read, *problems)
