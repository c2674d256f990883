"""The command line: `keikaku build | check | serve | push | verify`.

Exit codes: 0 sound, 1 problems in the data, 2 wrong usage, 3 another machine failed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from keikaku.cli.words import language, say
from keikaku.problem import Lang

if TYPE_CHECKING:
    import click

INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141
"""What a shell reports for a programme that was stopped by Ctrl+C, or by a closed pipe."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a call and leave with its exit code."""
    _forgiving_output()
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run a call and give its exit code. Wrong usage is explained in the caller's language."""
    import click

    from keikaku.cli.app import make_app
    from keikaku.cli.output import WRONG_USAGE

    lang = language(arguments)
    app = make_app(lang)
    try:
        with app.make_context("keikaku", list(arguments)) as context:
            return int(app.invoke(context) or 0)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return WRONG_USAGE
    except click.ClickException as error:
        click.echo(_explain(error, lang), err=True)
        return WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("interrupted", lang), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has seen enough (`| head`); Python would complain once more at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED


def _explain(error: click.ClickException, lang: Lang) -> str:
    """Say what is wrong with a call; click's own words are English only."""
    context = getattr(error, "ctx", None)
    hint = say("try", lang, command=context.command_path if context else "keikaku")
    detail = _in_japanese(error, lang) if lang == "ja" else error.format_message()
    return f"{say('wrong', lang)}: {detail}\n{hint}"


def _in_japanese(error: click.ClickException, lang: Lang) -> str:
    import click

    if isinstance(error, click.NoSuchOption):
        return say("no_option", lang, name=error.option_name)
    if isinstance(error, click.BadParameter):
        name = error.param_hint or (error.param.get_error_hint(error.ctx) if error.param and error.ctx else "")
        return say("bad_value", lang, name=str(name))
    return say("no_command", lang)


def _forgiving_output() -> None:
    """Let a console that lacks a character (cp932 lacks some) show a substitute instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
