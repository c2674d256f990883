"""The command `keikaku lint`: judge files by the national rules, report, exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from keikaku.cli.output import DATA_PROBLEM, SOUND, WRONG_USAGE, deliver
from keikaku.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keikaku.problem import Lang


def lint_params(lang: Lang) -> list[click.Parameter]:
    """Give the parameters of the command."""
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    forms = click.Choice(["text", "json", "html"])
    return [
        click.Argument(["files"], nargs=-1, required=True, type=file, metavar="FILE..."),
        click.Option(["--format"], help=say("format", lang), type=forms, default="text", show_default=True),
        click.Option(["--output"], help=say("output", lang), type=click.Path(dir_okay=False, path_type=Path)),
        click.Option(["--all"], help=say("lint_all", lang), is_flag=True),
    ]


def run_lint(lang: Lang, files: Sequence[Path], format: str, output: Path | None, all: bool) -> int:
    """Judge files and report; give the exit code."""
    from keikaku import lint

    results = lint.lint(files)
    makers: dict[str, Callable[[], str]] = {
        "text": lambda: lint.as_text(results, lang, everything=all),
        "json": lambda: lint.as_json(results),
        "html": lambda: lint.as_html(results, lang),
    }
    if not deliver(makers[format](), output, lang):
        return WRONG_USAGE
    return SOUND if not [result for result in results if not result.sound] else DATA_PROBLEM
