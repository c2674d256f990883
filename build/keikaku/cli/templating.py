"""The command `keikaku template`: read the city where one is named, write the workbook, tell the next step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from keikaku.cli.output import SOUND, failed, refuse
from keikaku.cli.words import say
from keikaku.problem import Problem, Where

if TYPE_CHECKING:
    from keikaku.problem import Lang


def template_params(lang: Lang) -> list[click.Parameter]:
    """Give the options of the command."""

    def option(name: str, **settings: Any) -> click.Option:
        key = name.replace("-", "_")
        return click.Option([f"--{name}", key], help=say(f"template_{key}", lang), **settings)

    return [
        option("city", metavar="NAME", default=""),
        option("edition", metavar="ID", default=""),
        option("one-sheet", is_flag=True),
        option("all-sheets", is_flag=True),
        option("output", type=click.Path(dir_okay=False, path_type=Path), default=None, metavar="FILE.xlsx"),
    ]


def run_template(
    lang: Lang, workspace: Path, *, city: str, edition: str, one_sheet: bool, all_sheets: bool, output: Path | None
) -> int:
    """Write the workbook; give the exit code. A file that is there is never overwritten."""
    from keikaku.schema import load_schema
    from keikaku.template import make_template

    path = output or Path(f"{city or 'keikaku'}{'_one_sheet' if one_sheet else ''}.xlsx")
    if path.suffix.lower() != ".xlsx":
        return failed(say("template_no_xlsx", lang, path=path.as_posix()))
    if path.exists():
        return refuse((Problem("E967", Where(path.name), {"path": path.as_posix()}),), lang)
    made = make_template(load_schema(), workspace, city, edition, one_sheet=one_sheet, every=all_sheets)
    if made.problems:
        return refuse(made.problems, lang)
    try:
        path.write_bytes(made.data)
    except OSError as error:
        return failed(say("no_write", lang, path=path.as_posix(), reason=error.strerror or str(error)))
    click.echo(say("template_done", lang, path=path.as_posix(), sheets=made.sheets, rows=made.rows))
    if one_sheet and not city:
        click.echo(say("template_sample", lang))
    source = "" if workspace.as_posix() == "datapackage" else f" --source {workspace.as_posix()}"
    if city:
        more = f" --edition {edition}{source}" if edition else source
        click.echo(say("template_next", lang, path=path.as_posix(), city=city, source=more))
    return SOUND
