"""What `keikaku check` and `keikaku import` say of problems: the report in its forms, and the workbook given back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from keikaku.cli.output import WRONG_USAGE, deliver, failed, refuse
from keikaku.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keikaku.marking import Command
    from keikaku.problem import Lang, Problem

_WRONG_CALLS: Final = frozenset({"E904", "E905", "E906"})


def report_params(lang: Lang) -> list[click.Parameter]:
    """Give the options that the commands share."""

    def option(name: str, **settings: object) -> click.Option:
        return click.Option([f"--{name}"], help=say(name, lang), **settings)  # type: ignore[arg-type]

    file = click.Path(dir_okay=False, path_type=Path)
    return [
        option("format", type=click.Choice(["text", "json", "html"]), default="text", show_default=True),
        option("output", type=file),
        option("returned", type=file, metavar="FILE.xlsx"),
        option("all", is_flag=True),
    ]


def deliver_report(
    problems: Sequence[Problem],
    rows: int,
    lang: Lang,
    *,
    format: str,
    output: Path | None,
    all: bool,
    returned: Path | None = None,
    sources: Sequence[Path] = (),
    command: Command = "check",
) -> int | None:
    """Print or write the report and, where asked for, the workbook with marks.

    Give None where that was done, else the exit code. `sources` are the files that were looked at.
    """
    from keikaku import marking

    told = marking.report(problems, rows, command=command)
    makers: dict[str, Callable[[], str]] = {
        "text": lambda: marking.as_text(told, lang, everything=all),
        "json": lambda: marking.as_json(told),
        "html": lambda: marking.as_html(told, lang),
    }
    if not deliver(makers[format](), output, lang):
        return WRONG_USAGE
    return give_back(problems, rows, lang, returned, sources, command) if returned else None


def give_back(
    problems: Sequence[Problem], rows: int, lang: Lang, target: Path, sources: Sequence[Path], command: Command
) -> int | None:
    """Write the workbook with marks and say so; give None where that was done, else the exit code."""
    from keikaku.marking import returned_workbook

    try:
        done = returned_workbook(sources, problems, target, lang, rows=rows, command=command)
    except OSError as error:
        return failed(say("no_write", lang, path=target.as_posix(), reason=error.strerror or str(error)))
    if done.path is None:
        refuse(done.problems, lang)
        # A file that cannot be opened is a problem of the data, which the report tells too.
        return WRONG_USAGE if {one.code for one in done.problems} & _WRONG_CALLS else None
    # Beside the report, not in it: standard output may be JSON that a programme reads.
    facts = {"marked": done.marked, "unmarked": done.unmarked}
    click.echo(say("returned_written", lang, path=target.as_posix(), **facts), err=True)
    if done.problems:
        refuse(done.problems, lang)
    return None


def sources_of(path: Path) -> list[Path]:
    """Give the files of tables that a check of a path looks at; none for a workspace of several cities."""
    from keikaku.read import CONFIG, city_folders

    if path.is_file():
        return [path]
    folders = [path] if (path / CONFIG).is_file() else city_folders(path)
    tables = sorted((folders[0] / "tables").glob("*")) if len(folders) == 1 else []
    return [one for one in tables if one.suffix.lower() in (".csv", ".xlsx") and not one.name.startswith((".", "~$"))]
