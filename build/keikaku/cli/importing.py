"""The command `keikaku import`: show what would change, ask, write, and tell where the former tables are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from keikaku.cli.output import DATA_PROBLEM, SOUND, WRONG_USAGE, deliver, failed, refuse
from keikaku.cli.reporting import give_back, report_params
from keikaku.cli.words import say
from keikaku.problem import Lang, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keikaku.intake import Intake


def import_params(lang: Lang) -> list[click.Parameter]:
    """Give the arguments and options of the command."""

    def option(name: str, **settings: Any) -> click.Option:
        key = f"import_{name.replace('-', '_')}"
        return click.Option([f"--{name}", key], help=say(key, lang), **settings)

    return [
        click.Argument(["files"], nargs=-1, metavar="FILE...", type=click.Path(path_type=Path)),
        option("city", metavar="NAME", required=True),
        option("edition", metavar="ID", default=""),
        option("mend", is_flag=True),
        option("keep", is_flag=True),
        option("undo", is_flag=True),
        option("dry-run", is_flag=True),
        option("yes", is_flag=True),
        *report_params(lang),
    ]


def run_import(lang: Lang, workspace: Path, files: Sequence[Path], **call: Any) -> int:
    """Import files into a city's tables; give the exit code."""
    from keikaku.intake import Request, take_back, take_in
    from keikaku.schema import load_schema

    folder, problem = _folder(workspace, call["import_city"])
    if problem:
        return refuse((problem,), lang)
    if bool(files) == call["import_undo"]:
        return refuse((Problem("E938" if files else "E937"),), lang)
    schema = load_schema()
    if call["import_undo"]:
        intake = take_back(folder, schema)
    else:
        request = Request(tuple(files), folder, call["import_edition"], call["import_mend"], call["import_keep"])
        intake = take_in(request, schema)
    told = _tell(intake, lang, files, call)
    return _write(intake, folder, lang, call) if told is None else told


def _folder(workspace: Path, city: str) -> tuple[Path, Problem | None]:
    from keikaku.read import city_folders

    found = city_folders(workspace)
    if not found:
        return workspace, Problem("E702", facts={"path": workspace.as_posix()})
    by_name = {folder.name: folder for folder in found}
    if city not in by_name:
        return workspace, Problem("E703", facts={"city": city, "known": ", ".join(by_name)})
    return by_name[city], None


def _tell(intake: Intake, lang: Lang, files: Sequence[Path], call: dict[str, Any]) -> int | None:
    """Show everything; give an exit code only where that could not be done."""
    from keikaku import marking
    from keikaku.intake import view

    report = marking.report(intake.problems, intake.rows, command="import")
    if call["format"] == "json":
        text = view.as_json(intake, marking.as_json(report))
    elif call["format"] == "html":
        text = marking.as_html(report, lang)
    else:
        text = view.as_text(intake, lang, everything=call["all"]) + marking.as_text(
            report, lang, everything=call["all"]
        )
    if not deliver(text, call["output"], lang):
        return WRONG_USAGE
    if call["returned"]:
        return give_back(intake.problems, intake.rows, lang, call["returned"], list(files), "import")
    return None


def _write(intake: Intake, folder: Path, lang: Lang, call: dict[str, Any]) -> int:
    """Write what was shown, if it is sound and wanted."""
    from keikaku.intake import write

    if not intake.sound:
        _say(say("import_refused", lang))
        return DATA_PROBLEM
    if not intake.differs:
        _say(say("import_nothing", lang))
        return SOUND
    if call["import_dry_run"]:
        _say(say("import_only_shown", lang))
        return SOUND
    if not call["import_yes"]:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            _say(say("import_needs_yes", lang))
            return WRONG_USAGE
        if not click.confirm(say("import_ask", lang), err=True):
            _say(say("import_only_shown", lang))
            return SOUND
    try:
        kept = write(folder, intake.tables, intake.typed)
    except OSError as error:
        return failed(say("no_write", lang, path=str(error.filename or folder), reason=error.strerror or str(error)))
    _say(say("import_written", lang, folder=f"{folder.as_posix()}/tables", city=folder.name))
    if kept:
        _say(say("import_kept", lang, folder=kept.as_posix(), city=folder.name))
    return SOUND


def _say(text: str) -> None:
    """Tell beside the report, which may be JSON that a programme reads."""
    click.echo(text, err=True)
