"""What commands say at their end: exit codes, refusals, reports on the terminal or in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from keikaku.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from keikaku.problem import Lang, Problem

SOUND: Final = 0
DATA_PROBLEM: Final = 1
WRONG_USAGE: Final = 2
REMOTE_FAILED: Final = 3


def failed(text: str) -> int:
    """Say why nothing could be done."""
    click.echo(text, err=True)
    return WRONG_USAGE


def refuse(problems: Sequence[Problem], lang: Lang) -> int:
    """Say what is wrong with a call, and how to mend it."""
    from keikaku.problem import mend, message

    for problem in problems:
        click.echo(f"{problem.code}  {message(problem, lang)}\n      {mend(problem, lang)}", err=True)
    return WRONG_USAGE


def tell(problems: Sequence[Problem], lang: Lang) -> None:
    """Say what is wrong, each thing at its place, and how to mend it."""
    from keikaku.problem import mend, message

    for problem in problems:
        said = (problem.code, problem.where.say(lang), message(problem, lang))
        click.echo(f"{'  '.join(part for part in said if part)}\n      {mend(problem, lang)}", err=True)


def deliver(text: str, output: Path | None, lang: Lang) -> bool:
    """Print a report, or write it to a file; tell whether that could be done."""
    if output is None:
        click.echo(text, nl=False)
        return True
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        failed(say("no_write", lang, path=output.as_posix(), reason=error.strerror or str(error)))
        return False
    click.echo(say("written", lang, path=output.as_posix()))
    return True
