"""The command `keikaku init`: ask what is not given, make the city's folder, tell the next step."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from keikaku.cli.output import SOUND, failed, refuse
from keikaku.cli.words import say
from keikaku.problem import Lang, Problem

if TYPE_CHECKING:
    from keikaku.start import Municipality, Start

_LICENCES: Final = ("cc-by-4.0", "cc0-1.0", "pdl-1.0")
_LATER: Final = "later"


def start_params(lang: Lang) -> list[click.Parameter]:
    """Give the argument and the options of the command."""

    def option(name: str, **settings: Any) -> click.Option:
        key = name.replace("-", "_")
        return click.Option([f"--{name}", key], help=say(f"init_{key}", lang), **settings)

    return [
        click.Argument(["city_code"], metavar="CITY_CODE"),
        option("plan-title", metavar="TEXT", default=""),
        option("start", metavar="YEAR", default=""),
        option("end", metavar="YEAR", default=""),
        option("plan-id", metavar="ID", default=""),
        option("folder", metavar="NAME", default=""),
        option("name-en", metavar="TEXT", default=""),
        option("licence", type=click.Choice([*_LICENCES, _LATER]), default=None),
        option("pages", is_flag=True),
        option("yes", is_flag=True),
    ]


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks on a terminal, and gathers what is missing elsewhere. `ask` is False with --yes and in scripts."""

    lang: Lang
    ask: bool
    missing: list[Problem]

    def text(self, key: str, given: str, default: str = "", check: Callable[[str], bool] = bool) -> str:
        """Give what was given, what is typed, or the default; a required thing that nobody can give is a problem."""
        if given:
            return given
        if not self.ask:
            if not default:
                facts = {"what_ja": say(f"ask_{key}", "ja"), "what_en": say(f"ask_{key}", "en")}
                self.missing.append(Problem("E964", facts={**facts, "example": _EXAMPLES[key]}))
            return default
        while True:
            typed = click.prompt(say(f"ask_{key}", self.lang), default=default or None, type=str).strip()
            if check(typed):
                return str(typed)
            click.echo(say("ask_again", self.lang, example=_EXAMPLES[key].partition(" ")[2].strip('"')))


_EXAMPLES: Final = {
    "plan_title": '--plan-title "○○市デジタル推進計画"',
    "start": "--start 令和6年度",
    "end": "--end 令和10年度",
    "plan_id": "--plan-id dx",
    "folder": "--folder imari",
    "name_en": "--name-en Imari",
    "licence": "--licence cc-by-4.0",
}


def run_init(
    lang: Lang,
    workspace: Path,
    city_code: str,
    *,
    plan_title: str,
    start: str,
    end: str,
    plan_id: str,
    folder: str,
    name_en: str,
    licence: str | None,
    pages: bool,
    yes: bool,
) -> int:
    """Make the folder of a city; give the exit code."""
    from keikaku.schema import load_schema
    from keikaku.start import Start, create, find, plan_id_of, started, year_of

    found = find(city_code)
    if isinstance(found, Problem):
        return refuse((found,), lang)
    if problems := started(found, workspace):
        added = _add_licence(found, licence, workspace, lang) if not plan_title else None
        return refuse(problems, lang) if added is None else added
    asking = _Asking(lang, not yes and sys.stdin is not None and sys.stdin.isatty(), [])
    click.echo(say("init_found", lang, city=found.said(), kana=found.kana, en=found.name_en))
    title = asking.text("plan_title", plan_title)
    years = {key: asking.text(key, given, check=_is_year) for key, given in (("start", start), ("end", end))}
    wrong = [_wrong_year(key, text) for key, text in years.items() if text and not _is_year(text)]
    if asking.missing or wrong:
        return refuse((*asking.missing, *wrong), lang)
    chosen = Start(
        municipality=found,
        folder=asking.text("folder", folder, _slug(found, workspace)),
        name_en=asking.text("name_en", name_en, found.name_en),
        plan_id=asking.text("plan_id", plan_id, plan_id_of(title)),
        plan_title=title,
        start_fy=year_of(years["start"]) or 0,
        end_fy=year_of(years["end"]) or 0,
        licence=_licence(asking, licence),
        pages=pages,
    )
    try:
        faults = create(chosen, workspace, load_schema())
    except OSError as error:
        return failed(say("no_write", lang, path=str(error.filename or workspace), reason=error.strerror or str(error)))
    if faults:
        return refuse(faults, lang)
    _tell(chosen, workspace, lang)
    return SOUND


def _is_year(text: str) -> bool:
    from keikaku.start import year_of

    return year_of(text) is not None


def _wrong_year(key: str, given: str) -> Problem:
    facts = {"what_ja": say(f"ask_{key}", "ja"), "what_en": say(f"ask_{key}", "en"), "given": given}
    return Problem("E965", facts={**facts, "example": _EXAMPLES[key]})


def _slug(found: Municipality, workspace: Path) -> str:
    """Propose the name of the folder: the English name, with the code where another city has it."""
    plain = "".join(letter for letter in found.name_en.lower().replace(", ", "-").replace(" ", "-") if letter != "'")
    return f"{plain}-{found.lgcode}" if (workspace / plain).exists() else plain


def _licence(asking: _Asking, given: str | None) -> str:
    if given is None and asking.ask:
        click.echo(say("ask_licence_list", asking.lang))
        given = asking.text("licence", "", _LATER, lambda text: text in {*_LICENCES, _LATER})
    return "" if given in {None, _LATER} else str(given)


def _add_licence(found: Municipality, licence: str | None, workspace: Path, lang: Lang) -> int | None:
    """Write the terms of use of a city that was made without; None where that is not what was asked."""
    import msgspec

    from keikaku.start import add_licence

    if licence in {None, _LATER}:
        return None
    try:
        path = add_licence(found, str(licence), workspace)
    except OSError as error:
        return failed(say("no_write", lang, path=str(error.filename or ""), reason=error.strerror or str(error)))
    except msgspec.MsgspecError:
        return None
    if path is None:
        return None
    click.echo(say("init_licence_added", lang, file=path.as_posix()))
    return SOUND


def _tell(chosen: Start, workspace: Path, lang: Lang) -> None:
    place = (workspace / chosen.folder).as_posix()
    click.echo(say("init_done", lang, folder=place))
    source = "" if workspace.as_posix() == "datapackage" else f" --source {workspace.as_posix()}"
    lgcode = chosen.municipality.lgcode
    licence = "" if chosen.licence else say("init_no_licence", lang, lgcode=lgcode, source=source)
    for line in (licence, say("init_next", lang, folder=chosen.folder, place=place, source=source)):
        if line:
            click.echo(line)
